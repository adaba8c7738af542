"""Files in forms: laid over what was typed, found again in what was sent, and counted where people read."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.declarations.privacy import Secrecy
from huigong.forms import showing
from huigong.forms.attaching import file_field, with_files
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.screens import check_list
from huigong.forms.services import read_services
from huigong.kernel.packs import Report
from tests.unit.forms.packs import DOCUMENT, ON, form_of, read, simple, write

PROOF = "{id: 证据, type: file, ask: 有什么证据？, kinds: [image], max: 2, unknown_ok: [以后补]}"
CHILDREN = (
    "{id: 孩子, type: repeat, ask: 哪些孩子？, fields: [{id: 名字, type: text, ask: 叫什么},"
    " {id: 户口页, type: file, ask: 拍户口页, required: true}]}"
)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(tmp_path, simple(PROOF, CHILDREN))


@pytest.fixture
def draft(form: Form) -> Draft:
    typed = {"1.名字": "虚构大宝", "3.名字": "虚构小宝"}
    return Draft.begun(form, on=ON).with_typed("孩子", typed)


HELD = {"证据": ["aa", "bb"], "孩子.3.户口页": ["cc"]}


@pytest.mark.parametrize(
    ("path", "id"),
    [("证据", "证据"), ("孩子.2.户口页", "户口页"), *((path, "") for path in
     ("", "孩子", "孩子.2", "孩子.2.名字", "孩子.x.户口页", "孩子.0.户口页", "证据.1", "没有", "孩子.2.户口页.x"))],
)  # fmt: skip
def test_where_a_form_takes_files(form: Form, path: str, id: str) -> None:
    asked = file_field(form, path)
    assert (asked.id if asked else "") == id


def test_what_is_kept_is_the_answer_and_what_was_typed_stays(form: Form, draft: Draft) -> None:
    filled = fill(form, with_files(draft, form, HELD), on=ON)
    assert filled.fields["证据"].value == ("aa", "bb")
    assert filled.fields["孩子"].missing == ("孩子.1.户口页",)
    assert [row.cells.get("户口页") for row in filled.fields["孩子"].value] == [None, ("cc",)]  # type: ignore[union-attr]


def test_what_is_gone_is_no_answer_any_more(form: Form, draft: Draft) -> None:
    again = with_files(with_files(draft, form, HELD), form, {})
    assert fill(form, again, on=ON).fields["证据"].value is None
    assert dict(again.typed("孩子")) == dict(draft.typed("孩子"))


def test_files_beat_the_tick_that_there_are_none(form: Form, draft: Draft) -> None:
    ticked = draft.with_typed("证据", {"?": "以后补"})
    assert dict(with_files(ticked, form, {}).typed("证据")) == {"?": "以后补"}
    assert dict(with_files(ticked, form, HELD).typed("证据")) == {"": "aa bb"}


def test_a_row_of_nothing_but_a_file_is_a_row(form: Form) -> None:
    draft = with_files(Draft.begun(form, on=ON), form, {"孩子.1.户口页": ["cc"]})
    rows = fill(form, draft, on=ON).fields["孩子"].value
    assert rows is not None and len(rows) == 1  # type: ignore[arg-type]


def test_a_field_that_nobody_was_on_stays_open(form: Form) -> None:
    assert with_files(Draft.begun(form, on=ON), form, {}).said == {}


def test_people_read_how_many_and_never_an_id(form: Form, draft: Draft) -> None:
    held = HELD | {"孩子.1.户口页": ["dd"]}
    laid = with_files(draft, form, held)
    outcome = lodge(form, laid, on=ON)
    assert isinstance(outcome, Lodged)
    assert set(outcome.files(form)) == {
        ("证据", "aa"), ("证据", "bb"), ("孩子.1.户口页", "dd"), ("孩子.3.户口页", "cc")
    }  # fmt: skip
    shown = [line for _, lines in showing.parts(form, outcome) for line in lines]
    assert shown[0].text == "2个文件"
    assert "户口页：1个文件" in shown[1].text
    assert shown[1].slots == (("孩子.1.户口页", "第1个：户口页"), ("孩子.3.户口页", "第2个：户口页"))
    listed = check_list(fill(form, laid, on=ON), laid)
    text = "".join(line for _, rows in listed.parts for row in rows for line in row.lines)
    assert not any(id in text for id in ("aa", "bb", "cc", "dd"))


def test_who_may_not_see_an_answer_is_not_told_where_its_files_lie(form: Form, draft: Draft) -> None:
    outcome = lodge(form, with_files(draft, form, HELD | {"孩子.1.户口页": ["dd"]}), on=ON)
    assert isinstance(outcome, Lodged)
    parts = showing.parts(form, outcome, up_to=Secrecy.OFFICIAL)
    assert all(line.slots == () for _, lines in parts for line in lines)
    held = {"证据": ["a picture"]}
    assert all(line.files == () for _, lines in showing.beside(parts, held) for line in lines)
    seen = showing.beside(showing.parts(form, outcome), held)
    assert seen[0][1][0].files == (("", ("a picture",)),)


def test_a_kind_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    field = "{id: 证据, type: file, ask: 问, kinds: [image, exe]}"
    _, errors = read(tmp_path, {f"{DOCUMENT}/forms/form.yaml": simple(field)})
    assert any("exe" in str(error) and "pdf" in str(error) for error in errors)


def test_the_fields_that_take_files_as_written(tmp_path: Path) -> None:
    library = "fields:\n  - {id: 公用, type: file, ask: 问}\n"
    text = simple(PROOF, CHILDREN, "{use: 公用}", "{id: 甲, type: text, ask: 问}")
    named = text.replace("parts:", "services: [help]\nparts:", 1)
    write(tmp_path, {"100000/fields.yaml": library, f"{DOCUMENT}/forms/form.yaml": named})
    forms = read_services(tmp_path, Report())
    assert forms.taking_files("simple") == {"证据", "孩子", "公用"}
    assert forms.taking_files("unknown") == set()
