"""A guide says in plain words who, what, with which papers, where, by when, and on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.catalogue.citations import cite
from huigong.catalogue.guide import ServiceGuide, guide
from tests.shipped import shipped_catalogue, shipped_library, shipped_offices

CATALOGUE = shipped_catalogue()
OFFICES, LIBRARY = shipped_offices(), shipped_library()


def made(service_id: str, region: str, on: date, *, unverified: bool = False) -> ServiceGuide:
    service = CATALOGUE.get(service_id, region, on, unverified=unverified)
    return guide(service, catalogue=CATALOGUE, region=region, on=on, offices=OFFICES, library=LIBRARY)


def lines(found: ServiceGuide, heading: str) -> tuple[str, ...]:
    section = found.section(heading)
    return section.lines if section else ()


def test_the_guide_of_the_residence_permit() -> None:
    found = made("residence-permit", "510421", date(2026, 6, 1))
    assert found.title == "办居住证"
    assert "在这里住满半年" in lines(found, "要符合什么")
    assert "居民身份证（窗口能查到的不用您带）" in lines(found, "带什么")
    assert lines(found, "去哪里办")[0] == "米易县公安局（名称待核）"
    assert lines(found, "多久答复") == ("受理之日起15日内发放居住证",)
    assert lines(found, "依据")[0] == "《居住证暂行条例》（国务院令第663号）第二条"
    assert any("最长30日" in line for line in lines(found, "请注意"))


def test_several_ways_in_are_told_one_by_one() -> None:
    """居住证暂行条例 16: each class of city asks for something else."""
    (ways,) = (
        line
        for line in lines(made("hukou-settlement", "220000", date(2016, 6, 1)), "要符合什么")
        if line.startswith("下面有一样就行：")
    )
    town, small, medium, large, family = ways.split("；")
    assert "落到镇上" in town and "小城市" in small
    assert "最多要三年" in medium
    assert "稳定的工作" in large and "交社保的年数够这个城市的要求" in large
    assert "投靠家里人" in family


def test_what_nobody_checked_is_marked() -> None:
    found = made("hiring-tax-deduction", "220000", date(2020, 6, 1), unverified=True)
    assert "这个版本还没有核实。" in lines(found, "请注意")


def test_what_a_region_left_open_is_said() -> None:
    assert any(
        "由住房部门核对" in line
        for line in lines(made("public-rental-housing", "510400", date(2026, 6, 1)), "请注意")
    )


@pytest.mark.parametrize(
    ("reference", "cited"),
    [
        ("100000/residence-permit-regulation#第九条", "《居住证暂行条例》（国务院令第663号）第九条"),
        ("100000/labour-inspection-rules#第十八条", "《关于实施〈劳动保障监察条例〉若干规定》第十八条"),
        ("财税〔2019〕22号", "财税〔2019〕22号"),
    ],
)
def test_a_clause_is_cited_as_people_cite_it(reference: str, cited: str) -> None:
    assert cite(reference, LIBRARY) == cited
