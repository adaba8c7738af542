"""Checks the kinds of place: the facts that name them are there, and an article makes each decide."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.catalogue.checking.references import require_clause
from huigong.catalogue.loading import ReadPacks
from huigong.catalogue.places import Whereabouts
from huigong.kernel.packs import PackError, Report
from huigong.kernel.packs.errors import guess
from huigong.policy.packs import Library
from huigong.rules.facts import FactDictionary
from huigong.rules.values import Type


def check(packs: ReadPacks, library: Library, report: Report) -> None:
    """Reports every kind of place that nothing names, or that rests on nothing."""
    for place in packs.places.values():
        for what, do in _faults(place, packs.facts):
            what = f"地方“{place.id}”：{what}"
            report.add(PackError("pack.place", what=what, do=do, place=place.written_at))
        if "#" in place.clause:
            require_clause(library, place.clause, place.written_at, report)


def _faults(place: Whereabouts, facts: FactDictionary) -> Iterator[tuple[str, str]]:
    named = [name for name, fact in facts.items() if fact.is_region]
    for name in (*place.facts, *place.as_good):
        if name not in named:
            yield f"没有说地方的事实“{name}”", guess(name, named)[1]
    yes_or_no = [name for name, fact in facts.items() if fact.type is Type.BOOL]
    for name in place.unless:
        if name not in yes_or_no:
            yield f"没有是否事实“{name}”", guess(name, yes_or_no)[1]
    if not place.facts and not place.is_here:
        yield "没有写哪个事实说明它在哪里（facts）", "就是来查的地方的，写 here: true"
    if place.verified is not bool(place.clause):
        yield "没有写是哪一条定的（clause）", "请写条文；找不到条文的，写 verified: false"
