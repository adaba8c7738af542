"""What the packs say to people, sentence by sentence, with the places that say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huigong.kernel.packs import PackFile, files, load, shared_file
from huigong.kernel.sentences import CHINESE, sentences

_ANY = "**"


@dataclass(frozen=True)
class _Domain:
    """One catalogue: the files that speak, and the keys whose text is shown.

    `shared` and `packs` are patterns of files below the folder of the packs and of a region; a key may stand
    at any depth (`**.说法`), in a list or a mapping (`*`); `names` is where the keys of a mapping are shown.
    """

    shared: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


DOMAINS: Mapping[str, _Domain] = {
    "events": _Domain(("life_events.yaml",), (), ("events.*.name", "events.*.says")),
    "questions": _Domain(
        ("questions.yaml", "facts.yaml", "facts/*.yaml"),
        ("facts.yaml", "*/facts.yaml"),
        (
            "together.*.ask",
            "together.*.help",
            "together.*.options.*",
            "together.*.none",
            "*.question",
            "*.help",
            "*.never",
            "*.phrase",
            "*.not_phrase",
            "*.values.*",
            "*.attain",
            "*.verified_by.*",
            "*.measure",
        ),
    ),
    "services": _Domain(
        (),
        ("*/services/*.yaml", "*/parameters.yaml"),
        (
            "name",
            "summary",
            "for_whom.says",
            "for_whom",
            "result",
            "caution",
            "too_late",
            "refused",
            "charge",
            "channels.*",
            "evidence.*.name",
            "amount.per",
            "amount.note",
            "lead.desk",
            "lead.does",
            "co_leads.*.does",
            "co_leads.*.desk",
            "lead.splits.*.applies",
            "adopts.*.splits.*.applies",
            "limits.*.starts",
            "limits.*.stage",
            "limits.*.applies",
            "limits.*.extension.approver",
            "**.说法",
            "*.name",
            "*.measure",
        ),
    ),
    "forms": _Domain(
        (),
        ("*/forms/*.yaml", "fields.yaml", "codes/*.yaml", "*/codes/*.yaml"),
        (
            "name",
            "**.ask",
            "**.help",
            "**.name",
            "**.title",
            "**.example",
            "**.says",
            "**.group",
            "**.unknown_ok.*",
            "**.rows.*",
            "**.columns.*.id",
            "**.fields.*.fields.*.id",
        ),
    ),
    "places": _Domain(("places.yaml",), (), ("places.*.words", "places.*.whose", "places.*.facts.*")),
    "offices": _Domain((), ("offices.yaml",), ("lines.*.title",)),
    "messages": _Domain((), ("messages/*.yaml",), ("messages.*.title", "messages.*.body", "messages.*.sms")),
    "procedures": _Domain(
        (),
        ("*/procedures/*.yaml", "*/remedies.yaml", "without_form.yaml", "lapses.yaml"),
        (
            "remedies.*.says",
            "name",
            "opened_trail",
            "statuses.*.name",
            "statuses.*.next_step",
            "stages.*.words",
            "stages.*.words_by_time",
            "moves.*.name",
            "moves.*.button",
            "moves.*.advice",
            "moves.*.done",
            "moves.*.trail",
            "moves.*.form.*.ask",
            "moves.*.form.*.help",
            "moves.*.decision.verdict",
            "moves.*.decision.remedy.where",
            "bars.*.why",
            "bars.*.do",
            "services.*",
            "lapses.*.name",
            "lapses.*.what",
        ),
    ),
    "notices": _Domain(
        (),
        ("*/notices/*.yaml", "notices/*.yaml"),
        ("name", "discreet", "ways.*.name", "ways.*.happens", "ways.*.proof"),
    ),
}
"""The catalogues of a language by name, in the order of their weight for a reader."""

_MOST_REFERENCES = 3


def texts(folder: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Domain → Chinese sentence → the places that say it (`life_events.yaml:events.unpaid.name`), at most three.

    A sentence that several domains say belongs to the first. Files that cannot be read say nothing.
    """
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    known: set[str] = set()
    for name, domain in DOMAINS.items():
        places: dict[str, list[str]] = {}
        for file in _files(folder, domain):
            content = load(file.path.read_text(encoding="utf-8-sig"), file=file.name)
            for key, text in _told(content, domain.keys):
                if text not in known:
                    places.setdefault(text, []).append(f"{file.name}:{key}")
        known.update(places)
        said[name] = {text: tuple(where[:_MOST_REFERENCES]) for text, where in places.items()}
    return said


def _files(folder: Path, domain: _Domain) -> Iterator[PackFile]:
    for pattern in domain.shared:
        for path in sorted(folder.glob(pattern)):
            yield shared_file(folder, path.relative_to(folder).as_posix())
    yield from files(folder, *domain.packs)


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
