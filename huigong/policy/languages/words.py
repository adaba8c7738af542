"""The translations that may be shown: Chinese text → translation, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from huigong.kernel.packs import Kept, PackError, Report
from huigong.kernel.sentences import CHINESE
from huigong.policy.languages.catalogues import Entry, read

FOLDER = "languages"


def entries(folder: Path, code: str) -> dict[str, list[Entry]]:
    """Domain → the entries of its catalogue in one language; raises `PackError` for what cannot be read."""
    catalogues = sorted((folder / FOLDER / code).glob("*.po"))
    return {
        path.stem: read(path.read_text(encoding="utf-8"), file=path.relative_to(folder).as_posix())
        for path in catalogues
    }


def codes(folder: Path) -> tuple[str, ...]:
    """The languages that have a folder."""
    return tuple(sorted(path.name for path in (folder / FOLDER).glob("*") if path.is_dir()))


def _read(folder: Path, report: Report) -> Mapping[str, Mapping[str, str]]:
    languages: dict[str, dict[str, str]] = {}
    for code in codes(folder):
        try:
            catalogues = entries(folder, code)
        except PackError as error:
            report.add(error)
            continue
        every = (entry for domain in catalogues.values() for entry in domain)
        languages[code] = {entry.text: entry.translation for entry in every if entry.is_done}
    return languages


words = Kept(_read)
"""Language → text → translation, of the installed packs; what is missing or stale is not in it."""


def _patterns(folder: Path, _report: Report) -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
    return {code: tuple(_filled_in(texts)) for code, texts in words(folder).items()}


def _filled_in(texts: Mapping[str, str]) -> Iterator[tuple[re.Pattern[str], str]]:
    for text, translation in texts.items():
        pieces = re.split(r"\{(\w+)\}", text)
        if len(pieces) > 1 and CHINESE.search("".join(pieces[::2])):
            parts = [
                f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)
            ]
            yield re.compile("".join(parts), re.DOTALL), translation


patterns = Kept(_patterns, told=False)
"""Language → the texts that messages fill in, as patterns that find the parts again, each with its translation."""
