"""Sheets as people make them: encodings, titles, sums, hidden rows, days and numbers that were damaged."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from xlsxwriter import Workbook

from huigong.kernel.errors import Invalid
from huigong.registry.models import Engagement, Person
from tests.unit.registry.intake.sheets import HEAD, row, xlsx
from tests.unit.registry.intake.test_importing import take
from tests.unit.registry.someone import name, resident_number, rounded

pytestmark = pytest.mark.django_db


def kinds(data: bytes) -> list[tuple[int, str]]:
    return [(problem.at.row, problem.kind) for problem in take(data).refusals]


def csv(*rows: list[Any], head: tuple[str, ...] = HEAD) -> str:
    return "\r\n".join(",".join(map(str, cells)) for cells in [head, *rows])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_encoding(encoding: str) -> None:
    assert take(csv(row(1), row(2)).encode(encoding)).counts["new"] == 2
    assert Person.objects.first().name == "虚构一"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("5.10321E+17", "row.number_power"),
        ("110101800101123", "identity.length"),
        ("51032119900101100", "identity.length"),
        (510321199001011000.0, "row.number_cell"),
        (12345.0, "row.number_cell"),
        ("", "identity.length"),
    ],
)
def test_a_number_that_has_lost_figures_is_refused(written: object, kind: str) -> None:
    assert kinds(xlsx([row(1, 身份证号=written)])) == [(2, kind)]


def test_text_that_ends_in_noughts_is_taken_with_a_right_check_character() -> None:
    right = next(n for n in map(resident_number, range(0, 1000, 10)) if n.endswith("00"))
    wrong = right[:-3] + "000" if not right.endswith("000") else right[:-4] + "1000"
    assert take(xlsx([row(1, 身份证号=right)])).counts["new"] == 1
    assert kinds(xlsx([row(2, 身份证号=wrong)])) == [(2, "identity.checksum")]


@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        (rounded(right=False), "identity.checksum"),
        ("5.10321E+17", "row.number_power"),
        (510321199001011000.0, "row.number_cell"),
    ],
)
def test_zeros_that_come_out_right_are_refused_where_the_column_has_lost_figures(
    beside: object, kind: str
) -> None:
    """One rounded number in eleven has a right check character, and is somebody else's."""
    rows = [row(1, 身份证号=rounded(right=True)), row(2, 身份证号=beside), row(3)]
    imported = take(xlsx(rows))
    assert sorted((problem.at.row, problem.kind) for problem in imported.refusals) == [
        (2, "row.number_doubtful"),
        (3, kind),
    ]
    assert imported.counts["new"] == 1
    assert Person.objects.get().name == name(3)


@pytest.mark.parametrize("beside", [resident_number(2)[:17] + "?", "110101800101123", resident_number(2)])
def test_zeros_that_come_out_right_are_taken_where_no_row_has_lost_figures(beside: str) -> None:
    imported = take(xlsx([row(1, 身份证号=rounded(right=True)), row(2, 身份证号=beside)]))
    assert 2 not in {problem.at.row for problem in imported.refusals}
    assert rounded(right=True) in {person.resident_number for person in Person.objects.all()}


def test_what_loses_nothing_is_put_right_and_told() -> None:
    number = resident_number(1)
    full = "".join(chr(ord(each) + 0xFEE0) for each in number)
    imported = take(
        xlsx([row(1, 姓名="虚 构", 身份证号=f"'{full[:6]} {full[6:].lower()}", 手机号="139 0000-0001")])
    )
    person = Person.objects.get()
    assert (person.name, person.resident_number, person.phone) == ("虚构", number, "13900000001")
    assert imported.file.entries[0].mended == ["name", "number", "phone"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("16-6-1", "day.two_digit_year"),
        ("2016年6月", "day.no_day"),
        ("201606", "day.no_day"),
        ("06/01/2016", "day.order"),
        ("2016-02-30", "day.not_a_day"),
        (2016, "day.no_day"),
        (2016.6, "day.no_day"),
    ],
)
def test_a_day_that_leaves_a_doubt_refuses_the_row(written: object, kind: str) -> None:
    assert kinds(xlsx([row(1, 上岗日=written)])) == [(2, kind)]


@pytest.mark.parametrize(
    "written", ["2016/1/4", "2016年1月4日", "20160104", 42373, 20160104, "２０１６－１－４"]
)
def test_a_day_that_leaves_none_is_taken(written: object) -> None:
    take(xlsx([row(1, 上岗日=written)]))
    assert Engagement.objects.get().valid_from.isoformat() == "2016-01-04"


def test_who_still_works_there_has_no_last_day() -> None:
    head, lasting = (*HEAD, "离岗日"), ["至今", " 在岗 ", "长期", "/", ""]
    assert take(xlsx([[*row(at), said] for at, said in enumerate(lasting, 1)], head=head)).counts["new"] == 5
    assert {work.valid_until for work in Engagement.objects.all()} == {None}


