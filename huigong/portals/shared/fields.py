"""Fields that several portals ask for: a name, a place, a phone, an identity number, a day. Mistakes are said beside the field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel import days, placenames, regions, writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.kernel.sentences import say
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


class CountyField(PlaceField):
    """A place that has no county below it: whoever lives in all of a province is found at no counter of it."""

    def read(self, typed: str) -> str:
        code = super().read(typed)
        if below := regions.children(code):
            raise Invalid(
                code="place.too_wide",
                about="place",
                what=say("只写“{name}”还不知道是哪个县", name=regions.find(code).name),
                do=say("请写到县（市、区），例如：{example}", example=below[0].full_name),
            )
        return code


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
    """A day as the browser's calendar gives it, or typed as people write days; no year that nobody can mean."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("请填日期。"),
        "invalid": _("日期读不懂，请写成 2016年6月1日 这样。"),
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return days.read(value)
        except DomainError as error:
            if error.code == "day.not_a_day":
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
            raise as_mistake(error) from error
