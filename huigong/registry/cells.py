"""Cells of a file as whatever read the file gives them: text, figures, days with a time, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.timezone import is_aware, localdate

from huigong.kernel import days, regions, writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.sheets.figures import whole

_CUT = "000"  # what it leaves of the last three figures of a resident number
_WHY_CUT = "最后三位是000，多半是表格存成数值时丢了数字"


def text(cell: object, *, label: str) -> str:
    """The text of a cell; figures that a spreadsheet keeps exactly are read as typed. Raises `Invalid` (`row.cell`)."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if (figures := whole(cell)) is not None:
        return figures
    raise _unreadable(label, "请把表格里这一列设为“文本”格式再提交")


def number(cell: object, *, label: str) -> str:
    """A number of many figures, which only text keeps. Raises `Invalid` (`row.number_cell`, `row.cell`)."""
    if isinstance(cell, int | float):
        raise Invalid(
            code="row.number_cell",
            what=f"“{label}”被表格存成了数值",
            why="数值只留得住前15位，后面的数字可能已经变了",
            do="请把这一列设为“文本”格式，照证件重新填写",
        )
    return text(cell, label=label)


def day(cell: object, *, label: str) -> date | None:
    """The day of a cell; None where it is empty.

    Raises `Invalid`: `row.cell`, `day.not_a_day`, `day.out_of_range`, `day.beyond_calendar`.
    """
    match cell:
        case None:
            return None
        case datetime():
            with days.within_calendar():
                return localdate(cell) if is_aware(cell) else cell.date()
        case date():
            return cell
        case str():
            return days.read(cell) if writing.line(cell) else None
    raise _unreadable(label, "请写成 2016年6月1日 这样")


def region(cell: object, *, label: str) -> str:
    """The code of a region on record. Raises `DomainError`: `row.cell`, `regions.unknown`, `place.too_wide` for the whole country."""
    code = regions.find(regions.six_digits(writing.code(text(cell, label=label)))).code
    if code == regions.NATION:
        raise Invalid(
            code="place.too_wide",
            about="place",
            what=f"“{label}”写的是全国",
            do="请写到县（市、区）的六位代码",
        )
    return code


def cut_or(error: DomainError, number: str) -> DomainError:
    """The error of a resident number; where its check character is wrong and it ends in zeros, that says why."""
    if error.code != "identity.checksum" or not number.rstrip().endswith(_CUT):
        return error
    return replace(error, why=_WHY_CUT, do="请把这一列设为“文本”格式，照身份证重新填写")


def lost_digits(error: DomainError) -> bool:
    """Whether the column of this resident number went through numbers: figures, a power of ten, zeros for figures."""
    return error.code in ("row.number_cell", "row.number_power") or error.why == _WHY_CUT


def may_be_cut(number: str) -> bool:
    """Whether a number with the right check character may still be another's, cut: one in eleven comes out right."""
    return number.endswith(_CUT)


def doubtful() -> DomainError:
    """Of a number that `may_be_cut` where other rows of its column lost digits (`row.number_doubtful`)."""
    return Invalid(
        code="row.number_doubtful",
        about="resident_number",
        what="身份证号最后三位是000",
        why="这一列别的行丢了数字，这个号码多半也丢了",
        do="请把这一列设为“文本”格式，照身份证重新填写",
    )


def _unreadable(label: str, do: str) -> DomainError:
    return Invalid(code="row.cell", what=f"“{label}”这一格读不懂", do=do)
