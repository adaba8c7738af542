"""Officials from a sheet, as a personnel office keeps it: one row an account with its first role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from huigong.directory import offices
from huigong.directory.principals import Grant
from huigong.directory.roles import ROLES
from huigong.kernel import placenames
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.sheets import heads, opening
from huigong.sheets.rows import Cell, Row, Sheet

COLUMNS = {
    "username": ("用户名", "账号", "登录名"),
    "display_name": ("姓名", "名字"),
    "resident_number": ("身份证号", "身份证号码", "公民身份号码", "证件号码"),
    "role": ("角色", "岗位"),
    "region": ("地区", "区划", "所在地区"),
    "office": ("部门", "单位", "工作单位"),
}
MOST_ROWS = 50  # a password takes a third of a second to hash, and somebody waits
_MOST_LINES = 1000  # also of those that say nothing
_ALIASES = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
_REQUIRED = ("username", "display_name", "resident_number", "role", "region")


@dataclass(frozen=True)
class OfficialRow:
    """A row that can be read: `number` as the sheet shows it."""

    number: int
    username: str
    display_name: str
    resident_number: str
    grant: Grant


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken, and why."""

    number: int
    username: str
    error: DomainError


def read(data: bytes, *, on: date) -> tuple[list[OfficialRow], list[BadRow]]:
    """The rows of the first sheet that has the columns; offices by name or id as of `on`.

    Raises `DomainError`: `officials.columns`, `officials.many`, and as `sheets.opening.sheets`.
    """
    good: list[OfficialRow] = []
    bad: list[BadRow] = []
    for row, cells in _rows(data):
        try:
            good.append(_official(row.number, cells, on=on))
        except DomainError as error:
            bad.append(BadRow(row.number, cells["username"], error))
        if len(good) + len(bad) > MOST_ROWS:
            raise _too_many()
    return good, bad


def _too_many() -> DomainError:
    return Invalid(
        code="officials.many",
        about="sheet",
        what=say("一张表最多 {most} 人", most=str(MOST_ROWS)),
        do="请分成几张表",
    )


def _rows(data: bytes) -> Iterator[tuple[Row, dict[str, str]]]:
    sheet, head = _table(opening.sheets(data))
    for row in sheet.rows():
        if row.number > head.number + _MOST_LINES:
            raise _too_many()
        cells = {column: _text(row, place) for column, place in head.places.items()}
        if row.number > head.number and any(cells.values()) and not head.repeats(row.cells):
            yield row, {column: cells.get(column, "") for column in COLUMNS}


def _table(sheets: list[Sheet]) -> tuple[Sheet, heads.Head]:
    for sheet in sheets:
        head = heads.find(list(islice(sheet.rows(), heads.LOOKED_AT)), _ALIASES, _REQUIRED)
        if head is not None:
            return sheet, head
    raise Invalid(
        code="officials.columns",
        about="sheet",
        what="表里没有找到要有的列",
        do="第一行请写：用户名、姓名、身份证号、角色、地区、部门",
    )


def _official(number: int, cells: dict[str, str], *, on: date) -> OfficialRow:
    missing = next((column for column in _REQUIRED if not cells[column]), None)
    if missing:
        raise Invalid(
            code="officials.empty",
            about=missing,
            what=say("没有填“{column}”", column=COLUMNS[missing][0]),
            do="请补上以后再传",
        )
    region = placenames.one(cells["region"]).code
    return OfficialRow(
        number=number,
        username=cells["username"].lower(),
        display_name=cells["display_name"],
        resident_number=cells["resident_number"],
        grant=Grant(_role(cells["role"]), region, _office(cells["office"], region, on=on)),
    )


def _role(text: str) -> str:
    known = {name: role.slug for role in ROLES.values() if role.assignable for name in (role.name, role.slug)}
    if text not in known:
        raise Invalid(
            code="officials.role",
            about="role",
            what=say("没有“{role}”这个角色", role=text),
            do="请照系统里的角色名称写，例如：经办人",
        )
    return known[text]


def _office(text: str, region: str, *, on: date) -> str | None:
    """The id of the region's own office of this name or id; None for an empty cell."""
    if not text:
        return None
    book = offices.book()
    own = (version for line in book.lines() for version in book.versions(f"{region}/{line.id}"))
    named = [
        office
        for office in own
        if office.valid_on(on) and text in (office.id, office.name, *office.short_names)
    ]
    if len({office.id for office in named}) != 1:
        raise Invalid(
            code="officials.office",
            about="office",
            what=say("这个地区没有叫“{office}”的部门", office=text),
            do="请照部门名录写全称",
        )
    return named[0].id


def _text(row: Row, place: int) -> str:
    """Text as typed; a number that a spreadsheet made of a region code, and nothing else that is none."""
    cell: Cell = row.cells[place] if place < len(row.cells) else ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.0f}"
    return heads.text_of(cell)
