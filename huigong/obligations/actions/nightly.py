"""What time and news do to obligations: only those whose day has come, or of whose people something was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from huigong.audit.actions import record
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM
from huigong.obligations.actions.gathering import answer_again, changed_people, gather
from huigong.obligations.looking import look_at
from huigong.obligations.models import Obligation
from huigong.registry.models import Person

_AT_ONCE = 500
_LOOKED_BACK = timedelta(days=3)  # nights on which nobody was there


def look_over(*, now: datetime) -> int:
    """Notes what is new, and looks at whatever may have changed; how many obligations changed.

    May be run again at any time: what is noted already is not noted twice.
    """
    changed = 0
    people = changed_people(since=now - _LOOKED_BACK)
    for first in range(0, len(people), _AT_ONCE):
        changed += _news_of(people[first : first + _AT_ONCE], now=now)
    due = Obligation.objects.filter(next_change_on__lte=day_of(now)).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_ONCE):
        changed += _time_over(keys[first : first + _AT_ONCE], now=now)
    if changed:
        _record(changed, now=now)
    return changed


@transaction.atomic
def _news_of(people: Sequence[int], *, now: datetime) -> int:
    rows = list(Person.objects.filter(pk__in=people).order_by("pk"))
    return look_at(gather(rows, now=now), now=now)


@transaction.atomic
def _time_over(keys: Sequence[int], *, now: datetime) -> int:
    rows = Obligation.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, next_change_on__lte=day_of(now)
    )
    obligations = list(rows.select_related("person").order_by("pk"))
    answer_again(obligations, now=now)
    return look_at(obligations, now=now)


@transaction.atomic
def _record(changed: int, *, now: datetime) -> None:
    record(
        by=SYSTEM,
        now=now,
        verb="obligations.looked_over",
        subject="obligations.Obligation",
        data={"changed": changed},
    )
