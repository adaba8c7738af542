"""Names as documents of other regions and years write them, in the book of the packs."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.directory.offices import book

NATION, COUNTY, PREFECTURE, CITY = "100000", "512021", "433100", "511500"
OFFICES = [
    ("应急部", NATION, None, "应急管理部"),
    ("卫生部", NATION, date(2010, 5, 1), "卫生部"),
    ("国家卫生计生委", NATION, date(2015, 5, 1), "国家卫生和计划生育委员会"),
    ("工商总局", NATION, date(2014, 5, 1), "国家工商行政管理总局"),
    ("劳动保障部", NATION, date(2006, 5, 1), "劳动和社会保障部"),
    ("全国供销总社", NATION, None, "中华全国供销合作总社"),
    ("国家消防救援局", NATION, None, "国家消防救援局"),
    ("人民银行安岳县支行", COUNTY, date(2022, 3, 1), "中国人民银行安岳县分行"),
    ("县融媒体中心", COUNTY, None, "安岳县融媒体中心"),
    ("县综合行政执法局", COUNTY, None, "安岳县城市管理局"),
    ("湘西州人社局", PREFECTURE, None, "湘西土家族苗族自治州人力资源和社会保障局"),
    ("人民银行湘西州分行", PREFECTURE, None, "中国人民银行湘西土家族苗族自治州分行"),
    ("市劳动保障局", CITY, date(2010, 3, 16), "宜宾市劳动和社会保障局"),
    ("市政府督查室", CITY, None, "宜宾市人民政府督查室"),
]
CLASSES = [
    "教育行政部门",
    "国务院教育行政部门",
    "县级以上人民政府人力资源社会保障行政部门",
    "市场监督管理部门",
]
NOBODY = ["各区、县级市政府", "石羊镇人民政府", "规划财务科", "安岳职业学院", "农商银行"]


@pytest.mark.parametrize(("name", "region", "on", "full"), OFFICES)
def test_an_office_by_the_name_of_its_day(name: str, region: str, on: date | None, full: str) -> None:
    assert [office.name for office in book().resolve(name, region, on=on).then] == [full]


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_offices_is_never_sure(name: str) -> None:
    answer = book().resolve(name, CITY)
    assert answer.then
    assert not answer.sure


@pytest.mark.parametrize("name", NOBODY)
def test_what_is_no_office_of_the_book_is_told_as_what_it_is(name: str) -> None:
    answer = book().resolve(name, COUNTY)
    assert (answer.then, answer.sure, answer.members) == ((), False, True)
    assert "部门名录里没有" not in answer.notes[0]


def test_members_of_a_group_whose_list_is_not_known() -> None:
    answer = book().resolve("省农民工工作领导小组成员单位", "610000", on=date(2023, 8, 1))
    assert answer.members
    assert "成员名单" in answer.notes[0]
