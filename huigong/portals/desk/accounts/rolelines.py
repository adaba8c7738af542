"""The roles of an account as a table shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.directory.queries import RoleRow
from huigong.portals.desk.parts.offices import office_or_region


@dataclass(frozen=True)
class RoleLine:
    """`where` is the office, or the region with all its offices; `state` is now, later or over."""

    role: RoleRow
    where: str
    state: str


def role_lines(rows: Iterable[RoleRow], *, on: date) -> list[RoleLine]:
    """What holds now first, then what is to come, then what is over."""
    lines = [RoleLine(row, office_or_region(row.office, row.region, on), row.state_on(on)) for row in rows]
    return sorted(lines, key=lambda line: ("now", "later", "over").index(line.state))
