"""How a fact is asked on any page: its control, its words, and how what came back is read.

A worker is asked one fact a page, an official fills in several at once; both go through `Asked`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from huigong.kernel import placenames, regions
from huigong.kernel.errors import DomainError
from huigong.portals.shared.fields import as_mistake
from huigong.rules.bounds import require_fact
from huigong.rules.facts import parse_value, written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, MONTHS, Answer, Type
from huigong.rules.yes_or_no import yes_or_no

PREFIX = "fact-"
LONGEST = 200
_UNITS = {FEN: "元", MONTHS: "个月"}
_NOT_KNOWN = gettext_lazy("不知道")


@dataclass(frozen=True)
class Asked:
    """One fact as people meet it."""

    fact: Fact

    @property
    def kind(self) -> Literal["choice", "number", "date", "text"]:
        """Which control a page shows; a choice needs no typing."""
        match self.fact.type:
            case Type.BOOL | Type.ENUM:
                return "choice"
            case Type.INT | Type.DECIMAL:
                return "number"
            case Type.DATE:
                return "date"
            case _:
                return "text"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(what is sent, what the button says) of a choice."""
        if self.fact.type is Type.BOOL:
            yes, no = yes_or_no(self.fact.question)
            return [("是", yes), ("否", no)]
        return [(value, value) for value in self.fact.values]

    @property
    def measure(self) -> str:
        """The word behind a number: 元, 个月, 岁."""
        return _UNITS.get(self.fact.measure, self.fact.measure)

    @property
    def inputmode(self) -> str:
        return "numeric" if self.fact.type is Type.INT and self.fact.measure != FEN else "decimal"

    def read(self, written: str) -> Answer:
        """The typed value; a place by its name or code. Raises `DomainError` with the way to write it."""
        if written and self.fact.is_region:
            return placenames.one(written).code
        return parse_value(self.fact, written)

    def shown(self, value: Answer) -> str:
        """The value as it stands in a box, so that it reads back: a place by its name, money without 元."""
        written = written_value(self.fact, value)
        if self.fact.is_region:
            return regions.find(written).full_name if regions.known(written) else written
        return written.removesuffix("元") if self.fact.measure == FEN else written


class FactField(forms.CharField):
    """What a person would say about one fact; cleaned to the typed value, UNKNOWN when left empty."""

    def __init__(self, fact: Fact) -> None:
        self.asked = Asked(fact)
        measure = self.asked.measure
        super().__init__(
            label=f"{fact.name}（{measure}）" if measure else fact.name,
            help_text=fact.question,
            required=False,
            widget=_widget(self.asked),
        )

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            answer = self.asked.read(typed)
            require_fact(self.asked.fact, answer, today=timezone.localdate())
        except DomainError as error:
            raise as_mistake(error) from error
        return answer


class FactsForm(forms.Form):
    """One field for each of several facts."""

    def __init__(self, *args: Any, facts: Sequence[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = tuple(facts)
        for fact in self.facts:
            self.fields[f"{PREFIX}{fact.name}"] = FactField(fact)

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """The fields in the order of the facts."""
        return [self[f"{PREFIX}{fact.name}"] for fact in self.facts]

    def values(self) -> dict[str, Answer]:
        """What was said, typed, by fact name; only for a form that was found valid."""
        return {fact.name: self.cleaned_data[f"{PREFIX}{fact.name}"] for fact in self.facts}


def as_written(facts: Sequence[Fact], raw: Mapping[str, object]) -> dict[str, str]:
    """Facts as a file gives them, as data of a `FactsForm`."""
    return {
        f"{PREFIX}{fact.name}": Asked(fact).shown(parse_value(fact, raw[fact.name]))
        for fact in facts
        if fact.name in raw
    }


def _widget(asked: Asked) -> forms.Widget:
    if asked.kind == "choice":
        return forms.Select(choices=[("", _NOT_KNOWN), *asked.choices])
    never = f" / {asked.fact.never}" if asked.fact.never else ""
    hint = {"placeholder": f"2016-06-01{never}"} if asked.kind == "date" else {}
    return forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST, **hint})
