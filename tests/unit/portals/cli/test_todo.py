"""A place reads what it still has to fill in before it goes live."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from huigong.kernel.errors import DomainError
from tests.unit.catalogue.test_checking import COUNTY, SERVICE, change, packs
from tests.unit.portals.cli.test_review import review, run, these_packs

__all__ = ["packs", "these_packs"]
OFFICES = "名称、地址、电话要填要核的部门"
ID = f"job-seeker-registration-{COUNTY}"
PARAMETERS = SERVICE.split("/services/")[0] + "/parameters.yaml"


def listed(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    capsys.readouterr()
    code = run("todo", COUNTY, "--json")
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert code == int(bool(rows))
    return [(row["kind"], row["what"]) for row in rows]


def test_a_service_waits_for_a_jurist_and_then_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert ("要懂法律的人审核签字的事项", "求职登记") in listed(capsys)
    review(ID, "--region", COUNTY, "--sign", "虚构律师")
    assert {kind for kind, _ in listed(capsys)} == {OFFICES}


def test_an_office_without_a_confirmed_name_and_an_address(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = dict(listed(capsys))
    assert "名称待核、没有地址和电话" in kinds[OFFICES]


def test_a_figure_without_a_value_and_one_that_nobody_checked(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(packs, PARAMETERS, 'clause: "#（一）"', 'clause: "#（一）", verified: false')
    assert ("要核对原文的数字", "北镇市求职登记居住月数（意见写作三个月）") in listed(capsys)
    change(packs, PARAMETERS, "from: 2026-01-01", "from: 2099-01-01")
    assert ("要填的数字", "北镇市求职登记居住月数") in listed(capsys)


def test_an_unknown_place_is_said_in_words() -> None:
    with pytest.raises(DomainError):
        run("todo", "999999")
