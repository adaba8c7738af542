"""What an officer fills in for a letter: the fields that nothing else fills, and how it was served."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.notices.shapes import FieldKind
from huigong.notices.templates import Field
from huigong.notices.ways import Way
from huigong.portals.shared.declared import LinesField, LongText, MoneyField
from huigong.portals.shared.fields import DayField

LONGEST = 2000  # characters of one field of a letter
PREFIX = "letter"  # keeps its fields apart from those of the move


class LetterForm(forms.Form):
    """The asked fields of one letter."""

    use_required_attribute = False

    def given(self) -> dict[str, Any]:
        """Field → value as sent; what the officer emptied stays empty."""
        return dict(self.cleaned_data)


def letter_form(
    asked: Iterable[Field], values: Mapping[str, Any], data: Any = None, *, auto_id: str = "id_%s"
) -> LetterForm:
    """The form with what is known filled in; bound to `data` where it was sent."""
    rows = tuple(asked)
    kind = type("DeclaredLetterForm", (LetterForm,), {row.id: _field(row) for row in rows})
    initial = {row.id: _shown(row, values.get(row.id)) for row in rows}
    bound = data if data is not None and any(key.startswith(f"{PREFIX}-") for key in data) else None
    form: LetterForm = kind(bound, prefix=PREFIX, initial=initial, auto_id=auto_id)
    return form


class ServeForm(forms.Form):
    """One attempt at service; the ways are those of the letter."""

    way = forms.ChoiceField(label=_("怎样送达"))
    outcome = forms.ChoiceField(
        label=_("结果"), choices=[("done", _("送到了")), ("failed", _("没有送到"))], widget=forms.RadioSelect
    )
    happened_on = DayField(label=_("哪一天"))
    proof = LongText(
        label=_("凭证"),
        max_length=LONGEST,
        help_text=_("送到了写凭什么证明，没有送到写为什么。例如：回执编号、谁签收、拒收的经过。"),
    )

    def __init__(self, *args: Any, ways: Sequence[Way], **given: Any) -> None:
        super().__init__(*args, **given)
        choice = self.fields["way"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(way.id, f"{way.name}（{way.happens}）") for way in ways]


class WordingForm(forms.Form):
    """A letter as the office has changed it in Word, for one of the viewer's offices."""

    office = forms.ChoiceField(label=_("部门"))
    document = forms.FileField(label=_("改好的 Word 文件"))
    from_day = DayField(label=_("从哪天起用"))

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        choice = self.fields["office"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = offices


def _field(row: Field) -> forms.Field:
    """Never required here: the letter says itself what is missing."""
    given: dict[str, Any] = {"label": row.id, "required": False}
    if row.required:
        given["help_text"] = gettext("文书里必须写。")
    match row.kind:
        case FieldKind.DAY:
            return DayField(**given)
        case FieldKind.MONEY:
            return MoneyField(**given | {"label": gettext("%(asked)s（元）") % {"asked": row.id}})
        case FieldKind.LIST:
            return LinesField(max_length=LONGEST, **given)
        case _:
            return LongText(max_length=LONGEST, **given)


def _shown(row: Field, value: Any) -> Any:
    if row.kind is FieldKind.LIST:
        return "\n".join(value or ())
    return value / 100 if row.kind is FieldKind.MONEY and value else value
