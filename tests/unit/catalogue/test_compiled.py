"""The quick way answers as the careful way, on worked examples of every pack."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from huigong.catalogue.compiled import compiled
from huigong.catalogue.examples import Example
from huigong.catalogue.screening import entitle
from huigong.catalogue.services import Applicant, catalogue
from huigong.rules.values import Answer
from tests.shipped import shipped_examples

EVERY = 200
# Every two-hundredth from the first on with every change; before a release also from each fifth of those between.
BEGINNINGS = [
    pytest.param(0),
    *(pytest.param(place, marks=pytest.mark.release) for place in range(5, EVERY, 5)),
]


def values(example: Example) -> Mapping[str, Answer]:
    return catalogue().facts.parse_values(example.facts)


@pytest.mark.parametrize("applicant", list(Applicant))
@pytest.mark.parametrize("place", BEGINNINGS)
def test_every_service_answers_the_same_for_the_people_of_the_examples(
    place: int, applicant: Applicant
) -> None:
    people = shipped_examples()[place::EVERY]
    assert people
    for example in people:
        compare(example, applicant)


def compare(example: Example, applicant: Applicant) -> None:
    asked = {"region": example.region, "on": example.on, "unverified": example.unverified}
    known = values(example)

    quick = compiled(catalogue(), applicant=applicant, **asked).answers(known)
    careful = {
        one.service.id: one
        for one in entitle(catalogue=catalogue(), values=known, applicant=applicant, **asked)
    }

    assert {one.service.id for one in quick} == set(careful), example.source
    for one in quick:
        other = careful[one.service.id]
        first = other.explanation.reasons[0]
        told = f"{one.service.id} for {example.name}, {example.source}"
        assert one.answer is other.answer, told
        assert one.amount_fen == other.amount_fen, told
        assert (one.decided_by.text, one.decided_by.clause) == (first.condition, first.clause), told


def test_a_region_is_compiled_once_for_a_day() -> None:
    example = shipped_examples()[0]

    first = compiled(catalogue(), example.region, example.on)
    assert compiled(catalogue(), example.region, example.on) is first


def test_what_was_worked_out_for_one_person_is_not_kept_for_the_next() -> None:
    example = next(
        one for one in shipped_examples() if one.service_id == "residence-permit" and one.expected == "yes"
    )
    region, known = compiled(catalogue(), example.region, example.on), dict(values(example))

    before = dict(known)
    first = region.answers(known)
    nobody = region.answers({})

    assert known == before
    assert [one.answer for one in nobody] != [one.answer for one in first]
    assert region.answers(known) == first
