"""ISO 20022 `pain.002`: what a bank says of each order of a `pain.001`, by its end-to-end number.

Any version is read: only the elements count, not the namespace. What it says of the whole message, as when a bank rejects
all of it, it says of every order that it does not name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from huigong.kernel.errors import Invalid

_ORDER, _GROUP, _MESSAGE = "{*}TxInfAndSts", "{*}OrgnlGrpInfAndSts", "{*}CstmrPmtStsRpt"


@dataclass(frozen=True)
class Told:
    """`code` is the status (`ACCC`, `RJCT`), `amount` yuan as written or "", `day` as written or ""; `row` counts orders from 1."""

    row: int
    end_to_end: str
    code: str
    amount: str
    day: str


@dataclass(frozen=True)
class OfAll:
    """What the bank says of a whole message: `batch` is its number as the office gave it, `code` the status or ""."""

    batch: str
    code: str


def statements(data: bytes) -> Iterator[Told | OfAll]:
    """Every order of the message, and what it says of all. Raises `DomainError` (`return_file.xml`), also while it is read."""
    try:
        parts = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=(_ORDER, _GROUP, _MESSAGE),
            resolve_entities=False,
            no_network=True,
        )
        row, is_whole = 0, False
        for _, part in parts:
            match etree.QName(part).localname:
                case "CstmrPmtStsRpt":
                    is_whole = True
                case "OrgnlGrpInfAndSts":
                    yield OfAll(_text(part, "{*}OrgnlMsgId"), _text(part, "{*}GrpSts"))
                case _:
                    row += 1
                    yield _told(part, row)
            part.clear()
        if not is_whole:
            raise _not_a_message()
    except etree.XMLSyntaxError as error:
        raise Invalid(
            code="return_file.xml",
            about="file",
            what="这个文件不是完整的 XML",
            why="可能没有下载完，或者不是这种回单",
            do="请从银行重新下载",
        ) from error


def _told(part: etree._Element, row: int) -> Told:
    return Told(
        row=row,
        end_to_end=_text(part, "{*}OrgnlEndToEndId"),
        code=_text(part, "{*}TxSts"),
        amount=_text(part, "{*}OrgnlTxRef/{*}Amt/{*}InstdAmt"),
        day=_text(part, "{*}AccptncDtTm")[:10],
    )


def _not_a_message() -> Invalid:
    return Invalid(
        code="return_file.xml",
        about="file",
        what="这个文件不是 pain.002 回单",
        why="里面没有 CstmrPmtStsRpt",
        do="请核对是不是选错了文件，或者从银行重新下载",
    )


def _text(part: etree._Element, path: str) -> str:
    return (part.findtext(path) or "").strip()
