"""Coverage sees what rests on a clause, and what nobody has dealt with."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from huigong.catalogue.coverage import CoverageReport, coverage
from huigong.catalogue.services import load_catalogue
from huigong.policy.packs import load_library
from tests.unit.catalogue.packs import NATION, PROVINCE, service, write

LAW = f"{NATION}/law/services/help.yaml"
SYSTEMS = "- {id: S2, name: 就业, english: Employment}\n"
HEAD = """title: 某意见
number: null
issuer: null
issued_on: null
level: {level}
known_by: {known}
recipients: null
basis: []
clauses:
"""


def document(*clauses: str, level: str = "nation", known: str = "text") -> str:
    rows = "".join(
        indent(f"- number: {number}\n  heading: 标题{number}\n  summary: 一句话。\n  {more}\n", "  ")
        for number, _, more in (clause.partition("|") for clause in clauses)
    )
    return HEAD.format(level=level, known=known) + rows


def report(folder: Path, files: dict[str, str]) -> CoverageReport:
    packs = write(folder, {"systems.yaml": SYSTEMS, **files})
    return coverage(load_catalogue(packs), load_library(packs))


def test_services_adoptions_and_conditions_link_their_clauses(tmp_path: Path) -> None:
    files = {
        f"{NATION}/law/document.yaml": document("第一条|systems: [S2]", "第二条|systems: [S2]"),
        LAW: service(rule='[{条件: 持证, 依据: "#第二条"}]'),
        f"{PROVINCE}/plan/document.yaml": document("（一）|systems: [S2]", level="province"),
        f"{PROVINCE}/plan/services/adopted.yaml": 'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2020-01-01\n',
    }
    found = report(tmp_path, files)
    assert [(one.clause.number, one.services) for one in found.clauses] == [
        ("第一条", ("help",)),
        ("第二条", ("help",)),
        ("（一）", ("help",)),
    ]
    assert found.linked == found.clauses
    assert not found.problems


@pytest.mark.parametrize(
    ("number", "more", "problem"),
    [
        ("第三条", "systems: [S2]", "没有事项、分工或目标"),
        ("第三条", "duties: {lead: [某局]}", ""),
        ("第三条", "targets: [{text: 每年一万人次, value: 10000, measure: 人次/年, kind: goal}]", ""),
        ("第三条", "nothing_to_decide: 只管分工。", ""),
        ("第一条", "nothing_to_decide: 只管分工。", "却有事项"),
    ],
)
def test_what_nobody_has_dealt_with_is_named(tmp_path: Path, number: str, more: str, problem: str) -> None:
    found = report(tmp_path, {f"{NATION}/law/document.yaml": document(f"{number}|{more}"), LAW: service()})
    (one,) = found.clauses
    assert problem in one.problem
    assert bool(found.problems) is bool(problem)
    assert bool(found.nothing_to_decide) is ("nothing_to_decide" in more)


def test_a_law_known_by_some_articles_is_left_out(tmp_path: Path) -> None:
    law = document("第九条|facts: [C01]", known="facts")
    assert report(tmp_path, {f"{NATION}/law/document.yaml": law, LAW: service()}).clauses == ()
