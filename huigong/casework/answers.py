"""An application's answers as they are kept and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huigong.casework.models import Application
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
