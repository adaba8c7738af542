"""What is wrong with a procedure, and where in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from huigong.kernel.packs import nearest_name


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where it is said: the `key` of the row `id` of a `group` (`moves`), or of the whole.

    `key` leads down by dots (`decision.notice`); `word` is the member where the value is a list.
    """

    what: str
    group: str = ""
    id: str = ""
    key: str = "id"
    word: str = ""


def unknown(at: Fault, word: str, known: Iterable[str]) -> Iterator[Fault]:
    """The fault at that place where nobody declared the word."""
    if word not in known:
        yield replace(at, what=f"{at.what}“{word}”没有登记过{perhaps(word, known)}")


def perhaps(word: str, known: Iterable[str]) -> str:
    near = nearest_name(word, known)
    return f"，是不是“{near}”？" if near else f"；可用的有：{'、'.join(list(known)[:12])}"
