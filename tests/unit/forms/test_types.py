"""Every kind of field reads back what it writes, shows and sends, whatever people typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Kind
from huigong.forms.limits import Limits
from huigong.forms.types import At, type_of
from huigong.forms.types.rows import within_most
from huigong.forms.values import Month, Row
from huigong.kernel import regions
from huigong.kernel.identity import check_character
from huigong.kernel.regions import Level
from huigong.rules.values import UNKNOWN
from tests.unit.forms.packs import ON
from tests.unit.forms.schema import accepts

QUICK = settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
WORDS = st.text(st.sampled_from("王小红·ABC 12３，。\u200b（）：、?\n　x木⼀"), max_size=12) | st.text(
    max_size=20
)
FIGURES = st.from_regex(r"-?[0-9]{1,9}(\.[0-9]{1,3})?( ?[年单元万])?", fullmatch=True)
DAYS = st.dates(date(1990, 1, 1), date(2026, 6, 1))
WRITTEN_DAYS = DAYS.flatmap(
    lambda day: st.sampled_from(
        [
            day.isoformat(),
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}年{day.month}月{day.day}号",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}．{day.month}．{day.day}",
            day.strftime("%Y%m%d"),
        ]
    )
)
MONTHS = st.builds(lambda year, number: f"{year}年{number}月", st.integers(1990, 2030), st.integers(1, 12))
COUNTIES = [region for region in regions.every() if not region.abolished and region.level is Level.COUNTY]
NAMES = st.sampled_from(["王小红", "买买提·吐尔逊", "JOHN SMITH", "欧阳 娜", "张　三"])
PHONES = st.sampled_from(["13900000001", "+86 139-0000-0002", "０４１６－１２３４５６７", "12333"])
YES = st.sampled_from(["是", "否", "有", "没有"])
PERSON = {
    "paper": st.sampled_from(["护照", "身份证"]),
    "number": st.just("110101199003070038") | st.just("E1234567"),
}
TYPED: Mapping[str, st.SearchStrategy[dict[str, str]]] = {
    "车架号": st.fixed_dictionaries({"": st.from_regex("[A-Za-z0-9]{5}", fullmatch=True)}),
    "说明": st.fixed_dictionaries({"": WORDS}),
    "专职": st.fixed_dictionaries({"": YES}),
    "车龄": st.fixed_dictionaries({"": FIGURES}),
    "车重": st.fixed_dictionaries({"": FIGURES}),
    "车价": st.fixed_dictionaries({"": FIGURES}),
    "买车日期": st.fixed_dictionaries({"": WRITTEN_DAYS}),
    "上保险月份": st.fixed_dictionaries({"": MONTHS}),
    "状况": st.fixed_dictionaries({"": st.sampled_from(["好", "坏", "完好", "坏了"])}),
    "每月接单": st.fixed_dictionaries(
        {"1.月份": MONTHS, "1.单数": FIGURES, "4.月份": MONTHS},
        optional={"1.收入": FIGURES, "4.单数": st.just("不清楚"), "4.收入": FIGURES},
    ),
    "车主": st.fixed_dictionaries({"name": NAMES, "phone": PHONES}, optional=PERSON),
    "停放地": st.fixed_dictionaries(
        {"region": st.sampled_from(COUNTIES).map(lambda region: region.full_name)},
        optional={"address": WORDS},
    ),
    "平台": st.fixed_dictionaries(
        {"name": WORDS}, optional={"phone": PHONES, "contact": NAMES, "uscc": st.just("91210700MA0Y0XQX1C")}
    ),
    "照片": st.fixed_dictionaries(
        {"": st.lists(st.from_regex("[a-z0-9]{4}", fullmatch=True), min_size=1, max_size=3).map(" ".join)}
    ),
    "家人": st.fixed_dictionaries(
        {"1.家人姓名.name": NAMES, "3.家人姓名.name": NAMES},
        optional={"1.会骑": YES, "1.备注": WORDS, "3.家人姓名.phone": PHONES, "3.备注": WORDS},
    ),
}


def test_every_kind_is_tried(plate: Form) -> None:
    tried = {plate.fields[id].kind for id in TYPED}
    assert tried == set(Kind)


def readable(field: Field, data: st.DataObject) -> Any:
    reading = type_of(field.kind).read(field, data.draw(TYPED[field.id]), At(ON), field.id)
    assume(reading.value is not None and reading.value is not UNKNOWN)
    return reading.value


def each_value(plate: Form, id: str, holds: Callable[[Field, Any, Any], None]) -> None:
    """`holds(field, kind, value)` for any value that the field can be made to hold by typing."""
    field = plate.fields[id]

    @QUICK
    @given(data=st.data())
    def any_of_them(data: st.DataObject) -> None:
        holds(field, type_of(field.kind), readable(field, data))

    any_of_them()


@pytest.mark.parametrize("id", TYPED)
def test_what_is_written_reads_back(plate: Form, id: str) -> None:
    def holds(field: Field, kind: Any, value: Any) -> None:
        assert kind.read(field, kind.written(field, value), At(ON), id).value == value

    each_value(plate, id, holds)


@pytest.mark.parametrize("id", TYPED)
def test_what_is_shown_reads_back(plate: Form, id: str) -> None:
    def holds(field: Field, kind: Any, value: Any) -> None:
        shown = kind.typed_of(field, kind.display(field, value))
        assert unnumbered(kind.read(field, shown, At(ON), id).value) == unnumbered(value)

    each_value(plate, id, holds)


@pytest.mark.parametrize("id", TYPED)
def test_json_reads_back_and_fits_its_schema(plate: Form, id: str) -> None:
    def holds(field: Field, kind: Any, value: Any) -> None:
        raw = kind.to_json(field, value)
        assert kind.from_json(field, raw) == value
        assert accepts(kind.schema(field), raw)

    each_value(plate, id, holds)


@pytest.mark.parametrize("id", TYPED)
def test_nothing_that_anybody_types_breaks_it(plate: Form, id: str) -> None:
    @QUICK
    @given(
        typed=st.dictionaries(
            st.sampled_from(["", "?", "name", "1", "1.月份", "..", "region", "x.y"]),
            st.text(max_size=30),
            max_size=4,
        )
    )
    def holds(typed: dict[str, str]) -> None:
        field = plate.fields[id]
        reading = type_of(field.kind).read(field, typed, At(ON), id)
        assert reading.value is None or not reading.mistakes
        assert all(mistake.error.what and mistake.error.do for mistake in reading.mistakes)

    holds()


def unnumbered(value: Any) -> Any:
    """Rows without their ids, which nobody is shown."""
    if isinstance(value, tuple) and value and isinstance(value[0], Row):
        return [row.cells for row in value]
    return value


@pytest.mark.parametrize(
    ("id", "typed", "value"),
    [
        ("车价", "３万", 3_000_000),
        ("车价", "1.2万元", 1_200_000),
        ("车价", "5，200", 520_000),
        ("车价", "300块钱", 30_000),
        ("车价", "1亿元", 10_000_000_000),
        ("车龄", "3年", 3),
        ("车重", "45.5 千克", Decimal("45.5")),
        ("买车日期", "2026年3月5号", date(2026, 3, 5)),
        ("买车日期", "２０２６．３．５", date(2026, 3, 5)),
        ("买车日期", "去年十月三十一号", date(2025, 10, 31)),
        ("买车日期", "去年10月底", date(2025, 10, 31)),
        ("买车日期", "2024年2月底", date(2024, 2, 29)),
        ("买车日期", "今年6月底", ON),
        ("上保险月份", "2026.3", Month(2026, 3)),
        ("上保险月份", "202603", Month(2026, 3)),
        ("状况", "完好", "好"),
        ("专职", "没有", False),
        ("车架号", "AB 12-3", "AB123"),
    ],
)
def test_numbers_money_and_days_as_people_write_them(plate: Form, id: str, typed: str, value: Any) -> None:
    field = plate.fields[id]
    assert type_of(field.kind).read(field, {"": typed}, At(ON), id).value == value


@pytest.mark.parametrize(
    ("id", "typed", "code", "do"),
    [
        ("上保险月份", "3月", "form.year", "2026年3月"),
        ("买车日期", "3月5号", "form.year", "2026年3月5日"),
        ("买车日期", "26年3月5日", "form.year", "2026年3月5日"),
        ("买车日期", "去年10月", "form.day", "2025年10月5日"),
        ("买车日期", "今年7月底", "form.most", "今天或者以前"),
        ("买车日期", "上个月底", "day.not_a_day", "2016年6月1日"),
        ("买车日期", "2026年7月1日", "form.most", "今天或者以前"),
        ("车价", "三百多", "money.not_an_amount", "5200"),
        ("车价", "-5", "form.least", "0 元"),
        ("车价", "100000000.01", "form.most", "核对"),
        ("车价", "一百万亿元", "form.most", "核对"),
        ("车龄", "60", "form.most", "50年"),
        ("状况", "完号", "form.option", "完好"),
        ("车架号", "AB12", "form.pattern", "AB123"),
        ("车架号", "AB 12 34", "form.pattern", "AB123"),
        ("说明", "字" * 4001, "form.too_long", "短"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    plate: Form, id: str, typed: str, code: str, do: str
) -> None:
    field = plate.fields[id]
    (mistake,) = type_of(field.kind).read(field, {"": typed}, At(ON), id).mistakes
    assert mistake.error.code == code
    assert do in mistake.error.do


def test_a_month_alone_is_read_below_a_row_that_names_the_year(plate: Form) -> None:
    field = plate.fields["每月接单"]
    typed = {"1.月份": "2026年3月", "2.月份": "4月", "3.月份": "5月份"}
    value = type_of(field.kind).read(field, typed, At(ON), field.id).value
    assert [row.cells["月份"] for row in value] == [Month(2026, 3), Month(2026, 4), Month(2026, 5)]


def test_a_month_alone_that_may_be_of_the_next_year_is_asked_about(plate: Form) -> None:
    field = plate.fields["每月接单"]
    reading = type_of(field.kind).read(field, {"1.月份": "2025年12月", "2.月份": "1月"}, At(ON), field.id)
    (mistake,) = reading.mistakes
    assert (mistake.path, mistake.error.code) == ("每月接单.2.月份", "form.year")


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        (["4月", "五月"], [(2026, 4), (2026, 5)]),
        (["8月", "九月", "10月"], [(2025, 8), (2025, 9), (2025, 10)]),
        (["11月", "12月", "1月"], [(2025, 11), (2025, 12), (2026, 1)]),
        (["3月", "2月", "1月"], [(2026, 3), (2026, 2), (2026, 1)]),
        (["2024年12月", "1月"], [(2024, 12), (2025, 1)]),
        (["去年三月", "25年4月"], [(2025, 3), (2025, 4)]),
    ],
)
def test_a_month_that_is_past_is_read_without_its_year(
    typed: list[str], months: list[tuple[int, int]]
) -> None:
    month = Field("月份", Kind.MONTH, "月份", "哪一个月", limits=Limits(most_today=True))
    field = Field("欠薪", Kind.TABLE, "欠薪", "每月欠多少", fields=(month,))
    written = {f"{row}.月份": text for row, text in enumerate(typed, start=1)}
    value = type_of(field.kind).read(field, written, At(ON), field.id).value
    assert [row.cells["月份"] for row in value] == [Month(*each) for each in months]


def test_a_wrong_digit_in_a_resident_number_is_told_beside_the_number(plate: Form) -> None:
    field = plate.fields["车主"]
    typed = {"name": "王小红", "phone": "13900000001", "paper": "居民身份证", "number": "110101199003070039"}
    (mistake,) = type_of(field.kind).read(field, typed, At(ON), "车主").mistakes
    assert (mistake.path, mistake.error.code) == ("车主.number", "identity.checksum")


def test_a_part_that_must_be_there_is_told_beside_it(plate: Form) -> None:
    field = plate.fields["车主"]
    (mistake,) = type_of(field.kind).read(field, {"name": "王小红"}, At(ON), "车主").mistakes
    assert (mistake.path, mistake.error.do) == ("车主.phone", "请填电话")


def test_not_knowing_is_an_answer_of_its_own(plate: Form) -> None:
    field = plate.fields["专职"]
    assert type_of(field.kind).read(field, {"": "不清楚"}, At(ON), field.id).value is UNKNOWN
    assert type_of(field.kind).read(field, {"": ""}, At(ON), field.id).value is None


def test_every_present_region_reads_back_from_its_name(plate: Form) -> None:
    field = plate.fields["停放地"]
    kind = type_of(field.kind)
    for region in (region for region in regions.every() if not region.abolished and region.parent):
        typed = kind.written(field, kind.from_json(field, {"region": region.code}))
        assert kind.read(field, typed, At(ON), "停放地").value.region == region.code


def test_a_resident_number_says_itself_what_it_is_and_another_needs_its_kind(plate: Form) -> None:
    field = plate.fields["车主"]
    number = "11010119900307003"
    right = number + check_character(number)
    typed = {"name": "王小红", "phone": "13900000001", "number": right}
    value = type_of(field.kind).read(field, typed, At(ON), "车主").value
    assert (value.paper, value.number) == ("身份证", right)
    (mistake,) = type_of(field.kind).read(field, typed | {"number": "E1234567"}, At(ON), "车主").mistakes
    assert (mistake.path, mistake.error.code) == ("车主.paper", "form.paper")
    passport = typed | {"number": "E1234567", "paper": "护照"}
    assert type_of(field.kind).read(field, passport, At(ON), "车主").value.number == "E1234567"


def test_rows_beyond_the_most_are_not_read(plate: Form) -> None:
    """Whoever sends thousands of rows does not get them read; as many as the field takes are."""
    field = plate.fields["家人"]
    typed = {f"{count}.家人姓名.name": "虚构甲" for count in range(1, 6)}
    reading = type_of(field.kind).read(field, typed, At(ON), "家人")
    assert isinstance(reading.value, tuple) and len(reading.value) == 5
    more = {**typed, "6.家人姓名.phone": "不是电话"}
    (mistake,) = type_of(field.kind).read(field, more, At(ON), "家人").mistakes
    assert (mistake.path, mistake.error.code) == ("家人", "form.most")
    kept, (refused,) = within_most(field, more)
    assert kept == typed
    assert "6行，从“不是电话”这行起没有留下" in refused.error.why
    assert within_most(field, typed) == (typed, ())


@pytest.mark.parametrize(
    ("typed", "year"), [("19年8月20日", "2019年"), ("26年3月5日", "2026年"), ("85年3月5日", "1985年")]
)
def test_an_example_of_a_whole_year_is_the_year_that_was_meant(plate: Form, typed: str, year: str) -> None:
    """A schoolchild born in 2026 there cannot be."""
    field = plate.fields["买车日期"]
    (mistake,) = type_of(field.kind).read(field, {"": typed}, At(ON), field.id).mistakes
    assert year in mistake.error.do
