"""Of which one of several something is: the second child, of the third job (`孩子/1/一份活/2`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from huigong.catalogue.services import catalogue

_BETWEEN = "/"
_LONGEST = 3  # digits of a number


@dataclass(frozen=True)
class Which:
    """Word → number, from 0, of all that are not the first of their word; by the words' order, so that what is of the
    same ones is equal."""

    numbers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, present: Mapping[str, int], words: Iterable[str] | None = None) -> Self:
        """Those present; only of these words, where some are given."""
        among = present.keys() if words is None else present.keys() & set(words)
        return cls(tuple((word, present[word]) for word in sorted(among) if present[word]))

    @classmethod
    def read(cls, written: str) -> Self | None:
        """What `written` gave; None where it is not of that shape, or names one that the packs do not declare: what
        was said of a seventh child is not said of the first."""
        parts = written.split(_BETWEEN) if written else []
        words, texts = parts[::2], parts[1::2]
        read = [number(word, text) for word, text in zip(words, texts, strict=False)]
        numbers = {word: each for word, each in zip(words, read, strict=False) if each}
        whole = len(numbers) == len(words) == len(texts)
        return cls(tuple(sorted(numbers.items()))) if whole else None

    def written(self) -> str:
        return _BETWEEN.join(f"{word}{_BETWEEN}{number}" for word, number in self.numbers)

    def number(self, word: str) -> int:
        return dict(self.numbers).get(word, 0)


@dataclass(frozen=True)
class SheetKey:
    """Under what the form of a service is kept: each of several whom it may concern has one of their own."""

    service_id: str
    which: Which = Which()

    @classmethod
    def read(cls, written: str) -> Self | None:
        """What `written` gave; None where the packs no longer declare whom it is of."""
        service_id, _, rest = written.partition(_BETWEEN)
        which = Which.read(rest)
        return None if which is None else cls(service_id, which)

    def written(self) -> str:
        return _BETWEEN.join(part for part in (self.service_id, self.which.written()) if part)


def most(word: str) -> int:
    """How many there may be of a word; 0 of one that is not declared."""
    several = catalogue().conversation.several.get(word)
    return len(several.called) if several else 0


def number(word: str, written: str) -> int | None:
    """The number that somebody sent or kept; None where there can be no such one."""
    if not (written.isascii() and written.isdecimal() and len(written) < _LONGEST):
        return None
    return int(written) if int(written) < most(word) else None
