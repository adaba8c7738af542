"""Cases in an indicator: `services`, and which `cases` of them: opened, ended or granted in a month, standing on a day.

A case is granted in the month in which it ended. Of a share are those that ended with a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Count, Q

from huigong.casework.models import Case
from huigong.catalogue.services import catalogue
from huigong.declarations.counted import Source, Span, Tally, wrong
from huigong.directory.reach import within as lies_within
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Entry
from huigong.kernel.packs.kinds import choice, texts
from huigong.kernel.sentences import wording
from huigong.rules.nodes import Fact, Node


class Which(Labelled):
    """Which cases are counted."""

    OPENED = "opened", wording("收件的")
    ENDED = "ended", wording("办结的")
    GRANTED = "granted", wording("决定有利的")
    STANDING = "standing", wording("在办的")


@dataclass(frozen=True)
class Cases:
    """Cases of some services."""

    services: tuple[str, ...]
    which: Which
    share: bool
    of: str = "办件"
    rules: Sequence[tuple[Node, Mapping[str, Fact]]] = ()

    @property
    def monthly(self) -> bool:
        return self.which is not Which.STANDING

    def tallies(self, within: str, span: Span) -> Iterable[Tally]:
        wanted = Case.objects.filter(
            lies_within("region", within), self._of(span), service_id__in=self.services
        )
        for row in wanted.order_by().values("region", "granted").annotate(cases=Count("pk")):
            so = self.which is not Which.GRANTED or row["granted"] is True
            no = self.share and row["granted"] is False
            yield Tally(row["region"], row["cases"] * so, row["cases"] * no, 0)

    def _of(self, span: Span) -> Q:
        days = (span.first, span.last)
        if self.which is Which.STANDING:
            return Q(is_open=True, opened_on__lte=span.last)
        return Q(opened_on__range=days) if self.which is Which.OPENED else Q(closed_on__range=days)


def _read(entry: Entry, share: bool, folder: Path, on: date, region: str) -> Cases:
    known = {each.id for each in catalogue(folder).services}
    if strangers := [id for id in entry["services"] if id not in known]:
        raise wrong(entry, "services", f"没有叫“{strangers[0]}”的事项", "请核对事项的编号")
    if entry["cases"] is None:
        raise wrong(entry, "cases", "没有写数哪些办件", "请写 opened、ended、granted 或者 standing")
    if share and entry["cases"] is not Which.GRANTED:
        raise wrong(entry, "cases", "只有决定有利的能算比例", "请写 granted，或者改成 kind: count")
    return Cases(tuple(entry["services"]), entry["cases"], share)


SOURCE = Source("services", {"services": texts(), "cases": choice(Which, None)}, _read)
