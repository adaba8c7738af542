"""Reading accounts and roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from huigong.directory.models import Account, RoleAssignment
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import within
from huigong.directory.roles import ROLES
from huigong.kernel.errors import Denied, NotFound
from huigong.kernel.regions import lineage
from huigong.kernel.sentences import say


@dataclass(frozen=True)
class RoleRow:
    """One role of an official, as a list shows it."""

    public_id: str
    role: str
    role_name: str
    region: str
    office: str
    valid_from: date
    valid_until: date | None

    def state_on(self, day: date) -> Literal["now", "later", "over"]:
        """Whether the role is in force on that day, begins after it, or has ended before it."""
        if day < self.valid_from:
            return "later"
        return "over" if self.valid_until is not None and self.valid_until < day else "now"


@dataclass(frozen=True)
class OfficialRow:
    """An official as a list shows them, with the roles of a day."""

    public_id: str
    username: str
    name: str
    is_active: bool
    roles: tuple[RoleRow, ...]


def officials(viewer: Principal, *, named: str = "") -> QuerySet[Account]:
    """Officials with a role, now or once, in the regions whose accounts `viewer` manages; by username.

    `named` is a part of the user name or of the name. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    regions = Q(pk__in=[])
    for prefix in viewer.regions(Permission.ACCOUNT_MANAGE):
        regions |= within("region", prefix)
    holders = RoleAssignment.objects.filter(regions).order_by().values("account_id")
    known = Account.objects.filter(kind=Account.Kind.OFFICIAL, pk__in=holders).order_by("username")
    if not named:
        return known
    return known.filter(Q(username__icontains=named) | Q(display_name__icontains=named))


def with_roles(viewer: Principal, accounts: Iterable[Account], *, on: date) -> tuple[OfficialRow, ...]:
    """These of `officials(viewer)` with the roles that they hold on that day; one question.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    known, held = list(accounts), defaultdict(list)
    rows = RoleAssignment.objects.valid_on(on).filter(account_id__in=[account.pk for account in known])
    for row in rows.order_by("valid_from", "id"):
        held[row.account_id].append(role_row(row))
    return tuple(
        OfficialRow(
            public_id=account.public_id.hex,
            username=account.username,
            name=account.display_name,
            is_active=account.is_active,
            roles=tuple(held[account.pk]),
        )
        for account in known
    )


def assignment_of(viewer: Principal, account: Account, public_id: str | UUID) -> RoleAssignment:
    """A role of this account, which `viewer` manages. Raises `DomainError`: `access.denied`, `role.not_found`."""
    require_manages(viewer, account)
    assignment = RoleAssignment.objects.filter(account=account, public_id=_uuid(public_id)).first()
    if assignment is None:
        raise NotFound(code="role.not_found", what="没有这个角色", do="它可能刚被收回，请刷新页面再看")
    return assignment


def has_second_factor(account: Account) -> bool:
    """Whether logging in asks for more than the password."""
    return Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists()


def able(
    viewer: Principal, work: Collection[tuple[Permission, str]], *, region: str, on: date
) -> dict[tuple[Permission, str], tuple[Principal, ...]]:
    """For each permission and office: who may do that in `region` on that day; two questions for any number.

    The office's own officials come first, then those of a whole region, by
    name; two of the same name carry their user names. Only who may do the work
    sees who else may. Raises `DomainError` (`access.denied`).
    """
    for permission, office in work:
        viewer.require(permission, region=region, office=office)
    roles = [slug for slug, role in ROLES.items() if any(each in role.permissions for each, _ in work)]
    held = RoleAssignment.objects.valid_on(on).filter(
        role__in=roles, region__in=lineage(region), office__in={"", *(office for _, office in work)}
    )
    accounts = Account.objects.filter(is_active=True, pk__in=held.order_by().values("account_id"))
    known = _told_apart(list(accounts.order_by("display_name", "username")), on=on)
    return {
        (permission, office): tuple(
            sorted(
                (principal for principal in known if principal.can(permission, region=region, office=office)),
                key=lambda principal: all(grant.office != office for grant in principal.grants),
            )
        )
        for permission, office in work
    }


def account_by_public_id(viewer: Principal, public_id: str | UUID) -> Account:
    """An account that `viewer` owns or manages; one of elsewhere is not found, as if it did not exist.

    Raises `DomainError`: `access.denied`, `account.not_found`.
    """
    account = Account.objects.filter(public_id=_uuid(public_id)).first()
    if account is not None and str(account.public_id) == viewer.account_id:
        return account
    viewer.require(Permission.ACCOUNT_MANAGE)
    if account is None or not _manages(viewer, account):
        raise NotFound(code="account.not_found", what="没有这个账号", do="请从账号列表里重新选择")
    return account


def official_named(viewer: Principal, username: str) -> Account:
    """An official's account that `viewer` manages, by user name.

    Raises `DomainError`: `access.denied`, `account.not_found`.
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    account = Account.objects.filter(kind=Account.Kind.OFFICIAL, username=username).first()
    if account is None:
        raise NotFound(
            code="account.not_found",
            what=say("没有用户名是“{username}”的账号", username=username),
            do="请用 huigong account list 核对",
        )
    require_manages(viewer, account)
    return account


