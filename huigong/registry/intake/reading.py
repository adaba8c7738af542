"""Reads one row of a sheet of people: who, where they work, and what is wrong.

What makes the person doubtful refuses the row; what spoils an optional cell only leaves that cell out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId
from huigong.registry import newcomers
from huigong.registry.intake import dates, values
from huigong.registry.intake.columns import BY_ID
from huigong.registry.intake.rows import At, Entry, GivenPerson, GivenWork
from huigong.registry.lifetimes import require_begins
from huigong.sheets.heads import Head
from huigong.sheets.rows import Cell, Row

_TOTALS = re.compile(r"(?:合|小|总|共|累|本页小|本页合|本页)\s*计")
_FOOT = re.compile(r"(?:填表|制表|审核|复核|经办|负责人|单位负责|联系人|备注|说明|注|填报)")
Value = TypeVar("Value")


class RowReader:
    """Reads the rows of one sheet below its `head`; `epoch` as in `Sheet`."""

    def __init__(self, head: Head, *, sheet: int, today: date, epoch: date | None) -> None:
        self._head, self._sheet = head, sheet
        self._today, self._epoch = today, epoch
        self._places = head.places

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
        name = self._of(row, entry, "name", values.name, refuses=True)
        resident = self._of(row, entry, "number", values.resident, refuses=True)
        born = self._of(row, entry, "born_on", self._day, refuses=True)
        sex = self._of(row, entry, "sex", values.sex, refuses=True)
        since = self._of(row, entry, "residence_since", self._day, refuses=True)
        if resident is not None:
            self._compare(entry, resident, born=born, sex=sex, since=since)
        residence, beyond = self._of(row, entry, "residence", values.place) or ("", "")
        hukou, _ = self._of(row, entry, "hukou_place", values.place) or ("", "")
        phone = self._of(row, entry, "phone", values.phone) or ""
        address = self._of(row, entry, "address", values.address) or beyond
        work = self._work(row, entry, resident)
        if entry.refused or name is None or resident is None:
            return entry
        number = resident.number
        entry.person = GivenPerson(
            name, number, phone, address, resident.sex.value, resident.born, hukou, residence, since
        )
        entry.work = work
        self._note_mended(row, entry)
        return entry

    def _work(self, row: Row, entry: Entry, resident: ResidentId | None) -> GivenWork | None:
        employer = self._of(row, entry, "employer", values.employer) or ""
        uscc = self._of(row, entry, "uscc", values.uscc) or ""
        place, _ = self._of(row, entry, "place", values.place) or ("", "")
        project = self._of(row, entry, "project", values.project) or ""
        occupation = self._of(row, entry, "occupation", values.occupation) or ""
        signed = self._of(row, entry, "contract_signed", values.answer)
        since = self._of(row, entry, "valid_from", self._day, refuses=True)
        until = self._of(row, entry, "valid_until", self._day, refuses=True)
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
        return GivenWork(employer, uscc, place, project, occupation, signed, since, until)

    def _compare(
        self, entry: Entry, resident: ResidentId, *, born: date | None, sex: str | None, since: date | None
    ) -> None:
        if born is not None and born != resident.born:
            self._say(entry, "born_on", dates.differs(born, resident.born))
        if sex is not None and sex != resident.sex.value:
            self._say(entry, "sex", values.sex_differs())
        try:
            newcomers.require_alive(resident, on=self._today)
        except DomainError as error:
            self._say(entry, "number", error)
            return
        if since is not None:
            try:
                newcomers.require_lived(resident.born, since=since, on=self._today)
            except DomainError as error:
                self._say(entry, "residence_since", error)

    def _of(
        self,
        row: Row,
        entry: Entry,
        column: str,
        read: Callable[[Cell], Value | None],
        *,
        refuses: bool = False,
    ) -> Value | None:
        """What `read` makes of the cell; None, with the problem told, where it makes nothing of it."""
        at = self._places.get(column)
        if at is None:
            return None
        cell = row.cells[at] if at < len(row.cells) else ""
        try:
            return read(cell)
        except DomainError as error:
            self._say(entry, column, error, refuses=refuses)
            return None

    def _day(self, cell: Cell) -> date | None:
        if isinstance(cell, str) and cell.strip() in values.NOTHING:
            return None
        return dates.read(cell, epoch=self._epoch)

    def _say(self, entry: Entry, column: str, error: DomainError, *, refuses: bool = True) -> None:
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
        kept = {"name": entry.person.name, "number": entry.person.number, "phone": entry.person.phone}
        for column, value in kept.items():
            if column in self._places and value and _as_shown(self._cell(row, column)) != value:
                entry.mended.append(column)


def _as_shown(cell: Cell) -> str:
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
