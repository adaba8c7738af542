"""Region codes: now, in the past, above and below."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.kernel.regions import Level

ALL_CODES = regions.codes()
any_code = st.sampled_from(ALL_CODES)


def names(found):
    return [region.full_name for region in found]


@pytest.mark.parametrize(
    ("code", "full_name", "level"),
    [
        ("100000", "中华人民共和国", Level.NATION),
        ("210000", "辽宁省", Level.PROVINCE),
        ("210700", "辽宁省锦州市", Level.PREFECTURE),
        ("210702", "辽宁省锦州市古塔区", Level.COUNTY),
        ("110105", "北京市朝阳区", Level.COUNTY),  # no prefecture between
        ("429004", "湖北省仙桃市", Level.COUNTY),  # held by the province directly
    ],
)
def test_a_region_in_force(code, full_name, level):
    region = regions.find(code)

    assert (region.full_name, region.level, region.abolished) == (full_name, level, False)


def test_ancestors_end_with_the_nation():
    assert names(regions.ancestors("210702")) == ["辽宁省锦州市", "辽宁省", "中华人民共和国"]
    assert names(regions.ancestors("110105")) == ["北京市", "中华人民共和国"]
    assert regions.ancestors("100000") == ()


@pytest.mark.parametrize(
    ("ancestor", "code", "inside"),
    [
        ("100000", "210702", True),
        ("210000", "210702", True),
        ("210700", "210702", True),
        ("210702", "210702", True),
        ("210800", "210702", False),
        ("210702", "210700", False),
        ("220000", "210702", False),
    ],
)
def test_containment(ancestor, code, inside):
    assert regions.contains(ancestor, code) is inside


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("210702", "210700"),
        ("210700", "210700"),
        ("110105", "110000"),
        ("500230", "500000"),
        ("429004", "429004"),
        ("210000", "210000"),
        ("100000", "100000"),
    ],
)
def test_the_city_of_a_county(code, city):
    assert regions.city_of(code) == city


def test_children():
    assert len(regions.children("100000")) == 34
    assert names(regions.children("210700"))[:2] == ["辽宁省锦州市古塔区", "辽宁省锦州市凌河区"]
    assert "湖北省仙桃市" in names(regions.children("420000"))
    assert "北京市东城区" in names(regions.children("110000"))
    assert regions.children("210702") == ()


def test_children_of_an_earlier_year():
    assert "锦县" in [region.name for region in regions.children("210700", on=date(1990, 6, 1))]
    assert "凌海市" not in [region.name for region in regions.children("210700", on=date(1990, 6, 1))]


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("310103", "上海市卢湾区", ["上海市黄浦区"]),  # merged 2011
        ("330104", "浙江省杭州市江干区", ["浙江省杭州市上城区", "浙江省杭州市钱塘区"]),  # divided 2021
        ("510200", "四川省重庆市", ["重庆市"]),  # another province since 1997
        ("441000", "广东省海口市", ["海南省海口市"]),
        ("512922", "四川省南充地区南部县", ["四川省南充市南部县"]),
        ("152801", "内蒙古自治区巴彦淖尔盟临河市", ["内蒙古自治区巴彦淖尔市临河区"]),
        ("341400", "安徽省巢湖市", ["安徽省合肥市巢湖市"]),
        ("130103", "河北省石家庄市桥东区", ["河北省石家庄市长安区", "河北省石家庄市桥西区"]),
    ],
)
def test_an_abolished_code_still_resolves(code, was, now):
    region = regions.find(code)

    assert region.full_name == was
    assert region.abolished
    assert region.successors
    assert names(regions.current(code)) == now


def test_a_region_in_force_is_its_own_successor():
    assert names(regions.current("210700")) == ["辽宁省锦州市"]


def test_where_a_code_stood_at_an_earlier_time():
    assert names(regions.current("512501", on=date(2000, 1, 1))) == ["四川省宜宾市宜宾县"]
    assert names(regions.current("330104", on=date(2015, 1, 1))) == ["浙江省杭州市江干区"]


def test_a_renamed_region_has_the_name_of_its_time():
    assert regions.find("510400", on=date(1985, 1, 1)).name == "渡口市"
    assert regions.find("510400", on=date(2016, 3, 27)).name == "攀枝花市"
    assert regions.find("510400").valid_from == date(1987, 1, 1)


def test_a_day_outside_a_codes_life_answers_with_the_nearest_row():
    assert regions.find("310103", on=date(2020, 1, 1)).name == "卢湾区"
    assert regions.find("140213", on=date(1990, 1, 1)).name == "平城区"


@pytest.mark.parametrize(
    ("code", "stood_on", "now"),
    [
        ("513425", date(1980, 6, 1), ["四川省乐山市马边彝族自治县"]),  # 马边县 until 1981
        ("513425", date(1990, 6, 1), ["四川省凉山彝族自治州会理市"]),  # then 会理县
        ("513425", None, ["四川省凉山彝族自治州会理市"]),
        ("513429", date(1981, 6, 1), ["四川省凉山彝族自治州会理市"]),  # 会理县 before it got 513425
        ("379016", date(1992, 6, 1), ["山东省青岛市黄岛区"]),  # 胶南市, whose heir has an heir
        ("510400", date(1985, 1, 1), ["四川省攀枝花市"]),  # renamed under the same code
        ("210700", date(1999, 1, 1), ["辽宁省锦州市"]),
    ],
)
def test_a_code_that_was_given_twice_has_the_heirs_of_its_day(code, stood_on, now):
    assert names(regions.current(code, stood_on=stood_on)) == now


@pytest.mark.parametrize(("code", "told"), [("210799", "辽宁省锦州市"), ("abc", "六位"), ("", "六位")])
def test_an_unknown_code_is_refused_with_the_nearest(code, told):
    with pytest.raises(DomainError) as refused:
        regions.find(code)

    assert refused.value.code == "regions.unknown"
    assert told in refused.value.do


@given(any_code)
def test_every_code_has_the_nation_on_top(code):
    above = regions.ancestors(code)

    assert code == regions.NATION or above[-1].code == regions.NATION
    assert all(regions.contains(region.code, code) for region in above)


@given(any_code)
def test_every_successor_resolves(code):
    assert all(regions.known(heir) for heir in regions.find(code).successors)
    assert not any(region.abolished for region in regions.current(code))


@given(any_code, st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_the_heirs_of_any_day_are_in_force(code, day):
    assert not any(region.abolished for region in regions.current(code, stood_on=day))
    assert all(region.valid_on(day) for region in regions.current(code, on=day))


@given(any_code, st.dates(date(1980, 1, 1), date(2026, 12, 31)))
def test_every_code_answers_for_every_day(code, day):
    assert regions.find(code, on=day).code == code


def test_most_abolished_codes_lead_to_a_living_region():
    dead = [code for code in ALL_CODES if regions.find(code).abolished]

    assert len(dead) > 3000
    assert sum(not regions.current(code) for code in dead) < 0.06 * len(dead)


def test_no_full_name_says_its_province_twice() -> None:
    for region in regions.every():
        province = regions.find(region.code[:2] + "0000").name
        assert not region.full_name.startswith(province * 2), region
    assert "海南省琼山市" in {region.full_name for region in regions.every()}
