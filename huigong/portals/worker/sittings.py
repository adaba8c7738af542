"""Who looked at somebody, by sitting: what one official saw in one go and for one purpose is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.audit.queries import EventRow
from huigong.portals.shared.trail import fields_in_words, seat_in_words


@dataclass(frozen=True)
class Sitting:
    """`began` and `ended` are its first and last look, `seen` what was seen in all; `office` is empty where the trail
    does not say."""

    began: datetime
    ended: datetime
    who: str
    office: str
    purpose: str
    seen: tuple[str, ...]

    @property
    def one_day(self) -> bool:
        """Whether it began and ended on one day."""
        return timezone.localdate(self.began) == timezone.localdate(self.ended)


def sittings(rows: Iterable[EventRow]) -> list[Sitting]:
    """In the order of `rows`, newest first. Looks without a visit belong together by official and day."""
    groups: dict[tuple[object, ...], list[EventRow]] = {}
    for row in rows:
        sitting = row.visit or (row.actor_id, timezone.localdate(row.at))
        groups.setdefault((sitting, row.actor_id, row.office, row.purpose), []).append(row)
    return [_sitting(looks) for looks in groups.values()]


def _sitting(looks: list[EventRow]) -> Sitting:
    last, first = looks[0], looks[-1]
    seen = dict.fromkeys(field for look in reversed(looks) for field in look.fields)
    return Sitting(
        began=first.at,
        ended=last.at,
        who=last.actor,
        office=seat_in_words(last.office, timezone.localdate(last.at)),
        purpose=last.purpose or _("没有写明"),
        seen=fields_in_words(seen),
    )
