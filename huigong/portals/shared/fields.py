"""Fields that several portals ask for: a place, a phone, an identity number, a day. Mistakes are said beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.kernel import placenames
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId, normalise_phone


def as_mistake(error: DomainError) -> ValidationError:
    """A `DomainError` as the text beside a field: what is wrong, then what to do."""
    return ValidationError(
        "。".join(part.rstrip("。") for part in (error.what, error.do) if part) + "。", code=error.code
    )


class PlainField(forms.CharField):
    """A text that one function of the kernel reads; `read` raises `DomainError` for what cannot be."""

    def read(self, said: str) -> str:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        said = super().clean(value)
        try:
            return self.read(said) if said else ""
        except DomainError as error:
            raise as_mistake(error) from error


class PlaceField(PlainField):
    """A place by name or six-digit code; cleaned to the code."""

    def read(self, said: str) -> str:
        return placenames.one(said).code


class PhoneField(PlainField):
    """A mobile number, cleaned to its eleven digits."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "off", "maxlength": "20"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)

    def read(self, said: str) -> str:
        return normalise_phone(said)


class ResidentNumberField(PlainField):
    """An identity number, cleaned to its eighteen characters."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "maxlength": "30"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)

    def read(self, said: str) -> str:
        return ResidentId.parse(said).number


class DayField(forms.DateField):
    """A day as the browser's calendar gives it, or typed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("请填日期。"),
                "invalid": _("日期读不懂，请写成 2016-06-01 这样。"),
            },
            **more,
        )
