"""A region's own version of a service gives nobody less than the nation's."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import narrowing
from huigong.catalogue.services import load_catalogue
from huigong.kernel.packs import PackError, Report
from tests.unit.catalogue.packs import FACTS, NATION, PROVINCE, load_examples, service, write

LOCAL = """
    当地收: {type: bool, local: true, phrase: 当地收, verified_by: [部门]}
"""
EXAMPLES = """
    service: help
    region: "440000"
    on: 2026-11-21
    person: {持证: 是}
    examples:
      - {name: 虚构甲有证, facts: {}, answer: 是, because: 持证}
"""
LEFT_TO_PLACE = """
    service: help
    region: "440000"
    on: 2026-11-21
    person: {持证: 否, 当地收: 是}
    examples:
      - {name: 虚构乙没有证，当地收, facts: {}, answer: 是, because: 当地收}
"""


def told(
    folder: Path, *, rule: str, theirs: str = "持证", examples: str = EXAMPLES, **ours: str
) -> list[PackError]:
    files = {
        "facts.yaml": FACTS + LOCAL,
        f"{NATION}/law/services/help.yaml": service(rule=theirs),
        f"{NATION}/law/examples/help.yaml": examples,
        f"{PROVINCE}/opinion/services/help.yaml": service(overrides="true", rule=rule, **ours),
    }
    write(folder, files)
    report = Report()
    narrowing.check(load_examples(folder), load_catalogue(folder), report)
    return list(report)


@pytest.mark.parametrize("rule", ["持证", "持证 或 人数 >= 1", "持证 且 当地收"])
def test_a_region_may_give_the_same_and_more_and_leave_to_its_offices_what_only_they_know(
    tmp_path: Path, rule: str
) -> None:
    assert told(tmp_path, rule=rule) == []


@pytest.mark.parametrize(
    ("rule", "demand"),
    [("持证 且 人数 >= 1", "招了几个人"), ("非 持证", "您有证")],
    ids=["asks more", "refuses"],
)
def test_a_region_that_gives_less_is_reported(tmp_path: Path, rule: str, demand: str) -> None:
    (error,) = told(tmp_path, rule=rule)
    assert error.code == "pack.narrower"
    assert demand in error.what and "辽宁省" in error.what and "虚构甲" in error.why
    assert error.place is not None and error.place.file == f"{PROVINCE}/opinion/services/help.yaml"


def test_what_the_law_leaves_to_the_place_the_place_may_settle(tmp_path: Path) -> None:
    assert told(tmp_path, rule="持证", theirs="持证 或 当地收", examples=LEFT_TO_PLACE) == []


def test_a_version_that_was_over_by_then_is_not_held_to_it(tmp_path: Path) -> None:
    assert told(tmp_path, rule="非 持证", valid_until="2026-11-20") == []
