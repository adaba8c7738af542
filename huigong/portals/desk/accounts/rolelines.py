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
    """`state` is now, later or over."""

    role: RoleRow
    region: str
    office: str
    state: str


def role_lines(rows: Iterable[RoleRow], *, on: date) -> list[RoleLine]:
    """What holds now first, then what is to come, then what is over."""
    lines = [
        RoleLine(row, region_name(row.region), office_name(row.office, on), row.state_on(on)) for row in rows
    ]
    return sorted(lines, key=lambda line: ("now", "later", "over").index(line.state))


def office_name(office: str, on: date) -> str:
    """The office's name on that day, its id where the book no longer has it, "" for none."""
    if not office:
        return ""
    try:
        return offices.book().get(office, on).name
    except DomainError:
        return office
