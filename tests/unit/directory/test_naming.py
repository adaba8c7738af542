"""Names of documents from all over the country: known where they are plain, never sure where they are not."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from huigong.directory.offices import OfficeBook, Resolution
from tests.shipped import shipped_offices

IN_2020, IN_2024 = date(2020, 6, 1), date(2024, 6, 1)


@cache
def offices() -> OfficeBook:
    return shipped_offices()


def then(found: Resolution) -> list[str]:
    return [office.name for office in found.then]


PLAIN = [
    ("100000", "国家发展改革委", "国家发展和改革委员会"),
    ("100000", "税务总局", "国家税务总局"),
    ("100000", "最高人民法院", "最高人民法院"),
    ("100000", "全国总工会", "中华全国总工会"),
    ("100000", "中央宣传部", "中共中央宣传部"),
    ("110000", "北京市财政局", "北京市财政局"),
    ("500000", "市公安局", "重庆市公安局"),
    ("310000", "市卫生健康委", "上海市卫生健康委员会"),
    ("330000", "省退役军人厅", "浙江省退役军人事务厅"),
    ("440000", "省生态环境厅", "广东省生态环境厅"),
    ("440000", "深圳市人力资源社会保障局", "深圳市人力资源和社会保障局"),
    ("360000", "南昌海关", "南昌海关"),
    ("450000", "自治区人社厅", "广西壮族自治区人力资源和社会保障厅"),
    ("513400", "州教育局", "凉山彝族自治州教育局"),
    ("513400", "西昌市人民政府", "西昌市人民政府"),
    ("430100", "国家税务总局长沙市税务局", "国家税务总局长沙市税务局"),
    ("430100", "市残联", "长沙市残疾人联合会"),
    ("430100", "市城管局", "长沙市城市管理局"),
    ("320583", "市公安局", "昆山市公安局"),
]
LESS_PLAIN = [
    ("310000", "市教委", "edu"),
    ("430100", "市资规局", "resources"),
    ("440000", "省政务服务数据管理局", "data"),
    ("440000", "省金融监管局", "local-finance-former"),
    ("360000", "江西银保监局", "banking-insurance"),
    ("360000", "人行南昌中心支行", "pboc"),
    ("360000", "省林业厅(省绿化办)", "forestry"),
    ("450000", "自治区党委宣传部", "publicity"),
]


@pytest.mark.parametrize(("region", "written", "meant"), PLAIN)
def test_a_name_that_spells_its_office_is_sure(region: str, written: str, meant: str) -> None:
    found = offices().resolve(written, region, on=IN_2020)
    assert (then(found), found.sure) == ([meant], True)


@pytest.mark.parametrize(("region", "written", "line"), LESS_PLAIN)
def test_another_name_for_the_same_work_is_known_and_not_sure(region: str, written: str, line: str) -> None:
    found = offices().resolve(written, region, on=IN_2020)
    assert line in [office.line for office in found.then]
    assert not found.sure


@pytest.mark.parametrize(
    "written",
    ["各市、县〔区〕人民政府", "各地级以上市人民政府", "省直有关部门", "省各有关单位", "各乡镇人民政府、街道办事处", "赣江新区管委会",
     "各县（市）区人民政府、开发区管委会", "属地人民政府", "各级工会组织", "涉及的所有部门和单位", "县（市、区）人民政府", "各区县"],
)  # fmt: skip
def test_many_bodies_at_once_are_told_as_such(written: str) -> None:
    found = offices().resolve(written, "360000", on=IN_2020)
    assert (found.then, found.members, found.sure) == ((), True, False)


def test_a_regulator_is_followed_to_its_heir_of_today() -> None:
    found = offices().resolve("江西银保监局", "360000", on=IN_2020)
    assert [office.name for office in found.now] == ["国家金融监督管理总局江西监管局"]


def test_an_heir_that_the_book_does_not_list_is_said_and_no_error() -> None:
    found = offices().resolve("国家乡村振兴局", "100000", on=date(2022, 1, 1))
    assert then(found) == ["国家乡村振兴局"]
    assert [office.name for office in found.now] == ["农业农村部"]


def test_a_place_stands_for_its_government_and_asks_for_a_look() -> None:
    found = offices().resolve("广州", "440000", on=IN_2024)
    assert (then(found), found.sure) == (["广州市人民政府"], False)
    assert any("地名" in note for note in found.notes)


def test_two_names_of_one_body() -> None:
    found = offices().resolve("省农业农村厅（省畜牧兽医局）", "360000", on=IN_2024)
    assert then(found) == ["江西省农业农村厅"]


def test_a_place_that_is_elsewhere_is_not_taken_for_one_here() -> None:
    assert not offices().resolve("乌有市财政局", "440000", on=IN_2024).then
