"""Noting what happened about an obligation, and excusing one time of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.obligations import access
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.excusing import require_bounded, require_effect, require_reason
from huigong.obligations.forecast.history import Excuse
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.looking import entries_of, look_at
from huigong.obligations.models import HistoryEntry, Obligation
from huigong.obligations.offices import office_for
from huigong.obligations.proofs import require_day, require_note, require_provable, require_refused
from huigong.obligations.uniting import of_people, standing_for
from huigong.registry.models import Person


def obligation_of(declared: Declaration, person: Person, *, on: date) -> Obligation:
    """The person's obligation, which begins with the first thing that is known about it."""
    mine = list(of_people().filter(declared=declared.id, person=person).select_related("person"))
    if mine:
        return standing_for(mine)
    row, _ = Obligation.objects.get_or_create(
        declared=declared.id,
        subject=subject_of(person),
        defaults={
            "person": person,
            "region": person.residence,
            "office": office_for(declared.performer, person.residence, on=on),
        },
    )
    return row


@transaction.atomic
def note(*, obligation: Obligation, entries: Iterable[Entry], by: Principal, now: datetime) -> int:
    """Adds what is not known yet, and looks at the obligation anew; how many entries were new.

    The same thing again is the same entry, from whichever device and in whichever order it comes.
    """
    row = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    added = add([(row, each) for each in entries], by=by, now=now)
    if added:
        look_at([row], now=now)
        record(
            by=by,
            now=now,
            verb="obligations.noted",
            subject=subject_of(row),
            region=row.region,
            person=row.person,
            data={"entries": added},
        )
    return added


@transaction.atomic
def prove(
    *,
    obligation_id: str,
    day: date,
    by: Principal,
    now: datetime,
    refused: str = "",
    text: str = "",
) -> Obligation:
    """The office says that it was done on a day, or why what was done then does not count (`refused`).

    What the same official says of the same day is one thing, corrected where said again; nobody unsays what others said.
    Raises `DomainError`: `obligation.not_found`, `obligation.day_to_come`, `obligation.day_too_early`,
    `obligation.note_too_long`, `obligation.proved_by_record`, `access.denied`,
    `person.own_matter`.
    """
    row = access.locked(obligation_id, by=by, on=day_of(now))
    require_day(day, row, now=now)
    if not refused:
        require_provable(row, now=now)
    key = said_by(by, day)
    proof = Entry(
        Kind.PROVED, key, day_of(now), day, refused=require_refused(refused), note=require_note(text)
    )
    note(obligation=row, entries=[proof], by=by, now=now)
    return Obligation.objects.get(pk=row.pk)


@transaction.atomic
def excuse(
    *, obligation_id: str, day: date, until: date, reason: str, by: Principal, now: datetime
) -> Obligation:
    """Whoever the declaration says excuses what falls due in that time, for one of its reasons.

    Raises `DomainError`: `obligation.not_found`, `obligation.no_excuse`, `obligation.backwards`,
    `obligation.excused_too_long`, `obligation.nothing_due`, `access.denied`, `person.own_matter`.
    """
    row = access.locked(obligation_id, by=by, on=day_of(now), excusing=True)
    declared = book().declaration(row.declared, row.region, on=day_of(now))
    require_reason(declared, reason)
    excused = Excuse(day, f"{reason} {day.isoformat()} {until.isoformat()}", until)
    require_bounded(declared, excused)
    require_effect(declared, entries_of([row])[row.pk], excused, on=day_of(now))
    added = add([(row, Entry(Kind.EXCUSED, excused.id, day_of(now), day, until))], by=by, now=now)
    if added:
        look_at([row], now=now)
        record(
            by=by,
            now=now,
            verb="obligations.excused",
            subject=subject_of(row),
            region=row.region,
            person=row.person,
            data={"from": day.isoformat(), "until": until.isoformat()},
        )
    return Obligation.objects.get(pk=row.pk)


def said_by(by: Principal, day: date) -> str:
    """The key of what an official says of a day; no device, record or case has such a one."""
    return f"said {hashlib.sha256(by.account_id.encode()).hexdigest()[:16]} {day.isoformat()}"


def add(told: Iterable[tuple[Obligation, Entry]], *, by: Principal, now: datetime) -> int:
    """Adds the entries that are not there yet; how many. In two questions, however many there are."""
    wanted = {(row.pk, each.mark): (row, each) for row, each in told}
    keys = {key for key, _ in wanted}
    there = set(
        HistoryEntry.objects.filter(obligation__in=keys, mark__in=[mark for _, mark in wanted])
        .order_by()
        .values_list("obligation_id", "mark")
    )
    new = [_row(row, each, by=by, now=now) for key, (row, each) in wanted.items() if key not in there]
    HistoryEntry.objects.bulk_create(new)
    return len(new)


def _row(row: Obligation, each: Entry, *, by: Principal, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        obligation=row,
        kind=each.kind,
        key=each.key,
        said_on=each.said_on,
        day=each.day,
        until=each.until,
        holds=each.holds,
        refused=each.refused,
        note=each.note,
        mark=each.mark,
        device=each.device,
        number=each.number,
        base=each.base,
        recorded_at=now,
        recorded_by=by.account_id,
    )
