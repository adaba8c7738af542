"""Whatever is filled in of any form reads back the same: as written, as shown, from JSON and from a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from huigong import forms
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.kinds import Kind
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.programs import answers_json, json_schema
from huigong.forms.screens import CHECK, Layout, first_open, screens
from huigong.forms.sheets import cells, drafts_of
from huigong.forms.types import At, type_of
from huigong.forms.values import Row
from huigong.forms.workbook import read_workbook, workbook
from huigong.rules.values import Unknown
from tests.each import each
from tests.filled import everything, least
from tests.unit.forms.schema import accepts

ON = date(2026, 11, 21)
FORMS = [(written.file.region, written.id) for written in forms.book().written]
WAYS: dict[str, Callable[..., Draft]] = {"least": least, "everything": everything}
MOST_SCREENS = 45

each_form = each("region, id, way", [(region, id, way) for region, id in FORMS for way in WAYS])


def sent(region: str, id: str, way: str) -> tuple[Form, Draft, Lodged]:
    form = forms.book().form(id, on=ON, region=region)
    draft = WAYS[way](form, on=ON)
    outcome = lodge(form, draft, on=ON)
    assert isinstance(outcome, Lodged), [mistake.error.what for mistake in outcome.mistakes]
    return form, draft, outcome


def unnumbered(value: Any) -> Any:
    """Rows without their ids, which nobody is shown."""
    return (
        [row.cells for row in value]
        if value and isinstance(value, tuple) and isinstance(value[0], Row)
        else value
    )


@each_form
def test_from_what_is_written_and_shown(region: str, id: str, way: str) -> None:
    form, _, lodged = sent(region, id, way)
    for name, answer in lodged.answers.items():
        asked, value = form.fields[name], answer.value
        kind = type_of(asked.kind)
        if isinstance(value, Unknown):
            continue
        assert kind.read(asked, kind.written(asked, value), At(ON), name).value == value
        shown = kind.read(asked, kind.typed_of(asked, kind.display(asked, value)), At(ON), name)
        assert unnumbered(shown.value) == unnumbered(value)


@each_form
def test_from_json_which_fits_its_schema(region: str, id: str, way: str) -> None:
    form, _, lodged = sent(region, id, way)
    raw = lodged.as_json(form)
    assert Lodged.from_json(form, raw).answers == lodged.answers
    assert Lodged.from_json(form, raw).facts(form) == lodged.facts(form)
    assert accepts(
        json_schema(form), answers_json(form, {id: each.value for id, each in lodged.answers.items()})
    )


@each_form
def test_from_a_workbook(region: str, id: str, way: str) -> None:
    form, draft, lodged = sent(region, id, way)
    read = read_workbook(form, workbook(form, cells(form, [draft])))
    (back,) = drafts_of(form, read, on=ON)
    again = lodge(form, back, on=ON)
    assert isinstance(again, Lodged)
    assert again.answers == lodged.answers


@each_form
def test_it_is_walked_through_to_its_end(region: str, id: str, way: str) -> None:
    """Every question that is asked stands on a screen, and after the last answer comes the list to check."""
    form, draft, lodged = sent(region, id, way)
    filled = fill(form, draft, on=ON)
    listed = screens(filled, Layout.WORKER)
    assert len(listed) <= MOST_SCREENS
    shown = {control.path for screen in listed for control in screen.controls}
    assert shown >= {name for name in lodged.answers if form.fields[name].computed is None}
    if way == "everything":
        files = {id for id, field in form.fields.items() if field.kind is Kind.FILE}
        assert first_open(filled, draft) in {CHECK, *files}
