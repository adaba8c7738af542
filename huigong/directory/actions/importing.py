"""Opening the accounts of a sheet: a row goes in whole or not at all, the good ones go in, and again changes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from huigong.directory.actions.logins import open_official
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.officialsheet import COLUMNS, BadRow, OfficialRow
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import officials
from huigong.kernel import writing
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.identity import ResidentId
from huigong.kernel.sentences import say

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True)
class Opened:
    """An account that was opened, and its one-time password, which is kept nowhere."""

    row: OfficialRow
    password: str


@dataclass(frozen=True)
class Taken:
    """What became of the rows: opened, there already just as the row says, refused.

    `waiting` are accounts of `unchanged` whose one-time password nobody has used yet: whoever lost it gives a new one.
    """

    opened: tuple[Opened, ...]
    unchanged: tuple[OfficialRow, ...]
    refused: tuple[BadRow, ...]
    waiting: tuple[Account, ...]


@dataclass(frozen=True)
class _Known:
    """An account that the administrator manages, with the roles that it holds from today on."""

    account: Account
    grants: frozenset[tuple[str, str, str]]


def open_many(*, by: Principal, now: datetime, rows: Iterable[OfficialRow]) -> Taken:
    """Each row is a transaction of its own, as by `logins.open_official`: what stops it half-way loses no row.

    One resident number is one account; two rows of one number are both refused. Accounts that `by` does not manage
    are as if they were not: the sheet tells nothing of them but that a user name is taken.
    Raises `DomainError` (`access.denied`) for whoever manages no accounts; a row elsewhere is refused by itself.
    """
    by.require(Permission.ACCOUNT_MANAGE)
    rows = tuple(rows)
    known, twice = _managed(by, on=localdate(now)), _rows_of_number(rows)
    waiting: list[Account] = []
    opened: list[Opened] = []
    unchanged: list[OfficialRow] = []
    refused: list[BadRow] = []
    for row in rows:
        try:
            number = ResidentId.parse(row.resident_number).number
            _require_once(twice[number])
            there = next((each for each in known if each.account.resident_number == number), None)
            if there is not None:
                _require_same(row, there)
                unchanged.append(row)
                if there.account.password_valid_until is not None:
                    waiting.append(there.account)
            else:
                opened.append(Opened(row, _open(row, by=by, now=now)))
        except DomainError as error:
            refused.append(BadRow(row.number, row.username, error))
    return Taken(tuple(opened), tuple(unchanged), tuple(refused), tuple(waiting))


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


def _managed(by: Principal, *, on: date) -> tuple[_Known, ...]:
    """Two questions, and a number to unseal for each account."""
    accounts = tuple(officials(by))
    held: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = RoleAssignment.objects.filter(lasting, account__in=accounts).order_by("pk")
    for row in rows:
        held[row.account_id].add((row.role, row.region, row.office))
    return tuple(_Known(account, frozenset(held[account.pk])) for account in accounts)


def _rows_of_number(rows: Iterable[OfficialRow]) -> dict[str, list[int]]:
    """Resident number → the rows that have it; a number that is none has no row."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        try:
            rows_of[ResidentId.parse(row.resident_number).number].append(row.number)
        except DomainError:
            continue  # the row says so itself
    return rows_of


def _require_once(rows: list[int]) -> None:
    if len(rows) > 1:
        raise Invalid(
            code="officials.twice",
            about="resident_number",
            what=say("第 {rows} 行是同一个身份证号", rows="、".join(map(str, rows))),
            do="一个人只开一个账号：请留下一行，别的角色开通以后再加",
        )


def _require_same(row: OfficialRow, there: _Known) -> None:
    """Raises `DomainError` (`officials.differs`), naming what the row has otherwise: the sheet changes no account."""
    account, grant = there.account, row.grant
    differs = [
        column
        for column, same in (
            ("username", account.username == row.username),
            ("display_name", account.display_name == writing.person_name(row.display_name)),
            ("role", grant.role in {role for role, _, _ in there.grants}),
            ("region", grant.region in {region for _, region, _ in there.grants}),
            ("office", (grant.office or "") in {office for _, _, office in there.grants}),
        )
        if not same
    ]
    if not differs and (grant.role, grant.region, grant.office or "") not in there.grants:
        differs = ["role"]
    if differs:
        raise Conflict(
            code="officials.differs",
            about=differs[0],
            what=say(
                "这个人已有账号“{username}”，和这一行不同：{listed}",
                username=account.username,
                listed="、".join(COLUMNS[column][0] for column in differs),
            ),
            do="这一行没有办。要改的，请到这个账号的页面改；没有要改的，请照账号改表格",
        )
