"""Looking at obligations anew: the forecast of what is known, the rows that differ, and who must be told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.kernel.days import in_words
from huigong.messages.actions.telling import tell
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.declaring.shapes import Tells
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.states import OWED, Key, State
from huigong.obligations.keeping import COMPARED, Difference, difference, history_of
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.obligations.occasions import LAPSED, OPENED, WITHDRAWN
from huigong.obligations.uniting import leave_to_others, same, with_those_that_stand_for_them

_OCCASIONS = {Tells.OPEN: OPENED, Tells.LAPSED: LAPSED, Tells.WITHDRAWN: WITHDRAWN}
_ONE_DAY = timedelta(days=1)
_BEFORE_IT_LAPSES = OWED - {State.LAPSED}


def look_at(obligations: Sequence[Obligation], *, now: datetime) -> int:
    """Writes what changed of these, which the caller has locked, and tells people; how many obligations changed.

    The same number of questions however many they are, but for the people who are told.
    """
    looked_at, replaced = with_those_that_stand_for_them(obligations)
    leave_to_others(replaced)
    entries, rows = entries_of(looked_at), defaultdict(list)
    for occurrence in Occurrence.objects.filter(obligation__in=looked_at).order_by("pk"):
        rows[occurrence.obligation_id].append(occurrence)
    today = day_of(now)
    differences: list[tuple[Obligation, Declaration, Difference]] = []
    for obligation in looked_at:
        declared = book().declaration(obligation.declared, obligation.region, on=today)
        if declared is None or declared.versions is None:
            obligation.next_change_on = (
                today + _ONE_DAY
            )  # its file may be set aside today and mended tomorrow
            continue
        told = forecast(declared.versions, history_of(entries[obligation.pk]), today)
        obligation.next_change_on = told.next_change_on
        differs = difference(obligation, rows[obligation.pk], told)
        if differs:
            differences.append((obligation, declared, differs))
    _write([each for _, _, each in differences])
    Obligation.objects.bulk_update(looked_at, ["next_change_on"])
    for obligation, declared, differs in differences:
        _tell(obligation, declared, differs, now=now)
    return len(differences)


def entries_of(obligations: Sequence[Obligation]) -> Mapping[int, list[HistoryEntry]]:
    """What is noted of each, also of a record that became part of the person's."""
    owners = same(obligations)
    entries = defaultdict(list)
    for entry in HistoryEntry.objects.filter(obligation__in=owners):
        for key in owners[entry.obligation_id]:
            entries[key].append(entry)
    return entries


def _write(differences: Sequence[Difference]) -> None:
    gone = [row.pk for each in differences for row in each.gone]
    Occurrence.objects.filter(pk__in=gone).delete()
    Occurrence.objects.bulk_create(row for each in differences for row in each.new)
    Occurrence.objects.bulk_update((row for each in differences for row in each.other), COMPARED)


def _tell(obligation: Obligation, declared: Declaration, differs: Difference, *, now: datetime) -> None:
    for tells, row in _occasions(differs):
        if tells not in declared.tells:
            continue
        occasion = _OCCASIONS[tells]
        values = {"名称": declared.head.name, "到期日": in_words(row.due_on)}
        if occasion is not WITHDRAWN:
            values["怎么办"] = declared.what
        tell(
            people=[obligation.person],
            event=f"{occasion.id} {obligation.public_id.hex} {row.anchor} {row.ordinal}"[:160],
            about=subject_of(obligation),
            template=occasion.id,
            values=values,
            region=obligation.region,
            office=obligation.office,
            now=now,
        )


def _occasions(differs: Difference) -> Iterator[tuple[Tells, Occurrence]]:
    """What each change means to the person: it can be done, it has lapsed, or it need not be done after all."""
    for row in (*differs.new, *differs.other):
        before, state = differs.before.get(Key(row.anchor, row.ordinal)), State(row.state)
        if state in _BEFORE_IT_LAPSES and before not in OWED:
            yield Tells.OPEN, row
        elif state is State.LAPSED and before is not State.LAPSED and row.ended_on is None:
            yield Tells.LAPSED, row
        elif state is State.WITHDRAWN and before in OWED:
            yield Tells.WITHDRAWN, row
    for row in differs.gone:
        if State(row.state) in OWED:
            yield Tells.WITHDRAWN, row
