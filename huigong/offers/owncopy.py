"""What the copy that people take along says of places: what they asked for, what they were offered, what they have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from huigong.directory.principals import Principal
from huigong.notices.letters import Paragraph, Table
from huigong.offers import queries
from huigong.offers.shown import OwnRequest
from huigong.registry.owncopy import Asked, Part, Values, listed

PLACES = "名额申请"


def _values(viewer: Principal, asked: Asked) -> Values:
    return {PLACES: [_request(request) for request in queries.own(viewer)]}


def _request(request: OwnRequest) -> dict[str, Any]:
    return {
        "编号": request.number,
        "轮次": request.round,
        "进度": request.stage,
        "志愿": [wish.offer for wish in request.wishes],
        "位次": [wish.rank for wish in request.wishes],
        "等答复": request.offered,
        "最晚答复": _day(request.answer_by),
        "占用": request.has,
    }


def _print(document: Values) -> Iterable[Paragraph | Table]:
    rows = [{**row, "志愿": "、".join(row["志愿"])} for row in document[PLACES]]
    return listed(PLACES, ("编号", "轮次", "进度", "志愿", "占用"), rows)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


PART = Part("offers", 4, _values, _print)
