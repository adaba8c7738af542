"""Examples of obligations as the packs tell them: what happened, on which day one looks, and what stands then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huigong.kernel.packs import Entry
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import Forecast
from huigong.obligations.forecast.terms import Versions

_ANCHOR = "起算"
_HOLDS: Mapping[str, bool | None] = {"有": True, "没有": False, "不知道": None}


def history_of(given: tuple[Entry, ...]) -> History:
    """What the rows of a story say. Each row is one thing; proofs and excuses are named by their place in the story."""
    anchorings, standings, proofs, excuses = [], [], [], []
    for number, row in enumerate(given):
        if row["起算"]:
            anchorings.append(Anchoring(row["说"] or row["起算"], _ANCHOR, row["起算"]))
        if row["撤销"]:
            anchorings.append(Anchoring(row["撤销"], _ANCHOR, None))
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
    if _stands(told) != expected:
        stands = (
            "；".join(f"第{ordinal}次 {due.isoformat()} {label}" for ordinal, due, label in _stands(told))
            or "什么也没有"
        )
        story.wrong("then", f"{story['on'].isoformat()}算出来的是：{stands}", "请改例子，或者改规定")


def _stands(told: Forecast) -> list[tuple[int, date, str]]:
    return [(each.key.ordinal, each.due_on, each.state.label) for each in told.occurrences]
