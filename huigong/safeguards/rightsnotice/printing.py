"""The notice as PDF/A: its fields, and a code that opens the complaint about that project. What is missing is named on it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import segno

from huigong.notices.letters import Block, Code, Letter, Paragraph, Run, Table
from huigong.notices.printing import render
from huigong.safeguards.rightsnotice.filling import Filled, Written

_HEADING, _TEXT = 13, 12  # points: read from a step away


def printed(notice: Filled, *, address: str) -> bytes:
    """The PDF. `address` is what the code opens. Raises as `notices.printing.render`."""
    return render([letter_of(notice, address=address)])[0]


def letter_of(notice: Filled, *, address: str) -> Letter:
    """What is printed; one with a gap is called a draft and begins with what is missing."""
    title = notice.declared.title if notice.complete else f"{notice.declared.title}（不齐，不能张贴）"
    return Letter(
        name=title,
        title=title,
        number="",
        numbered=False,
        signed=False,
        day=notice.on,
        office="",
        blocks=tuple(_blocks(notice)),
        code=Code(_code(address), f"{notice.declared.scan}：{address}"),
    )


def _blocks(notice: Filled) -> Iterator[Block]:
    yield _line(f"项目：{notice.site}（{notice.project}）", bold=True)
    if notice.missing:
        yield _line(f"还缺：{'、'.join(notice.missing)}", bold=True)
    for heading, fields in notice.sections:
        yield _line(heading, bold=True)
        yield Table(tuple(_row(field) for field in fields))


def _row(field: Written) -> tuple[tuple[Paragraph, ...], ...]:
    return (_line(field.name, size=_TEXT),), (_line(field.words or "（缺）", size=_TEXT),)


def _line(text: str, *, bold: bool = False, size: float = _HEADING) -> Paragraph:
    return Paragraph((Run(text, bold=bold, size=size),), indent=False)


def _code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=2, scale=4)
    return out.getvalue()
