"""What the packs say to people: each folder registers its files, and which keys are shown stands in their shapes.

    speaks("messages", after="offices", packs=("messages/*.yaml",), shape=MESSAGES)

A text that is shown is declared so (`text(said=True)`); `keys` names only what a reader of its own reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huigong.kernel.packs.files import PackFile, files, shared_file
from huigong.kernel.packs.shapes import Shape
from huigong.kernel.registries import Registered, Registry


@dataclass(frozen=True)
class Spoken:
    """Files that speak, and their keys: a key may stand at any depth (`**.说法`), in a list or a mapping (`*`).

    `shared` and `packs` are patterns of files below the folder of the packs and of a region. `asked` where a
    worker reads them as questions, which must be in plain words.
    """

    domain: str
    shared: tuple[str, ...]
    packs: tuple[str, ...]
    keys: tuple[str, ...]
    asked: bool


_ALL: Registered[Spoken] = Registered()
_AFTER: Registry[str, str] = Registry("place among the domains of")


def speaks(
    domain: str,
    *,
    after: str = "",
    shared: Sequence[str] = (),
    packs: Sequence[str] = (),
    shape: Shape | None = None,
    at: str = "",
    keys: Sequence[str] = (),
    asked: bool = False,
) -> None:
    """Registers files whose texts people read, for the catalogue `domain` of each language.

    A sentence of several domains belongs to the first: the domain comes somewhere behind the one that it is
    `after`, which every registration of it says alike. `at` says where in a file the mapping of `shape` stands
    (`events.*`), nowhere for the whole file. Raises `ValueError` for two different `after`.
    """
    told = tuple(f"{at}.{key}" if at else key for key in (shape.spoken() if shape else ()))
    spoken = Spoken(domain, tuple(shared), tuple(packs), (*told, *keys), asked)
    _AFTER.add(domain, after)
    _ALL.add(spoken)


def every() -> tuple[Spoken, ...]:
    """All that is registered: by domain, in a domain what only the country says first, then by the files."""
    return tuple(sorted(_ALL, key=_order))


def _order(spoken: Spoken) -> tuple[object, ...]:
    return *_place(spoken.domain), bool(spoken.packs), spoken.shared, spoken.packs, spoken.keys


def _place(domain: str) -> tuple[int, str]:
    """How many domains come before it, and its name, for those that are after the same one."""
    before = []
    above = _AFTER.get(domain)
    while above and above not in before:
        before.append(above)
        above = _AFTER.get(above)
    return len(before), domain


def files_of(folder: Path, rows: Sequence[Spoken]) -> Iterator[tuple[PackFile, tuple[str, ...]]]:
    """The files of these registrations below a folder with the keys of each: the country's first, then by name."""
    keys: dict[str, tuple[PackFile, tuple[str, ...]]] = {}
    for row in rows:
        for pattern in row.shared:
            for path in sorted(folder.glob(pattern)):
                file = shared_file(folder, path.relative_to(folder).as_posix())
                keys[file.name] = (file, (*keys.get(file.name, (file, ()))[1], *row.keys))
    yield from keys.values()
    keys = {}
    for row in rows:
        for file in files(folder, *row.packs) if row.packs else ():
            keys[file.name] = (file, (*keys.get(file.name, (file, ()))[1], *row.keys))
    yield from sorted(keys.values(), key=lambda row: row[0].path)
