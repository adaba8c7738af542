"""One way to say how much time is left, and whose the days since receipt were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huigong.casework.actions import cases, clocks, tasks
from huigong.casework.queries import cases as pages
from huigong.casework.queries import own
from huigong.casework.queries.listing import CaseFilter, listed
from huigong.casework.tone import TimeLeft, Tone
from tests.unit.casework.desk import (
    HOUSING,
    HOUSING_OFFICER,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    POLICE,
    TODAY,
    accepted,
    lodge,
    on_day,
    worker,
)

DAY = date(2026, 11, 26)
RUNNING: dict[str, Any] = {
    "due": date(2026, 12, 1),
    "days": 3,
    "measure": "working_day",
    "tone": Tone.NEAR,
    "on": DAY,
}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "还剩 3 个工作日，12 月 1 日前"),
        ({"out": 4, "out_for": "补正"}, "还剩 3 个工作日，12 月 1 日前；因补正暂停 4 天"),
        ({"out": 4}, "还剩 3 个工作日，12 月 1 日前；暂停 4 天"),
        ({"measure": "natural_day", "days": 5}, "还剩 5 天，12 月 1 日前"),
        ({"days": 0, "due": DAY}, "今天到期，11 月 26 日前"),
        ({"days": -1, "due": date(2026, 11, 25), "tone": Tone.LATE}, "超期 1 个工作日，11 月 25 日前"),
        ({"due": date(2027, 1, 4)}, "还剩 3 个工作日，2027 年 1 月 4 日前"),
        ({"paused": True, "tone": Tone.NONE, "out": 2, "out_for": "鉴定"}, "暂停计时，因鉴定暂停 2 天"),
        ({"paused": True, "tone": Tone.NONE}, "暂停计时"),
        ({"due": None}, "没有期限"),
    ],
)
def test_what_is_left_in_words(given: dict[str, Any], sentence: str) -> None:
    assert TimeLeft(**RUNNING | given).sentence == sentence


PAUSE = {"reason": "等鉴定", "article": "行政许可法第四十五条"}


@pytest.mark.django_db
def test_the_office_and_the_worker_read_the_same_and_a_list_does_not_say_why() -> None:
    case = accepted()
    clocks.pause(
        by=INSPECTOR, now=on_day(6, 2), case_id=case.public_id.hex, told_in_writing=date(2016, 6, 2), **PAUSE
    )
    clocks.resume(by=INSPECTOR, now=on_day(6, 6), case_id=case.public_id.hex)
    today = date(2016, 6, 7)
    clocks_seen = pages.page(INSPECTOR, case.public_id.hex, now=on_day(6, 7)).clocks
    (seen,) = (clock.left for clock in clocks_seen if clock.stopped_on is None)
    mine = own.own_page(worker(case.application.person), case.public_id.hex, today=today).left
    (row,) = listed(LEADING_GROUP, today=today, wanted=CaseFilter())
    assert seen.sentence == mine.sentence
    assert seen.sentence.endswith("；因等鉴定暂停 4 天")
    assert row.left.sentence.endswith("；暂停 4 天")


@pytest.mark.django_db
def test_each_day_since_receipt_belongs_to_one_side() -> None:
    case = lodge()
    case_id = case.public_id.hex
    cases.request_completion(by=INSPECTOR, now=on_day(6, 3), case_id=case_id, note="请补工资条")
    cases.make(
        move="complete",
        by=worker(case.application.person),
        now=on_day(6, 7),
        case_id=case_id,
        form={"says": "已补"},
    )
    cases.accept(by=INSPECTOR, now=on_day(6, 8), case_id=case_id)
    asked = tasks.ask_support(
        by=INSPECTOR, now=on_day(6, 9), case_id=case_id, office=HOUSING, question="请核实"
    )
    tasks.answer_support(by=HOUSING_OFFICER, now=on_day(6, 12), task_id=asked.public_id.hex, answer="属实")
    clocks.pause(by=INSPECTOR, now=on_day(6, 13), case_id=case_id, told_in_writing=date(2016, 6, 13), **PAUSE)
    clocks.resume(by=INSPECTOR, now=on_day(6, 15), case_id=case_id)
    cases.refer(by=INSPECTOR, now=on_day(6, 16), case_id=case_id, to_office=POLICE, reason="应由公安办")
    spent = pages.page(LEADING_GROUP.with_purpose("督办投诉"), case_id, now=on_day(6, 18)).spent
    said = {(side.whose.value, side.name != ""): side.days for side in spent}
    assert sum(side.days for side in spent) == 17 == (date(2016, 6, 18) - TODAY) // timedelta(days=1)
    assert said[("applicant", False)] == 4, "asked on 3 June, answered on the 7th"
    assert said[("support", True)] == 3, "asked on 9 June, answered on the 12th"
    assert said[("paused", False)] == 2, "13 and 14 June"
    offices = [side.days for side in spent if side.whose == "office"]
    assert offices == [6, 2], f"{HRSS} first, {POLICE} from 16 June"
