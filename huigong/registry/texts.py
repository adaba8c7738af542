"""Short texts that people type, checked against the column that keeps them."""

from __future__ import annotations

from typing import cast

from django.db.models import Field, Model

from huigong.kernel import writing
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say

_LONGEST_LINE = 200


def fitting(model: type[Model], field: str, text: str) -> str:
    """The text as one line, if the field holds that many characters.

    Raises `DomainError` (`text.too_long`) with both figures: one database would
    cut in silence and the other fail.
    """
    most = getattr(_column(model, field), "max_length", None) or _LONGEST_LINE
    return one_line(text, label=label_of(model, field), most=most)


def label_of(model: type[Model], field: str) -> str:
    """What people call the column."""
    return str(_column(model, field).verbose_name)


def _column(model: type[Model], field: str) -> Field:
    return cast(Field, model._meta.get_field(field))


def one_line(text: str, *, label: str, most: int = _LONGEST_LINE) -> str:
    """The text as one line of at most `most` characters.

    Raises `DomainError`: `text.too_long`, `text.unreadable`.
    """
    plain = writing.line(text)
    if len(plain) > most:
        raise Invalid(
            code="text.too_long",
            what=say("“{label}”太长", label=label),
            why=say("最多{most}个字，现在有{count}个字", most=most, count=len(plain)),
            do="请缩短后再提交",
        )
    return plain
