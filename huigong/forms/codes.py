"""Code lists: what may be chosen, from when to when, and what a code became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huigong.forms.fields import Option
from huigong.kernel import days
from huigong.kernel.packs import Entry, PackFile, Place, Report, Shape, files, nearest_name, speaks
from huigong.kernel.packs.kinds import choice, day, rows, text, texts
from huigong.kernel.regions import NATION, lineage

FORMATS: Final = ("resident",)
CODE: Final = Shape(
    "代码",
    {
        "code": text(),
        "name": text(said=True),
        "from": day(None),
        "until": day(None),
        "replaced_by": texts(),
        "parent": text(""),
        "format": choice(FORMATS, ""),
    },
    named="code",
)
LIST: Final = Shape(
    "代码表",
    {
        "id": text(),
        "name": text("", said=True),
        "adds_to": text(""),
        "clauses": texts(),
        "codes": rows(CODE, needed="请写 codes"),
    },
    named="id",
)
speaks("forms", after="services", packs=("codes/*.yaml", "*/codes/*.yaml"), shape=LIST)


@dataclass(frozen=True)
class Code:
    """A code under one name. `until` is its last day; `replaced_by` are the codes that followed, several where
    it was divided and somebody has to choose."""

    code: str
    name: str
    since: date | None
    until: date | None
    replaced_by: tuple[str, ...]
    parent: str
    format: str
    region: str
    place: Place = field(compare=False, repr=False)

    def in_force(self, on: date) -> bool:
        """Whether it may be chosen on that day."""
        return days.holds(on, self.since, self.until)


@dataclass(frozen=True)
class CodeList:
    """All codes ever of one list, of all regions."""

    id: str
    name: str
    codes: tuple[Code, ...]
    place: Place = field(compare=False, repr=False)

    def options(self, *, on: date, region: str = NATION) -> tuple[Option, ...]:
        """What may be chosen in a region on a day, those of the country first."""
        levels = lineage(region)
        offered = (code for code in self.codes if code.region in levels and code.in_force(on))
        return tuple(Option(code.code, code.name, code.format) for code in offered)

    def ever(self, region: str = NATION) -> tuple[str, ...]:
        """Every code that a region ever had, each once."""
        levels = lineage(region)
        return tuple(dict.fromkeys(code.code for code in self.codes if code.region in levels))

    def name_of(self, code: str, *, on: date) -> str:
        """What a code was called on the day; its last name where it was not in force."""
        named = [each for each in self.codes if each.code == code]
        return next((each.name for each in named if each.in_force(on)), named[-1].name if named else code)

    def now(self, code: str, *, on: date) -> tuple[str, ...]:
        """The code or codes that stand for it on a day: several where somebody has to choose, none where it simply ended."""
        return tuple(dict.fromkeys(self._now(code, on, frozenset())))

    def _now(self, code: str, on: date, seen: frozenset[str]) -> Iterable[str]:
        named = [each for each in self.codes if each.code == code]
        if any(each.in_force(on) for each in named):
            return (code,)
        followers = (next_code for each in named for next_code in each.replaced_by)
        return (
            now
            for follower in followers
            if follower not in seen
            for now in self._now(follower, on, seen | {code})
        )


class CodeBook(Mapping[str, CodeList]):
    """All code lists by id."""

    def __init__(self, lists: Mapping[str, CodeList]) -> None:
        self._lists = dict(lists)

    def __getitem__(self, id: str) -> CodeList:
        return self._lists[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def read_codes(folder: Path, report: Report) -> CodeBook:
    """The lists of `codes/*.yaml` in every region and document; what is wrong goes into the report."""
    names: dict[str, tuple[str, Place]] = {}
    codes: defaultdict[str, list[Code]] = defaultdict(list)
    more: list[tuple[PackFile, Entry]] = []
    for file in files(folder, "codes/*.yaml", "*/codes/*.yaml"):
        loaded = file.read(report)
        entry = None if loaded is None else LIST.read(loaded, report=report, place=Place(file.name))
        if entry is None:
            continue
        if entry["adds_to"]:
            more.append((file, entry))
        elif entry["id"] in names:
            entry.wrong("id", f"代码表“{entry['id']}”已经有了", "地区加代码写 adds_to")
        else:
            names[entry["id"]] = (entry["name"] or entry["id"], entry.place)
            codes[entry["id"]] += _codes(file, entry)
    for file, entry in more:
        _add(file, entry, names, codes)
    by_id = {id: CodeList(id, name, tuple(codes[id]), place) for id, (name, place) in names.items()}
    for listed in by_id.values():
        _check(listed, report)
    return CodeBook(by_id)


def _codes(file: PackFile, entry: Entry) -> list[Code]:
    return [
        Code(
            row["code"],
            row["name"],
            row["from"],
            row["until"],
            row["replaced_by"],
            row["parent"],
            row["format"],
            file.region,
            row.place,
        )
        for row in entry["codes"]
    ]


def _add(
    file: PackFile, entry: Entry, names: Mapping[str, tuple[str, Place]], codes: defaultdict[str, list[Code]]
) -> None:
    """A region adds codes, each under one that the list has already."""
    id = entry["adds_to"]
    if id not in names:
        nearest = nearest_name(id, names)
        entry.wrong("adds_to", f"没有叫“{id}”的代码表", f"是不是“{nearest}”？" if nearest else "")
        return
    known = {code.code for code in codes[id]}
    for row, code in zip(entry["codes"], _codes(file, entry), strict=True):
        if code.parent not in known:
            row.wrong(
                "parent", "地区加的代码要写清归到上级的哪一个", f"可以写的有：{'、'.join(sorted(known))}"
            )
        else:
            codes[id].append(code)


def _check(listed: CodeList, report: Report) -> None:
    known = {code.code for code in listed.codes}
    for index, code in enumerate(listed.codes):
        spot = Entry(f"代码“{code.code}”", code.place, {}, report)
        for key, names in (
            ("replaced_by", code.replaced_by),
            ("parent", (code.parent,) if code.parent else ()),
        ):
            for name in (name for name in names if name not in known):
                spot.wrong(key, f"代码表里没有“{name}”")
        for other in listed.codes[:index]:
            same_region = other.region in lineage(code.region) or code.region in lineage(other.region)
            if (
                same_region
                and _same_days(code, other)
                and (code.code == other.code or code.name == other.name)
            ):
                spot.wrong(
                    "code",
                    f"“{code.code} {code.name}”和“{other.code} {other.name}”重复",
                    "请写明前一个的 until",
                )
        if code.replaced_by and code.until is None:
            spot.wrong("replaced_by", "还在用的代码不会被别的代替", "请写 until")


def _same_days(code: Code, other: Code) -> bool:
    return (code.since is None or other.until is None or code.since <= other.until) and (
        other.since is None or code.until is None or other.since <= code.until
    )
