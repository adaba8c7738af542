"""Reads `policies/<region>/offices.yaml`; a mistake in a file is named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from huigong.directory.offices.entries import Collective, Group, Heir, Line, Office, Place, RegionOffices
from huigong.kernel.errors import DomainError, Unavailable

NATION = "100000"
_FILE = "offices.yaml"
_OFFICE_KEYS = {"name", "short", "from", "until", "verified", "generic", "note"}


def load(policies_folder: Path) -> tuple[dict[str, Line], tuple[Collective, ...], dict[str, RegionOffices]]:
    """Lines by id, collective names, and what each region's file says, by region.

    Raises `DomainError` (`offices.invalid`) naming the file and the entry.
    """
    national = _read(policies_folder / NATION / _FILE)
    lines = {key: _line(key, entry) for key, entry in national["lines"].items()}
    for line in lines.values():
        _require_known(lines, [heir.line for heir in line.heirs], where=f"{NATION}/{_FILE} {line.id}")
    collectives = tuple(Collective(re.compile(one["pattern"]), one["says"]) for one in national["collective"])
    regions = {}
    for path in sorted(policies_folder.glob(f"*/{_FILE}")):
        loaded = _region(_read(path), lines, where=f"{path.parent.name}/{_FILE}")
        regions[loaded.place.region] = loaded
    return lines, collectives, regions


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise _invalid(f"{path.parent.name}/{_FILE}", f"文件读不出来：{error}") from error
    if not isinstance(content, dict):
        raise _invalid(f"{path.parent.name}/{_FILE}", "文件应以键值对开头")
    return content


def _line(key: str, entry: Mapping[str, Any]) -> Line:
    return Line(
        id=key,
        title=entry["title"],
        kind=entry["kind"],
        pattern=entry["name"],
        aliases=tuple(entry.get("aliases", ())),
        valid_from=_first_day(entry.get("from")),
        valid_until=_last_day(entry.get("until")),
        local=entry.get("local", False),
        heirs=tuple(_heir(heir) for heir in entry.get("heirs", ())),
    )


def _heir(entry: Mapping[str, Any]) -> Heir:
    return Heir(
        line=entry["to"],
        valid_from=_first_day(entry.get("from")),
        topics=tuple(entry.get("topics", ())),
        verified=entry.get("verified", True),
        source=entry.get("source", ""),
        note=entry.get("note", ""),
    )


def _region(content: Mapping[str, Any], lines: Mapping[str, Line], *, where: str) -> RegionOffices:
    code = str(content["region"])
    place = Place(region=code, name=content["place"], bare=content["bare"], level=content["level"])
    offices: list[Office] = []
    for key, entry in content.get("offices", {}).items():
        _require_known(lines, [key], where=where)
        for version in entry if isinstance(entry, list) else [entry]:
            offices.append(_office(f"{code}/{key}", version, line=lines[key], where=where))
    offices += [_elsewhere(entry) for entry in content.get("others", ())]
    groups = tuple(_group(code, entry, lines, where=where) for entry in content.get("groups", ()))
    return RegionOffices(place=place, offices=tuple(offices), groups=groups)


def _office(office_id: str, entry: str | Mapping[str, Any], *, line: Line, where: str) -> Office:
    values: Mapping[str, Any] = {"name": entry} if isinstance(entry, str) else entry
    if unknown := set(values) - _OFFICE_KEYS:
        raise _invalid(where, f"{office_id} 有不认识的键：{'、'.join(sorted(unknown))}")
    return Office(
        id=office_id,
        region=office_id.partition("/")[0],
        line=line.id,
        name=values["name"],
        short_names=tuple(values.get("short", ())),
        valid_from=_first_day(values.get("from")) or line.valid_from,
        valid_until=_last_day(values.get("until")) or line.valid_until,
        kind=line.kind,
        verified=values.get("verified", True),
        generic=values.get("generic", False),
        note=values.get("note", ""),
    )


def _elsewhere(entry: Mapping[str, Any]) -> Office:
    region, _, line = entry["id"].partition("/")
    return Office(
        id=entry["id"],
        region=region,
        line=line,
        name=entry["name"],
        kind=entry["kind"],
        verified=entry.get("verified", True),
        note=entry.get("note", ""),
    )


def _group(region: str, entry: Mapping[str, Any], lines: Mapping[str, Line], *, where: str) -> Group:
    members = tuple(entry["members"])
    _require_known(lines, [entry["line"], *members], where=where)
    return Group(
        region=region,
        line=entry["line"],
        names=tuple(entry["names"]),
        members=members,
        verified=entry.get("verified", True),
        note=entry.get("note", ""),
    )


def _first_day(value: int | date | None) -> date | None:
    return date(value, 1, 1) if isinstance(value, int) else value


def _last_day(value: int | date | None) -> date | None:
    return date(value, 12, 31) if isinstance(value, int) else value


def _require_known(lines: Mapping[str, Line], wanted: Iterable[str], *, where: str) -> None:
    for line in wanted:
        if line not in lines:
            raise _invalid(where, f"没有“{line}”这个条线")


def _invalid(where: str, why: str) -> DomainError:
    return Unavailable(
        code="offices.invalid",
        what=f"部门名录 {where} 有错",
        why=why,
        do="请对照 policies/100000/offices.yaml 开头的写法改正",
    )
