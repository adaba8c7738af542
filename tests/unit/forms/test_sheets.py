"""A form as a workbook: what is written into the cells reads back as the same drafts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.sheets import cells, drafts_of, sheets
from huigong.kernel.errors import Invalid
from tests.unit.forms.packs import ON
from tests.unit.forms.test_types import TYPED

QUICK = settings(
    max_examples=25,
    deadline=None,
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
