"""All forms of the packs: `book()` reads them once, and gives each as it stands in a region on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from huigong.forms.codes import CodeBook, read_codes
from huigong.forms.compiling import Written, compile_form
from huigong.forms.declaring import Desk, read_field
from huigong.forms.fields import Form
from huigong.forms.kinds import Role
from huigong.forms.library import Library, read_library, with_parts
from huigong.forms.parameters import NoParameters, Parameters
from huigong.forms.parameters import parameters as registered
from huigong.forms.shapes import FORM
from huigong.forms.tightening import tightened
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Kept, PackError, Place, Report, files, nearest_name, refuse
from huigong.kernel.regions import NATION, lineage
from huigong.rules.facts import Fact, dictionary, read_dictionary


@dataclass(frozen=True)
class Book:
    """The forms of all regions and days. `library` holds the shared fields as loaded, by id."""

    written: tuple[Written, ...]
    library: Mapping[str, Any]
    codes: CodeBook
    facts: Mapping[str, Fact]
    parameters: Parameters = field(default_factory=NoParameters)
    _made: dict[tuple[str, str, str, date], Form] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all forms, in order."""
        return tuple(sorted({written.id for written in self.written}))

    def form(self, id: str, *, on: date, region: str = NATION) -> Form:
        """The form as it stands in a region on a day. A draft keeps its `began` and passes that day for ever.

        Raises `NotFound`: `form.unknown` for an id that no pack has, `form.not_yet` where no version holds on the day.
        """
        nearest = self._nearest(region)
        layers = self.layers(id, on=on, region=nearest)
        if not layers:
            raise self._missing(id, region, on)
        key = (id, nearest, "+".join(layer.file.name for layer in layers), self._day(layers, on))
        if key not in self._made:
            report = Report()
            form = self.compiled(layers, on=on, region=nearest, report=report)
            refuse(report)
            assert form is not None
            self._made[key] = form
        return replace(self._made[key], region=region, parameters=self.parameters.lookup(region))

    def forms(self, *, on: date, region: str = NATION) -> tuple[Form, ...]:
        """Every form that a region has on a day, by id."""
        return tuple(
            self.form(id, on=on, region=region) for id in self.ids if self.layers(id, on=on, region=region)
        )

    def layers(self, id: str, *, on: date, region: str) -> tuple[Written, ...]:
        """The files that make the form, the highest region first; none where no whole one holds on the day."""
        levels = lineage(region)
        mine = [each for each in self._by_id.get(id, ()) if each.file.region in levels and each.in_force(on)]
        mine.sort(key=lambda each: -levels.index(each.file.region))
        return tuple(mine) if mine and not mine[0].inherits else ()

    def compiled(self, layers: tuple[Written, ...], *, on: date, region: str, report: Report) -> Form | None:
        """The form of these files; what is wrong goes into the report."""
        return compile_form(layers, self.desk(on=on, region=region, report=report), tightened)

    def shared_as(self, role: Role) -> str:
        """The id of the shared field of this role; "" where the packs have none."""
        return next((id for id, raw in self.library.items() if raw.get("role") == role), "")

    def desk(self, *, on: date, region: str, report: Report, document: str = "") -> Desk:
        """What fields are read with."""
        declared = self.parameters.declarations
        return Desk(self.library, self.codes, self.facts, declared, on, region, document, report)

    def _nearest(self, region: str) -> str:
        """The region itself or the first above it for which anything is written; below it nothing differs."""
        return next((level for level in lineage(region) if level in self._regions), NATION)

    # Asked with every page of a form, so each is gathered once.

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Written, ...]]:
        by_id = defaultdict[str, tuple[Written, ...]](tuple)
        for written in self.written:
            by_id[written.id] += (written,)
        return dict(by_id)

    @cached_property
    def _regions(self) -> frozenset[str]:
        """The regions for which anything is written."""
        own = {each.file.region for each in self.written}
        return frozenset(own | {code.region for listed in self.codes.values() for code in listed.codes})

    @cached_property
    def _days_of_codes(self) -> frozenset[date]:
        """The days on which anything in a list began or ended."""
        return frozenset(
            day
            for listed in self.codes.values()
            for code in listed.codes
            for day in _turns(code.since, code.until)
        )

    def _day(self, layers: tuple[Written, ...], on: date) -> date:
        """The last day up to `on` on which anything in the form or its lists began or ended."""
        days = {each.since for each in layers} | self._days_of_codes
        days |= {day for each in layers for day in _field_days(each)}
        return max((day for day in days if day <= on), default=date.min)

    def _missing(self, id: str, region: str, on: date) -> NotFound:
        if id not in self.ids:
            nearest = nearest_name(id, self.ids)
            do = f"是不是“{nearest}”？" if nearest else "请核对表单的 id"
            return NotFound("form.unknown", what=f"没有叫“{id[:40]}”的表单", do=do)
        return NotFound(
            "form.not_yet", what=f"{on.isoformat()}在{region}没有“{id}”这张表单", do="请换一个日期或地区"
        )


