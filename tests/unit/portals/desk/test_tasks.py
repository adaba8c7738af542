"""My tasks: what is due first comes first, and says so in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.casework.actions import clocks, tasks
from huigong.casework.tone import TimeLeft, Tone
from huigong.portals.shared.timeleft import time_left
from tests.unit.portals.desk.staff import HRSS, accepted, at_desk, lodged, past, principal

pytestmark = pytest.mark.usefixtures("wednesday")


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"days": -2, "tone": "late"}, "late", "超期 2 天"),
        ({"days": -1, "tone": "late", "measure": "working_day"}, "late", "超期 1 个工作日"),
        ({"days": 0, "tone": "near"}, "near", "今天到期"),
        ({"days": 3, "tone": "near"}, "near", "还剩 3 天"),
        ({"days": 4}, "ok", "还剩 4 天"),
        ({"paused": True, "tone": "none"}, "paused", "暂停计时"),
        ({"due": None, "tone": "none"}, "no", "没有期限"),
    ],
)
def test_urgency_differs_in_word_and_shape(given: dict[str, Any], kind: str, words: str) -> None:
    due = {"due": date(2026, 11, 20), "days": 5, "measure": "natural_day", "tone": "ok"}
    given = {**due, **given}
    assert time_left(TimeLeft(**{**given, "tone": Tone(given["tone"])})) == (kind, words)


def test_late_tasks_come_first_then_near_then_the_rest() -> None:
    accepted(days_ago=2, sequence=1)
    accepted(days_ago=14, sequence=2)
    accepted(days_ago=20, sequence=3)
    lodged(sequence=4)
    page = at_desk("police").get("/desk/tasks/")
    assert [line.kind for line in page.context["lines"]] == ["late", "near", "ok", "no"]
    assert [(tab.count, tab.here) for tab in page.context["tabs"]] == [
        ("4", True),
        ("1", False),
        ("1", False),
        ("0", False),
        ("0", False),
        ("4", False),
    ]


def test_a_tab_shows_its_tasks_only() -> None:
    accepted(days_ago=2, sequence=1)
    accepted(days_ago=20, sequence=2)
    client = at_desk("police")
    assert [line.kind for line in client.get("/desk/tasks/?tab=late").context["lines"]] == ["late"]
    assert len(client.get("/desk/tasks/?tab=nonsense").context["lines"]) == 2


def test_a_paused_clock_is_neither_near_nor_late() -> None:
    case_id = accepted(days_ago=14)
    clocks.pause(
        by=principal("police"),
        now=past(1),
        case_id=case_id,
        reason="到单位实地查验",
        article="行政许可法第四十五条",
        told_in_writing=past(1).date(),
    )
    page = at_desk("police").get("/desk/tasks/")
    assert [line.kind for line in page.context["lines"]] == ["paused"]


def test_an_office_sees_its_own_tasks_and_what_it_was_asked() -> None:
    case_id = accepted()
    client = at_desk("hrss")
    assert not client.get("/desk/tasks/").context["lines"]
    tasks.ask_support(
        by=principal("police"), now=past(0), case_id=case_id, office=HRSS, question="请核实用工登记。"
    )
    page = client.get("/desk/tasks/?tab=support")
    assert [line.task.case_id for line in page.context["lines"]] == [case_id]
    assert "协办" in page.content.decode()


def test_names_are_masked_in_the_list() -> None:
    accepted()
    body = at_desk("police").get("/desk/tasks/").content.decode()
    assert "虚**" in body or "虚*" in body
    assert "虚构一<" not in body


def test_thirty_tasks_cost_no_more_questions_than_three() -> None:
    client = at_desk("police")
    for sequence in range(1, 4):
        accepted(days_ago=sequence, sequence=sequence)
    three = questions(client, "/desk/tasks/")
    for sequence in range(4, 31):
        accepted(days_ago=sequence, sequence=sequence)
    assert len(client.get("/desk/tasks/").context["lines"]) == 30
    assert questions(client, "/desk/tasks/") == three


def test_thirty_cases_cost_the_board_and_the_list_no_more_questions_than_three() -> None:
    client = at_desk("leading")
    pages = ("/desk/duties/?document=510400/panbanfa-2016-10", "/desk/cases/?service=residence-permit")
    for sequence in range(1, 4):
        accepted(days_ago=sequence, sequence=sequence)
    three = [questions(client, page) for page in pages]
    for sequence in range(4, 31):
        accepted(days_ago=sequence, sequence=sequence)
    assert [questions(client, page) for page in pages] == three


def questions(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
