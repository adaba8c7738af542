"""Reads one row of a sheet of people: who, where they work, and what is wrong.

What makes the person doubtful refuses the row; what spoils an optional cell only leaves that cell out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from huigong.kernel import placenames, regions, writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone, normalise_uscc
from huigong.kernel.sentences import say
from huigong.registry import newcomers
from huigong.registry.intake import dates
from huigong.registry.intake.columns import BY_ID
from huigong.registry.intake.rows import At, Entry, GivenPerson, GivenWork
from huigong.registry.lifetimes import require_begins
from huigong.registry.models import Employer, Engagement
from huigong.registry.texts import fitting, one_line
from huigong.sheets.heads import Head
from huigong.sheets.rows import Broken, Cell, Row

_EXACT = 10**15  # a spreadsheet keeps fifteen figures; what is longer may have changed
_POWER = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+")
_APOSTROPHES = "'’‘`′＇"
# What people write into a cell that has nothing to say.
_NOTHING = frozenset(
    (
        "",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "－",
        "无",
        "暂无",
        "没有",
        "不详",
        "未知",
        "空",
        "N/A",
        "NULL",
        "null",
    )
)
_SEXES = {"男": "male", "男性": "male", "1": "male", "女": "female", "女性": "female", "2": "female"}
_ANSWERS = {"是": True, "有": True, "已签": True, "已签订": True, "签": True, "√": True, "✓": True}
_ANSWERS |= {"否": False, "没签": False, "未签": False, "未签订": False, "无合同": False, "×": False}
_TOTALS = re.compile(r"(?:合|小|总|共|累|本页小|本页合|本页)\s*计")
_FOOT = re.compile(r"(?:填表|制表|审核|复核|经办|负责人|单位负责|联系人|备注|说明|注|填报)")

_SIMPLE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")  # as it is kept already
_CACHED = 20_000  # spellings of places, employers and trades, which a sheet repeats
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
        name = self._of(row, entry, "name", _name, refuses=True)
        resident = self._of(row, entry, "number", _resident, refuses=True)
        born = self._of(row, entry, "born_on", self._day, refuses=True)
        sex = self._of(row, entry, "sex", _sex, refuses=True)
        since = self._of(row, entry, "residence_since", self._day, refuses=True)
        if resident is not None:
            self._compare(entry, resident, born=born, sex=sex, since=since)
        residence, beyond = self._of(row, entry, "residence", _place) or ("", "")
        hukou, _ = self._of(row, entry, "hukou_place", _place) or ("", "")
        phone = self._of(row, entry, "phone", _phone) or ""
        address = self._of(row, entry, "address", _address) or beyond
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
        employer = self._of(row, entry, "employer", _employer) or ""
        uscc = self._of(row, entry, "uscc", _uscc) or ""
        place, _ = self._of(row, entry, "place", _place) or ("", "")
        project = self._of(row, entry, "project", _project) or ""
        occupation = self._of(row, entry, "occupation", _occupation) or ""
        signed = self._of(row, entry, "contract_signed", _answer)
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
            self._say(entry, "sex", _sex_differs())
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
        if isinstance(cell, str) and cell.strip() in _NOTHING:
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
    return "" if isinstance(cell, str) and cell.strip() in _NOTHING else str(cell).strip()


def _text(cell: Cell) -> str:
    """The text of a cell, "" where it says nothing. Raises `Invalid`: `row.formula`, `row.cell`."""
    if isinstance(cell, str):
        return "" if cell.strip() in _NOTHING else cell
    match cell:
        case bool():
            return "是" if cell else "否"
        case int() | float() if abs(cell) < _EXACT and cell == int(cell):
            return str(int(cell))
        case Broken():
            raise Invalid(
                "row.formula",
                say("这一格是公式，结果是“{shown}”", shown=cell.shown[:20]),
                do="请直接填写内容",
            )
    raise Invalid("row.cell", "这一格读不懂", do="请把表格里这一列设为“文本”格式，重新填写")


def _name(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else _text(cell)
    return text if _SIMPLE_NAME.fullmatch(text) else writing.person_name(text)


def _resident(cell: Cell) -> ResidentId:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Invalid(
            "row.number_cell",
            "身份证号被表格存成了数值",
            why="数值只留得住前15位，后面的数字可能已经变了",
            do="请把这一列设为“文本”格式，照身份证重新填写",
        )
    text = _text(cell).strip().strip(_APOSTROPHES)
    if _POWER.fullmatch(writing.code(text)):
        raise Invalid(
            "row.number_power",
            say("身份证号变成了“{text}”，后面的数字丢了", text=text[:20]),
            do="请把这一列设为“文本”格式，照身份证重新填写",
        )
    try:
        return ResidentId.parse(text)
    except DomainError as error:
        if error.code == "identity.checksum" and text.rstrip().endswith("000"):
            raise Invalid(
                error.code,
                error.what,
                why="最后三位是000，多半是表格存成数值时丢了数字",
                do="请把这一列设为“文本”格式，照身份证重新填写",
            ) from error
        raise


def _sex(cell: Cell) -> str | None:
    text = writing.line(_text(cell))
    if not text:
        return None
    if text not in _SEXES:
        raise Invalid("person.sex", say("性别“{text}”读不懂", text=text[:20]), do="请写男或女，或者不填")
    return _SEXES[text]


def _sex_differs() -> DomainError:
    return Invalid(
        "person.sex_differs",
        "性别和身份证号里的不一样",
        why="身份证号第17位单数是男，双数是女",
        do="请对照身份证核对号码和性别",
    )


def _phone(cell: Cell) -> str:
    text = _text(cell).strip().strip(_APOSTROPHES)
    return normalise_phone(text) if text else ""


def _address(cell: Cell) -> str:
    return _line_of(_text(cell))


@lru_cache(maxsize=_CACHED)
def _line_of(text: str) -> str:
    return one_line(text, label="住址")


def _place(cell: Cell) -> tuple[str, str]:
    """Region code, and the whole text where it goes on below the county."""
    text = _text(cell)
    return _region(text) if text else ("", "")


@lru_cache(maxsize=_CACHED)
def _region(written: str) -> tuple[str, str]:
    text = writing.line(written)
    code = placenames.one(text).code
    if code == regions.NATION:
        raise Invalid("place.too_wide", "这一格写的是全国", do="请写到县（市、区）")
    beyond = placenames.read(text).beyond
    return code, text if beyond and not text.isdigit() else ""


@lru_cache(maxsize=_CACHED)
def _organisation(text: str) -> str:
    name = writing.organisation(fitting(Employer, "name", text))
    if len(name) < 2 or not any(each.isalpha() for each in name):
        raise Invalid("employer.name_missing", "单位名称不完整", do="请照营业执照填写单位全称")
    return name


def _employer(cell: Cell) -> str:
    text = _text(cell)
    return _organisation(text) if text.strip() else ""


def _uscc(cell: Cell) -> str:
    text = _text(cell).strip().strip(_APOSTROPHES)
    return normalise_uscc(text) if text else ""


def _project(cell: Cell) -> str:
    return _column(_text(cell), "project")


def _occupation(cell: Cell) -> str:
    return _column(_text(cell), "occupation")


@lru_cache(maxsize=_CACHED)
def _column(text: str, column: str) -> str:
    return fitting(Engagement, column, text) if text else ""


def _answer(cell: Cell) -> bool | None:
    text = writing.line(_text(cell))
    if not text:
        return None
    if text not in _ANSWERS:
        raise Invalid("row.answer", say("“{text}”读不懂", text=text[:20]), do="请写是或否，不知道的不填")
    return _ANSWERS[text]


def _no_employer() -> DomainError:
    return Invalid(
        "employer.name_missing", "写了用工内容，没有写用人单位，用工没有登记", do="请照营业执照填写单位全称"
    )


def _no_start() -> DomainError:
    return Invalid("engagement.no_start", "没有填写上岗日，用工没有登记", do="请填写从哪一天起上岗")


def _period() -> DomainError:
    return Invalid("engagement.period", "离岗日早于上岗日", do="请核对起止日期")
