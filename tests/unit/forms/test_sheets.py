"""A form as a workbook: what is written into the cells reads back as the same drafts."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.sheets import cells, drafts_of, sheets
from huigong.forms.workbook import read_workbook, workbook
from huigong.kernel.errors import Invalid
from tests.unit.forms.packs import ON, form_of, simple
from tests.unit.forms.test_lodging import filled_in
from tests.unit.forms.test_types import TYPED

QUICK = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def test_what_was_filled_in_reads_back_from_the_cells(plate: Form) -> None:
    @QUICK
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(sorted(TYPED)), unique=True, min_size=1))
        draft = Draft.begun(plate, on=ON)
        for id in ids:
            draft = draft.with_typed(id, data.draw(TYPED[id]))
        (again,) = drafts_of(plate, cells(plate, [draft]), on=ON)
        before, after = fill(plate, draft, on=ON), fill(plate, again, on=ON)
        assert {id: each.value for id, each in after.fields.items()} == {
            id: each.value for id, each in before.fields.items()
        }

    holds()


def test_columns_say_what_to_write(plate: Form) -> None:
    first, *more = sheets(plate)
    headers = [column.header for column in first.columns]
    assert headers[:3] == ["序号", "车架号", "说明"]
    assert "车龄（年）" in headers
    assert "车主：证件号码" in headers
    assert "全年收入（元）" not in headers, "what is computed is not filled in"
    assert [sheet.title for sheet in more] == ["每月接单", "家人"]
    assert [column.header for column in more[0].columns] == ["序号", "行", "月份", "单数（单）", "收入（元）"]


def test_a_row_of_an_entry_that_is_not_there_is_refused(plate: Form) -> None:
    with pytest.raises(Invalid, match="序号9"):
        drafts_of(plate, {"电动车上牌": [["1"]], "家人": [["9", "1", "王小红"]]}, on=ON)


def test_not_knowing_goes_through_the_cells(plate: Form) -> None:
    draft = Draft.begun(plate, on=ON).with_typed("专职", {"?": "不清楚"})
    (again,) = drafts_of(plate, cells(plate, [draft]), on=ON)
    assert fill(plate, again, on=ON).fields["专职"].value is fill(plate, draft, on=ON).fields["专职"].value


def test_a_filled_in_workbook_reads_back(plate: Form) -> None:
    draft = filled_in(plate)
    written = cells(plate, [draft, draft.with_typed("车架号", {"": "XY999"})])
    read = read_workbook(plate, workbook(plate, written))
    first, second = drafts_of(plate, read, on=ON)
    assert fill(plate, first, on=ON).fields == fill(plate, draft, on=ON).fields
    assert second.typed("车架号") == {"": "XY999"}


def test_days_and_numbers_that_a_spreadsheet_makes_are_read_as_typed(plate: Form) -> None:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets(plate):
        page = book.add_worksheet(sheet.title)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, column.header)
            if column.path == "买车日期":
                page.write_datetime(1, at, datetime(2026, 3, 5), day)
            elif column.path in ("", "车价") and sheet.field is None:
                page.write_number(1, at, 3000 if column.path else 1)
    book.close()
    (draft,) = drafts_of(plate, read_workbook(plate, out.getvalue()), on=ON)
    read = fill(plate, draft, on=ON).fields
    assert (read["买车日期"].value, read["车价"].value) == (date(2026, 3, 5), 300_000)


def test_what_is_no_workbook_of_this_form_is_refused_with_words(plate: Form, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="打不开"):
        read_workbook(plate, b"<html>")
    other = form_of(tmp_path, simple("{id: 甲, type: text, ask: 问}"))
    with pytest.raises(Invalid, match="表头和模板不一样"):
        read_workbook(plate, workbook(other))
