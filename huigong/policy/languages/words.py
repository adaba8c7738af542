"""The translations that may be shown: Chinese text → translation, by language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from huigong.kernel.packs import Kept, PackError, Report, reads
from huigong.kernel.sentences import CHINESE
from huigong.policy.languages.catalogues import Entry, plural_rule, read

FOLDER = "languages"
reads(f"{FOLDER}/*/terms.yaml")  # the words that translators agreed on; tests hold translations against them


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


@dataclass(frozen=True)
class Plural:
    """The forms of a text that says how many, and the rule that gives the number of the form for a count."""

    rule: Callable[[int], int]
    forms: tuple[str, ...]

    def of(self, count: int) -> str:
        """The text for so many."""
        return self.forms[min(self.rule(abs(count)), len(self.forms) - 1)]


def _plurals(folder: Path, _report: Report) -> Mapping[str, Mapping[str, Plural]]:
    return {code: dict(_counted(folder, code)) for code in words(folder)}


def _counted(folder: Path, code: str) -> Iterator[tuple[str, Plural]]:
    for path in sorted((folder / FOLDER / code).glob("*.po")):
        text = path.read_text(encoding="utf-8")
        rule = plural_rule(text)
        for entry in read(text) if rule else ():
            if entry.forms and entry.is_done:
                yield entry.text, Plural(c2py(rule), entry.forms)


plurals = Kept(_plurals, told=False)
"""Language → the texts that have a form for each count."""


@dataclass(frozen=True)
class Pattern:
    """A text that messages fill in: `fixed` stands before, between and behind the parts called `names`."""

    fixed: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    def parts(self, text: str) -> dict[str, str] | None:
        """What a text was filled in with, each part up to the next fixed words; None where it was not.

        Looked for piece by piece: what people type can be long, and must not cost more for it.
        """
        before, *between, behind = self.fixed
        if not text.startswith(before) or not text[len(before) :].endswith(behind):
            return None
        rest, parts = text[len(before) : len(text) - len(behind)], list[str]()
        for fixed in between:
            part, there, rest = rest.partition(fixed)
            if not there:
                return None
            parts.append(part)
        parts.append(rest)
        return dict(zip(self.names, parts, strict=True)) if all(parts) else None


def _patterns(folder: Path, _report: Report) -> Mapping[str, tuple[Pattern, ...]]:
    return {code: tuple(_filled_in(texts)) for code, texts in words(folder).items()}


def _filled_in(texts: Mapping[str, str]) -> Iterator[Pattern]:
    for text, translation in texts.items():
        pieces = re.split(r"\{(\w+)\}", text)
        fixed, names = tuple(pieces[::2]), tuple(pieces[1::2])
        if names and all(fixed[1:-1]) and CHINESE.search("".join(fixed)):
            yield Pattern(fixed, names, translation)


patterns = Kept(_patterns, told=False)
"""Language → the texts that messages fill in, each with its translation."""
