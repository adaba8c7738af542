"""One row that cannot be read, after a change of the packs say, takes neither book, offices nor calendar down."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huigong.directory import offices
from huigong.kernel.calendar import WorkCalendar
from huigong.messages.templates import book

DAY = date(2026, 6, 10)
HERE = "510403"


@pytest.fixture
def drawn(local_folder: Path) -> Any:
    def written(name: str, rows: list[dict[str, Any]]) -> None:
        local_folder.mkdir(parents=True, exist_ok=True)
        (local_folder / f"{name}.json").write_text(json.dumps(rows))

    return written


def test_a_text_that_the_packs_have_no_more_takes_no_message_down(drawn: Any) -> None:
    words = {"region": HERE, "from": DAY.isoformat(), "title": "虚构", "body": "虚构", "sms": "虚构"}
    drawn("texts", [{**words, "template": "no-such"}, {**words, "template": "case-received"}])
    assert book().get("case-received", region=HERE, on=DAY).title == "虚构"
    assert book().get("case-received", region="220100", on=DAY).title != "虚构"


def test_a_text_from_before_that_of_the_packs_is_left_out(drawn: Any) -> None:
    words = {"region": HERE, "from": "1990-01-01", "title": "虚构", "body": "虚构", "sms": "虚构"}
    drawn("texts", [{**words, "template": "case-received"}])
    assert book().get("case-received", region=HERE, on=DAY).title != "虚构"


def test_an_office_or_a_desk_that_cannot_be_read_takes_no_other_down(drawn: Any) -> None:
    kept = {
        "valid_from": "2026-01-01", "closed": False, "name": "虚构局", "street": "", "telephone": "", "hours": "",
        "by": "虚构", "said_on": "2026-01-01", "source": "", "office": f"{HERE}/human-resources", "successor": "",
    }  # fmt: skip
    desk = {**kept, "desk": "1", "region": HERE, "line": "human-resources", "level": "no-such", "serves": ""}
    del desk["office"]
    drawn("offices", [desk, {**kept, "valid_from": "soon"}, {"office": kept["office"]}, kept])
    assert offices.book().get(str(kept["office"]), DAY).name == "虚构局"


def test_a_day_that_cannot_be_read_takes_no_calendar_down(drawn: Any) -> None:
    day = {"working": False, "source": "虚构通知", "note": ""}
    drawn("days", [{**day, "day": "2026-13-01"}, {"day": "2026-06-11"}, {**day, "day": DAY.isoformat()}])
    assert not WorkCalendar.published().day(DAY).working
    assert WorkCalendar.published().day(date(2026, 6, 11)).working
