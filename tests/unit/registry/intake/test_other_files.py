"""Files of other programs and other habits: XLS, ODS, days from 1904, merged cells, two lines of headers, hidden sheets."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from xlsxwriter import Workbook

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import Invalid
from huigong.registry.intake.report import workbook
from huigong.registry.models import Engagement, ImportBatch, Person
from tests.unit.policy.reading.old_files import compound_file
from tests.unit.registry.intake.other_sheets import archive, ods, xls
from tests.unit.registry.intake.sheets import HEAD, row, xlsx
from tests.unit.registry.intake.test_hard_files import csv, kinds
from tests.unit.registry.intake.test_importing import take
from tests.unit.registry.someone import name, resident_number

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [xls, ods])
def test_a_sheet_of_another_program_is_read_like_any(make) -> None:
    imported = take(make([["虚构镇花名册"], HEAD, row(1), row(2, 身份证号=510321199001011000.0)]))
    assert (imported.counts["new"], imported.counts["refused"]) == (1, 1)
    [problem] = imported.refusals
    assert (problem.at.row, problem.kind) == (4, "row.number_cell")
    assert (Person.objects.get().name, Engagement.objects.get().valid_from) == (name(1), date(2016, 1, 4))


@pytest.mark.parametrize("make", [xls, ods])
def test_rows_are_named_as_the_sheet_shows_them_below_empty_ones(make) -> None:
    imported = take(make([[], [], [], HEAD, row(1), row(2, 身份证号="5.1E+17")]))
    assert (imported.counts["new"], [problem.at.row for problem in imported.refusals]) == (1, [6])


@pytest.mark.parametrize("make", [xls, ods])
def test_a_day_kept_as_a_number_is_counted_from_the_day_of_its_program(make) -> None:
    take(make([HEAD, row(1, 上岗日=42373)]))
    assert Engagement.objects.get().valid_from == date(2016, 1, 4)


@pytest.mark.parametrize("mac", [False, True])
def test_a_day_of_a_workbook_is_the_day_that_it_shows_whatever_it_counts_from(mac: bool) -> None:
    out = io.BytesIO()
    book = Workbook(out, {"date_1904": mac})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, row(1)[:-1])
    page.write_datetime(1, len(HEAD) - 1, datetime(2016, 1, 4), day)
    # A plain number is a day counted from where this workbook begins to count.
    page.write_row(2, 0, row(2, 上岗日=42373 - (1462 if mac else 0)))
    book.close()
    take(out.getvalue())
    assert {work.valid_from for work in Engagement.objects.all()} == {date(2016, 1, 4)}


def test_merged_cells_give_every_row_what_stands_in_the_first() -> None:
    out = io.BytesIO()
    book = Workbook(out)
    page = book.add_worksheet()
    for at, cells in enumerate([HEAD, row(1), row(2, 用人单位=""), row(3, 用人单位="")]):
        page.write_row(at, 0, cells)
    page.merge_range(1, 5, 3, 5, "虚构建筑有限公司")
    book.close()
    assert take(out.getvalue()).counts["new"] == 3
    assert {work.employer.name for work in Engagement.objects.all()} == {"虚构建筑有限公司"}
    assert Engagement.objects.count() == 3


def test_of_two_lines_of_headers_both_are_read() -> None:
    out = io.BytesIO()
    book = Workbook(out)
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 4, "本人")
    page.merge_range(0, 5, 0, 6, "务工情况")
    page.write_row(1, 0, HEAD)
    page.write_row(2, 0, row(1))
    book.close()
    assert take(out.getvalue()).counts["new"] == 1
    assert Engagement.objects.get().employer.name == "虚构建筑有限公司"


def test_nothing_is_taken_from_a_sheet_that_is_not_shown() -> None:
    out = io.BytesIO()
    book = Workbook(out)
    for at, shown in enumerate((True, False), start=1):
        page = book.add_worksheet(f"表{at}")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, row(at))
        if not shown:
            page.hide()
    book.close()
    assert take(out.getvalue()).counts["new"] == 1
    assert Person.objects.get().name == name(1)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_text_parted_by_any_mark_in_any_encoding(mark: str, encoding: str) -> None:
    text = csv(row(1), row(2)).replace(",", mark)
    assert take(text.encode(encoding)).counts["new"] == 2


def test_a_number_kept_from_the_spreadsheet_by_an_apostrophe_or_a_formula_is_taken() -> None:
    numbers = [f"'{resident_number(1)}", f'"=""{resident_number(2)}"""']
    assert (
        take(csv(*(row(at, 身份证号=number) for at, number in enumerate(numbers, 1))).encode()).counts["new"]
        == 2
    )
    assert {person.resident_number for person in Person.objects.all()} == {
        resident_number(1),
        resident_number(2),
    }


