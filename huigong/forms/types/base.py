"""What every kind of field can do with its values, and how mistakes are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.values import Month, Typed, Value
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.rules.nodes import Fact
from huigong.rules.tokens import MEASURE_WORDS
from huigong.rules.values import UNKNOWN, Answer, Type, Unknown

UNKNOWN_PART = "?"
"""The part of what was typed that says "not known" beside the parts that would be filled in."""
HIDDEN = "（未显示）"


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one typed part: `path` as in the name of its control (`工友.2.name`), and the error in words."""

    path: str
    error: DomainError


@dataclass(frozen=True)
class At:
    """When something is read: `on` is the day of filling in, `after` the last month named in the rows above."""

    on: date
    after: Month | None = None


@dataclass(frozen=True)
class Reading:
    """What was read: a value, UNKNOWN, or None where nothing was typed or where there are mistakes."""

    value: Value | Unknown | None
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a spreadsheet: where it belongs, its header, its type in words, and an example to write over."""

    path: str
    header: str
    type: str
    example: str


class FieldType:
    """One kind of field. `read(written(value)) == value`, `read_back(display(value)) == value` and
    `from_json(to_json(value)) == value` hold for every value that `read` gives."""

    fact_type: Type | None = None

    def read(self, field: Field, typed: Typed, at: At, path: str) -> Reading:
        """The value of what was typed; never raises for anything that people type."""
        raise NotImplementedError

    def written(self, field: Field, value: Any) -> dict[str, str]:
        """What would be typed for the value."""
        raise NotImplementedError

    def display(self, field: Field, value: Any) -> str:
        """The value for people: one line, or `label：text` on a line for each part."""
        raise NotImplementedError

    def typed_of(self, field: Field, shown: str) -> dict[str, str]:
        """What would be typed for a text that `display` gave."""
        raise NotImplementedError

    def masked(self, field: Field, value: Any) -> str:
        """What somebody sees who may not see the value."""
        return HIDDEN

    def to_json(self, field: Field, value: Any) -> Any:
        """The value for JSON."""
        raise NotImplementedError

    def from_json(self, field: Field, raw: Any) -> Any:
        """The value of its JSON; raises `Invalid` (`form.json`) where it has another shape."""
        raise NotImplementedError

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON schema (draft 2020-12) of the value."""
        raise NotImplementedError

    def columns(self, field: Field) -> tuple[Column, ...]:
        """Its columns in a spreadsheet; none for what has a sheet of its own."""
        raise NotImplementedError

    def facts(self, field: Field) -> Iterator[Fact]:
        """What rules may ask about it."""
        raise NotImplementedError

    def answers(self, field: Field, value: Any) -> dict[str, Answer]:
        """The values of those facts; `value` is UNKNOWN or None where there is none."""
        raise NotImplementedError


class OneText(FieldType):
    """A kind that is typed as one text."""

    def read(self, field: Field, typed: Typed, at: At, path: str) -> Reading:
        text = typed.get("", "")
        if not text.strip():
            return Reading(UNKNOWN if said_unknown(field, typed) else None)
        if text.strip() in field.unknown_words:
            return Reading(UNKNOWN)
        try:
            value = self.of_text(field, text, at)
        except DomainError as error:
            return Reading(None, (Mistake(path, error),))
        return Reading(value)

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        """The value; raises `Invalid` for what cannot be."""
        raise NotImplementedError

    def text(self, field: Field, value: Any) -> str:
        """A text that reads back."""
        return str(value)

    def written(self, field: Field, value: Any) -> dict[str, str]:
        return {"": self.text(field, value)}

    def display(self, field: Field, value: Any) -> str:
        return self.text(field, value)

    def typed_of(self, field: Field, shown: str) -> dict[str, str]:
        return {"": shown}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(field.id, header(field), self.words, field.example),)

    def facts(self, field: Field) -> Iterator[Fact]:
        if self.fact_type is not None:
            yield Fact(field.id, self.fact_type, measure=MEASURE_WORDS.get(field.unit, field.unit))

    def answers(self, field: Field, value: Any) -> dict[str, Answer]:
        known = UNKNOWN if value is None or value is UNKNOWN else self.as_answer(value)
        return {fact.name: known for fact in self.facts(field)}

    def as_answer(self, value: Any) -> Answer:
        """The value as rules hold it."""
        answer: Answer = value
        return answer

    words = ""


def said_unknown(field: Field, typed: Typed) -> bool:
    """Whether the person ticked that they do not know, where the field takes that for an answer."""
    return bool(field.unknown_words) and bool(typed.get(UNKNOWN_PART, "").strip())


def refused(code: str, what: str, do: str, *, why: str = "") -> Invalid:
    """The error of a value that cannot be."""
    return Invalid(f"form.{code}", what=what, why=why, do=do)


def not_json(field: Field, raw: object, expected: str) -> Invalid:
    """The error for JSON of another shape."""
    return refused(
        "json",
        say("“{field}”的内容读不懂", field=field.name),
        say("请写成{expected}", expected=expected),
        why=say("收到的是{raw}", raw=str(raw)[:40]),
    )


def header(field: Field) -> str:
    """The head of its column: the officer's term with what it counts."""
    measure = "元" if field.kind is Kind.MONEY else field.unit
    return f"{field.name}（{measure}）" if measure else field.name