def read_book(
    folder: Path,
    report: Report,
    *,
    parameters: Parameters | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Book:
    """The forms below `folder`; what is wrong goes into the report, and forms with errors are left out.

    `parameters` are those that rules may name; without them, what is registered gives them. `facts` are those of the
    folder, where they are read already. Raises `PackError` where the facts cannot be read.
    """
    facts = read_dictionary(folder, Report()) if facts is None else facts
    codes, library = read_codes(folder, report), read_library(folder, report)
    book = Book((), library.fields, codes, facts, parameters or registered(folder))
    _check_library(book, report)
    book = replace(book, written=tuple(_written(folder, library, report)))
    own = Report([*_twins(book)])
    for layers, on, region in _situations(book):
        book.compiled(layers, on=on, region=region, report=own)
    unique = {(str(error.place), error.what, error.why): error for error in own}
    for error in unique.values():
        report.add(error)
    broken = {error.file for error in unique.values()}
    ids = {each.id for each in book.written if each.file.name in broken and not each.inherits}
    sound = tuple(each for each in book.written if each.file.name not in broken and each.id not in ids)
    return replace(book, written=sound)


def _check_library(book: Book, report: Report) -> None:
    known: dict[Role, str] = {}
    for raw in book.library.values():
        read = read_field(raw, book.desk(on=date.max, region=NATION, report=report))
        role = read.field.role if read else None
        if read and role and known.setdefault(role, read.field.id) != read.field.id:
            read.entry.wrong("role", f"“{known[role]}”已经是 role: {role}", "公用字段里只能有一个")


def _written(folder: Path, library: Library, report: Report) -> Iterator[Written]:
    for file in files(folder, "*/forms/*.yaml"):
        loaded = with_parts(file.read(report), library, report)
        entry = None if loaded is None else FORM.read(loaded, report=report, place=Place(file.name))
        if entry is None:
            continue
        if not entry["inherits"] and (not entry["name"] or not entry["parts"]):
            entry.wrong("parts", "整张的表单要写 name 和 parts", "只加几处的写 inherits: true")
        elif entry["changes"] and not entry["inherits"]:
            entry.wrong("changes", "只有 inherits: true 的表单可以改上级的字段")
        elif entry["until"] is not None and entry["until"] < entry["from"]:
            entry.wrong("until", "until 早于 from")
        else:
            yield Written(file, entry)


def _twins(book: Book) -> Iterator[PackError]:
    """Two files that hold for one form in one region on the same day, and a whole form below another."""
    by_id: defaultdict[str, list[Written]] = defaultdict(list)
    for each in book.written:
        for other in by_id[each.id]:
            same = each.file.region == other.file.region
            if same and (each.in_force(other.since) or other.in_force(each.since)):
                yield _told(each, "同一天有两个版本", f"另一个在{other.file.name}", "请写明前一个的 until")
            elif not same and not each.inherits and not other.inherits and _related(each, other):
                lower = max(each, other, key=lambda written: len(lineage(written.file.region)))
                yield _told(
                    lower,
                    "上级已经有了这张表单",
                    "整张另写会丢掉上级要填的东西",
                    "请写 inherits: true，只写多出来的",
                )
        by_id[each.id].append(each)
    for each in book.written:
        if each.inherits and not book.layers(each.id, on=each.since, region=each.file.region):
            yield _told(each, "上级没有这张表单可以继承", "", "请核对 id 和 from")


def _related(each: Written, other: Written) -> bool:
    return each.file.region in lineage(other.file.region) or other.file.region in lineage(each.file.region)


def _told(each: Written, what: str, why: str, do: str) -> PackError:
    place = each.entry.spot("id").place
    return PackError("form.versions", what=f"表单“{each.id}”{what}", why=why, do=do, place=place)


def _situations(book: Book) -> Iterator[tuple[tuple[Written, ...], date, str]]:
    """Every way in which files of one form come together: each region that writes something, from each day on which
    one of them or one of their fields begins or has ended."""
    for id in book.ids:
        mine = [each for each in book.written if each.id == id]
        for region in sorted({each.file.region for each in mine}):
            above = [each for each in mine if each.file.region in lineage(region)]
            days = {each.since for each in above} | {day for each in above for day in _field_days(each)}
            for day in sorted(days):
                layers = book.layers(id, on=day, region=region)
                if layers:
                    yield layers, day, region


def _turns(since: date | None, until: date | None) -> Iterator[date]:
    if since is not None:
        yield since
    if until is not None and until < date.max:
        yield until + timedelta(days=1)


def _field_days(each: Written) -> Iterator[date]:
    for part in each.entry["parts"]:
        for raw in part["fields"] if isinstance(part["fields"], list) else ():
            if isinstance(raw, Mapping):
                ends = (raw.get("from"), raw.get("until"))
                yield from _turns(*(end if isinstance(end, date) else None for end in ends))


book = Kept(lambda folder, report: read_book(folder, report, facts=dictionary(folder)))
