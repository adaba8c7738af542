"""What the packs say to people, sentence by sentence, with the places that say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from huigong.kernel.packs import load, spoken
from huigong.kernel.sentences import CHINESE, sentences

_ANY = "**"
_MOST_REFERENCES = 3


def texts(folder: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Domain → Chinese sentence → the places that say it (`life_events.yaml:events.unpaid.name`), at most three.

    Domains are those that the folders registered, in the order of their weight for a reader; a sentence that
    several say belongs to the first. Files that cannot be read say nothing.
    """
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    known: set[str] = set()
    rows = spoken.every()
    for domain in dict.fromkeys(row.domain for row in rows):
        places: dict[str, list[str]] = {}
        for file, keys in spoken.files_of(folder, [row for row in rows if row.domain == domain]):
            content = load(file.path.read_text(encoding="utf-8-sig"), file=file.name)
            for key, text in _told(content, keys):
                if text not in known:
                    places.setdefault(text, []).append(f"{file.name}:{key}")
        known.update(places)
        said[domain] = {text: tuple(where[:_MOST_REFERENCES]) for text, where in places.items()}
    return said


def _told(content: Any, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    patterns = [tuple(key.split(".")) for key in keys]
    for path, text in _strings(content, ()):
        if CHINESE.search(text) and any(_fits(path, pattern) for pattern in patterns):
            key = ".".join("".join(part.split()) for part in path)
            yield from ((key, sentence) for sentence in sentences(text))


def _strings(content: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(content, str):
        yield path, content
    elif isinstance(content, Mapping):
        for key, inside in content.items():
            yield from _strings(inside, (*path, str(key)))
    elif isinstance(content, list | tuple):
        for number, inside in enumerate(content):
            yield from _strings(inside, (*path, str(number)))


def _fits(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if pattern[0] == _ANY:
        tail = pattern[1:]
        return len(path) >= len(tail) and _fits_exactly(path[-len(tail) :], tail)
    return len(path) == len(pattern) and _fits_exactly(path, pattern)


def _fits_exactly(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return all(want in ("*", part) for part, want in zip(path, pattern, strict=True))
