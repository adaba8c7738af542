"""Approvals of looks: which are in force for an actor, and which there are in the regions of whoever approves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huigong.directory.models import LookApproval
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, covers, region_prefix
from huigong.directory.queries import same_official
from huigong.directory.reach import within
from huigong.directory.roles import ROLES
from huigong.kernel.errors import NotFound
from huigong.kernel.regions import lineage


@dataclass(frozen=True)
class ApprovalRow:
    """One approval as a list shows it; `in_force` is of the day asked for."""

    public_id: str
    role_name: str
    region: str
    office: str
    purpose: str
    minors: bool
    own_cases: bool
    valid_from: date
    valid_until: date
    given_by: str
    in_force: bool


def in_force(viewer: Principal, regions: Iterable[str], *, on: date) -> tuple[LookApproval, ...]:
    """What lets the viewer, by a post that they hold, see people of one of these regions; nothing without a role.

    What somebody has approved counts for nobody who is the same person, whatever post they came to hold since.
    """
    grants = viewer.grants_for(Permission.PERSON_REVEAL)
    places = {place for region in regions for place in lineage(region)}
    if not grants or not places:
        return ()
    rows = LookApproval.objects.valid_on(on).filter(
        region__in=places, role__in={grant.role for grant in grants}
    )
    return tuple(
        row
        for row in rows.order_by("pk")
        if not same_official(row.given_by, viewer.account_id)
        and any(
            grant.role == row.role
            and (not row.office or grant.office == row.office)
            and (covers(row.region, grant.region) or covers(grant.region, row.region))
            for grant in grants
        )
    )


def approvals(viewer: Principal) -> QuerySet[LookApproval]:
    """All of the regions where the viewer approves, latest end first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.LOOK_APPROVE)
    reach = Q(pk__in=[])
    for prefix in {region_prefix(grant.region) for grant in viewer.grants_for(Permission.LOOK_APPROVE)}:
        reach |= within("region", prefix)
    return LookApproval.objects.filter(reach).order_by("-valid_until", "-pk")


def rows(listed: Iterable[LookApproval], *, on: date) -> tuple[ApprovalRow, ...]:
    """These of `approvals` for a list."""
    return tuple(
        ApprovalRow(
            public_id=row.public_id.hex,
            role_name=ROLES[row.role].name if row.role in ROLES else row.role,
            region=row.region,
            office=row.office,
            purpose=row.purpose,
            minors=row.minors,
            own_cases=row.own_cases,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            given_by=row.given_by_name,
            in_force=row.valid_from <= on <= row.valid_until,
        )
        for row in listed
    )


def approval(viewer: Principal, public_id: str | UUID) -> LookApproval:
    """Raises `DomainError`: `access.denied`, `look.not_found` for one of elsewhere too."""
    try:
        key = UUID(str(public_id))
    except ValueError:
        key = UUID(int=0)
    row = approvals(viewer).filter(public_id=key).first()
    if row is None:
        raise NotFound(code="look.not_found", what="没有这条查看批准", do="请刷新列表再看")
    return row
