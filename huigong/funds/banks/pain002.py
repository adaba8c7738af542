"""ISO 20022 `pain.002`: what a bank says of each order of a `pain.001`, by its end-to-end number.

Any version is read: only the elements count, not the namespace. An order that the message does not name has no news in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from huigong.kernel.errors import Invalid

_ORDER = "{*}TxInfAndSts"


@dataclass(frozen=True)
class Told:
    """`code` is the status (`ACCC`, `RJCT`), `amount` yuan as written or "", `day` as written or ""; `row` counts orders from 1."""

    row: int
    end_to_end: str
    code: str
    amount: str
    day: str


def orders(data: bytes) -> Iterator[Told]:
    """Every order of the message. Raises `DomainError` (`return_file.xml`), also while it is read."""
    try:
        parts = etree.iterparse(
            io.BytesIO(data), events=("end",), tag=_ORDER, resolve_entities=False, no_network=True
        )
        for row, (_, part) in enumerate(parts, start=1):
            yield Told(
                row=row,
                end_to_end=_text(part, "{*}OrgnlEndToEndId"),
                code=_text(part, "{*}TxSts"),
                amount=_text(part, "{*}OrgnlTxRef/{*}Amt/{*}InstdAmt"),
                day=_text(part, "{*}AccptncDtTm")[:10],
            )
            part.clear()
    except etree.XMLSyntaxError as error:
        raise Invalid(
            code="return_file.xml",
            about="file",
            what="这个文件不是完整的 XML",
            why="可能没有下载完，或者不是这种回单",
            do="请从银行重新下载",
        ) from error


def _text(part: etree._Element, path: str) -> str:
    return (part.findtext(path) or "").strip()
