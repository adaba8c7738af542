"""There is a worked person for every kind of answer; `pack check` runs them (tests/unit/portals/cli/test_pack.py)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from huigong.rules.nodes import fact_names
from tests.shipped import shipped_catalogue, shipped_examples


def test_every_version_of_every_service_has_a_yes_a_no_an_unknown_and_a_boundary() -> None:
    catalogue = shipped_catalogue()
    shown: dict[str, set[str]] = defaultdict(set)
    count: dict[str, int] = defaultdict(int)
    for example in shipped_examples():
        version = catalogue.get(example.service_id, example.region, example.on, unverified=example.unverified)
        shown[version.source] |= {example.expected} | ({"boundary"} if example.boundary else set())
        count[version.source] += 1
    for service in catalogue.services:
        if service.verified:
            open_to_all = not fact_names(service.conditions, into_derived=True)
            needed = {"yes", "no", "boundary"} | (set() if open_to_all else {"unknown"})
            assert shown[service.source] - {"held"} == needed, service.source
            assert count[service.source] >= 4, service.source
        else:
            assert "yes" in shown[service.source], service.source


def test_there_are_enough_of_them() -> None:
    assert len(shipped_examples()) >= 300


def test_people_in_examples_are_fictitious() -> None:
    assert all(example.name.startswith("虚构") for example in shipped_examples())


def test_examples_have_names_of_their_own() -> None:
    names = [(one.source, one.name) for one in shipped_examples()]
    assert len(set(names)) == len(names)
    assert all(one.on >= date(2008, 1, 1) for one in shipped_examples())
