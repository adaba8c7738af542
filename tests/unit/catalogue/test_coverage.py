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


def test_a_promise_older_than_its_service_names_the_norm_that_came_later(tmp_path: Path) -> None:
    adopted = f"{PROVINCE}/plan/services/adopted.yaml"
    files = {
        f"{NATION}/law/document.yaml": document("第一条|systems: [S2]").replace(
            "issued_on: null", "issued_on: 2020-01-01"
        ),
        LAW: service(),
        f"{PROVINCE}/plan/document.yaml": document("（一）|systems: [S2]", level="province").replace(
            "issued_on: null", "issued_on: 2015-03-01"
        ),
        adopted: 'adopts: [{id: help, clauses: ["#（一）"], from: 2020-01-01}]\nvalid_from: 2015-03-01\n',
    }
    (later,) = report(tmp_path, files).of(f"{PROVINCE}/plan")[0].later
    assert (later.adoption.service_id, later.adoption.valid_from.year) == ("help", 2020)
    assert later.norm is not None and later.norm.id == f"{NATION}/law"

    files[adopted] = 'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2020-01-01\n'
    undated = files[f"{PROVINCE}/plan/document.yaml"].replace("2015-03-01", "null")
    assert (
        report(tmp_path, {**files, f"{PROVINCE}/plan/document.yaml": undated}).of(f"{PROVINCE}/plan")[0].later
        == ()
    )
