"""Habits of looking at people, each row with the address of its events in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from huigong.audit.looks import READ_VERB, REFUSED_VERB
from huigong.audit.patterns import MOST, Habit, Period
from huigong.directory.permissions import Permission
from huigong.oversight.patterns import patterns
from huigong.portals.desk.audit.forms import PatternsForm
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.requests import Request
from huigong.portals.shared.trail import seat_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    """One habit, the office in words, and the query that shows its events."""

    habit: Habit
    office: str
    evidence: str


@dataclass(frozen=True)
class Table:
    """One kind of habit; `cut` where there may be more than are shown."""

    id: str
    title: StrOrPromise
    says: StrOrPromise
    lines: tuple[Line, ...]

    @property
    def of_a_day(self) -> bool:
        """Whether each line is about one day."""
        return self.id in {"many", "refused"}

    @property
    def cut(self) -> bool:
        return len(self.lines) >= MOST


_KINDS: tuple[tuple[str, StrOrPromise, StrOrPromise], ...] = (
    ("refused", _("想看、没有准许"), _("一天里有几次想看不归他看的人、表格、文书或文件。")),
    ("family", _("看自己或家里人"), _("看的是本人，或者和本人在同一户里的人。")),
    ("colleagues", _("看同事"), _("看的人也是这里的工作人员。同事也会来办事，先看目的。")),
    ("again", _("反复看同一个人"), _("在好几个不同的日子看同一个人。办得久的办件也会这样。")),
    ("nights", _("夜里看"), _("22 点到 6 点之间看过人。")),
    ("many", _("一天看很多人"), _("一天之内看过的人数。窗口忙的时候人也多。")),
)


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Six kinds of habit within the days asked for; a pattern is a question, never a finding."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.AUDIT_READ)
    asked = PatternsForm(request.GET, today=today)
    tables: tuple[Table, ...] = ()
    if asked.is_valid():
        limits = {name: asked.cleaned_data[name] for name in ("many", "again")}
        listed = patterns(viewer, period=asked.period, today=today, **limits)
        tables = tuple(
            Table(id, title, says, tuple(_lines(id, getattr(listed, id), asked.period, on=today)))
            for id, title, says in _KINDS
        )
    context = {"asked": asked, "tables": tables, "most": MOST}
    return page(request, "desk/audit/patterns.html", "audit-patterns", context, status=200 if tables else 400)


def _lines(kind: str, habits: Iterable[Habit], period: Period, *, on: date) -> Iterator[Line]:
    for habit in habits:
        evidence = urlencode(_evidence(kind, habit, period))
        yield Line(habit, seat_in_words(habit.office, on), evidence)


def _evidence(kind: str, habit: Habit, period: Period) -> Mapping[str, str]:
    """What the trail is asked for to see the events behind the row."""
    since = habit.day or timezone.localdate(period.since)
    until = habit.day or timezone.localdate(period.until - timedelta(days=1))
    of_kind = {"nights": {"by_night": "on"}}.get(kind, {})
    of_person = {"person": habit.person} if habit.person else {}
    return {
        "verb": REFUSED_VERB if kind == "refused" else READ_VERB,
        "actor_id": habit.actor_id,
        "since": since.isoformat(),
        "until": until.isoformat(),
        **of_person,
        **of_kind,
    }
