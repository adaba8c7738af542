"""Every notice with the least, the usual and the most data, and with rare characters: printed before anyone needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from huigong.notices.filling import Head, letter_of
from huigong.notices.letters import Letter
from huigong.notices.shapes import FieldKind
from huigong.notices.templates import Field, Template

RARE = "龘䶮㛃𬭎𫘧"  # characters of real names that are in no keyboard's first pages
_DAY = date(2026, 11, 25)
_MANY = 30


def samples(template: Template) -> Iterator[tuple[str, Letter]]:
    """What it is a sample of, and the letter, on every paper of the notice."""
    head = Head("虚构机关〔2026〕1号", "虚构市人力资源和社会保障局", "虚构一", _DAY)
    cases = (
        ("least", {row.id: _least(row) for row in template.fields if row.required}, head),
        ("usual", {row.id: _value(row, row.example) for row in template.fields}, head),
        ("most", {row.id: _most(row) for row in template.fields}, replace(head, recipient="虚" * 40)),
        (
            "rare",
            {row.id: _rare(row) for row in template.fields},
            replace(head, recipient=f"虚构{RARE}"),
        ),
    )
    for name, values, each in cases:
        for paper in template.paper:
            yield f"{template.id}/{name}/{paper}", letter_of(template, values, each, paper=paper)


def _least(row: Field) -> Any:
    shortest: dict[FieldKind, Any] = {
        FieldKind.TEXT: "一",
        FieldKind.DAY: _DAY,
        FieldKind.MONEY: 1,
        FieldKind.LIST: ("一",),
    }
    return shortest[row.kind]


def _value(row: Field, written: Any) -> Any:
    if row.kind is FieldKind.LIST:
        return written if isinstance(written, tuple) else (str(written),)
    return written


def _most(row: Field) -> Any:
    if row.kind is FieldKind.LIST:
        return tuple(f"第{number}样：{'很长的材料名称' * 8}" for number in range(_MANY))
    if row.kind is FieldKind.TEXT:
        return str(row.longest) if row.longest != row.example else "很长的一段话，" * 60
    return 10**12 if row.kind is FieldKind.MONEY else _value(row, row.longest)


def _rare(row: Field) -> Any:
    if row.kind is FieldKind.LIST:
        return (RARE, f"一{RARE}")
    return RARE if row.kind is FieldKind.TEXT else _value(row, row.example)
