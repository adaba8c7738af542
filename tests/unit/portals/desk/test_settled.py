"""What the form says decides the rule at the desk, and the officer sees by which answer."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils import timezone

from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from tests.filled import lodged_for
from tests.unit.portals.desk.staff import HERE, at_desk, person

UNKNOWN = {"用人单位": {"?": "不知道是谁"}}
NAMED = {"用人单位": {"name": "虚构建筑公司"}}


def complaint(typed: dict[str, dict[str, str]]) -> Case:
    someone, now = person(1), timezone.now()
    late = (timezone.localdate(now).replace(day=1)).isoformat()
    said = {
        "谁招的": {"": "公司或别的单位"},
        "欠薪总额": {"": "3万"},
        "欠到哪天": {"": late},
        "已经仲裁或打官司": {"": "否"},
    }
    said |= typed
    return applications.lodge(
        by=Principal("worker-1", "务工人员", person_id=someone.public_id.hex),
        now=now,
        key="k",
        person_id=someone.public_id.hex,
        service_id="arrears-complaint",
        region=HERE,
        answers={
            "替去世的人要": False,
            "干活时在校读书": False,
            "干活时已领养老金": False,
            "同时干两份活": False,
        },
        lodged=lodged_for("arrears-complaint", region=HERE, now=now, typed=said),
    )


def at_the_desk(case: Case) -> str:
    return unescape(at_desk("inspector").get(f"/desk/cases/{case.public_id.hex}/").content.decode())


def test_a_whole_complaint_is_judged_by_its_form_and_who_hired() -> None:
    page = at_the_desk(complaint(NAMED))
    assert "按所填内容符合" in page
    assert "由表上“欠薪总额”得知" in page
    assert "由表上“用人单位”得知" in page
    assert "还要弄清" not in page


def test_who_was_hired_by_a_household_is_seen_not_to_belong_here() -> None:
    assert "按所填内容不符合" in at_the_desk(complaint({**NAMED, "谁招的": {"": "私人家里"}}))


def test_who_does_not_say_who_hired_them_is_asked_by_the_officer() -> None:
    page = at_the_desk(complaint({**NAMED, "谁招的": {"?": "不清楚"}}))
    assert "按所填内容符合" not in page and "按所填内容不符合" not in page


def test_who_does_not_know_the_employer_is_not_taken_to_know(wednesday: None) -> None:
    page = at_the_desk(complaint(UNKNOWN))
    assert "按所填内容符合" not in page
    assert "由表上“用人单位”得知" in page


@pytest.mark.parametrize("typed", [NAMED, UNKNOWN])
def test_nobody_is_asked_what_the_form_has_said(typed: dict[str, dict[str, str]]) -> None:
    answers = complaint(typed).application
    assert answers
    assert {"被拖欠工资", "知道用人单位", "欠薪终了日期", "欠薪已进仲裁或诉讼"} <= set(answers.answers)
