"""Reads one row of a sheet of people: who, where they work, and what is wrong.

What makes the person doubtful refuses the row; what spoils an optional cell only leaves that cell out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId
from huigong.registry import cells, newcomers
from huigong.registry.intake import dates, values
from huigong.registry.intake.columns import BY_ID, REQUIRED
from huigong.registry.intake.rows import At, Entry, GivenPerson, GivenWork
from huigong.registry.lifetimes import require_begins
from huigong.sheets.heads import Head
from huigong.sheets.rows import Cell, Row

_TOTALS = re.compile(r"(?:合|小|总|共|累|本页小|本页合|本页)\s*计")
_FOOT = re.compile(r"(?:填表|制表|审核|复核|经办|负责人|单位负责|联系人|备注|说明|注|填报)")
# Column id → how its cell is read, in the order in which what is wrong with a row is told.
_READ: dict[str, Callable[[Cell], Any]] = {
    "name": values.name,
    "number": values.resident,
    "sex": values.sex,
    "residence": values.place,
    "hukou_place": values.place,
    "phone": values.phone,
    "address": values.address,
    "employer": values.employer,
    "uscc": values.uscc,
    "place": values.place,
    "project": values.project,
    "occupation": values.occupation,
    "contract_signed": values.answer,
}
_DAYS = ("born_on", "residence_since", "valid_from", "valid_until")
_REFUSE = frozenset(("name", "number", "sex", *_DAYS))
_OWN = frozenset(("name", "number", "phone"))  # nearly each row has another; a sheet repeats the rest
_REMEMBERED = 20_000  # spellings of a column
_NOWHERE = ("", "")


class _Column(NamedTuple):
    """A column that is read: where it stands, and what its spellings mean that were met before."""

    id: str
    at: int
    read: Callable[[Cell], Any]
    met: dict[Cell, Any] | None


class RowReader:
    """Reads the rows of one sheet below its `head`; `epoch` as in `Sheet`."""

    def __init__(self, head: Head, *, sheet: int, today: date, epoch: date | None) -> None:
        self._head, self._sheet = head, sheet
        self._today, self._epoch = today, epoch
        self._places = head.places
        read = {**_READ, **dict.fromkeys(_DAYS, self._day), "valid_until": self._last_day}
        self._columns = [
            _Column(column, head.places[column], read[column], None if column in _OWN else {})
            for column in read
            if column in head.places
        ]

    def is_plain(self, row: Row) -> bool:
        """Whether the row is about somebody at first sight, as nearly every one is: it is shown, and has a whole number."""
        cell = self._cell(row, "number")
        return not row.hidden and isinstance(cell, str) and values.NUMBER.fullmatch(cell) is not None

    def is_empty(self, row: Row) -> bool:
        """Whether no column that is read has anything in it: a row that was numbered ahead, or a line."""
        return not any(at < len(row.cells) and row.cells[at] != "" for at in self._places.values())

    def is_beside(self, row: Row) -> bool:
        """Whether the row is about nobody: hidden, a sum, the headers again, or who filled the sheet in."""
        if row.hidden or self._head.repeats(row.cells):
            return True
        if _plain(self._cell(row, "number")):
            return False
        first = next((cell for cell in row.cells if isinstance(cell, str) and cell.strip()), "")
        texts = (first.strip(), _plain(self._cell(row, "name")))
        return any(_TOTALS.match(text) or _FOOT.match(text) for text in texts)

    def read(self, row: Row) -> Entry:
        entry = Entry(At(self._sheet, row.number))
        given = self._given(row, entry)
        resident: ResidentId | None = given.get("number")
        if resident is not None:
            self._compare(entry, resident, given)
        work = self._work(given, entry, resident)
        if entry.refused or resident is None or "name" not in given:
            return entry
        residence, beyond = given.get("residence", _NOWHERE)
        entry.person = GivenPerson(
            name=given["name"],
            number=resident.number,
            phone=given.get("phone", ""),
            address=given.get("address") or beyond,
            sex=resident.sex.value,
            born_on=resident.born,
            hukou_place=given.get("hukou_place", _NOWHERE)[0],
            residence=residence,
            residence_since=given.get("residence_since"),
        )
        entry.work = work
        self._note_mended(row, entry)
        return entry

    def _given(self, row: Row, entry: Entry) -> dict[str, Any]:
        """Column id → what its cell means; a cell that is empty, or means nothing, is left out, the latter told."""
        cells, given = row.cells, {}
        for column, at, read, met in self._columns:
            cell = cells[at] if at < len(cells) else ""
            if cell == "" and column not in REQUIRED:
                continue
            is_text = isinstance(cell, str)
            if met is not None and is_text and cell in met:
                given[column] = met[cell]
                continue
            try:
                given[column] = read(cell)
            except DomainError as error:
                self._say(entry, column, error, refuses=column in _REFUSE)
                continue
            if met is not None and is_text and len(met) < _REMEMBERED:
                met[cell] = given[column]
        return given

    def _work(self, given: dict[str, Any], entry: Entry, resident: ResidentId | None) -> GivenWork | None:
        employer, uscc = given.get("employer", ""), given.get("uscc", "")
        since, until = given.get("valid_from"), given.get("valid_until")
        if not employer:
            if uscc or since is not None:
                self._say(entry, "employer", _no_employer(), refuses=False)
            return None
        if since is None:
            if not entry.refused:
                self._say(entry, "valid_from", _no_start(), refuses=False)
            return None
        if until is not None and until < since:
            self._say(entry, "valid_until", _period())
        if resident is not None:
            try:
                require_begins(since, resident.born, today=self._today, noun="engagement", label="上岗日")
            except DomainError as error:
                self._say(entry, "valid_from", error)
        return GivenWork(
            employer=employer,
            uscc=uscc,
            place=given.get("place", _NOWHERE)[0],
            project=given.get("project", ""),
            occupation=given.get("occupation", ""),
            contract_signed=given.get("contract_signed"),
            valid_from=since,
            valid_until=until,
        )

    def _compare(self, entry: Entry, resident: ResidentId, given: dict[str, Any]) -> None:
        born, sex, since = given.get("born_on"), given.get("sex"), given.get("residence_since")
        if born is not None and born != resident.born:
            self._say(entry, "born_on", dates.differs(born, resident.born))
        if sex is not None and sex != resident.sex.value:
            self._say(entry, "sex", values.sex_differs())
        try:
            newcomers.require_alive(resident.born, on=self._today)
        except DomainError as error:
            self._say(entry, "number", error)
            return
        if since is not None:
            try:
                newcomers.require_lived(resident.born, since=since, on=self._today)
            except DomainError as error:
                self._say(entry, "residence_since", error)

    def _day(self, cell: Cell) -> date | None:
        if isinstance(cell, str) and cell.strip() in values.NOTHING:
            return None
        return dates.read(cell, epoch=self._epoch)

    def _last_day(self, cell: Cell) -> date | None:
        lasts = isinstance(cell, str) and cell.strip() in values.LASTING
        return None if lasts else self._day(cell)

    def _say(self, entry: Entry, column: str, error: DomainError, *, refuses: bool = True) -> None:
        entry.lost_digits |= column == "number" and cells.lost_digits(error)
        entry.say(error, self._header(column), refuses=refuses)

    def _header(self, column: str) -> str:
        at = self._places.get(column)
        return self._head.texts[at] if at is not None else BY_ID[column].name

    def _cell(self, row: Row, column: str) -> Cell:
        at = self._places[column]
        return row.cells[at] if at < len(row.cells) else ""

    def _note_mended(self, row: Row, entry: Entry) -> None:
        """Which cells say the same in another spelling than what is kept."""
        assert entry.person is not None
        person = entry.person
        for column, value in (("name", person.name), ("number", person.number), ("phone", person.phone)):
            if value and column in self._places and _as_shown(self._cell(row, column)) != value:
                entry.mended.append(column)


def _as_shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _plain(cell: Cell) -> str:
    return "" if isinstance(cell, str) and cell.strip() in values.NOTHING else str(cell).strip()


def _no_employer() -> DomainError:
    return Invalid(
        "employer.name_missing", "写了用工内容，没有写用人单位，用工没有登记", do="请照营业执照填写单位全称"
    )


def _no_start() -> DomainError:
    return Invalid("engagement.no_start", "没有填写上岗日，用工没有登记", do="请填写从哪一天起上岗")


def _period() -> DomainError:
    return Invalid("engagement.period", "离岗日早于上岗日", do="请核对起止日期")
