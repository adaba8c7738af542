"""Model fields for personal data: sealed at rest, found by blind index."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from huigong.audit.sealing import Sealer

_INDEX_DIGITS = 64


def blind_index(plain: str, *, context: str) -> str:
    """What a `BlindIndexField` of the same context is filled with for `plain` (already normalised)."""
    return sealer().blind_index(plain, context=context)


def blind_indexes(plain: str, *, context: str) -> tuple[str, ...]:
    """What the field may hold for `plain` under any key in force: look rows up by `…_index__in`."""
    return sealer().blind_indexes(plain, context=context)


class SealedTextField(models.TextField):
    """Text that only the running program reads: the database holds SM4-GCM ciphertext.

    `context` names the field (`registry.Person.phone`) and is bound into the
    seal. Empty text and NULL are stored as they are. No lookup but `isnull`
    makes sense on it; any other raises `FieldError` and points to the index.
    """

    def __init__(self, *args: Any, context: str, **options: Any) -> None:
        self.context = context
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "context": self.context}

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return sealer().seal(plain, context=self.context) if plain else plain

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return sealer().unseal(value, context=self.context) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} 是加密字段，不能按内容查询；请查它的盲索引（BlindIndexField）")
        return super().get_lookup(lookup_name)


class SealedDateField(SealedTextField):
    """A day that only the running program reads: sealed as `1985-03-12`, so no query compares or sorts by it."""

    _pyi_private_set_type: date  # type: ignore[assignment]
    _pyi_private_get_type: date  # type: ignore[assignment]

    def get_prep_value(self, value: Any) -> Any:
        plain = value.isoformat() if isinstance(value, date) else value
        return sealer().seal(plain, context=self.context) if plain else None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        plain = super().from_db_value(value, expression, connection)
        return date.fromisoformat(plain) if plain else None

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) and value else value


class BlindIndexField(models.CharField):
    """HMAC-SM3 of the field named `of`, filled in at every save; empty text gives NULL.

    Query it with `IndexedQuerySet.by_index`, or `blind_indexes(plain, context=…)`. `QuerySet.update` and
    `bulk_update` do not fill it: change sealed values through `save` or
    `bulk_create`.

    With `beside` the same text is something else for each value of that column, and only rows with its `usual` value are
    found by the text alone (`text_of` gives that of the others). `within` is a sealed column that tells such texts further
    apart where it is filled.
    """

    def __init__(
        self,
        *args: Any,
        of: str,
        context: str,
        beside: str = "",
        usual: str = "",
        within: str = "",
        **options: Any,
    ) -> None:
        self.of = of
        self.context = context
        self.beside, self.usual, self.within = beside, usual, within
        options |= {"max_length": _INDEX_DIGITS, "null": True, "editable": False}
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "null", "editable"):
            options.pop(fixed, None)
        more = {"beside": self.beside, "usual": self.usual} if self.beside else {}
        more |= {"within": self.within} if self.within else {}
        return name, path, args, {**options, "of": self.of, "context": self.context, **more}

    def text_of(self, plain: str, kind: str, within: str = "") -> str:
        """What is indexed for this text beside this value, and within that one."""
        if not (plain and self.beside and kind != self.usual):
            return plain
        return ":".join((kind, within, plain)) if within else f"{kind}:{plain}"

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        kind, within = (
            getattr(model_instance, column) if column else "" for column in (self.beside, self.within)
        )
        plain = self.text_of(getattr(model_instance, self.of), kind, within)
        value = blind_index(plain, context=self.context) if plain else None
        setattr(model_instance, self.attname, value)
        return value


class IndexedQuerySet(models.QuerySet):
    """Rows that are looked up by a blind index."""

    def by_index(self, sealed: str, *plain: str) -> Self:
        """Rows whose field `sealed` holds one of these texts, each normalised already, under any key in force."""
        fields = (field for field in self.model._meta.get_fields() if isinstance(field, BlindIndexField))
        index = next(field for field in fields if field.of == sealed)
        values = [value for text in plain for value in blind_indexes(text, context=index.context)]
        return self.filter(**{f"{index.name}__in": values})


def sealer() -> Sealer:
    """The sealer of the keys in force."""
    return _sealer(settings.SEALING_KEY)


@lru_cache(maxsize=4)
def _sealer(key_hex: str) -> Sealer:
    return Sealer(key_hex)
