"""The country of a passport, found by typing: 240 choices are too many to scroll through on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huigong.portals.shared.languages import said
from huigong.registry import countries

_NAMED = 5  # countries in one mistake


class Typed(forms.TextInput):
    """A line to type in; the browser itself offers what begins so, without a script."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        id = f"{name}-offered"
        offered = format_html_join("", '<option value="{}"></option>', ((each,) for _code, each in named()))
        line = super().render(name, value, {**(attrs or {}), "list": id}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', line, id, offered)


class CountryField(forms.CharField):
    """A country by its name, by a part of it that no other has, or by its code; cleaned to the code."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=60, required=False, widget=Typed(attrs={"autocomplete": "off"}), **more)

    def clean(self, value: Any) -> str:
        typed = "".join(super().clean(value).split()).casefold()
        if not typed:
            return ""
        every = {code: "".join(name.split()).casefold() for code, name in named()}
        fitting = [code for code, name in every.items() if typed in (code.casefold(), name)]
        fitting = fitting or [code for code, name in every.items() if typed in name]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise forms.ValidationError(
                _("没有找到“%(typed)s”。请照护照上的国家或者地区写，例如：法国。") % {"typed": value}
            )
        shown = "、".join(name for code, name in named() if code in fitting[:_NAMED])
        raise forms.ValidationError(
            _("“%(typed)s”不止一个，请写全，例如：%(names)s。") % {"typed": value, "names": shown}
        )


def named() -> list[tuple[str, str]]:
    """Code and name, in the language of the page, of each that can be said today."""
    return [(code, said(name)) for code, name in countries.choices(on=localdate())]
