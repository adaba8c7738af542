"""Opening the accounts of a sheet: a row goes in whole or not at all, the good ones go in, and again changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huigong.directory.actions.logins import open_official
from huigong.directory.models import Account
from huigong.directory.officialsheet import BadRow, OfficialRow
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True)
class Opened:
    """An account that was opened, and its one-time password, which is kept nowhere."""

    row: OfficialRow
    password: str


@dataclass(frozen=True)
class Taken:
    """What became of the rows: opened, there already with the same number, refused."""

    opened: tuple[Opened, ...]
    unchanged: tuple[OfficialRow, ...]
    refused: tuple[BadRow, ...]


def open_many(*, by: Principal, now: datetime, rows: Iterable[OfficialRow]) -> Taken:
    """Each row is a transaction of its own, as by `logins.open_official`: what stops it half-way loses no row.

    Raises `DomainError` (`access.denied`) for whoever manages no accounts; a row elsewhere is refused by itself.
    """
    by.require(Permission.ACCOUNT_MANAGE)
    opened: list[Opened] = []
    unchanged: list[OfficialRow] = []
    refused: list[BadRow] = []
    for row in rows:
        try:
            if _is_there(row):
                unchanged.append(row)
            else:
                opened.append(Opened(row, _open(row, by=by, now=now)))
        except DomainError as error:
            refused.append(BadRow(row.number, row.username, error))
    return Taken(tuple(opened), tuple(unchanged), tuple(refused))


def _open(row: OfficialRow, *, by: Principal, now: datetime) -> str:
    if not _USERNAME.fullmatch(row.username):
        raise Invalid(
            code="officials.username",
            about="username",
            what="用户名只能用小写字母、数字、点、横线和下划线",
            do="请换一个，例如：wang-mei",
        )
    _account, password = open_official(
        by=by,
        now=now,
        username=row.username,
        display_name=row.display_name,
        resident_number=row.resident_number,
        grant=row.grant,
    )
    return password


def _is_there(row: OfficialRow) -> bool:
    """Whether the user name is already that of the same person; another's is refused when it is opened."""
    number = ResidentId.parse(row.resident_number).number
    known = Account.objects.filter(kind=Account.Kind.OFFICIAL, username=row.username).first()
    return known is not None and known.resident_number == number
