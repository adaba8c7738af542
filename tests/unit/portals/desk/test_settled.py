"""What the form says decides the rule at the desk, and the officer sees by which answer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from tests.filled import lodged_for
from tests.unit.portals.desk.staff import HERE, at_desk, person

UNKNOWN = {"用人单位": {"?": "不知道是谁"}}
SETTLED = dict.fromkeys(("替去世的人要", "干活时在校读书", "干活时已领养老金", "同时干两份活"), False)
NOT_TOLD = {"在校读书": {"?": "不清楚"}, "已领养老金": {"?": "不清楚"}}
NAMED = {"用人单位": {"name": "虚构建筑公司"}}


def complaint(typed: dict[str, dict[str, str]], **answers: bool) -> Case:
    someone, now = person(1), timezone.now()
    late = (timezone.localdate(now).replace(day=1)).isoformat()
    said = {
        "谁招的": {"": "公司或别的单位"},
        **{each: {"": "否"} for each in NOT_TOLD},
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
        answers=answers,
        lodged=lodged_for("arrears-complaint", region=HERE, now=now, typed=said),
    )


def at_the_desk(case: Case) -> str:
    return unescape(at_desk("inspector").get(f"/desk/cases/{case.public_id.hex}/").content.decode())


def test_a_whole_complaint_is_judged_by_its_form_and_who_hired() -> None:
    page = at_the_desk(complaint(NAMED, **SETTLED))
    assert "按所填内容符合" in page
    assert "由表上“欠薪总额”得知" in page
    assert "由表上“用人单位”得知" in page
    assert "还要弄清" not in page


def shown_of(page: str) -> str:
    """What an official reads before they open anything."""
    said = page.partition("填写内容与规则")[2].partition("规则只看填写的内容")[0]
    return re.sub(r"<details.*?</details>|<[^>]+>", " ", said, flags=re.DOTALL)


def asked_about(page: str) -> list[str]:
    """The facts of the whole answer that are to be found out."""
    last = re.findall(r"还要弄清：([^<]*?)\s*</p>", page)
    return [each.strip() for each in last[-1].split("、")] if last else []


def said_online(**typed: dict[str, str]) -> str:
    """The desk's page of a complaint of which only the form knows, of somebody of 41."""
    return at_the_desk(complaint({**NAMED, "申请人出生日期": {"": "1985年3月12日"}, **typed}))


def test_conditions_are_said_in_words_and_the_formula_stands_behind() -> None:
    page = said_online()
    shown = shown_of(page)
    assert "没领养老金、没到退休年龄" in shown and "为“否”" not in shown
    assert "为“否”" in page, "whoever wants to see how the rule reads it opens it"
    assert shown.count("符合") > 5, "each condition has its line, also one that holds"


def test_a_complaint_for_oneself_without_an_interview_leaves_nothing_to_be_found_out() -> None:
    assert asked_about(said_online(替谁办={"": "给自己办"})) == []


def test_only_what_may_still_change_the_answer_is_to_be_found_out() -> None:
    """She is 41 and claims for herself: neither the age of a dead relative nor a late pension decides anything."""
    own = asked_about(said_online(替谁办={"": "给自己办"}, **NOT_TOLD))
    assert own == ["干活时已领养老金", "干活时在校读书"]


def test_of_whom_the_family_claims_for_more_is_to_be_found_out() -> None:
    facts = asked_about(said_online(替谁办={"": "替家人办"}, **NOT_TOLD))
    assert "替去世的人要" in facts and "干活时在校读书" in facts


def test_where_one_condition_is_a_no_nothing_is_left_to_be_found_out() -> None:
    page = at_the_desk(complaint({**NAMED, "谁招的": {"": "私人家里"}}, **SETTLED))
    assert asked_about(page) == []


def test_who_was_hired_by_a_household_is_seen_not_to_belong_here() -> None:
    assert "按所填内容不符合" in at_the_desk(complaint({**NAMED, "谁招的": {"": "私人家里"}}, **SETTLED))


def test_who_does_not_say_who_hired_them_is_asked_by_the_officer() -> None:
    page = at_the_desk(complaint({**NAMED, "谁招的": {"?": "不清楚"}}, **SETTLED))
    assert "按所填内容符合" not in page and "按所填内容不符合" not in page


def test_who_does_not_know_the_employer_is_not_taken_to_know(wednesday: None) -> None:
    page = at_the_desk(complaint(UNKNOWN, **SETTLED))
    assert "按所填内容符合" not in page
    assert "由表上“用人单位”得知" in page


@pytest.mark.parametrize("typed", [NAMED, UNKNOWN])
def test_nobody_is_asked_what_the_form_has_said(typed: dict[str, dict[str, str]]) -> None:
    answers = complaint(typed, **SETTLED).application
    assert answers
    assert {"被拖欠工资", "知道用人单位", "欠薪终了日期", "欠薪已进仲裁或诉讼"} <= set(answers.answers)
