"""What a letter says by itself: the other side, where to turn in the words of the law, where to hand in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.timezone import localdate

from huigong.casework.actions import cases
from huigong.casework.models import Case, Decision
from huigong.casework.queries import own
from huigong.correspondence import fills, queries
from huigong.correspondence.actions import letters
from huigong.notices import queries as notices
from huigong.registry.models import PersonFact
from tests.filled import lodged_for
from tests.unit.casework.desk import (
    COMPLAINT,
    HERE,
    INSPECTOR,
    PERMIT,
    POLICE_OFFICER,
    applicant,
    lodge,
    worker,
)
from tests.unit.notices.reading import text_of

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 26, 2, tzinfo=UTC)
TODAY = localdate(THEN)
GROUNDS = {"reasons": "这件事已经在仲裁", "clause": "劳动保障监察条例第二十一条"}
BY_LAW = "可以自收到之日起60日内向攀枝花市西区人民政府申请行政复议，也可以自收到之日起6个月内直接向有管辖权的人民法院起诉。"


EMPLOYER = "虚构建筑有限公司"


def complaint(service: str = COMPLAINT, person: Any = None) -> Case:
    typed = {"用人单位": {"name": EMPLOYER}} if service == COMPLAINT else {}
    lodged = lodged_for(service, region=HERE, now=THEN, typed=typed)
    return lodge(person or applicant(), service=service, now=THEN, lodged=lodged)


def issued(case: Case, move: str, *, by: Any = INSPECTOR, form: Any = None, **given: str) -> str:
    order = letters.issue_with_move(
        move=move, case_id=case.public_id.hex, form=form or {}, given=given, by=by, now=THEN
    )
    (notice,) = order.issued
    return text_of(notices.content(notice)).replace("\n", "")


def test_the_employer_is_the_one_whom_the_form_names() -> None:
    case = complaint()
    seen = letters.preview(
        move="accept", case_id=case.public_id.hex, form={}, given={}, by=INSPECTOR, now=THEN
    )
    assert seen.values["被投诉单位"] == EMPLOYER and seen.lacking == ()
    assert f"投诉{EMPLOYER}拖欠工资" in issued(case, "accept")


def test_turning_a_complaint_away_is_a_decision_that_says_where_to_turn_in_the_words_of_the_law() -> None:
    case = complaint()
    text = issued(case, "decline", form=GROUNDS, 去哪里办="虚构县劳动人事争议仲裁委员会")
    assert f"不服本决定的，{BY_LAW}" in text
    assert "请写明理由" not in text, "the advice of the page is for every case at once"
    decision = Decision.objects.get()
    assert (decision.kind, decision.favourable, decision.remedy) == ("acceptance", False, BY_LAW)
    assert decision.number and decision.clause
    assert decision.remedy_until == date(2027, 1, 25)
    case.refresh_from_db()
    assert (case.status, case.is_open, case.granted) == ("declined", False, None), "no answer to the matter"


def test_the_complainant_reads_where_to_turn_until_when_and_goes_on_to_it() -> None:
    person = applicant()
    case = complaint(person=person)
    cases.decline(by=INSPECTOR, now=THEN, case_id=case.public_id.hex, **GROUNDS)
    page = own.own_page(worker(person), case.public_id.hex, today=TODAY)
    assert page.refused == (BY_LAW,) and page.decision is not None
    assert page.decision.remedy_until == date(2027, 1, 25)
    assert [service for service, _ in page.remedies] == ["labour-authority-review", "labour-arbitration"]


def test_nobody_is_led_on_from_a_decision_in_their_favour() -> None:
    person = applicant()
    case = complaint(person=person)
    cases.accept(by=INSPECTOR, now=THEN, case_id=case.public_id.hex)
    cases.decide(by=INSPECTOR, now=THEN, case_id=case.public_id.hex, verdict="approved", **GROUNDS)
    page = own.own_page(worker(person), case.public_id.hex, today=TODAY)
    assert page.remedies == ()
    assert page.row.status_name == "已处理" and "领取" not in page.row.next_step


def test_what_comes_of_a_complaint_is_written_by_whoever_decides_it() -> None:
    case = complaint()
    cases.accept(by=INSPECTOR, now=THEN, case_id=case.public_id.hex)
    seen = letters.preview(
        move="approve", case_id=case.public_id.hex, form=GROUNDS, given={}, by=INSPECTOR, now=THEN
    )
    assert [row.id for row in seen.lacking] == ["处理结果"]
    assert not any("或者告知去仲裁" in str(value) for value in seen.values.values())


def test_where_to_hand_in_is_the_office_itself() -> None:
    case = complaint()
    text = issued(case, "request_completion", form={"note": "工资条"})
    assert (
        "请交到：攀枝花市西区人力资源和社会保障局" in text
        and "“我的办件”里补：填空着的栏、写几句话、拍照" in text
    )


def test_only_a_letter_that_can_be_gone_against_speaks_of_a_time() -> None:
    person = applicant()
    case = complaint(person=person)
    issued(case, "accept")
    issued(case, "refuse", form=GROUNDS)
    shown = queries.own(worker(person), case.public_id.hex, on=TODAY)
    assert [(letter.name, letter.against) for letter in shown] == [
        ("不予同意决定书", True),
        ("投诉受理通知书", False),
    ]


def test_by_then_is_said_with_what_must_be_done_by_then() -> None:
    person = applicant()
    case = complaint(person=person)
    page = own.own_page(worker(person), case.public_id.hex, today=TODAY)
    assert page.row.answer_for == "决定受理并立案"
    assert any("60个工作日" in line for line in page.waiting), "and what follows"
    cases.accept(by=INSPECTOR, now=THEN, case_id=case.public_id.hex)
    page = own.own_page(worker(person), case.public_id.hex, today=TODAY)
    assert page.row.answer_for == "调查完" and page.waiting == ()


def test_the_look_beforehand_shows_no_name() -> None:
    case = complaint()
    seen = letters.preview(
        move="accept", case_id=case.public_id.hex, form={}, given={}, by=INSPECTOR, now=THEN
    )
    assert seen.letter is not None
    assert case.application.person.name not in str(seen.letter)


def granted() -> Case:
    case = complaint(PERMIT)
    cases.accept(by=POLICE_OFFICER, now=THEN, case_id=case.public_id.hex)
    cases.decide(
        by=POLICE_OFFICER,
        now=THEN,
        case_id=case.public_id.hex,
        verdict="approved",
        reasons="住满半年",
        clause="居住证暂行条例第二条",
    )
    return case


def test_a_decision_is_corrected_by_another_that_names_it() -> None:
    case = granted()
    (first,) = Decision.objects.all()
    form = {
        "corrects": first.number,
        "corrected": "“六月”更正为“七月”。",
        "reasons": "日期写错了",
        "clause": first.clause,
    }
    text = issued(case, "correct", by=POLICE_OFFICER, form=form)
    assert first.number in text and "更正为“七月”" in text
    page = own.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
    assert page.decision is not None and page.decision.number == first.number, "what was decided still stands"
    assert [row.reasons for row in page.corrections] == ["日期写错了"]


def test_a_revoked_decision_opens_the_matter_again_and_ends_what_it_made_true() -> None:
    case = granted()
    (first,) = Decision.objects.all()
    written = PersonFact.objects.known_at().filter(verification="decided", valid_until__isnull=True)
    assert written.exists()
    form = {"corrects": first.number, "reasons": "查明没有住满半年", "clause": first.clause}
    text = issued(case, "revoke", by=POLICE_OFFICER, form=form)
    assert "撤销这份决定" in text and "不服本决定的，可以自收到之日起60日内" in text
    case.refresh_from_db()
    assert (case.status, case.is_open, case.closed_on, case.granted) == ("accepted", True, None, None)
    assert case.due_on is not None and case.due_on > TODAY, "its time runs anew"
    assert not written.exists()
    cases.decide(
        by=POLICE_OFFICER,
        now=THEN,
        case_id=case.public_id.hex,
        verdict="refused",
        reasons="没有住满半年",
        clause=first.clause,
    )
    assert [row.kind for row in Decision.objects.order_by("pk")] == ["final", "revocation", "final"]


def test_a_name_is_filled_in_from_one_place_only() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        fills.register("办件.编号", "别的", lambda ground: "")
