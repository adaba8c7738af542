"""`declarations.lock`: what every id of a pack has ever meant, so that what was kept under it can be read for ever.

Each kind of declaration has a section there. A folder says once how its section is read (`Section`) and, of the packs
of today, what their ids mean (`Released`). An id is never used for something else, is retired (`until`) and not
deleted, and what may grow (privacy) never shrinks. What the lock itself gives out, such as the slot of a table in
which a field is kept, stays with the id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from huigong.kernel.packs import PackError, PackFile, Place, Report, files, place_in
from huigong.kernel.registries import Registry

NAME: Final = "declarations.lock"
_HEAD = "# 由 huigong pack lock 写成，不要手改。发布过的名称、类型、单位、代码都在这里，不能删，不能改。\n"
_FIRST = ("fields", "codes")  # as the files of before have them; the others by name
_NOTHING: Mapping[str, str] = MappingProxyType({})

Meaning = Mapping[str, str]
"""What an id means, in words: `{"type": "int", "unit": "年"}`."""


@dataclass(frozen=True)
class Term:
    """One thing that an id means. `order` are its values from the loosest to the strictest with what they are called:
    it may grow and never shrink; without an order it stays as it is. `given` where the lock gives it out."""

    key: str
    word: str
    order: Mapping[str, str] = field(default_factory=dict)
    given: bool = False


Gives = Callable[[str, Meaning, Mapping[str, Meaning]], Meaning]
"""What the lock gives a new id: by its name, what it means, and all ids of the section in all packs so far."""


@dataclass(frozen=True)
class Section:
    """One kind of id: its key in the file, what one is called, and what it means. Without `terms` an id has members,
    of which none is ever deleted (the codes of a list)."""

    name: str
    called: str
    terms: tuple[Term, ...] = ()
    gives: Gives | None = None


@dataclass(frozen=True)
class Released:
    """What an id means in one version of a declaration of a folder (`100000/some-law`, `100000`)."""

    section: str
    folder: str
    id: str
    says: Meaning = field(default_factory=dict)
    members: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


Lock = Mapping[str, Mapping[str, Released]]
"""What is locked in a folder, by section and id."""
Declares = Callable[[Path], Iterable[Released]]
"""What the packs below a policies folder mean today."""
_KINDS: Registry[str, tuple[Section, Declares]] = Registry("section of the lock")


def register(section: Section, declares: Declares) -> None:
    """Makes `pack lock` keep a kind of id; raises `ValueError` where the name is another's."""
    _KINDS.add(section.name, (section, declares))


def registered(folder: Path) -> tuple[list[Section], list[Released]]:
    """The sections that folders have registered, and what all ids of the packs below `folder` mean today."""
    sections = [section for section, _ in _KINDS.values()]
    return sections, [each for _, declares in _KINDS.values() for each in declares(folder)]


def check(folder: Path, sections: Sequence[Section], released: Iterable[Released], report: Report) -> None:
    """Notes what was released and has gone, or means something else now; and what is new and not locked yet.

    Of these sections alone: each folder checks its own.
    """
    today = _by_folder(released)
    for pack in _folders(folder, today):
        locked = read_lock(folder, pack, report)
        broken = [
            error
            for section in sections
            for error in _differences(section, locked.get(section.name, {}), _of(today, pack, section), pack)
        ]
        report.errors += broken
        new = [
            id for section in sections for id in _new(locked.get(section.name, {}), _of(today, pack, section))
        ]
        if new and not broken:
            what = f"{pack}有{len(new)}个名称还没有锁定，例如“{min(new)}”"
            report.add(
                PackError("lock.new", what=what, do="写好以后运行 huigong pack lock", place=_place(pack))
            )


def lock(folder: Path, sections: Sequence[Section], released: Iterable[Released]) -> list[str]:
    """Writes the lock of every pack; the names of files that changed. Raises `PackError` where the lock forbids something.

    Sections of a file that are not among these stay as they are.
    """
    today, report, changed = _by_folder(released), Report(), []
    packs = {pack: dict(read_lock(folder, pack, report)) for pack in _folders(folder, today)}
    for pack, locked in packs.items():
        for section in sections:
            now = _of(today, pack, section)
            report.errors += _differences(section, locked.get(section.name, {}), now, pack)
    report.refuse()
    for section in sections:
        _take(section, packs, today)
    for pack, locked in packs.items():
        path, made = folder / pack / NAME, _written(locked)
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            path.write_text(made, encoding="utf-8")
            changed.append(f"{pack}/{NAME}")
    return changed


def read_lock(folder: Path, pack: str, report: Report) -> Lock:
    """The lock of a folder of packs; empty where there is none yet."""
    name = f"{pack}/{NAME}"
    file = PackFile(folder / pack / NAME, name)
    if not file.path.exists():
        return {}
    loaded = file.read(report)
    sections = loaded if isinstance(loaded, Mapping) else {}
    return {str(key): dict(_rows(str(key), rows, pack, report)) for key, rows in sections.items()}


def given(folder: Path, section: Section) -> Mapping[str, Meaning]:
    """What the locks of all packs say of the ids of a section, by id."""
    meanings: dict[str, Meaning] = {}
    for pack in _folders(folder, {}):
        rows = read_lock(folder, pack, Report()).get(section.name, {})
        meanings |= {id: row.says for id, row in rows.items()}
    return meanings


