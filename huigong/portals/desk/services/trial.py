"""An invented person to put to a rule: one field for each fact that the rule may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel.errors import DomainError
from huigong.rules.facts import Fact, parse_value, written_value
from huigong.rules.values import FEN, MONTHS, Answer, Type

PREFIX = "fact-"
NOT_KNOWN = _("不知道")
LONGEST = 200


class FactField(forms.CharField):
    """What a person would say about one fact; cleaned to the typed value, UNKNOWN when left empty."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        super().__init__(
            label=_label(fact),
            help_text=fact.question,
            required=False,
            widget=_widget(fact),
        )

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        try:
            return parse_value(self.fact, said)
        except DomainError as error:
            raise ValidationError(f"{error.what}。{error.do}") from error


class TrialForm(forms.Form):
    """One field for each fact that the rule may ask."""

    def __init__(self, *args: Any, facts: Sequence[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = tuple(facts)
        for fact in self.facts:
            self.fields[f"{PREFIX}{fact.name}"] = FactField(fact)

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """The fields of the person, in the order of the rule."""
        return [self[f"{PREFIX}{fact.name}"] for fact in self.facts]

    def values(self) -> dict[str, Answer]:
        """What was said, typed, by fact name; only for a form that was found valid."""
        return {fact.name: self.cleaned_data[f"{PREFIX}{fact.name}"] for fact in self.facts}


def as_written(facts: Sequence[Fact], raw: Mapping[str, object]) -> dict[str, str]:
    """An example's facts as initial values of a `TrialForm`."""
    return {
        f"{PREFIX}{fact.name}": written_value(fact, parse_value(fact, raw[fact.name]))
        for fact in facts
        if fact.name in raw
    }


def _label(fact: Fact) -> str:
    counted = {FEN: "元", MONTHS: "个月"}.get(fact.measure, fact.measure)
    return f"{fact.name}（{counted}）" if counted else fact.name


def _widget(fact: Fact) -> forms.Widget:
    if fact.type is Type.BOOL:
        return forms.Select(choices=[("", NOT_KNOWN), ("是", _("是")), ("否", _("否"))])
    if fact.type is Type.ENUM:
        return forms.Select(choices=[("", NOT_KNOWN), *((value, value) for value in fact.values)])
    hint = {"placeholder": "2016-06-01"} if fact.type is Type.DATE else {}
    return forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST, **hint})