def require_manages(viewer: Principal, account: Account) -> None:
    """That `viewer` manages accounts in every region where this account holds or held a role.

    An account without roles may be managed by anyone who manages accounts, so
    that somebody can give it the first. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    regions = RoleAssignment.objects.filter(account=account).order_by().values_list("region", flat=True)
    for region in regions.distinct():
        viewer.require(Permission.ACCOUNT_MANAGE, region=region)


def roles_of(viewer: Principal, account: Account) -> tuple[RoleRow, ...]:
    """Every role the account holds or held; the owner and those who manage accounts may see it."""
    if str(account.public_id) != viewer.account_id:
        require_manages(viewer, account)
    return tuple(
        role_row(row) for row in RoleAssignment.objects.filter(account=account).order_by("valid_from", "id")
    )


def role_row(row: RoleAssignment) -> RoleRow:
    """The role for a list; the caller has found it by `assignment_of` or the like."""
    return RoleRow(
        public_id=row.public_id.hex,
        role=row.role,
        role_name=ROLES[row.role].name if row.role in ROLES else row.role,
        region=row.region,
        office=row.office,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _told_apart(accounts: list[Account], *, on: date) -> list[Principal]:
    """The accounts as principals of that day, with the user name where two have the same name."""
    pairs = list(zip(accounts, Principal.for_accounts(accounts, on=on), strict=True))
    names = Counter(principal.name for _, principal in pairs)
    return [
        principal
        if names[principal.name] == 1
        else replace(principal, name=f"{principal.name}（{account.username}）")
        for account, principal in pairs
    ]


def _manages(viewer: Principal, account: Account) -> bool:
    regions = RoleAssignment.objects.filter(account=account).order_by().values_list("region", flat=True)
    return all(viewer.can(Permission.ACCOUNT_MANAGE, region=region) for region in regions.distinct())


def number_of_official(account_id: str) -> str:
    """The resident number of the official whose account this is; "" where nobody has said it, and for others."""
    key = _uuid(account_id)
    if not key.int:
        return ""
    rows = Account.objects.filter(public_id=key, kind=Account.Kind.OFFICIAL)
    return rows.values_list("resident_number", flat=True).first() or ""


def own_phone(viewer: Principal) -> str:
    """The phone that the viewer's own account has; "" for none."""
    rows = Account.objects.filter(public_id=_uuid(viewer.account_id)).order_by()
    return rows.values_list("phone", flat=True).first() or ""


def same_official(account_id: str, other: str) -> bool:
    """Whether both accounts are one person's: the same account, or one resident number."""
    number = "" if account_id == other else number_of_official(account_id)
    return account_id == other or (bool(number) and number == number_of_official(other))


def officials_on(day: date) -> tuple[Principal, ...]:
    """Every official whose account is open, with the roles of that day; two questions. The caller has checked who asks."""
    rows = Account.objects.filter(kind=Account.Kind.OFFICIAL, is_active=True)
    return Principal.for_accounts(rows.order_by("username"), on=day)


def numbers_of_officials() -> dict[str, frozenset[str]]:
    """Resident number → accounts of the officials with that number. Unseals; the caller has checked who asks."""
    rows = Account.objects.filter(kind=Account.Kind.OFFICIAL).order_by("pk")
    accounts: dict[str, set[str]] = defaultdict(set)
    for number, public_id in rows.values_list("resident_number", "public_id"):
        if number:
            accounts[number].add(str(public_id))
    return {number: frozenset(known) for number, known in accounts.items()}


def workers_among(account_ids: Collection[str]) -> frozenset[str]:
    """Those of these accounts that are workers'; ids of no account are left out."""
    keys = {_uuid(account_id) for account_id in account_ids}
    rows = Account.objects.filter(kind=Account.Kind.WORKER, public_id__in=keys).order_by("pk")
    return frozenset(str(public_id) for public_id in rows.values_list("public_id", flat=True))


def _uuid(public_id: str | UUID) -> UUID:
    """The nil UUID, which no row has, for text that is none."""
    try:
        return public_id if isinstance(public_id, UUID) else UUID(str(public_id))
    except ValueError:
        return UUID(int=0)


def require_other(by: Principal, account: Account) -> None:
    """Administrators cannot manage their own account: two people stand behind every right.

    Raises `DomainError` (`account.own`).
    """
    if by.account_id == str(account.public_id):
        raise Denied(
            code="account.own",
            what="不能管理自己的账号",
            why="角色和账号由另一个人来管，是为了互相监督",
            do="请找另一位系统管理员办理；自己的密码在“我的账号”里改",
        )
