"""What the cells of a sheet of people mean, each as it is kept; a cell that means nothing raises `Invalid`."""

from __future__ import annotations

import re

from huigong.kernel import placenames, regions, writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone, normalise_uscc
from huigong.kernel.sentences import say
from huigong.registry import cells
from huigong.registry.models import Employer, Engagement
from huigong.registry.texts import fitting, one_line
from huigong.sheets.figures import whole
from huigong.sheets.rows import Broken, Cell

_POWER = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+")
_APOSTROPHES = "'’‘`′＇"
# What people write into a cell that has nothing to say.
NOTHING = frozenset(
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
# What people write for a last day that has not come.
LASTING = frozenset(
    ("至今", "现在", "目前", "今", "长期", "在岗", "在职", "在做", "未离岗", "未离职", "未离场", "未退场")
)
_SEXES = {"男": "male", "男性": "male", "1": "male", "女": "female", "女性": "female", "2": "female"}
_ANSWERS = {"是": True, "有": True, "已签": True, "已签订": True, "签": True, "√": True, "✓": True}
_ANSWERS |= {"否": False, "没签": False, "未签": False, "未签订": False, "无合同": False, "×": False}

_AS_NUMBER = re.compile(r"[0-9]{11}\.0")  # what programs write of a phone that they took for a number
NUMBER = re.compile(r"[0-9]{17}[0-9X]")  # as it is kept already
_SIMPLE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")  # as it is kept already


def text_of(cell: Cell) -> str:
    """The text of a cell, "" where it says nothing. Raises `Invalid`: `row.formula`, `row.cell`."""
    if isinstance(cell, str):
        return "" if cell.strip() in NOTHING else cell
    match cell:
        case bool():
            return "是" if cell else "否"
        case int() | float() if (figures := whole(cell)) is not None:
            return figures
        case Broken():
            raise Invalid(
                "row.formula",
                say("这一格是公式，结果是“{shown}”", shown=cell.shown[:20]),
                do="请直接填写内容",
            )
    raise Invalid("row.cell", "这一格读不懂", do="请把表格里这一列设为“文本”格式，重新填写")


def name(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else text_of(cell)
    return text if _SIMPLE_NAME.fullmatch(text) else writing.person_name(text)


def resident(cell: Cell) -> ResidentId:
    if isinstance(cell, str) and NUMBER.fullmatch(cell):
        return _parsed(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Invalid(
            "row.number_cell",
            "身份证号被表格存成了数值",
            why="数值只留得住前15位，后面的数字可能已经变了",
            do="请把这一列设为“文本”格式，照身份证重新填写",
        )
    text = text_of(cell).strip().strip(_APOSTROPHES)
    if _POWER.fullmatch(writing.code(text)):
        raise Invalid(
            "row.number_power",
            say("身份证号变成了“{text}”，后面的数字丢了", text=text[:20]),
            do="请把这一列设为“文本”格式，照身份证重新填写",
        )
    return _parsed(text)


def _parsed(text: str) -> ResidentId:
    try:
        return ResidentId.parse(text)
    except DomainError as error:
        raise cells.cut_or(error, text) from error


def sex(cell: Cell) -> str | None:
    text = writing.line(text_of(cell))
    if not text:
        return None
    if text not in _SEXES:
        raise Invalid("person.sex", say("性别“{text}”读不懂", text=text[:20]), do="请写男或女，或者不填")
    return _SEXES[text]


def sex_differs() -> DomainError:
    return Invalid(
        "person.sex_differs",
        "性别和身份证号里的不一样",
        why="身份证号第17位单数是男，双数是女",
        do="请对照身份证核对号码和性别",
    )


def phone(cell: Cell) -> str:
    text = text_of(cell).strip().strip(_APOSTROPHES)
    if _AS_NUMBER.fullmatch(text):
        text = text.removesuffix(".0")
    return normalise_phone(text) if text else ""


def address(cell: Cell) -> str:
    return _line_of(text_of(cell))


def _line_of(text: str) -> str:
    return one_line(text, label="住址")


def place(cell: Cell) -> tuple[str, str]:
    """Region code, and the whole text where it goes on below the county."""
    text = text_of(cell)
    return _region(text) if text else ("", "")


def _region(written: str) -> tuple[str, str]:
    text = writing.line(written)
    code = placenames.one(text).code
    if code == regions.NATION:
        raise Invalid("place.too_wide", "这一格写的是全国", do="请写到县（市、区）")
    beyond = placenames.read(text).beyond
    return code, text if beyond and not text.isdigit() else ""


def _organisation(text: str) -> str:
    name = writing.organisation(fitting(Employer, "name", text))
    if len(name) < 2 or not any(each.isalpha() for each in name):
        raise Invalid("employer.name_missing", "单位名称不完整", do="请照营业执照填写单位全称")
    return name


def employer(cell: Cell) -> str:
    text = text_of(cell)
    return _organisation(text) if text.strip() else ""


def uscc(cell: Cell) -> str:
    text = text_of(cell).strip().strip(_APOSTROPHES)
    return normalise_uscc(text) if text else ""


def project(cell: Cell) -> str:
    return _column(text_of(cell), "project")


def occupation(cell: Cell) -> str:
    return _column(text_of(cell), "occupation")


def _column(text: str, column: str) -> str:
    return fitting(Engagement, column, text) if text else ""


def answer(cell: Cell) -> bool | None:
    text = writing.line(text_of(cell))
    if not text:
        return None
    if text not in _ANSWERS:
        raise Invalid("row.answer", say("“{text}”读不懂", text=text[:20]), do="请写是或否，不知道的不填")
    return _ANSWERS[text]
