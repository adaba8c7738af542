"""Sealed names by ear: what is indexed of a name, and what somebody types to find it.

A name is sealed, so nothing can be compared with a part of it. Its whole pinyin and its initials are
indexed as the name itself is, once for each way in which it may be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from huigong.audit.fields import blind_index, blind_indexes, sealer
from huigong.kernel.errors import DomainError
from huigong.kernel.writing import MIDDLE_DOT
from huigong.registry.linking.sounds import GIVEN, readings
from huigong.registry.models import NameSound, Person

CONTEXT = "registry.NameSound.sound"
_NAME = "registry.Person.name"
_WAYS = 8  # of reading one name
_AT_ONCE = 1000
_MARKED_U = re.compile("u\N{COMBINING DIAERESIS}")
_SPELT_YU = re.compile(r"(?<=[ln])(?:yu|ue)")  # passports write LYU, keyboards lue; pinyin has lü and lüe


def sounds_of(name: str) -> tuple[str, ...]:
    """`单晓明` → `shanxiaoming`, `sxm`, `danxiaoming`, `dxm`; `JOHN SMITH` → `johnsmith`, `js`."""
    if name.isascii():
        words = name.split()
        return tuple(dict.fromkeys((spelt(name), spelt("".join(word[0] for word in words)))))
    characters = [each for each in name if each != MIDDLE_DOT]
    read = [_read(each, first=place == 0) for place, each in enumerate(characters)]
    ways = list(islice(product(*read), _WAYS))
    whole = (spelt("".join(way)) for way in ways)
    initials = ("".join(syllable[:1] for syllable in way) for way in ways)
    return tuple(dict.fromkeys((*whole, *initials)))


def spelt(text: str) -> str:
    """Pinyin as it is indexed: small letters without tones and spaces, ü as v."""
    apart = _MARKED_U.sub("v", unicodedata.normalize("NFKD", text).lower())
    letters = "".join(each for each in apart if each.isalpha())
    return _SPELT_YU.sub(lambda spelling: "v" if spelling[0] == "yu" else "ve", letters)


def like(*sounds: str) -> QuerySet[NameSound, Any]:
    """The keys of the people whose names sound so, under any key in force."""
    indexes = [index for sound in sounds for index in blind_indexes(sound, context=CONTEXT)]
    return NameSound.objects.filter(sound__in=indexes).order_by().values("person")


def keep(people: Iterable[tuple[int, str]]) -> None:
    """Indexes new names, each with the key of its person."""
    rows = (
        NameSound(person_id=person, sound=sound, sealed_with=key) for person, sound, key in rows_of(people)
    )
    while some := list(islice(rows, _AT_ONCE)):
        NameSound.objects.bulk_create(some, ignore_conflicts=True)


def rows_of(people: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """What is kept of each name: the key of the person, the index of the sound, the id of the sealing key."""
    key = sealer().key_id
    for person, name in people:
        for index in _indexes(name, key):
            yield person, index, key


def fill(people: Any, sounds: Any) -> None:
    """Indexes the names that stood before names were; of the tables as a migration knows them. Broken ones are left."""
    rows = people._base_manager.annotate(token=Cast("name", TextField())).order_by("pk")
    opened = _opened(rows.values_list("pk", "token").iterator(chunk_size=_AT_ONCE))
    while some := list(islice(opened, _AT_ONCE)):
        batch = (
            sounds(person_id=person, sound=sound, sealed_with=key) for person, sound, key in rows_of(some)
        )
        sounds._base_manager.bulk_create(batch, ignore_conflicts=True)


@dataclass(frozen=True)
class SoundsOfNames:
    """What `huigong reseal` has to index again after the key was changed."""

    label = "姓名读音"

    def stale(self) -> Iterable[int]:
        current = NameSound.objects.filter(person=OuterRef("pk"), sealed_with=sealer().key_id)
        return Person.objects.filter(~Exists(current)).order_by("pk").values_list("pk", flat=True)

    def reseal(self, key: int) -> bool:
        """The name indexed under the first key, and under no other any more."""
        people = Person.objects.select_for_update().filter(pk=key).order_by()
        named = list(_opened(people.annotate(token=Cast("name", TextField())).values_list("pk", "token")))
        if named:
            NameSound.objects.filter(person=key).delete()
            keep(named)
        return bool(named) or not people.exists()


def _opened(tokens: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for key, token in tokens:
        try:
            yield key, sealer().unseal(token, context=_NAME)
        except DomainError:
            continue


def _read(character: str, *, first: bool) -> tuple[str, ...]:
    """A surname in every reading; of another character the common one, which stands last, and those that are usual in names."""
    return readings(character) if first else GIVEN.get(character) or readings(character)[-1:]


@lru_cache(maxsize=20_000)  # a county has many people of one name
def _indexes(name: str, key: str) -> tuple[str, ...]:
    return tuple(_index(sound, key) for sound in sounds_of(name))


@lru_cache(maxsize=20_000)
def _index(sound: str, _key: str) -> str:
    return blind_index(sound, context=CONTEXT)
