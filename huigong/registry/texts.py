"""Short texts that people type, checked against the column that keeps them."""

from __future__ import annotations

from typing import cast

from django.db.models import Field, Model

from huigong.kernel.errors import Invalid


def fitting(model: type[Model], field: str, text: str) -> str:
    """The text without spaces around it, if the field holds that many characters.

    Raises `DomainError` (`text.too_long`) with both figures: one database would
    cut in silence and the other fail.
    """
    column = cast(Field, model._meta.get_field(field))
    plain, most = text.strip(), getattr(column, "max_length", None)
    if most is not None and len(plain) > most:
        raise Invalid(
            code="text.too_long",
            what=f"“{column.verbose_name}”太长",
            why=f"最多{most}个字，现在有{len(plain)}个字",
            do="请缩短后再提交",
        )
    return plain
