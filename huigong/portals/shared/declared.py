"""Form fields made from what a procedure's move declares, the same for every portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.casework.procedures.fields import Field, FieldKind

Choices = Sequence[tuple[str, str]]
Maker = Callable[..., forms.Field]
_FEN = 100


class LongText(forms.CharField):
    """Several lines of text, required unless stated otherwise."""

    widget = forms.Textarea(attrs={"rows": 3})


class LinesField(LongText):
    """A list, one item a line."""

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class MoneyField(forms.DecimalField):
    """Yuan on the page, whole fen in the action."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=0, max_digits=14, decimal_places=2, **given)

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * _FEN)


def made(
    field: Field, choices: Choices = (), *, more: Mapping[FieldKind, Maker] | None = None
) -> forms.Field:
    """The form field; `more` brings a portal's own kinds. Raises `KeyError` for a kind that the portal lacks."""
    label = f"{field.ask}（元）" if field.kind is FieldKind.MONEY else gettext(field.ask)
    given = {"label": label, "help_text": field.help and gettext(field.help), "required": field.required}
    if field.kind in _CHOSEN:
        return _CHOSEN[field.kind](choices=choices, **given)
    return {**_PLAIN, **(more or {})}[field.kind](**given)


def _select(*, choices: Choices, **given: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], **given)


def _several(*, choices: Choices, **given: Any) -> forms.Field:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)


_PLAIN: dict[FieldKind, Maker] = {
    FieldKind.TEXT: forms.CharField,
    FieldKind.LONG: LongText,
    FieldKind.LINES: LinesField,
    FieldKind.CLAUSE: forms.CharField,
    FieldKind.DAY: lambda **given: forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **given),
    FieldKind.MONEY: MoneyField,
}
_CHOSEN: dict[FieldKind, Maker] = {
    FieldKind.CHOICE: _select,
    FieldKind.DECISION: _select,
    FieldKind.STEP: _select,
    FieldKind.PARTIES: _several,
}