@pytest.mark.parametrize(
    "written",
    ["二〇一六年一月四日", "2016.1.4", "2016-1-4", "2016年01月04号", "2016-01-04 00:00:00", " 2016/01/04 "],
)
def test_a_day_in_the_forms_that_people_write(written: str) -> None:
    take(xlsx([row(1, 上岗日=written)]))
    assert Engagement.objects.get().valid_from == date(2016, 1, 4)


@pytest.mark.parametrize(
    "written", ["一六年一月四日", "16.1.4", "2016年1月", "1/4/16", "2016年13月1日", "四月四日"]
)
def test_a_day_that_could_be_two_days_is_not_guessed(written: str) -> None:
    [(row_number, kind)] = kinds(xlsx([row(1, 上岗日=written)]))
    assert row_number == 2 and kind.startswith("day.")
    assert not Person.objects.exists()


def test_half_of_a_file_and_then_the_whole_doubles_nobody() -> None:
    rows = [row(number) for number in range(1, 9)]
    assert take(xlsx(rows[:4])).counts["new"] == 4
    whole = take(xlsx(list(reversed(rows))))
    assert (whole.counts["new"], whole.counts["unchanged"]) == (4, 4)
    assert (Person.objects.count(), Engagement.objects.count()) == (8, 8)
    assert (ImportBatch.objects.count(), AuditEvent.objects.count()) == (2, 2)


def test_a_text_that_was_cut_in_the_middle_of_a_row_gives_back_that_row() -> None:
    whole = csv(row(1), row(2)).encode()
    imported = take(whole[: whole.index(resident_number(2).encode()) + 9])
    assert (imported.counts["new"], imported.counts["refused"]) == (1, 1)
    assert imported.refusals[0].kind == "identity.length"


def test_the_report_sent_back_as_it_came_is_refused_again_and_nothing_is_doubled() -> None:
    first = take(xlsx([row(1), row(2, 身份证号="5.1E+17"), row(3, 手机号="123")]))
    again = take(workbook(first.file, first.problems))
    assert (again.counts["new"], again.counts["refused"], again.counts["warned"]) == (0, 1, 1)
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound_file({"EncryptionInfo": b"", "EncryptedPackage": b"sealed"}), "sheets.encrypted"),
        (ods([HEAD, row(1)], encrypted=True), "sheets.encrypted"),
        (compound_file({"WordDocument": b"no sheet"}), "sheets.kind"),
        (xls([HEAD, row(1)])[:2000], "sheets.damaged"),
        (ods([HEAD, row(1)])[:-200], "sheets.damaged"),
        (archive({"xl/workbook.xml": "<workbook", "[Content_Types].xml": "<Types/>"}), "sheets.damaged"),
        (archive({"photos/1.txt": "no sheet"}), "sheets.kind"),
        (archive({f"xl/{number}.xml": "" for number in range(10_001)}), "sheets.too_large"),
    ],
)
def test_what_no_program_could_read_is_said_plainly(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(data)
    assert refused.value.code == code
    assert refused.value.do


@pytest.mark.parametrize(("says", "code"), [(2 * 1024**3, "sheets.too_large"), (1000, "sheets.damaged")])
def test_an_archive_made_to_fill_the_memory_is_never_unpacked(says: int, code: str) -> None:
    bomb = archive({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b"0" * 1_000_000})
    size = (1_000_000).to_bytes(4, "little")
    with pytest.raises(Invalid) as refused:
        take(bomb.replace(size, says.to_bytes(4, "little")))
    assert refused.value.code == code
