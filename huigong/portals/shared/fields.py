"""Fields that several portals ask for: a name, a place, a phone, an identity number, a day. Mistakes are said beside the field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel import days, placenames, writing
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.portals.shared.refusals import in_words, status_for


def as_mistake(error: DomainError) -> ValidationError:
    """A `DomainError` as the text beside a field: what is wrong, then what to do."""
    return ValidationError(in_words(error, "what", "do"), code=error.code)


def beside(error: DomainError, *filled_in: forms.BaseForm, **called: str) -> int:
    """Puts a refusal beside the field that it is about; the page's status.

    `called` names the field where a form calls the value otherwise than who refused it, as in
    `place="hukou_place"`. An error about nothing that the forms ask concerns the whole page and is raised.
    """
    field = called.get(error.about, error.about)
    for form in filled_in:
        if field in form.fields:
            form.add_error(field, as_mistake(error))
            return status_for(error)
    raise error


def field_of(error: DomainError, form: forms.BaseForm) -> str | None:
    """The field of a form that a refusal is about; None where it is about the form as a whole.

    For forms whose fields are called as the action calls its values.
    """
    return error.about if error.about in form.fields else None


class PlainField(forms.CharField):
    """A text that one function of the kernel reads; `read` raises `DomainError` for what cannot be."""

    def read(self, typed: str) -> str:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return self.read(typed) if typed else ""
        except DomainError as error:
            raise as_mistake(error) from error


class NameField(PlainField):
    """A person's name, cleaned to how the card spells it."""

    def __init__(self, *, autocomplete: str = "off") -> None:
        super().__init__(
            label=_("姓名"),
            help_text=_("和身份证上一样"),
            max_length=writing.LONGEST_NAME,
            error_messages={"required": _("请填姓名。")},
            widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        )

    def read(self, typed: str) -> str:
        return writing.person_name(typed)


class PlaceField(PlainField):
    """A place by name or six-digit code; cleaned to the code."""

    def read(self, typed: str) -> str:
        return placenames.one(typed).code


class PhoneField(PlainField):
    """A mobile number, cleaned to its eleven digits."""

    def __init__(self, *, autocomplete: str = "off", **more: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": autocomplete, "maxlength": "20"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)

    def read(self, typed: str) -> str:
        return normalise_phone(typed)


class ResidentNumberField(PlainField):
    """An identity number, cleaned to its eighteen characters."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "maxlength": "30"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **more)

    def read(self, typed: str) -> str:
        return ResidentId.parse(typed).number


class DayField(forms.DateField):
    """A day as the browser's calendar gives it, or typed as people write days."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("请填日期。"),
                "invalid": _("日期读不懂，请写成 2016年6月1日 这样。"),
            },
            **more,
        )

    def to_python(self, value: Any) -> date | None:
        if not (isinstance(value, str) and value.strip()):
            return super().to_python(value)
        try:
            return days.read(value)
        except DomainError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
