"""Declared shapes: which keys a mapping of a pack may hold, each of which kind.

    TARGET = Shape("目标", {"text": text(), "value": number(None), "by": day(None)})
    target = TARGET.read(loaded, report=report)     # an Entry, or None and everything wrong in the report

A key without default is needed. What is wrong is put into the report with its place and the
nearest known word; nothing is raised. Values come out typed and without places; the entry
knows the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from huigong.kernel.packs.errors import PackError, Report, guess, together
from huigong.kernel.packs.places import Marked, MarkedMapping, Place, place_in, place_of


class _Broken:
    """Stands for a value that could not be read; what is wrong with it is in the report."""

    def __bool__(self) -> bool:
        return False


BROKEN: Final = _Broken()
NEEDED: Final = object()


class Spot(NamedTuple):
    """A value that is being read: where it stands, what holds it, and its key."""

    place: Place
    entry: str
    key: str
    report: Report

    def wrong(self, why: str, do: str = "", *, suggestion: str = "", code: str = "packs.field") -> _Broken:
        """Notes what is wrong with the value."""
        what = f"{self.entry}的“{self.key}”写得不对" if self.key else f"{self.entry}写得不对"
        self.report.add(PackError(code, what=what, why=why, do=do, place=self.place, suggestion=suggestion))
        return BROKEN

    def inside(self, place: Place | None) -> Spot:
        """The spot of a member of a list."""
        return Spot(place or self.place, self.entry, self.key, self.report)

    def at(self, name: str, place: Place | None) -> Spot:
        """The spot of a member of a mapping."""
        return Spot(place or self.place, self.entry, name, self.report)


Kind = Callable[[Any, Spot], Any]


@dataclass(frozen=True)
class Key:
    """One key: how its value is read, what stands where it is absent or empty, and what to write where neither.

    `said` where people read its text; `inside` is the shape of its mapping or, with `many`, of each of them; `alone` where a
    single one of many may stand without a list.
    """

    kind: Kind
    default: Any = NEEDED
    example: str = ""
    said: bool = False
    many: bool = False
    alone: bool = False
    inside: Shape | None = None

    def read(self, raw: Any, spot: Spot) -> Any:
        if raw is not None:
            return self.kind(raw, spot)
        if self.default is not NEEDED:
            return self.default
        return spot.wrong("这一项必须写", self.example, code="packs.missing")


class Entry(Mapping[str, Any]):
    """The typed values of one mapping, by key, with the place of each and what is said when one is wrong."""

    def __init__(self, called: str, place: Place, raw: Mapping[str, Any], report: Report) -> None:
        self.called, self.place, self.raw, self.report = called, place, raw, report
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def put(self, key: str, value: Any) -> None:
        self._values[key] = value

    def spot(self, key: str) -> Spot:
        """The place of a value, or of the mapping where the key is absent."""
        return Spot(place_in(self.raw, key, self.place) or self.place, self.called, key, self.report)

    def wrong(
        self, key: str, why: str, do: str = "", *, suggestion: str = "", code: str = "packs.field"
    ) -> None:
        """Notes what is wrong with one value."""
        self.spot(key).wrong(why, do, suggestion=suggestion, code=code)


@dataclass(frozen=True)
class Shape:
    """A mapping with declared keys. `called` names such a mapping in messages; `named` is the key of its name.

    `others` says how other keys are refused: with the nearest of the declared ones.
    """

    called: str
    keys: Mapping[str, Key]
    named: str = ""

    def read(
        self, raw: object, *, report: Report, place: Place | None = None, called: str = ""
    ) -> Entry | None:
        """The entry, or None where anything in it is wrong."""
        where = place_of(raw, place) or Place()
        called = called or self.called
        if not isinstance(raw, Mapping):
            Spot(where, called, "", report).wrong("这里应当是“名称: 内容”的形式", code="packs.not_a_mapping")
            return None
        if self.named and isinstance(raw.get(self.named), str):
            called = f"{called}“{raw[self.named]}”"
        entry, before = Entry(called, where, raw, report), len(report.errors)
        self._refuse_others(entry)
        for key, declared in self.keys.items():
            entry.put(key, declared.read(raw.get(key), entry.spot(key)))
        return None if len(report.errors) > before else entry

    def spoken(self) -> Iterator[str]:
        """Where texts stand that people read: `name`, `moves.*.form.*.ask`."""
        for name, key in self.keys.items():
            path = f"{name}.*" if key.many else name
            if key.said:
                yield from (name, path) if key.alone else (path,)
            if key.inside is not None:
                yield from (f"{path}.{deeper}" for deeper in key.inside.spoken())

    def require(self, raw: object, *, report: Report, place: Place | None = None) -> Entry:
        """The entry; raises what is in the report, from before too, as `PackError`."""
        report.refuse()
        entry = self.read(raw, report=report, place=place)
        if entry is None:
            raise together(report.errors)
        return entry

    def kind(self, raw: Any, spot: Spot) -> Any:
        """The shape as the kind of a key in another one."""
        called = f"{spot.entry}的“{spot.key}”"
        entry = self.read(raw, report=spot.report, place=spot.place, called=self.called or called)
        return BROKEN if entry is None else entry

    def _refuse_others(self, entry: Entry) -> None:
        for key in entry.raw:
            if key not in self.keys:
                nearest, do = guess(str(key), self.keys)
                spot = Spot(
                    place_of(key, entry.place) or entry.place, entry.called, str(key)[:40], entry.report
                )
                spot.wrong("不认识这个字段", do, suggestion=nearest, code="packs.unknown_key")


def loaded_shape(raw: object) -> str:
    """What a loaded value is, in the words of somebody who writes YAML."""
    words = {MarkedMapping: "一组“名称: 内容”", Marked: "文字", bool: "true 或 false", int: "数字"}
    return words.get(type(raw), "列表" if isinstance(raw, list) else "日期")


def unknown(spot: Spot, name: object, known: Iterable[str], *, kind: str) -> _Broken:
    """Notes a name that nobody declared."""
    nearest, do = guess(str(name), known)
    return spot.wrong(f"没有叫“{str(name)[:40]}”的{kind}", do, suggestion=nearest, code="packs.unknown_name")
