"""Which service is applied for with which form, and for which nobody fills in any, with the reason.

A form names the services of its own region or above it. A region below says in `with_form.yaml` which of its services
take a form from above, and in `without_form.yaml` which take none: nothing names what is below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from huigong.forms.kinds import Kind
from huigong.forms.library import read_library, with_parts
from huigong.forms.shapes import FORM
from huigong.kernel.packs import PackError, Place, Report, Shape, entries, files, nearest_name, speaks
from huigong.kernel.packs.kinds import line, mapped
from huigong.kernel.regions import lineage

NAME: Final = "without_form.yaml"
WITH: Final = "with_form.yaml"
_WITH: Final = Shape("用上级表单的事项", {"services": mapped(line)})
_WITHOUT: Final = Shape("不用填表的事项", {"services": mapped(line, said=True)})
speaks("procedures", after="messages", packs=("without_form.yaml",), shape=_WITHOUT)


@dataclass(frozen=True)
class Naming:
    """One version of a form, with services of `region` that are applied for with it; `place` is where they are named."""

    form: str
    region: str
    since: date
    until: date | None
    services: tuple[str, ...]
    fields: frozenset[str]
    taking_files: frozenset[str]
    place: Place


@dataclass(frozen=True)
class FormsOfServices:
    """`named` are the forms with their services; `without` says why nobody fills in a form for a service, by region and
    then by its id, and `places` where that stands."""

    named: tuple[Naming, ...] = ()
    without: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def form(self, service_id: str, *, region: str) -> str:
        """The id of the form for a service as `region` offers it, that of the nearest region; "" where there is none."""
        levels = lineage(region)
        mine = [each for each in self.named if service_id in each.services and each.region in levels]
        return min(mine, key=lambda each: levels.index(each.region)).form if mine else ""

    def why_without(self, service_id: str, *, region: str) -> str:
        """Why nobody fills in a form for a service of the region; "" where there is no reason."""
        reasons = (self.without.get(level, {}).get(service_id, "") for level in lineage(region))
        return next(filter(None, reasons), "")

    def fields(self, form: str) -> frozenset[str]:
        """The ids of the fields of all versions of a form; none for an unknown form."""
        return frozenset[str]().union(*(each.fields for each in self.named if each.form == form))

    def taking_files(self, form: str, *, on: date | None = None) -> frozenset[str]:
        """The ids of the fields of a form that take files themselves or in their rows, of the versions in force `on` a
        day or of all; none for an unknown form."""
        return frozenset[str]().union(
            *(
                each.taking_files
                for each in self.named
                if each.form == form and (on is None or each.since <= on <= (each.until or on))
            )
        )

    def since(self, form: str) -> date:
        """The first day of a form that is named here."""
        return min(each.since for each in self.named if each.form == form)


def read_services(folder: Path, report: Report) -> FormsOfServices:
    """What the packs below `folder` say; a form that is wrong otherwise is told of when forms are read."""
    own = tuple(_named(folder))
    named = (*own, *_from_above(folder, own, report))
    without, places = dict[str, Mapping[str, str]](), dict[str, Place]()
    for file, entry in entries(folder, NAME, _WITHOUT, report):
        without[file.region], places[file.region] = entry["services"], entry.spot("services").place
    report.errors.extend(_twice(named))
    return FormsOfServices(named, without, places)


def _from_above(folder: Path, forms: Sequence[Naming], report: Report) -> Iterator[Naming]:
    """Each version of a form from above, with the services of a region below that say that they take it."""
    for file, entry in entries(folder, WITH, _WITH, report):
        for service, form in entry["services"].items():
            levels = lineage(file.region)
            versions = [each for each in forms if each.form == form and each.region in levels]
            if not versions and entry is not None:
                nearest = nearest_name(form, sorted({each.form for each in forms}))
                do = f"是不是“{nearest}”？" if nearest else "请核对表单的 id"
                entry.wrong("services", f"“{service}”写的表单“{form}”，这里和上级都没有", do)
            for each in versions:
                place = entry.spot("services").place if entry else each.place
                yield replace(each, region=file.region, services=(service,), place=place)


def _named(folder: Path) -> Iterator[Naming]:
    quiet = Report()
    library = read_library(folder, quiet)
    shared = {id for id, raw in library.fields.items() if any(map(_takes_files, _asked({"fields": [raw]})))}
    for file in files(folder, "*/forms/*.yaml"):
        loaded = with_parts(file.read(quiet), library, quiet)
        entry = None if loaded is None else FORM.read(loaded, report=quiet, place=Place(file.name))
        if entry is not None and (entry["services"] or not entry["inherits"]):
            yield Naming(
                form=entry["id"],
                region=file.region,
                since=entry["from"],
                until=entry["until"],
                services=tuple(entry["services"]),
                fields=frozenset(map(_id, _asked(loaded))),
                taking_files=frozenset(_id(each) for each in _asked(loaded) if _takes_files(each, shared)),
                place=entry.spot("services").place,
            )


def _asked(holder: object) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, a part or a row as loaded."""
    raw = holder if isinstance(holder, Mapping) else {}
    for part in _listed(raw, "parts"):
        yield from _asked(part)
    yield from (each for each in _listed(raw, "fields") if isinstance(each, Mapping))


def _takes_files(asked: Mapping[str, Any], shared: Collection[str] = ()) -> bool:
    """Whether a field takes files itself or in its rows; `shared` are those that do of the fields that forms share."""
    is_one = asked.get("type") == Kind.FILE or asked.get("use") in shared
    return is_one or any(_takes_files(each, shared) for each in _asked(asked))


def _id(asked: Mapping[str, Any]) -> str:
    return str(asked.get("id") or asked.get("use") or "")


def _listed(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


def _twice(named: tuple[Naming, ...]) -> Iterator[PackError]:
    """A service that two forms of one region name."""
    by: dict[tuple[str, str], str] = {}
    for each in named:
        for service in each.services:
            first = by.setdefault((service, each.region), each.form)
            if first != each.form:
                what = f"“{service}”已经用“{first}”这张表，又写在“{each.form}”里"
                yield PackError("form.two_for_service", what=what, do="一个事项只用一张表", place=each.place)
