"""Approving that a post sees people in full for a purpose, and taking that back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory.actions.roles import require_fitting_office
from huigong.directory.models import LookApproval
from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal
from huigong.directory.roles import permissions_of, require_assignable
from huigong.directory.saying import in_turn
from huigong.kernel.errors import Denied, DomainError, Invalid
from huigong.kernel.writing import said

LONGEST = timedelta(days=366)
"""Our own bound: whether the approval is still needed is looked at anew every year, as the yearly audit of P10 asks."""


@transaction.atomic
def approve(
    *,
    by: Principal,
    now: datetime,
    post: Grant,
    purpose: str,
    minors: bool,
    valid_until: date,
    valid_from: date | None = None,
    own_cases: bool = False,
) -> LookApproval:
    """Lets whoever holds `post` see people of its region in full, from `valid_from` (today) on.

    With `own_cases` only children in the cases that the post may read: what it needs to handle them.
    Nobody approves for a post that they hold. Sent twice it is one approval: taken back, it must be gone. Raises `DomainError`: `access.denied`, `role.unknown`, `role.region`,
    `look.no_reveal`, `look.own_post`, `look.purpose`, `look.dates`, `look.nothing_more`.
    """
    by.require(Permission.LOOK_APPROVE, region=post.region)
    role = require_assignable(post.role)
    require_fitting_office(post)
    if Permission.PERSON_REVEAL not in permissions_of(role.slug):
        raise Invalid(
            code="look.no_reveal",
            about="role",
            what="这个角色本来就不看办事人的号码和住址",
            do="请选要看的人实际担任的角色",
        )
    if any(grant.role == post.role for grant in by.grants):
        raise _own_post()
    if own_cases and not minors:
        raise _nothing_more()
    purpose = said(purpose)
    if not purpose:
        raise Invalid(code="look.purpose", about="purpose", what="没有写事由", do="请写明为了什么事要看")
    start = valid_from or localdate(now)
    if not start <= valid_until <= start + LONGEST:
        raise Invalid(
            code="look.dates",
            about="valid_until",
            what="批准要有期限，最长一年",
            why="每年要重新看一次还要不要",
            do="请把截止日写在开始日以后的一年之内",
        )
    in_turn()
    said_so = {
        "role": role.slug,
        "region": post.region,
        "office": post.office or "",
        "purpose": purpose,
        "minors": minors,
        "own_cases": own_cases,
        "valid_from": start,
        "valid_until": valid_until,
        "given_by": by.account_id,
    }
    row = LookApproval.objects.filter(**said_so).order_by("pk").first()
    if row is None:
        row = LookApproval.objects.create(**said_so, given_by_name=by.name)
        _record(row, "directory.look.approved", by=by, now=now)
    return row


def _own_post() -> DomainError:
    return Denied(
        code="look.own_post",
        what="不能给自己的岗位批准",
        why="批准的人和看的人要分开",
        do="请另一位有权批准的人来办",
    )


def _nothing_more() -> DomainError:
    return Invalid(
        code="look.nothing_more",
        about="minors",
        what="经办的办件里的成年人，不用批准就能看",
        do="要看办件里的未成年人，请勾选“包括未成年人”",
    )


@transaction.atomic
def end(*, by: Principal, now: datetime, approval: LookApproval) -> None:
    """From now on it lets nobody see anything: its last day was yesterday, or it never was.

    Ended again, nothing happens. Raises `DomainError` (`access.denied`).
    """
    by.require(Permission.LOOK_APPROVE, region=approval.region)
    row = LookApproval.objects.select_for_update().filter(pk=approval.pk).first()
    yesterday = localdate(now) - timedelta(days=1)
    if row is None or row.valid_until <= yesterday:
        return
    _record(row, "directory.look.ended", by=by, now=now)
    if row.valid_from > yesterday:
        row.delete()
        return
    row.valid_until = yesterday
    row.save(update_fields=["valid_until"])


def _record(row: LookApproval, verb: str, *, by: Principal, now: datetime) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"directory.LookApproval:{row.public_id}",
        region=row.region,
        purpose=row.purpose,
        data={
            "role": row.role,
            "office": row.office,
            "minors": row.minors,
            "own_cases": row.own_cases,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat(),
        },
    )
