"""Packs are read whole or refused with the place of what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.entries import LimitKind
from huigong.catalogue.services import load_catalogue
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError
from huigong.rules.nodes import Cited
from tests.unit.catalogue.packs import NATION, TODAY, service, write

ONE = f"{NATION}/law/services/help.yaml"


def test_a_service_is_read_with_references_made_full(tmp_path: Path) -> None:
    rule = '[{条件: 持证, 依据: "#第二条"}]'
    found = load_catalogue(write(tmp_path, {ONE: service(rule=rule)})).get("help", NATION, TODAY)
    assert found.clauses == ("100000/law#第一条",)
    assert found.document == "100000/law"
    assert isinstance(found.rule, Cited)
    assert found.rule.clause == "100000/law#第二条"


def test_limits_become_clocks_of_the_kernel(tmp_path: Path) -> None:
    limit = (
        "[{kind: statutory, length: 60, measure: working_day, starts: 立案之日, stage: 办完, article: 某法第一条,"
        " extension: {length: 30, approver: 负责人}}]"
    )
    found = load_catalogue(write(tmp_path, {ONE: service(limits=limit)})).get("help", NATION, TODAY)
    (clock,) = found.limits
    assert clock.kind is LimitKind.STATUTORY
    assert clock.text == "立案之日起60个工作日内办完（经负责人批准可延长30个工作日）"


@pytest.mark.parametrize(
    ("written", "outcome"), [("", None), (", on_expiry: deemed_accepted", "deemed_accepted")]
)
def test_a_limit_may_say_what_silence_means(tmp_path: Path, written: str, outcome: str | None) -> None:
    """行政许可法 32: who is not told within five days that papers are missing counts as accepted."""
    limit = (
        "[{kind: acceptance, length: 5, measure: working_day, starts: 收到申请之日, stage: 告知,"
        f" article: 行政许可法第三十二条{written}}}]"
    )
    (clock,) = load_catalogue(write(tmp_path, {ONE: service(limits=limit)})).get("help", NATION, TODAY).limits
    assert clock.limit.on_expiry == outcome


def test_an_outcome_of_silence_that_no_law_knows_is_refused(tmp_path: Path) -> None:
    limit = (
        "[{kind: acceptance, length: 5, measure: working_day, starts: 受理之日, stage: 乙, article: 某法第一条,"
        " on_expiry: granted}]"
    )
    with pytest.raises(PackError, match="deemed_accepted"):
        load_catalogue(write(tmp_path, {ONE: service(limits=limit)}))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"nmae": "帮助"}, "nmae"),
        ({"kind": "gift"}, "kind"),
        ({"clauses": "[]"}, "clauses"),
        ({"name": ""}, "name"),
        ({"valid_from": "明年"}, "valid_from"),
        ({"lead": "hrss"}, "牵头部门"),
        ({"writes": "[{fact: 没有登记的, value: true}]"}, "没有登记的"),
        ({"rule": "持正"}, "持证"),
        ({"rule": "住满月数 >= 参数:半年"}, "半年"),
        ({"rule": "住满月数"}, "是或否"),
        ({"amount": "{parameter: 补贴}"}, "补贴"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, changes: dict[str, str], names: str) -> None:
    with pytest.raises(PackError) as caught:
        load_catalogue(write(tmp_path, {ONE: service(**changes)}))
    assert names in str(caught.value)
    assert caught.value.line > 0


def test_a_wrong_field_proposes_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="是不是“summary”"):
        load_catalogue(write(tmp_path, {ONE: service(sumary="一句话")}))


def test_two_checked_versions_may_not_hold_on_one_day(tmp_path: Path) -> None:
    later = service(valid_from="2022-01-01")
    with pytest.raises(PackError, match="两个版本"):
        load_catalogue(write(tmp_path, {ONE: service(), f"{NATION}/law/services/later.yaml": later}))


def test_versions_follow_each_other_by_date(tmp_path: Path) -> None:
    early = service(valid_until="2021-12-31", name="旧办法")
    packs = write(
        tmp_path, {ONE: early, f"{NATION}/law/services/later.yaml": service(valid_from="2022-01-01")}
    )
    found = load_catalogue(packs)
    assert found.get("help", NATION, date(2021, 12, 31)).name == "旧办法"
    assert found.get("help", NATION, date(2022, 1, 1)).name == "帮助"
    with pytest.raises(DomainError) as caught:
        found.get("help", NATION, date(2019, 12, 31))
    assert caught.value.code == "catalogue.no_service"


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    packs = write(tmp_path, {ONE: service() + "name: 又一个名字\n"})
    with pytest.raises(PackError, match="重复"):
        load_catalogue(packs)


def test_a_file_without_a_service_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有服务事项"):
        load_catalogue(write(tmp_path, {ONE: "- 一行字\n"}))


FORM = f"{NATION}/law/forms/asking.yaml"
ASKING = """
    id: asking
    name: 求助表
    from: 2020-01-01
    services: [help]
    clauses: ["#第一条"]
    parts: [{id: 事, title: 事, fields: [{id: 求什么, type: text, ask: 求什么？}]}]
"""


def test_a_form_names_its_service_and_those_below_have_it_too(tmp_path: Path) -> None:
    below = 'id: help\ninherits: true\nclauses: ["#一"]\nvalid_from: 2021-01-01\n'
    files = {FORM: ASKING, ONE: service(), "210700/plan/services/help.yaml": below}
    catalogue = load_catalogue(write(tmp_path, files))
    assert [catalogue.get("help", region, TODAY).form for region in (NATION, "210700")] == ["asking"] * 2
    assert catalogue.get("help", "210700", TODAY).region == "210700"


def test_what_nobody_fills_in_a_form_for_says_why(tmp_path: Path) -> None:
    files = {ONE: service(), f"{NATION}/without_form.yaml": "services: {help: 打电话就行}\n"}
    help = load_catalogue(write(tmp_path, files)).get("help", NATION, TODAY)
    assert (help.form, help.without_form) == ("", "打电话就行")
