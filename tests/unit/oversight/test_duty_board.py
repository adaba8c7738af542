"""The duty board: a clause, who owed it then and owes it now, its services, and their cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huigong.casework.actions import cases, clocks
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.oversight.queries import BoardRow, DutyBoard, duty_board, office_workload
from huigong.oversight.tally import Tally
from tests.unit.casework.desk import (
    CLERK,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
)

pytestmark = pytest.mark.django_db
PANZHIHUA = "510400/panbanfa-2016-10"


def row(board: DutyBoard, number: str) -> BoardRow:
    return next(one for one in board.rows if one.clause.number == number)


def test_one_clause_from_the_document_to_the_outcome() -> None:
    """攀（十二） promises the residence permit; the police support; one permit was granted."""
    case = accepted(PERMIT, by=POLICE_OFFICER)
    cases.decide(
        by=POLICE_OFFICER,
        now=NOW,
        case_id=case.public_id.hex,
        verdict="approved",
        reasons="符合条件",
        clause="居住证暂行条例第二条",
    )
    found = row(duty_board(LEADING_GROUP, PANZHIHUA, today=TODAY), "（十二）")
    permit = next(service for service in found.services if service.service_id == PERMIT)
    assert permit.name == "办居住证"
    assert permit.cases == Tally(lodged=1, approved=1)
    supporting = [office.id for duty in found.duties if duty.role == "support" for office in duty.now]
    assert "510400/police" in supporting


def test_an_office_of_2016_is_shown_with_its_heir() -> None:
    """The health and family planning office of the document is the health office of 2026."""
    board = duty_board(LEADING_GROUP, PANZHIHUA, today=date(2026, 6, 1))
    duty = next(one for one in row(board, "（十四）").duties if "卫计委" in one.seen_as)
    assert [office.name for office in duty.then] != [office.name for office in duty.now]
    assert "510400/health" in [office.id for office in duty.now]


def test_open_cases_are_near_late_or_paused_but_never_two_of_these() -> None:
    lodge(applicant(1), now=on_day(5, 20))
    lodge(applicant(2), now=on_day(5, 27))
    lodge(applicant(3), now=on_day(6, 3))
    paused = lodge(applicant(4), now=on_day(5, 20)).public_id.hex
    cases.accept(by=INSPECTOR, now=on_day(5, 20), case_id=paused)
    clocks.pause(
        by=INSPECTOR,
        now=on_day(5, 23),
        case_id=paused,
        reason="鉴定",
        article="行政许可法第四十五条",
        told_in_writing=date(2016, 5, 23),
    )
    expected = Tally(lodged=4, open=4, near=1, late=1, paused=1)
    board = duty_board(LEADING_GROUP, PANZHIHUA, today=date(2016, 6, 3))
    assert row(board, "（六）").cases == expected
    assert board.total == expected, "the complaint keeps two clauses, its cases count once"
    (load,) = office_workload(LEADING_GROUP, today=date(2016, 6, 3))
    assert (load.office_id, load.cases) == (HRSS, replace(expected, lodged=0)), "only what is open"


def test_only_the_viewers_regions_are_counted() -> None:
    lodge()
    district = Principal("l", "农民工办乙", (Grant("leading-group-officer", "510411"),))
    board = duty_board(district, PANZHIHUA, today=TODAY)
    assert (board.scope, board.total) == (("510411",), Tally())
    assert office_workload(district, today=TODAY) == ()


def test_a_document_of_elsewhere_says_that_nothing_was_counted() -> None:
    board = duty_board(LEADING_GROUP, "220000/2015-implementation", today=TODAY)
    assert not board.counted
    assert board.rows


def test_a_national_document_is_counted_in_the_viewers_region() -> None:
    lodge()
    document = "100000/labour-inspection-regulation"
    board = duty_board(LEADING_GROUP, document, today=TODAY)
    assert (board.scope, board.total.lodged) == (("5104",), 1)


@pytest.mark.parametrize("stranger", [ANONYMOUS, CLERK])
def test_the_board_is_not_for_everyone(stranger: Principal) -> None:
    for read in (
        lambda: duty_board(stranger, PANZHIHUA, today=TODAY),
        lambda: office_workload(stranger, today=TODAY),
    ):
        with pytest.raises(DomainError) as refused:
            read()
        assert refused.value.code == "access.denied"


@pytest.mark.parametrize("number", [3, 30])
def test_one_question_for_any_number_of_cases(number: int, django_assert_num_queries) -> None:
    for sequence in range(1, number + 1):
        lodge(applicant(sequence))
    with django_assert_num_queries(1):
        duty_board(LEADING_GROUP, PANZHIHUA, today=TODAY)
    with django_assert_num_queries(1):
        office_workload(LEADING_GROUP, today=TODAY)
