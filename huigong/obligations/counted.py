"""Obligations in an indicator: `obligations`, of those that fell due in a month `kept` in time, late or not at all.

Who was excused, or did not owe it after all, is in no number. What may still be done is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.db.models import Count

from huigong.declarations.counted import Source, Span, Tally, wrong
from huigong.directory.reach import within as lies_within
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Entry
from huigong.kernel.packs.kinds import choice, text
from huigong.kernel.sentences import wording
from huigong.obligations.declaring.reading import shelf_of
from huigong.obligations.forecast.states import State
from huigong.obligations.models import Occurrence
from huigong.rules.nodes import Fact, Node


class Kept(Labelled):
    """How something that fell due ended."""

    IN_TIME = "in_time", wording("按期办了")
    LATE = "late", wording("逾期办了")
    MISSED = "missed", wording("过期未办")


_ENDED: Final = {
    State.DONE_IN_TIME: Kept.IN_TIME,
    State.DONE_LATE: Kept.LATE,
    State.LAPSED: Kept.MISSED,
}
_NOT_OWED: Final = (State.EXCUSED.value, State.WITHDRAWN.value)


@dataclass(frozen=True)
class Due:
    """The times that one obligation fell due."""

    declared: str
    of: str
    kept: Kept
    share: bool
    monthly: bool = True
    rules: Sequence[tuple[Node, Mapping[str, Fact]]] = ()

    def tallies(self, within: str, span: Span) -> Iterable[Tally]:
        due = Occurrence.objects.filter(
            lies_within("obligation__region", within),
            obligation__declared=self.declared,
            due_on__range=(span.first, span.last),
        ).exclude(state__in=_NOT_OWED)
        alike = due.order_by().values("obligation__region", "state").annotate(times=Count("pk"))
        for row in alike:
            yield self._judged(row["obligation__region"], State(row["state"]), row["times"])

    def _judged(self, region: str, state: State, times: int) -> Tally:
        too_late = state is State.OVERDUE and self.kept is Kept.IN_TIME
        known = state in _ENDED or too_late
        so = _ENDED.get(state) is self.kept
        return Tally(region, times * so, times * (self.share and known and not so), times * (not known))


def _read(entry: Entry, share: bool, folder: Path, on: date, region: str) -> Due:
    shelf, id = shelf_of(folder), entry["obligations"]
    if id not in shelf.ids:
        raise wrong(entry, "obligations", f"没有叫“{id}”的义务", "请核对义务的编号")
    if entry["kept"] is None:
        raise wrong(entry, "kept", "没有写数哪一种", "请写 in_time、late 或者 missed")
    names = (each.entry["name"] for each in shelf.written if each.id == id and not each.inherits)
    return Due(id, next(filter(None, names), id), entry["kept"], share)


SOURCE = Source("obligations", {"obligations": text(""), "kept": choice(Kept, None)}, _read)
