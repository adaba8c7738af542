"""What a clerk typed into the one box: a number, a phone, a name as written, or a name by ear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from huigong.audit.fields import IndexedQuerySet, blind_indexes
from huigong.kernel import writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.registry import numbers, sounding
from huigong.registry.linking.sounds import readings
from huigong.registry.models import Person

_NUMBER = re.compile(r"\d+X?")
_PASSPORT = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,20}")  # of another paper than the resident card


@dataclass(frozen=True)
class Sought:
    """By which sealed field, its text as it is kept ("" for none), and how the name may sound besides."""

    by: str
    plain: str
    sounds: Sequence[str] = ()

    def among(self, people: IndexedQuerySet) -> QuerySet[Any]:
        """Those of the people who are meant, first those who are so written; each knows `as_written`.

        The two ways of being meant are united, since an "or" of them would read everybody of the region.
        """
        if self.by == "resident_number":
            written = numbers.having(self.plain)
        else:
            indexes = blind_indexes(self.plain, context=f"registry.Person.{self.by}") if self.plain else ()
            written = Q(**{f"{self.by}_index__in": indexes})
            if self.by == "name":
                written |= Q(pk__in=numbers.named_before(indexes))
        meant: QuerySet[Any, Any] = Person.objects.filter(written).order_by().values("pk")
        if self.sounds:
            meant = meant.union(sounding.like(*self.sounds)) if self.plain else sounding.like(*self.sounds)
        exactly = Case(When(written, then=Value(True)), default=Value(False), output_field=BooleanField())
        return people.filter(pk__in=meant).annotate(as_written=exactly).order_by("-as_written", "pk")


def read(text: str) -> Sought:
    """What is sought. Raises `DomainError`: `person.nothing_sought`, `identity.*`, `person.name_*`."""
    plain = writing.code(text)
    if not plain:
        raise Invalid(
            code="person.nothing_sought",
            about="sought",
            what="没有填写要找的内容",
            do="请填身份证号、手机号、姓名、拼音或者办件编号",
        )
    if _is_phone(plain):
        return Sought("phone", normalise_phone(text))
    if _NUMBER.fullmatch(plain):
        return Sought("resident_number", ResidentId.parse(text).number)
    if _PASSPORT.fullmatch(plain.upper()):
        return Sought("resident_number", plain.upper())
    if not _is_pinyin(text):
        name = writing.person_name(text)
        return Sought("name", name, [sounding.spelt(each) for each in readings(name)])
    return Sought("name", _latin_name(text), [sounding.spelt(text)])


def _is_phone(plain: str) -> bool:
    try:
        return bool(normalise_phone(plain))
    except DomainError:
        return False


def _is_pinyin(text: str) -> bool:
    sound = sounding.spelt(text)
    return bool(sound) and sound.isascii() and not any(each.isdigit() for each in text)


def _latin_name(text: str) -> str:
    """The letters as a name in the register, "" where they cannot be one."""
    try:
        return writing.person_name(text)
    except DomainError:
        return ""
