"""Places as people write them: what is meant, what has become of it, and what is like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel import placenames, regions
from huigong.kernel.errors import DomainError
from huigong.kernel.placenames import Place, one, read
from huigong.kernel.regions import Level

LIVING = [row for row in regions.every() if not row.abolished and row.level is not Level.NATION]
COUNTIES = [row for row in LIVING if row.level is Level.COUNTY]


def codes(place: Place) -> list[str]:
    return [region.code for region in place.found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("米易县", "510421"),
        ("米易", "510421"),
        ("广西省南宁市", "450100"),
        ("宁夏省", "640000"),
        ("四川省米易县", "510421"),  # as on the card, without the prefecture
        ("四川 米易县", "510421"),
        ("四川省，攀枝花市，米易县", "510421"),
        ("四川省-攀枝花市-米易县", "510421"),
        ("四川攀枝花米易", "510421"),
        ("攀枝花米易县", "510421"),
        ("中国四川省米易县", "510421"),
        ("四川省\u200b米易县\u3000", "510421"),
        ("⽶易县", "510421"),  # a Kangxi radical
        ("510421", "510421"),
        ("５１０４２１", "510421"),
        ("510421001000", "510421"),  # of a township, as statistics count
        ("510421001", "510421"),
        ("５１０４２１００１０００", "510421"),
        ("510400000000", "510400"),
        ("米易縣", "510421"),
        ("四川省攀枝花市米易縣", "510421"),
        ("遼寧省瀋陽市", "210100"),
        ("陝西省乾縣", "610424"),  # 乾 stays what it is in the name
        ("中華人民共和國四川省米易縣", "510421"),
        ("新疆喀什市", "653101"),
        ("新疆维吾尔自治区喀什地区喀什市", "653101"),
        ("新疆喀什", "653100"),
        ("北京市市辖区朝阳区", "110105"),
        ("重庆万州", "500101"),
        ("湖北省省直辖县级行政区划仙桃市", "429004"),
        ("凉山州", "513400"),
        ("阿坝州", "513200"),
        ("广西南宁", "450100"),
        ("内蒙莫旗", "150722"),
        ("马边县", "511133"),
        ("香港", "810000"),
        ("上海浦东", "310115"),
        ("河北赵县", "130133"),
    ],
)
def test_a_place_is_found_however_it_is_written(text: str, code: str) -> None:
    assert code in codes(read(text))
    if text != "新疆喀什":
        assert one(text).code == code


@pytest.mark.parametrize("text", ["江苏鼓楼", "江苏省鼓楼区"])
def test_a_shared_name_gives_the_choices(text: str) -> None:
    assert codes(read(text)) == ["320106", "320302"]
    with pytest.raises(DomainError) as refused:
        one(text)
    assert refused.value.code == "place.several"
    assert "江苏省徐州市鼓楼区" in refused.value.do


def test_the_province_comes_before_namesakes_below_it() -> None:
    assert codes(read("吉林")) == ["220000", "220200"]
    assert codes(read("吉林市")) == ["220200"]
    assert codes(read("朝阳区")) == ["110105", "220104"]


@pytest.mark.parametrize(
    ("text", "code", "beyond"),
    [
        ("米易县米易镇", "510421", "米易镇"),
        ("四川省米易县白马镇虚构村3组12号", "510421", "白马镇虚构村3组12号"),
        ("苍南县灵溪镇", "330327", "灵溪镇"),
        ("东莞市虎门镇", "441900", "虎门镇"),
        ("攀枝花市大田镇", "510400", "大田镇"),
    ],
)
def test_a_township_is_known_only_as_far_as_its_county(text: str, code: str, beyond: str) -> None:
    place = read(text)
    assert codes(place) == [code]
    assert place.beyond == beyond
    assert one(text).code == code


@pytest.mark.parametrize("text", ["苍南县龙港镇", "浙江省温州市苍南县龙港镇虚构路1号"])
def test_a_town_that_became_a_city_is_that_city(text: str) -> None:
    """龙港 left 苍南 in 2019."""
    assert one(text).name == "龙港市"


@pytest.mark.parametrize("text", ["朝阳镇", "南山村", "米易镇"])
def test_a_township_alone_is_no_county_of_like_name(text: str) -> None:
    assert not read(text).found


@pytest.mark.parametrize(
    ("text", "heirs"),
    [
        ("会理县", ["513402"]),
        ("四川省凉山彝族自治州会理县", ["513402"]),
        ("四川会理县", ["513402"]),
        ("胶南市", ["370211"]),
        ("山东省胶南市", ["370211"]),
        ("渡口市", ["510400"]),
        ("宜宾县", ["511504"]),
        ("通州市", ["320612"]),
        ("四川省重庆市", ["500000"]),
        ("江干区", ["330102", "330114"]),
        ("513425", ["513402"]),
    ],
)
def test_an_abolished_place_leads_to_its_heirs(text: str, heirs: list[str]) -> None:
    place = read(text)
    assert codes(place) == heirs
    assert place.former
    assert all(region.abolished for region in place.former)
    assert place.inherited == place.found


def test_what_still_bears_a_name_is_told_from_what_an_abolished_namesake_became() -> None:
    place = read("郊区")
    became = [row.full_name for row in place.inherited]
    assert "山西省长治市潞州区" in became
    assert "山西省阳泉市郊区" in [row.full_name for row in place.found]
    assert "山西省阳泉市郊区" not in became
    assert read("鼓楼区").inherited == ()


@pytest.mark.parametrize(
    ("text", "codes_of"),
    [
        ("江北区", ["330205", "500157"]),
        ("江北", ["330205", "500157"]),
        ("东山区", ["230406", "440104", "650109"]),
        ("太平区", ["210904", "230104"]),
        ("重庆市江北区", ["500157"]),
        ("重庆江北", ["500157"]),
        ("浙江省江北区", ["330205"]),
        ("绍兴市", ["330600"]),  # until 1983 a smaller 绍兴市, in the one of today
    ],
)
def test_a_namesake_that_was_abolished_is_offered_where_it_leads_elsewhere(
    text: str, codes_of: list[str]
) -> None:
    assert codes(read(text)) == codes_of


def test_a_choice_beside_an_abolished_namesake_says_what_it_was() -> None:
    with pytest.raises(DomainError) as refused:
        one("江北区")
    assert refused.value.code == "place.several"
    assert "不止一个" in refused.value.what
    assert "浙江省宁波市江北区" in refused.value.do
    assert "重庆市两江新区（原重庆市江北区）" in refused.value.do


def test_a_name_in_force_goes_before_an_abolished_one() -> None:
    assert not read("会理").former
    assert codes(read("会理")) == ["513402"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("攀枝", "510400"),
        ("四川省米意县", "510421"),
        ("米意县", "510421"),
        ("四川米", "510421"),
        ("东莞长安镇", "441900"),
        ("儋州那大镇", "460400"),
        ("中山小榄镇", "442000"),
        ("中山小榄镇", "210202"),
        ("义乌稠江街道", "330782"),
    ],
)
def test_what_is_no_name_gets_names_like_it(text: str, near: str) -> None:
    place = read(text)
    assert not place.found
    assert near in [region.code for region in place.similar]
    with pytest.raises(DomainError) as refused:
        one(text)
    assert refused.value.code == "place.not_found"
    assert regions.find(near).full_name in refused.value.do


@pytest.mark.parametrize("text", ["xyz", "哪里都不是", "", " ", "四川" * 31, "县", "<b>", "𠮷𠮷"])
def test_what_is_no_place_finds_none_and_is_told_so_in_short(text: str) -> None:
    assert not read(text).found
    with pytest.raises(DomainError) as refused:
        one(text)
    assert refused.value.code == "place.not_found"
    assert len(str(refused.value)) < 300


def test_every_region_in_force_is_found_by_its_full_name_and_by_its_code() -> None:
    lost = [row.full_name for row in LIVING if codes(read(row.full_name)) != [row.code]]
    assert not lost
    assert all(codes(read(row.code)) == [row.code] for row in LIVING)


def test_every_county_is_found_as_on_the_card() -> None:
    cards = ((regions.find(f"{row.code[:2]}0000").name + row.name, row.code) for row in COUNTIES)
    assert not [text for text, code in cards if code not in codes(read(text))]


def test_nearly_every_abolished_name_leads_somewhere() -> None:
    former = {row.full_name for row in regions.every() if row.abolished}
    lost = [name for name in former if not read(name).found]
    assert len(lost) < 0.1 * len(former), sorted(lost)[:50]


@given(st.text(max_size=80))
def test_anything_typed_gets_an_answer(text: str) -> None:
    try:
        place = read(text)
    except DomainError as error:
        assert error.code == "text.unreadable"  # noqa: PT017
        return
    assert not any(region.abolished for region in (*place.found, *place.similar))
    assert len(place.similar) <= 20


@pytest.mark.parametrize(("text", "listed"), [("郊区", "found"), ("州", "similar")])
def test_what_is_too_much_to_choose_from_is_counted(text: str, listed: str) -> None:
    place = read(text)
    assert len(getattr(place, listed)) == 20
    assert place.total == 20 + place.more > 20
    with pytest.raises(DomainError) as refused:
        one(text)
    assert f"这样的地方有{place.total}个" in str(refused.value.do)


@pytest.mark.parametrize("text", ["鼓楼区", "米意县"])
def test_what_is_told_whole_is_not_counted(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        one(text)
    assert "这样的地方有" not in str(refused.value.do)


def test_the_longest_name_fits_the_bound() -> None:
    assert max(len(row.full_name) for row in regions.every()) < placenames.LONGEST


def test_a_place_that_had_several_codes_is_told_once() -> None:
    former = [row.full_name for row in placenames.read("会理县").former]
    assert len(former) == len(set(former)) == 1
    names = {row.full_name for row in regions.every() if row.abolished}
    for name in sorted(names)[::25]:
        told = [row.full_name for row in placenames.read(name).former]
        assert len(told) == len(set(told)), name
