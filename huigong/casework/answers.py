"""An application's answers as sealed text and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from huigong.registry import factvalues
from huigong.registry.factvalues import FactValue
from huigong.rules.values import Unknown


def answers_as_text(answers: Mapping[str, FactValue | Unknown]) -> str:
    """Answers as they are sealed: JSON of fact name to kept value, in a fixed order; what is unknown is left out."""
    known = {name: value for name, value in answers.items() if not isinstance(value, Unknown)}
    kept = {name: factvalues.encode(value) for name, value in known.items()}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def answers_from_text(text: str) -> dict[str, FactValue]:
    """The answers that `answers_as_text` kept."""
    kept = json.loads(text) if text else {}
    return {name: factvalues.decode(value) for name, value in kept.items()}
