"""`declarations.lock`: what every id of a pack has ever meant, so that what was answered can be read for ever.

A pack's fields, options and shared fields are written there with type, unit, code list and
privacy when they are released. An id is never used for something else, a field is retired
(`until`) and not deleted, and privacy only grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from huigong.forms.declaring import read_field
from huigong.forms.fields import Field
from huigong.forms.kinds import Kind, Secrecy
from huigong.forms.shelf import Book
from huigong.kernel.packs import PackError, PackFile, Place, Report, Shape, files
from huigong.kernel.packs.kinds import choice, mapped, named, text, texts
from huigong.kernel.regions import NATION

NAME: Final = "declarations.lock"
_HEAD = "# 由 huigong pack lock 写成，不要手改。发布过的名称、类型、单位、代码都在这里，不能删，不能改。\n"
_FIELD = Shape(
    "字段", {"type": choice(Kind), "unit": text(""), "codes": text(""), "privacy": choice(Secrecy)}
)
_LOCK = Shape("锁定文件", {"fields": mapped(named(_FIELD)), "codes": mapped(texts().kind)})


@dataclass(frozen=True)
class Meaning:
    """What an id means: everything about a field that may never change, and its privacy, which may only grow."""

    kind: Kind
    unit: str
    code_list: str
    privacy: Secrecy
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Pack:
    """What one folder of packs declares: meanings by `form.field.column`, one for each version of the form, and
    the codes of its lists."""

    folder: str
    fields: Mapping[str, tuple[Meaning, ...]]
    codes: Mapping[str, tuple[str, ...]]
    place: Place


def declared(book: Book) -> dict[str, Pack]:
    """What every folder of packs declares today, retired fields included, by the folder (`100000/some-law`, `100000`)."""
    fields: defaultdict[str, defaultdict[str, list[Meaning]]] = defaultdict(lambda: defaultdict(list))
    codes: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for written in book.written:
        folder = _folder(written.file)
        for asked in _fields(book, written.entry["parts"], folder):
            for path, each in _walk(written.id, asked):
                fields[folder][path].append(_meaning(each))
    for raw in book.library.values():
        shared = _read(book, raw, "")
        if shared is not None:
            for path, each in _walk("fields", shared):
                fields[_folder_of(shared)][path].append(_meaning(each))
    for listed in book.codes.values():
        for code in listed.codes:
            folder = Path(code.place.file).parent.parent.as_posix()
            known = codes[folder].get(listed.id, ())
            codes[folder][listed.id] = tuple(dict.fromkeys((*known, code.code)))
    folders = sorted({*fields, *codes})
    return {
        each: Pack(
            each, {id: tuple(listed) for id, listed in fields[each].items()}, codes[each], _place(each)
        )
        for each in folders
    }


def check_locks(book: Book, folder: Path, report: Report) -> None:
    """Notes what was released and has gone, or means something else now; and what is new and not locked yet."""
    for pack in _packs(book, folder):
        locked = read_lock(folder, pack.folder, report)
        broken = differences(locked, pack)
        report.errors += broken
        new = {*pack.fields, *pack.codes} - {*locked.fields, *locked.codes}
        new |= {id for id, codes in pack.codes.items() if set(codes) - set(locked.codes.get(id, ()))}
        if new and not broken:
            what = f"{pack.folder}有{len(new)}个名称还没有锁定，例如“{min(new)}”"
            do = "写好以后运行 huigong pack lock"
            report.add(PackError("lock.new", what=what, do=do, place=pack.place))


def _packs(book: Book, folder: Path) -> list[Pack]:
    """What every folder declares, those among them that have a lock and declare nothing any more."""
    made = declared(book)
    for file in files(folder, NAME, f"*/{NAME}"):
        place = file.document or file.region
        made.setdefault(place, Pack(place, {}, {}, _place(place)))
    return list(made.values())


def differences(locked: Pack, now: Pack) -> list[PackError]:
    """What the lock forbids."""
    wrong = []
    for id, meanings in locked.fields.items():
        if id not in now.fields:
            place = meanings[0].place or now.place
            wrong.append(_told(f"“{id}”发布过，现在没有了", "停用的字段写 until，不要删", place))
    for id, meanings in now.fields.items():
        before = locked.fields.get(id, meanings)[0]
        for after in meanings:
            wrong += _changed(id, before, after, now.place)
    for id, codes in locked.codes.items():
        for code in codes:
            if code not in now.codes.get(id, ()):
                what = f"代码表“{id}”的“{code}”发布过，现在没有了"
                wrong.append(_told(what, "停用的代码写 until，不要删", locked.place))
    return wrong


def lock(book: Book, folder: Path) -> list[str]:
    """Writes the lock of every pack; the names of files that changed. Raises `PackError` where the lock forbids something."""
    report = Report()
    changed = []
    for pack in _packs(book, folder):
        locked = read_lock(folder, pack.folder, report)
        report.errors += differences(locked, pack)
        report.refuse()
        path = folder / pack.folder / NAME
        made = _written(locked, pack)
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            path.write_text(made, encoding="utf-8")
            changed.append(f"{pack.folder}/{NAME}")
    return changed


def read_lock(folder: Path, pack: str, report: Report) -> Pack:
    """The lock of a folder; empty where there is none yet."""
    file = PackFile(folder / pack / NAME, f"{pack}/{NAME}")
    place = _place(pack)
    if not file.path.exists():
        return Pack(pack, {}, {}, place)
    entry = _LOCK.read(file.read(report), report=report, place=place)
    if entry is None:
        return Pack(pack, {}, {}, place)
    fields = {
        id: (Meaning(row["type"], row["unit"], row["codes"], row["privacy"], row.place),)
        for id, row in entry["fields"].items()
    }
    return Pack(pack, fields, entry["codes"], place)


def _changed(id: str, before: Meaning, after: Meaning, otherwise: Place) -> Iterator[PackError]:
    place = after.place or otherwise
    kept = (
        ("类型", before.kind.value, after.kind.value),
        ("单位", before.unit, after.unit),
        ("代码表", before.code_list, after.code_list),
    )
    for word, was, now in kept:
        if was != now:
            yield _told(f"“{id}”的{word}原来是“{was}”，现在成了“{now}”", "请停用它，另起一个名称", place)
    if after.privacy.rank < before.privacy.rank:
        what = f"“{id}”原来是“{before.privacy.label}”，不能放松成“{after.privacy.label}”"
        yield _told(what, "隐私等级只能加严", place)


def _told(what: str, do: str, place: Place) -> PackError:
    return PackError("lock.broken", what=what, why="以前填的要能照原样看", do=do, place=place)


def _place(folder: str) -> Place:
    return Place(f"{folder}/{NAME}")


def _folder(file: PackFile) -> str:
    return file.document or file.region


def _folder_of(shared: Field) -> str:
    return shared.place.file.rpartition("/")[0] if shared.place else NATION


def _fields(book: Book, parts: Any, folder: str) -> Iterator[Field]:
    for part in parts:
        for raw in part["fields"] if isinstance(part["fields"], list) else ():
            asked = _read(book, raw, folder)
            if asked is not None:
                yield asked


def _read(book: Book, raw: Any, document: str) -> Field | None:
    """The field alone, on a day after all: its codes do not matter here."""
    desk = book.desk(on=date.max, region=NATION, report=Report(), document=document)
    read = read_field(raw, desk)
    return read.field if read else None


def _walk(above: str, asked: Field) -> Iterator[tuple[str, Field]]:
    path = f"{above}.{asked.id}"
    yield path, asked
    for column in asked.fields:
        yield from _walk(path, column)


def _meaning(asked: Field) -> Meaning:
    return Meaning(asked.kind, asked.unit, asked.code_list, asked.privacy, asked.place)


def _written(locked: Pack, now: Pack) -> str:
    """The lock with what is there now, in the order of the ids; what was locked stays."""
    lines = [_HEAD + "fields:"] if {**locked.fields, **now.fields} else [_HEAD.rstrip("\n")]
    for id, meanings in sorted({**locked.fields, **now.fields}.items()):
        meaning = meanings[-1]
        parts = {
            "type": meaning.kind.value,
            "unit": meaning.unit,
            "codes": meaning.code_list,
            "privacy": meaning.privacy.value,
        }
        inside = ", ".join(f"{key}: {value}" for key, value in parts.items() if value)
        lines.append(f"  {id}: {{{inside}}}")
    every = sorted({**locked.codes, **now.codes})
    lines += ["codes:"] if every else []
    for id in every:
        codes = dict.fromkeys((*locked.codes.get(id, ()), *now.codes.get(id, ())))
        lines.append(f"  {id}: [{', '.join(codes)}]")
    return "\n".join(lines) + "\n"
