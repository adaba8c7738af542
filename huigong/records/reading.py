"""Reads what somebody types of an event: the values of its fields, all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huigong.forms.fields import Field
from huigong.forms.types import At, Mistake, type_of
from huigong.forms.values import Answered, Typed
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import listed, say
from huigong.records.kinds import EventKind, RecordKind

Said = Mapping[str, str | Typed]
"""Field → what was typed: one text, or texts by part."""


def values_of(kind: RecordKind, event: EventKind, said: Said, *, on: date) -> dict[str, Answered]:
    """The values that an event sets. Raises `Invalid` (`record.fields`) with everything that is wrong."""
    strangers = [name for name in said if name not in event.sets]
    if strangers:
        raise _strangers(event, strangers)
    values, mistakes = _read({name: kind.fields[name] for name in event.sets}, said, on)
    for name in event.needs:
        if values.get(name) is None and not any(each.path.partition(".")[0] == name for each in mistakes):
            mistakes.append(Mistake(name, _missing(kind.fields[name])))
    if mistakes:
        raise _wrong(mistakes)
    return {name: value for name, value in values.items() if value is not None}


def corrections_of(kind: RecordKind, target: EventKind, said: Said, *, on: date) -> dict[str, Answered]:
    """What a correction replaces of an event's values. Raises `Invalid` (`record.fields`)."""
    strangers = [name for name in said if name not in target.sets]
    if strangers:
        raise _strangers(target, strangers)
    values, mistakes = _read({name: kind.fields[name] for name in target.sets if name in said}, said, on)
    if mistakes:
        raise _wrong(mistakes)
    return values


def _read(fields: Mapping[str, Field], said: Said, on: date) -> tuple[dict[str, Answered], list[Mistake]]:
    values: dict[str, Answered] = {}
    mistakes: list[Mistake] = []
    for name, asked in fields.items():
        typed = said.get(name, "")
        parts: Typed = {"": typed} if isinstance(typed, str) else typed
        reading = type_of(asked.kind).read(asked, _parts_of(asked, parts), At(on), name)
        values[name] = reading.value
        mistakes += reading.mistakes
    return values, mistakes


def _parts_of(asked: Field, typed: Typed) -> Typed:
    """A place that asks for its region alone may be typed as one text."""
    return {asked.asked_parts[0]: typed[""]} if len(asked.asked_parts) == 1 and "" in typed else typed


def _missing(asked: Field) -> DomainError:
    return Invalid("record.missing", what=say("没有填{name}", name=asked.name), do="请补上", about=asked.id)


def _strangers(event: EventKind, names: list[str]) -> DomainError:
    return Invalid(
        "record.fields",
        what=say("{event}不登记“{names}”", event=event.name, names=listed(names)),
        do="请看这种记录的声明里每件事登记什么",
    )


def _wrong(mistakes: list[Mistake]) -> DomainError:
    told = listed([f"{each.path}：{each.error.what}" for each in mistakes], "；")
    return Invalid(
        "record.fields",
        what=say("填的有{count}处不对：{told}", count=len(mistakes), told=told),
        do="请改好再登记",
        about=mistakes[0].path,
    )
