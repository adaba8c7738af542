"""Examples of obligations as the packs tell them: what happened, on which day one looks, and what stands then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from huigong.declarations import differs
from huigong.kernel.packs import Entry
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import Forecast
from huigong.obligations.forecast.terms import Versions

_ANCHOR = "起算"
_HOLDS: Mapping[str, bool | None] = {"有": True, "没有": False, "不知道": None}


def history_of(given: tuple[Entry, ...]) -> History:
    """What the rows of a story say. Each row is one thing; proofs and excuses are named by their place in the story.

    `改` and `撤销` are of the anchor that was said last.
    """
    anchorings, standings, proofs, excuses = list[Anchoring](), [], [], []
    for number, row in enumerate(given):
        if row["起算"]:
            anchorings.append(Anchoring(row["说"] or row["起算"], _ANCHOR, row["起算"], row["到"]))
        if row["续"]:
            anchorings.append(Anchoring(row["说"] or row["续"], f"{_ANCHOR} {number}", row["续"], row["到"]))
        if row["改"] and anchorings:
            anchorings.append(replace(anchorings[-1], said_on=row["改"], last_day=row["到"]))
        if row["撤销"]:
            anchor = anchorings[-1].anchor if anchorings else _ANCHOR
            anchorings.append(Anchoring(row["撤销"], anchor, None))
        standings += [Standing(row[word], holds) for word, holds in _HOLDS.items() if row[word]]
        if row["办了"]:
            proofs.append(Proof(row["办了"], f"{number}", row["不算"]))
        if row["免办"]:
            excuses.append(Excuse(row["免办"], f"{number}", row["到"] or row["免办"]))
    return History.of(anchorings, standings, proofs, excuses)


def check_story(story: Entry, versions: Versions) -> None:
    """Notes where the forecast is not what the story says."""
    told = forecast(versions, history_of(story["given"]), story["on"])
    expected = [(row["第"], row["到期"], row["状态"]) for row in story["then"]]
    stood = _stands(told, dated=versions.on(story["on"]).dated)
    if stood != expected:
        differs(
            story,
            "then",
            "；".join(f"第{ordinal}次 {due.isoformat()} {label}" for ordinal, due, label in stood),
        )


def _stands(told: Forecast, *, dated: bool) -> list[tuple[int, date, str]]:
    """Of what is `dated`, where each anchor has one time, they are numbered in the order of their days."""
    shown = told.occurrences
    if dated:
        shown = tuple(sorted(shown, key=lambda each: (each.due_on, each.key)))
    return [
        (number if dated else each.key.ordinal, each.due_on, each.state.label)
        for number, each in enumerate(shown, start=1)
    ]
