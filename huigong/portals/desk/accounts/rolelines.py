"""The roles of an account as a table shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.directory import offices
from huigong.directory.queries import RoleRow
from huigong.kernel.errors import DomainError
from huigong.portals.desk.accounts.forms import region_name


@dataclass(frozen=True)
class RoleLine:
    """`where` is the office, or the region with all its offices; `state` is now, later or over."""

    role: RoleRow
    where: str
    state: str


def role_lines(rows: Iterable[RoleRow], *, on: date) -> list[RoleLine]:
    """What holds now first, then what is to come, then what is over."""
    lines = [RoleLine(row, where_of(row, on), row.state_on(on)) for row in rows]
    return sorted(lines, key=lambda line: ("now", "later", "over").index(line.state))


def where_of(row: RoleRow, on: date) -> str:
    """The office's name on that day, its id where the book no longer has it; without an office the region's."""
    if not row.office:
        return region_name(row.region)
    try:
        return offices.book().get(row.office, on).marked
    except DomainError:
        return row.office
