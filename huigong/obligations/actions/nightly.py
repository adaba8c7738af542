"""What time and news do to obligations: only those whose day has come, or of whose people something was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huigong.audit.actions import record
from huigong.audit.subjects import id_in
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM
from huigong.obligations.actions.gathering import answer_again, changed_people, gather
from huigong.obligations.actions.gathering_records import changed_records, gather_records
from huigong.obligations.looking import look_at
from huigong.obligations.models import LookOver, Obligation
from huigong.obligations.uniting import of_those_united
from huigong.records.models import Record
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person

_AT_ONCE = 500
_OVERLAP = timedelta(days=1)  # for what was on its way while the night before looked
_ONLY = 1  # there is one row


def look_over(*, now: datetime) -> int:
    """Notes what is new, and looks at whatever may have changed; how many obligations changed.

    May be run again at any time: what is noted already is not noted twice.
    """
    changed, since = 0, _since()
    united = of_those_united(since=since)
    for first in range(0, len(united), _AT_ONCE):
        changed += _looked_at(Q(pk__in=united[first : first + _AT_ONCE]), now=now)
    people = changed_people(since=since, now=now)
    for first in range(0, len(people), _AT_ONCE):
        changed += _news_of(people[first : first + _AT_ONCE], now=now)
    records = changed_records(since=since, now=now)
    for first in range(0, len(records), _AT_ONCE):
        changed += _news_of_records(Q(pk__in=records[first : first + _AT_ONCE]), now=now)
    due = _due(now)
    keys = list(Obligation.objects.filter(due).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_ONCE):
        changed += _looked_at(due & Q(pk__in=keys[first : first + _AT_ONCE]), now=now)
    _done(changed, now=now)
    return changed


def _since() -> datetime:
    """The moment since when news was not looked for; the beginning of time before the first night."""
    row = LookOver.objects.filter(pk=_ONLY).first()
    return row.until - _OVERLAP if row else datetime.min.replace(tzinfo=UTC)


@transaction.atomic
def _news_of(people: Sequence[int], *, now: datetime) -> int:
    rows = list(Person.objects.filter(pk__in=people).order_by("pk"))
    return look_at(gather(rows, now=now), now=now)


@transaction.atomic
def _news_of_records(wanted: Q, *, now: datetime) -> int:
    rows = list(Record.objects.filter(wanted).select_related("person").order_by("pk"))
    touched = gather_records(rows, now=now)
    locked = Obligation.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in touched])
    return look_at(list(locked.select_related("person").order_by("pk")), now=now)


def _due(now: datetime) -> Q:
    """Where time alone changes something by now, or may change whether it is owed."""
    return Q(next_change_on__lte=day_of(now)) | Q(ask_again_on__lte=day_of(now))


@transaction.atomic
def _looked_at(wanted: Q, *, now: datetime) -> int:
    rows = Obligation.objects.select_for_update(of=("self",)).filter(wanted)
    obligations = list(rows.select_related("person").order_by("pk"))
    answer_again(obligations, now=now)
    ids = [public_uuid(each) for row in obligations if (each := id_in(row.subject, Record))]
    if ids:
        gather_records(list(Record.objects.filter(public_id__in=ids).select_related("person")), now=now)
    return look_at(obligations, now=now)


@transaction.atomic
def _done(changed: int, *, now: datetime) -> None:
    LookOver.objects.update_or_create(pk=_ONLY, defaults={"until": now})
    if changed:
        data = {"changed": changed}
        record(
            by=SYSTEM, now=now, verb="obligations.looked_over", subject="obligations.Obligation", data=data
        )
