"""Long lists: what comes first, how far they are counted, and by which index PostgreSQL reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from huigong.casework.access import readable, workable
from huigong.casework.actions import cases, clocks
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Task
from huigong.casework.queries import tasks
from huigong.casework.queries.keyset import START, ordered
from huigong.casework.queries.listing import SORTS, CaseFilter, counted, listed
from huigong.casework.queries.wanted import EVERYTHING
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal
from huigong.directory.reach import begins, within
from huigong.registry.access import within_reach
from huigong.registry.models import Person
from tests.unit.casework.desk import (
    CITY,
    CLERK,
    HERE,
    HOUSING,
    HOUSING_OFFICER,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
    worker,
)

pytestmark = pytest.mark.django_db
CITY_OFFICER = Principal("city", "经办乙", (Grant("case-officer", CITY),))
PROVINCE_OFFICER = Principal("province", "经办丙", (Grant("case-officer", "510000"),))


def test_what_is_paused_is_open_and_comes_before_what_has_ended() -> None:
    ended, paused, running = accepted(), lodge(applicant(2)), lodge(applicant(3))
    cases.withdraw(by=worker(ended.application.person), now=NOW, case_id=ended.public_id.hex)
    cases.accept(by=INSPECTOR, now=NOW, case_id=paused.public_id.hex)
    clocks.pause(
        by=INSPECTOR,
        now=NOW,
        case_id=paused.public_id.hex,
        reason="听证",
        article="行政许可法第四十五条",
        told_in_writing=TODAY,
    )
    rows = listed(LEADING_GROUP, today=TODAY, wanted=CaseFilter())
    assert [row.number for row in rows] == [running.number, paused.number, ended.number]


def test_counting_stops_at_one_more_than_asked() -> None:
    for number in range(1, 5):
        lodge(applicant(number))
    counts = [counted(LEADING_GROUP, CaseFilter(), at_most=most) for most in (1, 2, 3, 4, 5)]
    assert counts == [2, 3, 4, 4, 4]
    assert tasks.counts(INSPECTOR, today=TODAY, at_most=2) == {
        "all": 3,
        "near": 0,
        "late": 0,
        "support": 0,
        "mine": 0,
        "free": 3,
    }


def test_who_may_do_nothing_has_no_tasks_to_count() -> None:
    lodge()
    assert set(tasks.counts(CLERK, today=TODAY).values()) == {0}


def test_an_office_reads_what_it_answers_for_and_what_it_was_asked() -> None:
    case = accepted()
    tasking.ask_support(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, office=HOUSING, question="请核实")
    found = {who.account_id: list(readable(who)) for who in (INSPECTOR, HOUSING_OFFICER, POLICE_OFFICER)}
    assert list(found.values()) == [[case], [case], []]


@pytest.mark.parametrize(
    ("code", "prefix", "inside"),
    [
        ("510403", "510403", True),
        ("510404", "510403", False),
        ("510403", "5104", True),
        ("510500", "5104", False),
        ("510999", "5109", True),
        ("511000", "5109", False),
        ("520000", "51", False),
        ("510403", "", True),
    ],
)
def test_a_region_lies_within_its_county_city_and_province(code: str, prefix: str, inside: bool) -> None:
    person = applicant()
    Person.objects.filter(pk=person.pk).update(residence=code)
    assert Person.objects.filter(within("residence", prefix)).exists() is inside


def test_an_office_lies_within_the_region_in_its_id() -> None:
    lodge()
    offices = [Task.objects.filter(begins("office", prefix)).count() for prefix in ("510403", "5104", "5105")]
    assert offices == [1, 1, 0]


# What a page asks, and what the index that serves it is asked for.
READ_BY: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "cases of a county": (lambda: _ordered(readable(_reader(HERE))), "region = '510403'"),
    "cases of a city": (
        lambda: readable(_reader(CITY)).order_by("region"),
        "region >= '5104' AND region < '5105'",
    ),
    "tally of a city": (
        lambda: Case.objects.filter(within("region", "5104")).order_by().values("service_id"),
        "region >= '5104' AND region < '5105'",
    ),
    "tasks of a city's offices": (
        lambda: Task.objects.filter(begins("office", "5104"), status="open").order_by("office"),
        "office >= '5104' AND office < '5105'",
    ),
    "people of a city": (
        lambda: within_reach(CLERK, Permission.PERSON_FIND).order_by(),
        "residence >= '5104' AND residence < '5105'",
    ),
}


@pytest.fixture
def chinese_order() -> None:
    """Codes ordered as in a database that somebody made in the Chinese locale; undone with the test."""
    if connection.vendor != "postgresql":
        pytest.skip("another collation is a matter of PostgreSQL")
    columns = ((Case, "region"), (Task, "office"), (Person, "residence"), (Person, "hukou_place"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model, column in columns:
            length = model._meta.get_field(column).max_length
            table = model._meta.db_table
            cursor.execute(
                f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "zh-Hans-x-icu"'
            )
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("asked", READ_BY)
def test_a_prefix_is_read_by_its_index_in_another_collation(asked: str, chinese_order: None) -> None:
    rows, condition = READ_BY[asked]
    assert f"Index Cond: {condition}" in re.sub(r"::text|[()]", "", rows().explain())


def test_a_prefix_finds_the_same_in_another_collation(chinese_order: None) -> None:
    for number in (1, 2):
        lodge(applicant(number), now=on_day(6, number))
    assert readable(_reader(CITY)).count() == 2
    assert readable(_reader("510500")).count() == 0
    assert workable(PROVINCE_OFFICER).count() == 2


def test_the_first_page_of_a_county_is_read_in_order_without_sorting(chinese_order: None) -> None:
    plan = _ordered(readable(_reader(HERE)))[:50].explain()
    assert "case_by_region" in plan
    assert "Sort" not in plan


def _reader(region: str) -> Principal:
    return Principal("reader", "农民工办丙", (Grant("leading-group-officer", region),))


def _ordered(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.order_by(*ordered(SORTS["due"], START))


@pytest.mark.parametrize(
    "viewer", [INSPECTOR, CITY_OFFICER, PROVINCE_OFFICER], ids=lambda who: who.account_id
)
def test_the_same_questions_for_any_number_of_tasks(viewer: Principal, django_assert_num_queries) -> None:
    holder = Account.objects.create_user("jingban", display_name="经办丁", opened_at=NOW)
    for number in range(1, 9):
        lodge(applicant(number))
        Task.objects.filter(assignee=None).update(assignee=holder)
        if number in (2, 8):
            with django_assert_num_queries(6):
                tasks.counts(viewer, today=TODAY)
                tasks.page_of(viewer, today=TODAY, wanted=EVERYTHING, size=50)
