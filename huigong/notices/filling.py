"""A notice of a pack, filled in: strict names, one repeat, one only-if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.kernel.days import in_words
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.notices.letters import Letter, Paper, Paragraph, paragraphs
from huigong.notices.shapes import FieldKind
from huigong.notices.templates import GIVEN, NAME, NTH, Field, Part, Template

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """What every letter has: whose it is, to whom, under which number and of which day."""

    number: str
    office: str
    recipient: str
    day: date


def letter_of(template: Template, values: Values, head: Head, *, paper: Paper) -> Letter:
    """The letter with every name filled in.

    Raises `DomainError` (`notice.fields`), naming what is missing, unknown or of another kind.
    """
    written = written_values(template, values)
    given = dict(zip(GIVEN, (head.number, head.office, in_words(head.day), head.recipient), strict=True))
    blocks: list[Paragraph] = []
    for part in template.body:
        for text in _texts(part, values, {**given, **written}):
            blocks += paragraphs(text)
    return Letter(
        name=template.name,
        number=head.number,
        day=head.day,
        blocks=tuple(blocks),
        office=head.office,
        title=template.name,
        recipient=head.recipient,
        remedy=_filled(template.remedy, {**given, **written}),
        signed=template.signed,
        paper=paper,
    )


def written_values(template: Template, values: Values) -> dict[str, str]:
    """Each field as it is written into the letter. Raises `DomainError` (`notice.fields`)."""
    known = {field.id for field in template.fields}
    unknown = sorted(set(values) - known)
    lacking = [
        field.id for field in template.fields if field.required and not _is_there(values.get(field.id))
    ]
    odd = [
        field.id
        for field in template.fields
        if _is_there(values.get(field.id)) and not _fits(field, values[field.id])
    ]
    if unknown or lacking or odd:
        told = (("没有填", lacking), ("没有这一项", unknown), ("填的种类不对", odd))
        raise Invalid(
            code="notice.fields",
            what=say("“{template}”填得不对", template=template.name),
            why="；".join(f"{said}：{'、'.join(names)}" for said, names in told if names),
            do=say("这份文书有：{listed}", listed="、".join(field.id for field in template.fields)),
        )
    return {field.id: _written(field, values.get(field.id)) for field in template.fields}


def _texts(part: Part, values: Values, written: Mapping[str, str]) -> Iterator[str]:
    if part.only_if and not _is_there(values.get(part.only_if)):
        return
    if not part.each:
        yield _filled(part.text, written)
        return
    for number, member in enumerate(values.get(part.each) or (), start=1):
        yield _filled(part.text, {**written, part.each: str(member), NTH: str(number)})


def _filled(text: str, written: Mapping[str, str]) -> str:
    return NAME.sub(lambda match: written[match[1]], text)


def _is_there(value: Any) -> bool:
    return value is not None and value != "" and value != ()


def _fits(field: Field, value: Any) -> bool:
    kinds: dict[FieldKind, type | tuple[type, ...]] = {
        FieldKind.TEXT: str,
        FieldKind.DAY: date,
        FieldKind.MONEY: int,
        FieldKind.LIST: (list, tuple),
    }
    return isinstance(value, kinds[field.kind]) and not isinstance(value, bool)


def _written(field: Field, value: Any) -> str:
    if not _is_there(value):
        return ""
    if field.kind is FieldKind.DAY:
        return in_words(value)
    if field.kind is FieldKind.MONEY:
        return format_yuan(Fen(value))
    return "、".join(map(str, value)) if field.kind is FieldKind.LIST else str(value)
