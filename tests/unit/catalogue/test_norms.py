"""Services are held against the law that they cite."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from huigong.catalogue.checking import check_packs, norms
from huigong.kernel.packs import PackError, Report
from tests.unit.catalogue.packs import NATION, PROVINCE, service, write

POLICIES = Path(__file__).resolve().parents[3] / "policies"
WORKED = Path(__file__).resolve().parents[1] / "kernel" / "time_limits.yaml"
LAW = """
    title: 虚构法
    in_force_from: 2020-01-01
    level: nation
    known_by: facts
    clauses: [{number: 第一条, heading: 一, summary: 一。}]
"""
OPINION = """
    title: 虚构的意见
    issued_on: 2021-01-01
    level: province
    known_by: text
    basis: [100000/law]
    clauses: [{number: （一）, heading: 一, summary: 一。}]
"""
LIMITS = """
    - {article: 虚构法第一条, what: 办理, length: 20, measure: working_day, fact: X01}
    - {article: 虚构法第一条, what: 补正, length: 5, measure: working_day, fact: X01}
"""
HELP = f"{NATION}/law/services/help.yaml"


def said(tmp_path: Path, code: str, **changed: str) -> list[PackError]:
    """What the check says under one code about a law, an opinion and a service."""
    files = {
        "systems.yaml": "- {id: S2, name: 就业, english: Jobs}\n",
        f"{NATION}/offices.yaml": 'region: "100000"\nplace: 国\nbare: 国\nlevel: 国\n'
        "lines: {hrss: {title: 人社, kind: government, name: 人社}}\n",
        norms.TABLE: LIMITS,
        f"{NATION}/law/document.yaml": LAW,
        f"{PROVINCE}/opinion/document.yaml": OPINION,
        HELP: service(),
    }
    found = check_packs(write(tmp_path, {**files, **changed}))
    assert found.catalogue is not None or code == "packs.field"
    return [error for error in found.errors if error.code == code]


def limit(length: int, measure: str, *, article: str = "虚构法第一条", kind: str = "statutory") -> str:
    return (
        f"[{{kind: {kind}, length: {length}, measure: {measure}, "
        f"starts: 受理之日, stage: 办好, article: {article}}}]"
    )


def test_a_service_is_no_older_than_the_norm_that_it_cites(tmp_path: Path) -> None:
    assert said(tmp_path, "pack.older_than_norm") == []

    (found,) = said(tmp_path, "pack.older_than_norm", **{HELP: service(valid_from="2019-12-31")})
    assert (found.file, found.line) == (HELP, 7)
    assert "2020-01-01才施行" in found.what


def test_nor_than_a_norm_that_only_its_rule_cites(tmp_path: Path) -> None:
    later = LAW.replace("2020-01-01", "2022-01-01")
    rule = '[{条件: 持证, 依据: "100000/later#第一条"}]'
    files = {f"{NATION}/later/document.yaml": later, HELP: service(rule=rule)}

    (found,) = said(tmp_path, "pack.older_than_norm", **files)
    assert (found.file, found.line) == (HELP, 8)


def test_nor_does_a_service_outlive_the_norm_that_it_cites(tmp_path: Path) -> None:
    ended = {f"{NATION}/law/document.yaml": LAW + "    repealed_on: 2025-01-01\n"}
    last_day = {HELP: service(valid_until="2024-12-31")}
    assert said(tmp_path, "pack.outlives_norm", **ended, **last_day) == []

    for number, late in enumerate(({"valid_until": "2025-01-01"}, {})):
        errors = said(tmp_path / str(number), "pack.outlives_norm", **ended, **{HELP: service(**late)})
        assert HELP in [error.file for error in errors]


def test_a_cited_norm_has_a_first_day_or_says_why_not(tmp_path: Path) -> None:
    undated = LAW.replace("in_force_from: 2020-01-01", "number: 虚构法")
    assert undated != LAW

    (error,) = said(tmp_path, "pack.undated_norm", **{f"{NATION}/law/document.yaml": undated})
    assert error.file == HELP
    told = undated + "    undated: 抄本没有日期\n"
    assert said(tmp_path / "told", "pack.undated_norm", **{f"{NATION}/law/document.yaml": told}) == []


def test_nor_is_an_adoption_or_a_figure(tmp_path: Path) -> None:
    adopted = 'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2020-12-31\n'
    (found,) = said(
        tmp_path, "pack.older_than_norm", **{f"{PROVINCE}/opinion/services/adopted.yaml": adopted}
    )
    assert "“帮助”从2020-12-31起" in found.what
    early = 'name: 天数\ntype: int\nvalues: [{value: 3, from: 2019-12-31, clause: "#第一条"}]\n'
    (found,) = said(tmp_path / "figure", "pack.older_than_norm", **{f"{NATION}/law/parameters.yaml": early})
    assert "参数“天数”" in found.what


@pytest.mark.parametrize(
    ("days", "ends"),
    [
        ({}, False),
        ({"valid_until": "2022-01-01"}, False),
        ({"valid_until": "2021-12-31"}, True),
        ({"valid_until": "2022-06-30", "lasting": "要点自己写到次年六月底"}, True),
        ({"lasting": "另有法律依据"}, True),
    ],
)
def test_a_promise_of_a_yearly_plan_ends_with_its_year_or_says_why_not(
    tmp_path: Path, days: dict[str, str], ends: bool
) -> None:
    plan = {
        f"{PROVINCE}/opinion/document.yaml": OPINION + "    plan_for: 2021\n",
        f"{PROVINCE}/opinion/services/help.yaml": service(
            **{"clauses": '["#（一）"]', "overrides": "true", "valid_from": "2021-01-01", **days}
        ),
    }
    found = said(tmp_path, "pack.plan_without_end", **plan)
    assert [error.file for error in found] == ([] if ends else [f"{PROVINCE}/opinion/services/help.yaml"])

    more = "".join(f", {'until' if key == 'valid_until' else key}: {value}" for key, value in days.items())
    adopted = f'adopts: [{{id: help, clauses: ["#（一）"]{more}}}]\nvalid_from: 2021-01-01\n'
    plan.pop(f"{PROVINCE}/opinion/services/help.yaml")
    plan[f"{PROVINCE}/opinion/services/adopted.yaml"] = adopted
    found = said(tmp_path / "adopted", "pack.plan_without_end", **plan)
    assert bool(found) is not ends


@pytest.mark.parametrize(
    ("clock", "code"),
    [
        (limit(20, "working_day"), ""),
        (limit(5, "working_day"), ""),
        (limit(20, "natural_day"), "pack.limit_differs"),
        (limit(30, "working_day"), "pack.limit_differs"),
        (limit(20, "working_day", article="虚构法第二条"), "pack.limit_unknown"),
        (limit(20, "natural_day", kind="promised"), "pack.limit_differs"),
        (limit(3, "natural_day", kind="promised", article="本地承诺"), ""),
    ],
)
def test_a_clock_is_the_one_of_its_article(tmp_path: Path, clock: str, code: str) -> None:
    for one in ("pack.limit_differs", "pack.limit_unknown"):
        found = said(tmp_path, one, **{HELP: service(limits=clock)})
        assert [error.code for error in found] == ([code] if code == one else [])
        assert all(error.file == HELP for error in found)


def test_a_table_that_is_no_list_is_told_and_does_not_pass_every_clock(tmp_path: Path) -> None:
    wrong = {norms.TABLE: "虚构法第一条: {length: 20, measure: working_day}\n"}
    clock = {HELP: service(limits=limit(99, "natural_day"))}
    assert [error.file for error in said(tmp_path, "packs.field", **wrong, **clock)] == [norms.TABLE]


def test_a_limit_that_does_not_move_off_rest_days_names_its_article(tmp_path: Path) -> None:
    held = limit(20, "working_day").replace("length", "roll: none, roll_clause: 虚构法第三条, length", 1)
    (found,) = said(tmp_path / "held", "pack.limit_differs", **{HELP: service(limits=held)})
    assert "不顺延" in found.what
    for name, wrong in {
        "silent": held.replace("roll_clause: 虚构法第三条, ", ""),
        "usual": held.replace("roll: none, ", ""),
    }.items():
        (found,) = said(tmp_path / name, "packs.field", **{HELP: service(limits=wrong)})
        assert "roll_clause" in found.why + found.what


def test_an_adoption_has_something_to_adopt_on_its_first_and_last_day(tmp_path: Path) -> None:
    file = f"{PROVINCE}/opinion/services/adopted.yaml"
    adopted = 'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2021-01-01\n'
    ended = {HELP: service(valid_until="2024-12-31")}

    assert said(tmp_path, "pack.adoption_without_base", **{file: adopted}) == []
    early = adopted.replace("2021", "2019")
    (found,) = said(tmp_path, "pack.adoption_without_base", **{file: early})
    assert (found.file, found.line) == (file, 1)
    late = adopted + "valid_until: 2025-06-30\n"
    (found,) = said(tmp_path, "pack.adoption_without_base", **{file: late, **ended})
    assert "2025-06-30" in found.what


def test_a_clause_that_adopts_what_is_not_there_counts_as_not_linked(tmp_path: Path) -> None:
    file = f"{PROVINCE}/opinion/services/adopted.yaml"
    early = 'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2019-01-01\n'

    (found,) = said(tmp_path, "pack.coverage", **{file: early})
    assert found.file == f"{PROVINCE}/opinion/document.yaml"


def test_a_document_rests_on_what_is_in_force_on_its_day(tmp_path: Path) -> None:
    assert said(tmp_path, "pack.basis_not_in_force") == []
    for change in (LAW.replace("2020-01-01", "2021-01-02"), LAW + "    repealed_on: 2021-01-01\n"):
        files = {f"{NATION}/law/document.yaml": change}
        (found,) = said(tmp_path, "pack.basis_not_in_force", **files)
        assert (found.file, found.line) == (f"{PROVINCE}/opinion/document.yaml", 5)


@pytest.mark.parametrize(
    ("fact", "rule", "refused"),
    [
        ("{type: bool, local: true, question: 您够当地的条件吗？}", "够条件", True),
        ("{type: bool, local: true, question: 您够当地的条件吗？}", "够条件 且 持证", False),
        ("{type: bool, local: true, phrase: 够当地的条件}", "够条件", False),
    ],
)
def test_nobody_is_asked_to_say_alone_whether_local_conditions_are_met(
    tmp_path: Path, fact: str, rule: str, refused: bool
) -> None:
    files = {"facts/当地.yaml": f"够条件: {fact}\n", HELP: service(rule=rule)}

    assert len(said(tmp_path, "pack.only_local", **files)) == refused


def test_the_table_of_limits_agrees_with_the_limits_worked_by_hand() -> None:
    report = Report()
    table = norms.read_time_limits(POLICIES, report)
    assert not report
    worked = [row for row in yaml.safe_load(WORKED.read_text(encoding="utf-8")) if row["article"] in table]
    assert len({row["article"] for row in worked}) > 20
    for row in worked:
        limit = row["limit"]
        roll = norms.Roll(limit.get("roll", "forward"))
        clock = norms.Clock(limit["length"], norms.Measure(limit["measure"]), roll)
        assert clock in table[row["article"]], row["article"]
