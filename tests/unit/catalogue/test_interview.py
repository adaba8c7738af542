"""The quick interview asks what the slow definition asks, whatever is known and whatever is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.catalogue.interview import interview
from huigong.catalogue.screening import entitle, next_question, place, place_of
from huigong.catalogue.services import Applicant
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Between, Type
from tests import effort
from tests.shipped import shipped_catalogue, shipped_offices
from tests.unit.catalogue.test_screening import answers

CATALOGUE, OFFICES = shipped_catalogue(), shipped_offices()
REGIONS = ("510400", "220000", "210700", "140000", "440000")
DAYS = (date(2016, 6, 1), date(2026, 11, 21))
ASKABLE = [fact for _, fact in sorted(CATALOGUE.facts.items())]


def ranges(fact: Fact) -> st.SearchStrategy[Any]:
    """What somebody might say without an exact figure."""
    if fact.type not in (Type.INT, Type.DECIMAL, Type.DATE):
        return st.just(UNKNOWN)
    return st.lists(answers(fact), min_size=2, max_size=2).map(Between.of)


@st.composite
def states(draw: st.DrawFn) -> tuple[dict[str, Any], set[str]]:
    """What somebody has said, and what they have said they do not know."""
    named = draw(st.lists(st.sampled_from(ASKABLE), unique_by=lambda fact: fact.name, max_size=30))
    values = {fact.name: draw(st.one_of(answers(fact), ranges(fact), st.just(UNKNOWN))) for fact in named}
    return values, {name for name, value in values.items() if value is UNKNOWN or draw(st.booleans())}


@given(st.sampled_from(REGIONS), st.sampled_from(DAYS), st.sampled_from(Applicant), states())
@settings(max_examples=effort.examples(15, release=60))
def test_the_question_is_the_one_of_the_definition(
    region: str, on: date, applicant: Applicant, state: tuple[dict[str, Any], set[str]]
) -> None:
    values, skip = state
    slow = next_question(CATALOGUE, region, on, values, skip=skip, applicant=applicant)
    asking = interview(CATALOGUE, region, on).begin(values, skip=skip, applicant=applicant)
    assert asking.next() == slow


@given(st.sampled_from(REGIONS), st.data())
@settings(max_examples=effort.examples(2, release=10))
def test_a_whole_interview_goes_the_same_way(region: str, data: st.DataObject) -> None:
    """Answer by answer, told to the interview as it goes; the definition is slow and looks in now and then."""
    values: dict[str, Any] = {}
    asking = interview(CATALOGUE, region, DAYS[1]).begin({})
    while (fact := asking.next()) is not None:
        if data.draw(st.integers(0, 4)) == 0:
            assert fact == next_question(CATALOGUE, region, DAYS[1], values, skip=values)
        values[fact.name] = data.draw(st.one_of(answers(fact), st.just(UNKNOWN)), label=fact.name)
        asking.tell(fact.name, values[fact.name])
    assert next_question(CATALOGUE, region, DAYS[1], values, skip=values) is None


@pytest.mark.parametrize("service_id", ["residence-permit", "local-entrance-exam", "startup-tax-deduction"])
@given(states())
@settings(max_examples=10)
def test_asking_about_one_service_too(service_id: str, state: tuple[dict[str, Any], set[str]]) -> None:
    values, skip = state
    slow = next_question(CATALOGUE, "210700", DAYS[1], values, skip=skip, service_ids=[service_id])
    asking = interview(CATALOGUE, "210700", DAYS[1]).begin(values, skip=skip, service_ids=[service_id])
    assert asking.next() == slow


def test_one_visitor_leaves_nothing_behind_for_the_next() -> None:
    region = interview(CATALOGUE, "510400", DAYS[1])
    first: Fact | None = region.begin({}).next()
    assert first is not None
    told = region.begin({})
    told.tell(first.name, UNKNOWN)
    assert told.next() != first
    assert region.begin({}).next() == first


@given(st.sampled_from(REGIONS), st.sampled_from(DAYS), states())
@settings(max_examples=effort.examples(12, release=30))
def test_every_service_answers_as_it_does_with_its_reasons(
    region: str, on: date, state: tuple[dict[str, Any], set[str]]
) -> None:
    values, _ = state
    rows = interview(CATALOGUE, region, on).verdicts(values)
    careful = entitle(catalogue=CATALOGUE, region=region, on=on, values=values, offices=OFFICES)
    waiting_first = sorted(careful, key=lambda one: one.nearest is None)
    assert [(row.service.id, row.answer, row.waits) for row in rows] == [
        (one.service.id, one.answer, one.nearest is not None) for one in waiting_first
    ]
    told = {one.service.id: one.nearest for one in careful}
    assert all(told[row.service.id] == row.nearest for row in rows if row.nearest is not None)


@given(st.sampled_from(REGIONS), st.sampled_from(DAYS), states(), st.data())
@settings(max_examples=effort.examples(30, release=300))
def test_the_sets_of_services_say_what_each_rule_says(
    region: str, on: date, state: tuple[dict[str, Any], set[str]], data: st.DataObject
) -> None:
    values, _ = state
    left_empty = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    firm = {name: value for name, value in values.items() if name not in left_empty}
    empty = {name: value for name, value in values.items() if name in left_empty}
    here = interview(CATALOGUE, region, on)
    verdicts = here.verdicts(values, firm=firm, empty=empty)
    alone = {
        number: here.verdict(service.id, values, firm=firm, empty=empty)
        for number, service in enumerate(here.services)
        if service.applicant is Applicant.PERSON
    }
    of_kind = {kind: verdicts.numbers(kind) for kind in ("yes", "perhaps", "no", "unticked", "held")}
    assert {number: kind for kind, numbers in of_kind.items() for number in numbers} == {
        number: row.kind for number, row in alone.items()
    }
    assert sum(map(len, of_kind.values())) == len(alone)
    for numbers in of_kind.values():
        places = [(not alone[number].waits, *place_of(here.services[number])) for number in numbers]
        assert places == sorted(places)
    assert [(row.service.id, row.waits) for row in verdicts] == [
        (row.service.id, row.waits)
        for row in sorted(alone.values(), key=lambda row: (not row.waits, *place(row.service, row.answer)))
    ]
