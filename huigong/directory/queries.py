"""Reading accounts and roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huigong.directory.models import Account, RoleAssignment
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, levels_of
from huigong.directory.roles import ROLES
from huigong.kernel.errors import NotFound


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


def officials(viewer: Principal) -> QuerySet[Account]:
    """Officials with a role, now or once, in the regions whose accounts `viewer` manages; by username.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    regions = Q(pk__in=[])
    for prefix in viewer.regions(Permission.ACCOUNT_MANAGE):
        regions |= Q(region__startswith=prefix)
    holders = RoleAssignment.objects.filter(regions).order_by().values("account_id")
    return Account.objects.filter(kind=Account.Kind.OFFICIAL, pk__in=holders).order_by("username")


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
        role__in=roles, region__in=levels_of(region), office__in={"", *(office for _, office in work)}
    )
    accounts = Account.objects.filter(is_active=True, pk__in=held.order_by().values("account_id"))
    known = _told_apart(list(accounts.order_by("display_name", "username")), on=on)
    return {
        (permission, office): tuple(
            sorted(
                (one for one in known if one.can(permission, region=region, office=office)),
                key=lambda one: all(grant.office != office for grant in one.grants),
            )
        )
        for permission, office in work
    }


def account_by_public_id(viewer: Principal, public_id: str | UUID) -> Account:
    """An account that `viewer` owns or manages.

    Raises `DomainError`: `access.denied`, `account.not_found`.
    """
    account = _by_public_id(public_id)
    if str(account.public_id) != viewer.account_id:
        require_manages(viewer, account)
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
            what=f"没有用户名是“{username}”的账号",
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
        RoleRow(
            public_id=str(one.public_id),
            role=one.role,
            role_name=ROLES[one.role].name if one.role in ROLES else one.role,
            region=one.region,
            office=one.office,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )
        for one in RoleAssignment.objects.filter(account=account).order_by("valid_from", "id")
    )


def _told_apart(accounts: list[Account], *, on: date) -> list[Principal]:
    """The accounts as principals of that day, with the user name where two have the same name."""
    found = list(zip(accounts, Principal.for_accounts(accounts, on=on), strict=True))
    names = Counter(one.name for _, one in found)
    return [
        one if names[one.name] == 1 else replace(one, name=f"{one.name}（{account.username}）")
        for account, one in found
    ]


def _by_public_id(public_id: str | UUID) -> Account:
    try:
        wanted = public_id if isinstance(public_id, UUID) else UUID(public_id)
        return Account.objects.get(public_id=wanted)
    except (ValueError, Account.DoesNotExist) as error:
        raise NotFound(code="account.not_found", what="没有这个账号", do="请从账号列表里重新选择") from error
