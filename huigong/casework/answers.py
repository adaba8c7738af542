"""An application's answers and its form as they are kept and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong import forms
from huigong.casework.models import Application
from huigong.forms.fields import Form
from huigong.forms.lodging import Lodged
from huigong.registry import factvalues
from huigong.registry.factvalues import FactValue
from huigong.rules.values import Unknown


def answers_kept(answers: Mapping[str, FactValue | Unknown]) -> dict[str, Any]:
    """Fact name → JSON of its value; what is unknown is left out."""
    known = {name: value for name, value in answers.items() if not isinstance(value, Unknown)}
    return {name: factvalues.as_json(value) for name, value in known.items()}


def answers_of(application: Application | None) -> dict[str, FactValue]:
    """Fact name → value; nothing without an application."""
    kept = application.answers if application else {}
    return {name: factvalues.from_json(value) for name, value in kept.items()}


@dataclass(frozen=True)
class SentForm:
    """A form as it was lodged, with the form that it answers."""

    form: Form
    lodged: Lodged


def form_kept(lodged: Lodged) -> str:
    """The canonical JSON of a lodged form. Raises `DomainError` (`form.unknown`, `form.not_yet`)."""
    return lodged.canonical(_form(lodged.form, began=lodged.began, region=lodged.region))


def form_of(application: Application | None) -> SentForm | None:
    """The form that was lodged, read as it was asked; None without one."""
    if application is None or not application.form:
        return None
    raw = json.loads(application.form)
    form = _form(raw["form"], began=date.fromisoformat(raw["began"]), region=raw["region"])
    return SentForm(form, Lodged.from_json(form, raw))


def _form(id: str, *, began: date, region: str) -> Form:
    return forms.book().form(id, on=began, region=region)
