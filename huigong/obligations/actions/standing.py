"""Answers to `while`: what a rule says today, and what of it is news."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation
from huigong.obligations.uniting import same
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Node
from huigong.rules.values import Answer

Asked = tuple[Obligation, Declaration, bool | None]


def holds(
    declared: Declaration, values: Mapping[str, Answer], region: str, today: date, rule: Node | None = None
) -> bool | None:
    """What the `while`, or another rule of the declaration, says; None where it is not known."""
    asked = rule or declared.rule
    assert asked is not None
    told = answer(asked, Situation(values, today, book().parameters.lookup(region)))
    return told if isinstance(told, bool) else None


def answered(asked: Sequence[Asked], today: date) -> Iterator[tuple[Obligation, Entry]]:
    """The answers that are others than before, in two questions."""
    rows = [row for row, _, _ in asked]
    latest, anchored = _latest(rows), _anchored(rows)
    for row, declared, told in asked:
        if row.pk not in latest:
            since = _since(declared, anchored.get(row.pk), today)
            yield row, Entry(Kind.STANDING, "", today, since, holds=told)
        elif latest[row.pk] is not told:
            yield row, Entry(Kind.STANDING, "", today, today, holds=told)


def _latest(obligations: Collection[Obligation]) -> dict[int, bool | None]:
    owners = same(obligations)
    rows = HistoryEntry.objects.filter(obligation__in=owners, kind=Kind.STANDING).order_by("day", "pk")
    return {key: entry.holds for entry in rows for key in owners[entry.obligation_id]}


def _anchored(obligations: Collection[Obligation]) -> dict[int, HistoryEntry]:
    owners = same(obligations)
    rows = HistoryEntry.objects.filter(obligation__in=owners, kind=Kind.ANCHORED).order_by("said_on", "pk")
    return {key: entry for entry in rows for key in owners[entry.obligation_id]}


def _since(declared: Declaration, anchored: HistoryEntry | None, today: date) -> date:
    """Since when the first answer counts: what is owed once from its anchor on, what comes again since it was said."""
    if anchored is None or anchored.day is None:
        return today
    terms = declared.versions.on(anchored.day) if declared.versions else None
    if terms is not None and terms.every is None:
        return min(anchored.day, today)
    return min(max(anchored.day, anchored.said_on), today)
