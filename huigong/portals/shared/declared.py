"""Form fields made from what a procedure's move declares, the same for every portal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.casework.procedures.drawing import Page
from huigong.casework.procedures.fields import LONGEST, Field, FieldKind
from huigong.casework.shapes import MoveView
from huigong.kernel import money
from huigong.kernel.errors import DomainError
from huigong.portals.shared.fields import DayField, as_mistake
from huigong.portals.shared.languages import said

Choices = Sequence[tuple[str, str]]
Maker = Callable[..., forms.Field]


@dataclass(frozen=True)
class Offered:
    """A move that a page offers: its words in the reader's language."""

    view: MoveView

    @property
    def button(self) -> str:
        """What stands on it."""
        return said(self.view.button)

    @property
    def advice(self) -> str:
        """What is read before it is pressed; often nothing."""
        return said(self.view.advice)

    @property
    def done(self) -> str:
        """What is said afterwards."""
        return said(self.view.done)


class LongText(forms.CharField):
    """Several lines of text, required unless stated otherwise."""

    widget = forms.Textarea(attrs={"rows": 3})


class LinesField(LongText):
    """A list, one item a line."""

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class MoneyField(forms.CharField):
    """Yuan on the page as people write them (5,200, 5200元, 1.2万), whole fen in the action."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            fen = money.spoken(typed)
        except DomainError as error:
            raise as_mistake(error) from error
        if not 0 <= fen <= money.MOST:
            raise forms.ValidationError(
                _("金额不能小于零，也不会有这么大。请核对有没有多写。"), code="bounds"
            )
        return fen


class Drawing:
    """How one portal draws the fields of moves; `more` brings makers of its own."""

    def __init__(self, page: Page, *, more: Mapping[FieldKind, Maker] | None = None) -> None:
        """Raises `ValueError` where the page is declared to draw a kind for which there is no maker."""
        self.kinds = page.kinds
        self.makers: dict[FieldKind, Maker] = {**_PLAIN, **_CHOSEN, **(more or {})}
        if missing := self.kinds - self.makers.keys():
            raise ValueError(f"{page.id} declares {', '.join(sorted(missing))} and cannot draw it")

    def draws(self, fields: Iterable[Field]) -> bool:
        """Whether a form of these fields can be shown."""
        return all(field.kind in self.kinds for field in fields)

    def form_of(self, view: MoveView, *, base: type[forms.Form] = forms.Form) -> type[forms.Form]:
        """The form that a move declares. Raises `KeyError` for a kind that the portal does not draw."""
        fields = {field.id: self._made(field, view.choices.get(field.id, ())) for field in view.form}
        return type("DeclaredForm", (base,), fields)

    def _made(self, field: Field, choices: Choices) -> forms.Field:
        asked = said(field.ask)
        given: dict[str, Any] = {
            "label": gettext("%(asked)s（元）") % {"asked": asked}
            if field.kind is FieldKind.MONEY
            else asked,
            "help_text": said(field.help),
            "required": field.required,
            "error_messages": {"required": gettext("请填写“%(asked)s”。") % {"asked": asked}},
        }
        if field.kind in _CHOSEN:
            given["choices"] = choices
        return self.makers[field.kind](**given)


def _select(*, choices: Choices, **given: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], **given)


def _several(*, choices: Choices, **given: Any) -> forms.Field:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)


def _long(kind: type[LongText]) -> Maker:
    return lambda **given: kind(max_length=LONGEST, **given)


_PLAIN: dict[FieldKind, Maker] = {
    FieldKind.TEXT: forms.CharField,
    FieldKind.LONG: _long(LongText),
    FieldKind.LINES: _long(LinesField),
    FieldKind.CLAUSE: forms.CharField,
    FieldKind.DAY: DayField,
    FieldKind.MONEY: MoneyField,
}
_CHOSEN: dict[FieldKind, Maker] = {
    FieldKind.CHOICE: _select,
    FieldKind.DECISION: _select,
    FieldKind.STEP: _select,
    FieldKind.PARTIES: _several,
}
