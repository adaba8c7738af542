"""Reads `policies/<region>/offices.yaml`; a mistake in a file is named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from huigong.directory.offices.entries import (
    Collective,
    Contact,
    Desk,
    Group,
    Heir,
    Line,
    Office,
    Place,
    RegionOffices,
)
from huigong.directory.offices.levels import Level
from huigong.kernel import packs
from huigong.kernel.packs import Entry, PackError, PackFile, Report, Shape, place_in, region_of, speaks
from huigong.kernel.packs.kinds import choice, flag, mapped, named, rows, text, texts, year_or_day
from huigong.kernel.packs.shapes import BROKEN, Spot, unknown

NATION = "100000"
_FILE = "offices.yaml"
_CONTACT = {"address": text(""), "phone": text(""), "hours": text("")}
_SAID = {"verified": flag(True), "source": text(""), "note": text("")}
HEIR = Shape("承继者", {"to": text(), "from": year_or_day(None), "topics": texts(), **_SAID})
LINE = Shape(
    "条线",
    {
        "title": text(said=True),
        "kind": text(),
        "name": text(),
        "district": text(""),
        "aliases": texts(),
        "from": year_or_day(None),
        "until": year_or_day(None),
        "local": flag(False),
        "heirs": rows(HEIR),
    },
)
speaks("offices", after="places", packs=(_FILE,), shape=LINE, at="lines.*")
OFFICE = Shape(
    "部门",
    {
        "name": text(),
        "short": texts(),
        "code": text(""),
        "from": year_or_day(None),
        "until": year_or_day(None),
        "generic": flag(False),
        "made_up": flag(False),
        **_CONTACT,
        **_SAID,
    },
)
ELSEWHERE = Shape("上级设在这里的部门", {"id": text(), "name": text(), "kind": text(), **_SAID})
BELOW_COUNTY = [level.value for level in Level if level.below_county]
DESK = Shape(
    "县以下的窗口",
    {
        "line": text(),
        "level": choice(BELOW_COUNTY),
        "name": text(),
        "serves": text(""),
        "verified": flag(True),
        "made_up": flag(False),
        **_CONTACT,
    },
)
GROUP = Shape(
    "议事机构", {"line": text(), "names": texts(needed="文件里的叫法"), "members": texts(), **_SAID}
)
COLLECTIVE = Shape("总称", {"pattern": text(), "says": text()})


def _office_names(raw: Any, spot: Spot) -> Any:
    """One name, one entry, or a list of them, one for each name that the office had."""
    names = []
    for index, version in enumerate(raw if isinstance(raw, list) else [raw]):
        place = place_in(raw, index, spot.place) or spot.place
        written = {"name": str(version)} if isinstance(version, str) else version
        names.append(OFFICE.read(written, report=spot.report, place=place, called=f"部门“{spot.key}”"))
    return BROKEN if None in names else tuple(names)


REGION = Shape(
    "部门名录",
    {
        "region": text(),
        "place": text(),
        "bare": text(),
        "level": text(),
        "offices": mapped(_office_names),
        "others": rows(ELSEWHERE),
        "groups": rows(GROUP),
        "desks": rows(DESK),
    },
)
NATIONAL = Shape(
    "全国部门名录", {**REGION.keys, "lines": mapped(named(LINE)), "collective": rows(COLLECTIVE)}
)

Read = tuple[dict[str, Line], tuple[Collective, ...], dict[str, RegionOffices]]


def load(folder: Path, report: Report) -> Read:
    """Lines by id, collective names, and what each well-formed region's file says, by region.

    What is wrong with a region's file is put into the report. Raises `PackError` where the
    nation's cannot be read.
    """
    file = PackFile(folder / NATION / _FILE, f"{NATION}/{_FILE}")
    raw = file.read(report)
    national = NATIONAL.require(raw, report=report, place=packs.Place(file.name))
    lines = {key: _line(key, entry) for key, entry in national["lines"].items()}
    _check_heirs(national, lines)
    collectives = tuple(_collectives(national))
    regions = {NATION: _region(national, lines)}
    report.refuse()
    for file in packs.files(folder, _FILE):
        if file.region != NATION:
            offices = _read(file, lines, report)
            if offices is not None:
                regions[offices.place.region] = offices
    return lines, collectives, _each_its_own_code(regions, report)


def _each_its_own_code(regions: Mapping[str, RegionOffices], report: Report) -> dict[str, RegionOffices]:
    """The same; a code that another office has already is told and left out, or two letters would have one number."""
    first: dict[str, str] = {}

    def checked(office: Office) -> Office:
        if not office.code or first.setdefault(office.code, office.id) == office.id:
            return office
        report.add(
            PackError(
                code="offices.same_code",
                what=f"代字“{office.code}”用了两次：{first[office.code]}、{office.id}",
                why="两个部门的文书会编成同一个文号",
                do="请照当地的发文代字改其中一个",
                place=packs.Place(f"{office.region}/{_FILE}"),
            )
        )
        return replace(office, code="")

    return {
        region: replace(row, offices=tuple(checked(office) for office in row.offices))
        for region, row in regions.items()
    }


def _read(file: PackFile, lines: Mapping[str, Line], report: Report) -> RegionOffices | None:
    before = len(report.errors)
    raw = file.read(report)
    if len(report.errors) > before:
        return None
    entry = REGION.read(raw, report=report, place=packs.Place(file.name))
    if entry is None:
        return None
    if entry["region"] != file.region:
        entry.wrong("region", f"写的是“{entry['region']}”，文件却在 {file.region} 里", "请写文件夹的区划代码")
    offices = _region(entry, lines)
    return offices if len(report.errors) == before else None


def _line(key: str, entry: Entry) -> Line:
    return Line(
        id=key,
        title=entry["title"],
        kind=entry["kind"],
        pattern=entry["name"],
        district=entry["district"],
        aliases=entry["aliases"],
        valid_from=_first_day(entry["from"]),
        valid_until=_last_day(entry["until"]),
        local=entry["local"],
        heirs=tuple(_heir(heir) for heir in entry["heirs"]),
    )


def _heir(entry: Entry) -> Heir:
    same = ("topics", "verified", "source", "note")
    return Heir(line=entry["to"], valid_from=_first_day(entry["from"]), **{key: entry[key] for key in same})


def _check_heirs(national: Entry, lines: Mapping[str, Line]) -> None:
    for entry in national["lines"].values():
        for heir in entry["heirs"]:
            _check_line(heir.spot("to"), heir["to"], lines)


def _collectives(national: Entry) -> Iterator[Collective]:
    for entry in national["collective"]:
        try:
            yield Collective(re.compile(entry["pattern"]), entry["says"])
        except re.error as error:
            entry.wrong("pattern", f"正则表达式不对：{error}")


def _region(entry: Entry, lines: Mapping[str, Line]) -> RegionOffices:
    code = entry["region"]
    place = Place(region=code, name=entry["place"], bare=entry["bare"], level=entry["level"])
    offices: list[Office] = []
    for key, versions in entry["offices"].items():
        spot = entry.spot("offices").inside(place_in(entry.raw["offices"], key))
        if _check_line(spot, key, lines):
            offices += [_office(f"{code}/{key}", version, line=lines[key]) for version in versions]
    offices += [_elsewhere(other) for other in entry["others"]]
    groups = tuple(_group(code, group, lines) for group in entry["groups"])
    desks = tuple(
        _desk(code, desk) for desk in entry["desks"] if _check_line(desk.spot("line"), desk["line"], lines)
    )
    return RegionOffices(place=place, offices=tuple(offices), groups=groups, desks=desks)


def _office(office_id: str, entry: Entry, *, line: Line) -> Office:
    return Office(
        id=office_id,
        region=region_of(office_id),
        line=line.id,
        name=entry["name"],
        short_names=entry["short"],
        code=entry["code"],
        valid_from=_first_day(entry["from"]) or line.valid_from,
        valid_until=_last_day(entry["until"]) or line.valid_until,
        kind=line.kind,
        verified=entry["verified"],
        generic=entry["generic"],
        note=entry["note"],
        made_up=entry["made_up"],
        contact=_contact(entry),
    )


def _desk(region: str, entry: Entry) -> Desk:
    same = ("line", "name", "serves", "verified", "made_up")
    return Desk(
        region=region,
        level=Level(entry["level"]),
        contact=_contact(entry),
        **{key: entry[key] for key in same},
    )


def _contact(entry: Entry) -> Contact:
    return Contact(**{key: entry[key] for key in _CONTACT})


def _elsewhere(entry: Entry) -> Office:
    region, _, line = entry["id"].partition("/")
    same = ("id", "name", "kind", "verified", "note")
    return Office(region=region, line=line, **{key: entry[key] for key in same})


def _group(region: str, entry: Entry, lines: Mapping[str, Line]) -> Group:
    _check_line(entry.spot("line"), entry["line"], lines)
    for index, member in enumerate(entry["members"]):
        spot = entry.spot("members")
        _check_line(spot.inside(place_in(entry.raw.get("members"), index)), member, lines)
    same = ("line", "names", "members", "verified", "note")
    return Group(region=region, **{key: entry[key] for key in same})


def _first_day(value: int | date | None) -> date | None:
    return date(value, 1, 1) if isinstance(value, int) else value


def _last_day(value: int | date | None) -> date | None:
    return date(value, 12, 31) if isinstance(value, int) else value


def _check_line(spot: Spot, name: str, lines: Mapping[str, Line]) -> bool:
    if name not in lines:
        unknown(spot, name, lines, kind="条线")
    return name in lines
