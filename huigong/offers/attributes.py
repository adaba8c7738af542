"""What an offer says of itself, in declared fields that anybody may see and that conditions may compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.declarations.privacy import Secrecy
from huigong.forms.declaring import Desk as FieldDesk
from huigong.forms.declaring import read_field
from huigong.forms.fields import Field
from huigong.forms.kinds import Kind as FieldKind
from huigong.forms.types import At, type_of
from huigong.kernel.errors import Invalid
from huigong.kernel.packs import Entry, MarkedMapping, Place, place_of
from huigong.kernel.sentences import listed, say
from huigong.kernel.writing import said
from huigong.rules.nodes import Fact
from huigong.rules.values import Answer, show

SIMPLE = frozenset(
    {
        FieldKind.TEXT,
        FieldKind.LONG,
        FieldKind.BOOL,
        FieldKind.INT,
        FieldKind.DECIMAL,
        FieldKind.MONEY,
        FieldKind.DATE,
        FieldKind.MONTH,
        FieldKind.CODE,
    }
)
"""The kinds of field that are typed as one text."""


@dataclass(frozen=True)
class Attribute:
    """One field of an offer, and whether every offer of the kind must say it."""

    field: Field
    required: bool = False


def read_attributes(entry: Entry, desk: FieldDesk) -> tuple[Attribute, ...]:
    """The fields of a kind of offer; what is wrong is noted."""
    raw = entry["fields"]
    if raw is not None and not isinstance(raw, list):
        entry.wrong("fields", "这里应当是一个列表", "请在每项前加“- ”")
        return ()
    return tuple(_attributes(raw or (), desk))


def facts_of(attributes: Sequence[Attribute]) -> dict[str, Fact]:
    """What rules may ask of the offer."""
    facts = (type_of(each.field.kind).facts(each.field) for each in attributes)
    return {fact.name: fact for told in facts for fact in told}


def kept_values(attributes: Sequence[Attribute], typed: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """What was typed, as JSON. Raises `DomainError` (`offer.attributes`) that names every field at fault."""
    wrong = [
        f"没有“{name[:20]}”这一项" for name in typed if name not in {each.field.id for each in attributes}
    ]
    values: dict[str, Any] = {}
    for each in attributes:
        field, written = each.field, said(typed.get(each.field.id, ""))
        reading = type_of(field.kind).read(field, {"": written}, At(on), field.id)
        wrong += [
            say("{field}：{what}", field=field.name, what=mistake.error.what) for mistake in reading.mistakes
        ]
        if each.required and not written:
            wrong.append(say("{field}：没有写", field=field.name))
        if reading.value is not None and not reading.mistakes:
            values[field.id] = type_of(field.kind).to_json(field, reading.value)
    if wrong:
        raise Invalid(
            code="offer.attributes", about="attributes", what="名额的说明不对", why=listed(wrong, "；")
        )
    return values


def answers_of(attributes: Sequence[Attribute], values: Mapping[str, Any]) -> dict[str, Answer]:
    """What rules read of an offer with these values; what is not said is not known."""
    known: dict[str, Answer] = {}
    for each in attributes:
        if each.field.id in values:
            known |= type_of(each.field.kind).answers(each.field, _value(each, values))
    return known


def shown(attributes: Sequence[Attribute], values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What an offer says of itself, for people: name and text of each field that it says, a number with what it counts."""
    return tuple(
        (each.field.name, _in_words(each.field, _value(each, values)))
        for each in attributes
        if each.field.id in values
    )


def _in_words(field: Field, value: Any) -> str:
    if field.unit and field.kind in (FieldKind.INT, FieldKind.DECIMAL):
        return show(value, field.unit)
    return type_of(field.kind).display(field, value)


def _value(attribute: Attribute, values: Mapping[str, Any]) -> Any:
    return type_of(attribute.field.kind).from_json(attribute.field, values[attribute.field.id])


def _attributes(raw: Sequence[Any], desk: FieldDesk) -> Iterator[Attribute]:
    seen: set[str] = set()
    for each in raw:
        read = read_field(_public(each), desk)
        if read is None:
            continue
        field = read.field
        if field.kind not in SIMPLE:
            read.entry.wrong("type", f"名额的说明不能是 {field.kind.value}", "请写文字、数、日期、选项")
        elif field.privacy is not Secrecy.PUBLIC:
            read.entry.wrong("privacy", "名额的说明谁都看得到", "请写 public，或者去掉这个字段")
        elif field.id in seen:
            read.entry.wrong("id", f"“{field.id}”已经有了", "请换一个名称")
        else:
            seen.add(field.id)
            yield Attribute(field, bool(read.entry["required"]))


def _public(raw: Any) -> Any:
    """An official is asked by the field's name where no question is written; what an offer says is public."""
    if not isinstance(raw, MarkedMapping):
        return raw
    made = MarkedMapping.at(place_of(raw) or Place())
    made.update({"ask": raw.get("name") or raw.get("id"), "privacy": "public"})
    made.update(raw)
    made.places.update(raw.places)
    return made