def test_a_day_of_which_the_sheet_shows_the_month_only_is_refused() -> None:
    out = io.BytesIO()
    book = Workbook(out)
    page, month = book.add_worksheet(), book.add_format({"num_format": 'yyyy"年"m"月"'})
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, row(1)[:-1])
    page.write_datetime(1, len(HEAD) - 1, datetime(2016, 1, 1), month)
    book.close()
    assert kinds(out.getvalue()) == [(2, "day.no_day")]


def test_titles_covers_hidden_rows_sums_and_repeated_headers() -> None:
    out = io.BytesIO()
    book = Workbook(out)
    book.add_worksheet("说明").write(0, 0, "请于月底前上报")
    page = book.add_worksheet("虚构村")
    page.merge_range(0, 0, 0, len(HEAD) - 1, "虚构村外出务工人员花名册")
    page.write(1, 0, "填表单位：虚构村委会")
    lines = [HEAD, row(1), row(2), ["小计", "", 2], HEAD, row(3), ["合  计", "", 3], ["填表人：虚构"]]
    for at, cells in enumerate(lines, start=2):
        page.write_row(at, 0, cells)
    page.set_row(4, None, None, {"hidden": True})
    book.close()
    imported = take(out.getvalue())
    assert (imported.counts["new"], imported.counts["skipped"], imported.counts["refused"]) == (2, 5, 0)
    assert [at.row for at in imported.file.skipped] == [5, 6, 7, 9, 10]
    assert [person.name for person in Person.objects.all()] == [name(1), name(3)]


def test_a_spoiled_optional_cell_is_left_out_and_marked() -> None:
    imported = take(xlsx([row(1, 手机号="12345", 户籍地="没有这个地方县")]))
    assert (imported.counts["new"], imported.counts["warned"], imported.counts["refused"]) == (1, 1, 0)
    person = Person.objects.get()
    assert (person.phone, person.hukou_place) == ("", "")
    again = take(xlsx([row(1)]))
    person.refresh_from_db()
    assert again.counts["changed"] == 1
    assert (person.phone, person.hukou_place) == ("13900000001", "511402")


def test_the_number_decides_over_sex_and_birth() -> None:
    head = (*HEAD, "性别", "出生日期")
    good, bad = ["女", "1980-05-17"], ["男", "1980-05-18"]
    even = next(n for n in range(1, 50) if int(resident_number(n)[16]) % 2 == 0)
    imported = take(xlsx([[*row(even), *good], [*row(even + 20), *bad]], head=head))
    told = {problem.kind for problem in imported.refusals}
    assert imported.counts["new"] == 1 and "person.birth_differs" in told


def test_another_employer_is_a_second_line_and_other_values_bring_both_rows_back() -> None:
    second = row(1, 用人单位="虚构物流有限公司")
    imported = take(xlsx([row(1), second, row(1)]))
    assert (imported.counts["new"], imported.counts["changed"], imported.counts["duplicates"]) == (1, 1, 1)
    assert Engagement.objects.count() == 2
    head = (*HEAD, "离岗日")
    both = take(xlsx([[*row(2), "2016-02-01"], [*row(2), "2016-03-01"]], head=head)).refusals
    assert [(each.at.row, each.other.row, each.kind) for each in both if each.other] == [
        (2, 3, "engagement.rows_differ"),
        (3, 2, "engagement.rows_differ"),
    ]


def test_one_number_under_two_names_brings_both_rows_back() -> None:
    imported = take(xlsx([row(1), row(1, 姓名="完全不同")]))
    assert {(each.at.row, each.kind) for each in imported.refusals} == {
        (2, "person.name_differs"),
        (3, "person.name_differs"),
    }
    take(xlsx([row(1)]))
    assert kinds(xlsx([row(1, 姓名="完全不同")])) == [(2, "person.name_differs")]


def test_a_quotation_mark_that_nobody_closed_swallows_no_rows() -> None:
    rows = [row(1, 用人单位='"虚构建筑'), row(2), row(3), row(4, 用人单位='"虚构"劳务有限公司'), row(5)]
    with pytest.raises(Invalid) as refused:
        take(csv(*rows).encode())
    assert refused.value.code == "sheets.quote" and "第2行" in refused.value.what
    several = row(6, 用人单位='"虚构劳务\n（一分公司，二分公司）"')
    assert take(csv(several, row(7)).encode()).counts["new"] == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheets.empty"),
        (b"PK\x03\x04cut", "sheets.damaged"),
        (b"%PDF-1.7", "sheets.kind"),
        (b"<html><table></table></html>", "sheets.web_page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "sheets.encrypted"),
        (b"\xff\xff\xff,\xff", "sheets.encoding"),
        ("甲,乙\n1,2".encode(), "import.no_header"),
        (xlsx([row(1)])[:-600], "sheets.damaged"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(data)
    assert refused.value.code == code
