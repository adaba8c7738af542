"""Whether somebody with nine years of school can read what is asked: common characters, no official words.

The characters and the words are data, `policies/plain-words.yaml`. An official word may stand where the same
screen explains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huigong.kernel.packs import (
    Kept,
    MarkedMapping,
    PackError,
    Place,
    Report,
    Shape,
    place_in,
    reads,
    shared_file,
    spoken,
)
from huigong.kernel.packs.kinds import mapped, text, texts

FILE = "plain-words.yaml"
reads(FILE)
_FIRST_CHINESE, _LAST_CHINESE = "\u4e00", "\u9fff"
_WORD = Shape("公文词", {"say": text(), "unless": texts()})
_WORDS = Shape("平常话", {"words": mapped(_WORD.kind), "common": text()})


@dataclass(frozen=True)
class PlainWords:
    """The common characters, and each official word with what to say instead and what explains it."""

    common: frozenset[str]
    words: Mapping[str, tuple[str, tuple[str, ...]]]

    def faults(self, said: str) -> Iterator[tuple[str, str]]:
        """What is hard to read on one screen, with what to do: `("“户籍”是公文里的词", "请写成“户口”")`."""
        rare = {letter for letter in said if _FIRST_CHINESE <= letter <= _LAST_CHINESE} - self.common
        for letter in sorted(rare):
            yield f"“{letter}”不是常用字", "请换一个说法"
        for word, (plain, explained) in self.words.items():
            if word in said and not any(each in said for each in explained):
                yield f"“{word}”是公文里的词", f"请写成“{plain}”，或者在旁边解释"


def _read(folder: Path, report: Report) -> PlainWords:
    file = shared_file(folder, FILE)
    entry = file.entry(_WORDS, report) if file.path.exists() else None
    if entry is None:
        return PlainWords(frozenset(), {})
    words = {word: (row["say"], tuple(row["unless"])) for word, row in entry["words"].items()}
    return PlainWords(frozenset(entry["common"]) - {"\n", " "}, words)


plain_words = Kept(_read, told=False)
"""The words of a policies folder; none where it has no such file."""


def check(folder: Path) -> list[PackError]:
    """Every question, option and help of the packs that is hard to read, with its place; what is wrong with the words first."""
    if troubles := plain_words.troubles(folder):
        return list(troubles)
    words = plain_words(folder)
    if not words.common:
        return []
    return [
        PackError("words.hard", what=what, why="问的话要念过九年书的人看得懂", do=do, place=place)
        for file, _ in spoken.files_of(folder, [row for row in spoken.every() if row.asked])
        for said, place in _screens(file.read(Report()))
        for what, do in words.faults(said)
    ]


def _screens(content: Any) -> Iterator[tuple[str, Place]]:
    """What one screen says to a person: a question with its help and values, an option, an event."""
    if isinstance(content, list):
        for inside in content:
            yield from _screens(inside)
    if not isinstance(content, MarkedMapping):
        return
    asked = content.get("question") or content.get("ask") or (content.get("icon") and content.get("name"))
    if isinstance(asked, str):
        more = [content.get(key, "") for key in ("help", "says", "none")]
        values = content.get("values", [])
        said = "\n".join(map(str, (asked, *more, *(values if isinstance(values, list) else ()))))
        yield said, content.place
    options = content.get("options")
    if isinstance(options, MarkedMapping):
        for key, said in options.items():
            yield str(said), place_in(options, key, content.place) or content.place
    for inside in content.values():
        yield from _screens(inside)
