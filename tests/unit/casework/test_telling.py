"""Whoever waits for an answer hears of each turn of the case, in the same instant or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, telling
from huigong.casework.models import Case, Party
from huigong.casework.procedures import register
from huigong.casework.procedures.roles import PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Move, Procedure
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message, Sending
from tests.unit.casework.desk import (
    HOUSING,
    HOUSING_OFFICER,
    INSPECTOR,
    NOW,
    accepted,
    applicant,
    lodge,
    on_day,
    worker,
)

pytestmark = pytest.mark.django_db
GROUNDS = {"reasons": "材料齐全，符合条件", "clause": "居住证暂行条例第二条"}


def told(case: Case | None = None) -> list[str]:
    rows = Message.objects.order_by("pk")
    if case is not None:
        rows = rows.filter(about=f"casework.Case:{case.public_id.hex}")
    return list(rows.values_list("template", flat=True))


def test_an_application_brings_a_receipt_with_number_office_and_day() -> None:
    case = lodge()
    message = Message.objects.get()
    assert message.template == "case-received"
    assert case.number in message.body and case.service_name in message.body
    assert "最晚2016年6月8日" in message.body
    assert Sending.objects.get().message == message


def test_lodged_twice_it_is_told_once() -> None:
    person = applicant()
    lodge(person)
    lodge(person)
    assert told() == ["case-received"]


def test_a_request_to_complete_says_what_is_missing() -> None:
    case = lodge()
    cases.request_completion(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, note="用人单位的名称")
    assert told() == ["case-received", "case-to-complete"]
    assert "用人单位的名称" in Message.objects.get(template="case-to-complete").body


def test_the_way_to_a_decision_is_told_step_by_step() -> None:
    case = accepted()
    cases.decide(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, verdict="refused", **GROUNDS)
    cases.close(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
    assert told() == ["case-received", "case-taken-in", "case-decided"]
    body = Message.objects.get(template="case-decided").body
    assert "不同意" in body and "不服怎么办" in body


def test_turned_away_is_told_and_withdrawn_is_not() -> None:
    first, person = lodge(), applicant(2)
    cases.decline(by=INSPECTOR, now=NOW, case_id=first.public_id.hex, **GROUNDS)
    second = lodge(person)
    cases.withdraw(by=worker(person), now=NOW, case_id=second.public_id.hex)
    assert told(first) == ["case-received", "case-decided"]
    assert told(second) == ["case-received"]


def test_handed_on_it_names_the_new_office() -> None:
    case = lodge()
    cases.refer(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, to_office=HOUSING, reason="归住建办")
    assert told() == ["case-received", "case-handed-on"]
    assert Message.objects.get(template="case-handed-on").office == HOUSING


def test_silence_for_which_the_law_accepts_is_told_by_the_sweep() -> None:
    """许可法第三十二条: nobody answered within five working days."""
    case = lodge()
    clock = case.clocks.get()
    clock.limit = {**clock.limit, "article": "行政许可法第三十二条", "on_expiry": "deemed_accepted"}
    clock.save(update_fields=["limit"])
    assert cases.expire(now=on_day(7, 15)) == [case]
    assert told(case)[-1] == "case-by-time"
    assert "算作" in Message.objects.get(template="case-by-time").body


@pytest.fixture
def with_visits() -> Iterator[Procedure]:
    """A procedure in which the office comes to see somebody."""
    visit = Move("visit", "上门", ("accepted",), effects=("tell",))
    yield register.register(replace(STANDARD, id="with-visits", moves=(*STANDARD.moves, visit)))
    register.forget("with-visits")


def test_a_visit_is_told_in_the_words_of_the_office_and_to_no_reporter(with_visits: Procedure) -> None:
    case, reporter = accepted(), applicant(7)
    Case.objects.filter(pk=case.pk).update(procedure=with_visits.id)
    Party.objects.create(
        case=case, role=Role.REPORTER, kind=PartyKind.PERSON, person=reporter, joined_on=case.opened_on
    )
    note = "星期三上午九点到您住处，请在家等。" + "路上要走一会儿。" * 40
    cases.make(move="visit", case_id=case.public_id.hex, by=INSPECTOR, now=NOW, form={"note": note})
    message = Message.objects.get(template="case-visit")
    assert message.person != reporter
    assert "星期三上午九点" in message.body and "全文在办件页面" in message.body
    assert len(message.body) < 500


class TestLate:
    def test_an_office_that_is_late_is_told_of_once(self) -> None:
        case = lodge()
        due = case.due_on
        assert due is not None
        night = on_day(due.month, due.day) + timedelta(days=1)
        cases.expire(now=night)
        assert [telling.late(now=night + timedelta(days=n)) for n in (0, 0, 1, 2)] == [1, 0, 0, 0]
        assert "不是您的错" in Message.objects.get(template="case-late").body

    def test_on_the_last_day_it_is_not_late(self) -> None:
        case = lodge()
        assert case.due_on is not None
        assert telling.late(now=on_day(case.due_on.month, case.due_on.day)) == 0

    def test_a_case_that_waits_for_the_person_or_stands_still_is_not_late(self) -> None:
        waiting = lodge()
        cases.request_completion(by=INSPECTOR, now=NOW, case_id=waiting.public_id.hex, note="名称")
        assert telling.late(now=NOW + timedelta(days=9)) == 0

    def test_nights_on_which_nothing_ran_are_made_up(self) -> None:
        lodge()
        assert telling.late(now=on_day(6, 12)) == 1


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (AuditEvent, Message, Sending, Case))


def test_an_opening_that_is_rolled_back_leaves_neither_event_nor_message() -> None:
    person = applicant()
    before = rows()
    with transaction.atomic():
        lodge(person)
        assert rows() != before
        transaction.set_rollback(True)
    assert rows() == before


def test_a_move_that_is_rolled_back_leaves_neither_event_nor_message() -> None:
    case = lodge()
    before = rows()
    with transaction.atomic():
        cases.accept(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
        assert rows() != before
        transaction.set_rollback(True)
    assert rows() == before


def test_a_move_that_is_refused_tells_nobody() -> None:
    case = lodge()
    with pytest.raises(DomainError):
        cases.accept(by=HOUSING_OFFICER, now=NOW, case_id=case.public_id.hex)
    assert told() == ["case-received"]


def test_the_nightly_question_is_the_same_for_any_number_of_late_cases(
    django_assert_num_queries: Any,
) -> None:
    for number in (1, 2, 3):
        lodge(applicant(number))
    assert telling.late(now=on_day(6, 12)) == 3
    with django_assert_num_queries(2):
        telling.late(now=on_day(6, 12))
