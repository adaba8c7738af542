"""How far a language has come: what is translated, what is missing, and what the Chinese has left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from huigong.policy.languages.catalogues import Entry, plural_line, written
from huigong.policy.languages.texts import texts
from huigong.policy.languages.words import FOLDER, entries


@dataclass(frozen=True)
class Report:
    """One catalogue of one language: `total` texts, those without a translation, and those with one that is stale."""

    code: str
    domain: str
    total: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many texts are shown in the language."""
        return self.total - len(self.missing) - len(self.stale)


def report(folder: Path, code: str) -> tuple[Report, ...]:
    """The state of a language, a row a domain."""
    said, kept = texts(folder), entries(folder, code)
    return tuple(_report(code, name, places, kept.get(name, [])) for name, places in said.items())


def _report(code: str, domain: str, places: Mapping[str, tuple[str, ...]], kept: Iterable[Entry]) -> Report:
    current = _current(places, kept)
    stale = tuple(entry.text for entry in current if entry.fuzzy)
    missing = tuple(entry.text for entry in current if not entry.translation)
    return Report(code, domain, len(current), missing, stale)


def brought_up_to_date(folder: Path, code: str) -> None:
    """Writes the catalogues of a language for exactly the texts of today, in the order of the packs.

    A text without an entry takes the translation of the one that stood in its place before, as a proposal.
    """
    kept = entries(folder, code)
    place = folder / FOLDER / code
    place.mkdir(parents=True, exist_ok=True)
    for domain, places in texts(folder).items():
        current = _current(places, [*kept.get(domain, []), *_others(kept, domain)])
        path = place / f"{domain}.po"
        plural = plural_line(path.read_text(encoding="utf-8")) if path.exists() else ""
        path.write_text(written(current, code=code, plural=plural), encoding="utf-8")


def _others(kept: Mapping[str, list[Entry]], domain: str) -> list[Entry]:
    return [entry for name, rows in kept.items() if name != domain for entry in rows]


def _current(places: Mapping[str, tuple[str, ...]], kept: Iterable[Entry]) -> list[Entry]:
    by_text: dict[str, Entry] = {}
    for entry in kept:
        by_text.setdefault(entry.text, entry)
    left = {
        reference: entry
        for entry in by_text.values()
        if entry.text not in places and entry.translation
        for reference in entry.references
    }
    return [_entry(text, where, by_text.get(text), left) for text, where in places.items()]


def _entry(text: str, where: tuple[str, ...], known: Entry | None, left: Mapping[str, Entry]) -> Entry:
    if known is not None:
        return replace(known, references=where)
    before = next((left[reference] for reference in where if reference in left), None)
    if before is None:
        return Entry(text, references=where)
    return Entry(text, before.translation, where, True, before.previous or before.text)
