"""What is still open in a draft that could go into the library: doubts, unknown offices, empty places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.directory import offices

EXPECTED = {"number": "文号", "issuer": "发文机关", "issued_on": "成文日期", "in_force_from": "施行日期"}


@dataclass(frozen=True)
class OpenPoint:
    """One thing that nobody has settled. `place` is the clause's place in the draft, 0 for the head."""

    place: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


def open_points(
    head: Mapping[str, Any], clauses: Iterable[tuple[int, Mapping[str, Any]]], *, region: str
) -> list[OpenPoint]:
    """Everything open, the head first, then clause by clause; `clauses` are place and content."""
    issued_on = date.fromisoformat(head["issued_on"]) if head.get("issued_on") else None
    points = [OpenPoint(0, "题头", f"{name}没有填") for key, name in EXPECTED.items() if not head.get(key)]
    points += [OpenPoint(0, "题头", f"仍然存疑：{doubt}") for doubt in head.get("doubts", ())]
    for place, content in clauses:
        where = str(content["number"])
        doubts = content.get("doubts", ())
        points += [OpenPoint(place, where, f"仍然存疑：{doubt}") for doubt in doubts]
        points += [
            OpenPoint(place, where, f"名录里没有“{name}”")
            for name in _unknown(content.get("duties", {}), region, issued_on)
            if not any(f"“{name}”" in doubt for doubt in doubts)
        ]
    return points


def _unknown(duties: Mapping[str, Iterable[str]], region: str, on: date | None) -> Iterator[str]:
    for name in dict.fromkeys(name for names in duties.values() for name in names):
        answer = offices.resolve(name, region, on=on)
        if not (answer.then or answer.now or answer.members):
            yield name