def _rows(section: str, rows: Any, pack: str, report: Report) -> Iterator[tuple[str, Released]]:
    if not isinstance(rows, Mapping):
        what = f"{pack}/{NAME}的“{section}”写得不对"
        report.add(PackError("lock.unread", what=what, do="请从版本库里取回这个文件", place=_place(pack)))
        return
    for id, row in rows.items():
        place = place_in(rows, id, _place(pack))
        if isinstance(row, list):
            yield str(id), Released(section, pack, str(id), members=tuple(map(str, row)), place=place)
        elif isinstance(row, Mapping):
            says = {str(key): str(value) for key, value in row.items()}
            yield str(id), Released(section, pack, str(id), says, place=place)


Today = Mapping[tuple[str, str], Mapping[str, tuple[Released, ...]]]


def _by_folder(released: Iterable[Released]) -> Today:
    """By folder and section, by id, each version; the members of a list together."""
    today: defaultdict[tuple[str, str], dict[str, tuple[Released, ...]]] = defaultdict(dict)
    for each in released:
        ids = today[each.folder, each.section]
        known = ids.get(each.id, ())
        if each.members and known:
            joined = tuple(dict.fromkeys((*known[0].members, *each.members)))
            ids[each.id] = (replace(known[0], members=joined),)
        else:
            ids[each.id] = (*known, each)
    return today


def _of(today: Today, pack: str, section: Section) -> Mapping[str, tuple[Released, ...]]:
    return today.get((pack, section.name), {})


def _folders(folder: Path, today: Today) -> list[str]:
    """Every folder that declares something, and those that have a lock and declare nothing any more."""
    locked = (file.pack for file in files(folder, NAME, f"*/{NAME}"))
    return sorted({*(pack for pack, _ in today), *locked})


def _differences(
    section: Section, locked: Mapping[str, Released], now: Mapping[str, tuple[Released, ...]], pack: str
) -> Iterator[PackError]:
    """What the lock forbids."""
    for id, row in locked.items():
        if id not in now and section.terms:
            do = f"停用的{section.called}写 until，不要删"
            yield _told(f"“{id}”发布过，现在没有了", do, row.place, pack)
        missing = set(row.members) - {member for each in now.get(id, ()) for member in each.members}
        for member in (each for each in row.members if each in missing):
            what = f"{section.called}“{id}”的“{member}”发布过，现在没有了"
            yield _told(what, "停用的代码写 until，不要删", _place(pack), pack)
    for id, versions in now.items():
        before = locked.get(id, versions[0])
        for after in versions:
            yield from _changed(section, before, after, pack)


def _changed(section: Section, before: Released, after: Released, pack: str) -> Iterator[PackError]:
    for term in section.terms:
        was, is_now = before.says.get(term.key, ""), after.says.get(term.key, "")
        if was == is_now or (term.given and not is_now):
            continue
        if not term.order:
            what = f"“{after.id}”的{term.word}原来是“{was}”，现在成了“{is_now}”"
            yield _told(what, "请停用它，另起一个名称", after.place, pack)
        elif _rank(term, is_now) < _rank(term, was):
            called = term.order.get(was, was), term.order.get(is_now, is_now)
            what = f"“{after.id}”原来是“{called[0]}”，不能放松成“{called[1]}”"
            yield _told(what, f"{term.word}只能加严", after.place, pack)


def _rank(term: Term, value: str) -> int:
    return list(term.order).index(value) if value in term.order else -1


def _new(locked: Mapping[str, Released], now: Mapping[str, tuple[Released, ...]]) -> Iterator[str]:
    for id, versions in now.items():
        members = {member for each in versions for member in each.members}
        if id not in locked or members - set(locked[id].members):
            yield id


def _take(section: Section, packs: Mapping[str, dict[str, Mapping[str, Released]]], today: Today) -> None:
    """Puts into the locks what there is now; what was locked stays."""
    every = {id: row.says for locked in packs.values() for id, row in locked.get(section.name, {}).items()}
    for pack, locked in packs.items():
        rows = dict(locked.get(section.name, {}))
        for id, versions in _of(today, pack, section).items():
            last, before = versions[-1], rows.get(id)
            kept = before.says if before else (section.gives or _none)(id, last.says, every)
            stays = {term.key: kept[term.key] for term in section.terms if term.given and term.key in kept}
            members = tuple(dict.fromkeys((*(before.members if before else ()), *last.members)))
            rows[id] = replace(last, says=_in_order(section, {**last.says, **stays}), members=members)
            every[id] = rows[id].says
        if rows:
            locked[section.name] = rows


def _none(id: str, says: Meaning, every: Mapping[str, Meaning]) -> Meaning:
    return _NOTHING


def _in_order(section: Section, says: Meaning) -> Meaning:
    return {term.key: says[term.key] for term in section.terms if says.get(term.key)}


def _told(what: str, do: str, place: Place | None, pack: str) -> PackError:
    return PackError("lock.broken", what=what, why="以前填的要能照原样看", do=do, place=place or _place(pack))


def _place(pack: str) -> Place:
    return Place(f"{pack}/{NAME}")


def _written(locked: Lock) -> str:
    """The text of a lock: sections, and in each the ids in order."""
    lines = [_HEAD.rstrip("\n")]
    for name in sorted(
        locked, key=lambda name: (name not in _FIRST, _FIRST.index(name) if name in _FIRST else 0, name)
    ):
        if locked[name]:
            lines.append(f"{name}:")
            lines += [f"  {id}: {_row(row)}" for id, row in sorted(locked[name].items())]
    return "\n".join(lines) + "\n"


def _row(row: Released) -> str:
    if row.members:
        return f"[{', '.join(row.members)}]"
    return f"{{{', '.join(f'{key}: {value}' for key, value in row.says.items() if value)}}}"
