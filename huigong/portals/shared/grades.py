"""The five grades of a result as pages show them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huigong.feedback.grades import Grade


def in_words() -> list[tuple[str, str]]:
    """(value, words), the best first."""
    return [(grade.value, _(grade.label)) for grade in Grade]
