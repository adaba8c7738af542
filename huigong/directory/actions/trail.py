"""What the trail says of accounts: in which region, so that the auditor there sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import Principal, covers
from huigong.kernel.regions import lineage


def record_account(
    account: Account,
    verb: str,
    *,
    by: Principal,
    now: datetime,
    region: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """One event about an account, in `region` or that of its roles; without roles in that of the acting official."""
    region = region or _region_of(account, now=now)
    record(by=by, now=now, verb=verb, subject=_subject_of(account), region=region, data=data)


def record_role(*, by: Principal, now: datetime, verb: str, assignment: RoleAssignment) -> None:
    """One event about a role, in its region."""
    record(
        by=by,
        now=now,
        verb=verb,
        subject=_subject_of(assignment.account),
        region=assignment.region,
        data={
            "role": assignment.role,
            "office": assignment.office,
            "valid_from": assignment.valid_from.isoformat(),
            "valid_until": assignment.valid_until.isoformat() if assignment.valid_until else "",
        },
    )


def common_region(regions: Iterable[str]) -> str:
    """The smallest region that covers all of these; "" for none. `510411` and `510421` → `510400`."""
    known = sorted(set(regions))
    levels = lineage(known[0]) if known else ()
    return next((level for level in levels if all(covers(level, each) for each in known)), "")


def _subject_of(account: Account) -> str:
    """How the trail names an account."""
    return f"directory.Account:{account.public_id}"


def _region_of(account: Account, *, now: datetime) -> str:
    """Of the roles held today, else of those ever held: who moved away is seen where they are now."""
    rows = RoleAssignment.objects.filter(account=account).order_by("pk")
    held = rows.valid_on(localdate(now)).values_list("region", flat=True)
    return common_region(held) or common_region(rows.values_list("region", flat=True))
