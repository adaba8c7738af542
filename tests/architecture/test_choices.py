"""What a form keeps does not depend on the language in which somebody chose it."""

from __future__ import annotations

import importlib

from django import forms
from django.utils.functional import Promise


def test_no_value_to_choose_is_a_translation() -> None:
    importlib.import_module("huigong.config.urls")  # every view, and with it every form
    translated = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _below(forms.Form)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ChoiceField)
        for value, _label in field.choices
        if isinstance(value, Promise)
    ]
    assert not translated


def _below(kind: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    return {kind, *(below for each in kind.__subclasses__() for below in _below(each))}
