"""What a page shows of a field: which row a mistake is in, what to do about it, and options that can be read whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from huigong.forms.drawn import Control
from huigong.forms.drafts import Draft
from huigong.forms.filling import fill
from huigong.forms.screens import Screen, screen
from tests.each import each
from tests.unit.forms.packs import ON, form_of, read, simple

WORKMATES = "{id: 工友, type: repeat, ask: 有谁？, fields: [{id: 姓名, type: person, ask: 叫什么, parts: [姓名, 电话]}, {id: 欠他, type: money, ask: 欠多少}]}"
MONTHS = "{id: 每月, type: table, ask: 每月？, columns: [{id: 月份, type: month, ask: 月份}, {id: 欠发, type: money, ask: 欠多少}]}"


def asked(folder: Path, field: str, id: str, typed: dict[str, str], *, told: bool = False) -> Screen:
    form = form_of(folder, simple(field))
    draft = Draft.begun(form, on=ON).with_typed(id, typed)
    return screen(fill(form, draft, on=ON), id, told=told)


def needed(field: str) -> str:
    """The field and all in it, required."""
    return field.replace("ask:", "required: true, ask:")


def lines_of(control: Control) -> Iterator[Control]:
    """Everything in which something can be written."""
    inside = (*control.parts, *(cell for line in control.lines for cell in line.controls))
    if not inside:
        yield control
    for each_inside in inside:
        yield from lines_of(each_inside)


@pytest.mark.parametrize(
    ("field", "id", "typed", "where", "row"),
    [
        (
            WORKMATES,
            "工友",
            {"7.姓名.phone": "139", "8.姓名.name": "虚构乙"},
            "f-工友.7.姓名.name",
            "第 1 个",
        ),
        (WORKMATES, "工友", {"7.姓名.name": "虚构甲", "9.欠他": "三百多"}, "f-工友.9.欠他", "第 2 个"),
        (MONTHS, "每月", {"1.月份": "2026年3月", "2.月份": "十三月"}, "f-每月.2.月份", "第2行"),
    ],
)
def test_a_mistake_in_a_row_names_the_row_as_the_page_does(
    tmp_path: Path, field: str, id: str, typed: dict[str, str], where: str, row: str
) -> None:
    path, says = asked(tmp_path, field, id, typed).mistakes[0]
    assert path == where
    assert says.startswith(f"{row}：")


def test_who_knows_only_the_foreman_is_told_to_write_him_as_the_name(tmp_path: Path) -> None:
    field = "{id: 单位, type: employer, ask: 是谁欠您？, unknown_ok: [不知道是谁]}"
    ((path, says),) = asked(tmp_path, field, "单位", {"contact": "虚构工头", "phone": "13900000001"}).mistakes
    assert path == "f-单位.name"
    assert "写老板或者包工头的姓名" in says


@each(
    "field, id, typed, blamed",
    [
        ("{id: 哪里, type: place, required: true, ask: 在哪里？}", "哪里", {}, ["哪里.region"]),
        ("{id: 哪里, type: place, required: true, ask: 在哪里？}", "哪里", {"address": "三号工地"}, []),
        ("{id: 单位, type: employer, required: true, ask: 是谁？}", "单位", {}, ["单位.name"]),
        (
            "{id: 人, type: person, required: true, ask: 叫什么？, parts: [姓名, 电话]}",
            "人",
            {"name": "虚构甲"},
            [],
        ),
        ("{id: 名称, type: text, required: true, ask: 叫什么？}", "名称", {}, []),
        (needed(WORKMATES), "工友", {}, ["工友.1.姓名.name", "工友.1.欠他"]),
        (needed(MONTHS), "每月", {}, ["每月.1.月份", "每月.1.欠发"]),
    ],
)
def test_a_mistake_of_the_whole_is_marked_in_the_first_line_to_write(
    tmp_path_factory: pytest.TempPathFactory, field: str, id: str, typed: dict[str, str], blamed: list[str]
) -> None:
    """A screen reader goes from line to line, and hears of a line only what is said in it."""
    (control,) = asked(tmp_path_factory.mktemp("form"), field, id, typed, told=True).controls
    assert [line.path for line in lines_of(control) if line.blamed] == blamed
    assert control.wrong == bool(any(line.invalid for line in lines_of(control)))


@pytest.mark.parametrize(("longest", "widget"), [(14, "list"), (15, "choice")])
def test_what_a_closed_list_would_cut_off_stands_open(tmp_path: Path, longest: int, widget: str) -> None:
    """A phone of 360 pixels shows fourteen characters of a closed list."""
    options = (f"  - {{code: 第{count}, name: {'长' * (longest - 1)}{count}}}" for count in range(8))
    codes = "\n".join(["id: 许多", "codes:", *options, ""])
    text = simple("{id: 哪样, type: code, codes: 许多, ask: 哪一样？}")
    book, errors = read(tmp_path, {"100000/couriers/forms/form.yaml": text, "100000/codes/many.yaml": codes})
    assert not errors
    form = book.form("simple", on=ON)
    (control,) = screen(fill(form, Draft.begun(form, on=ON), on=ON), "哪样").controls
    assert control.widget == widget
