"""Which cases and tasks a viewer may read: role, region and office, in one place."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.casework.models import Case, Task
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.kernel.errors import Denied

# What it takes to do a task, and so to have it or to hand it over.
DOES = {Task.Kind.DECIDE: Permission.CASE_DECIDE, Task.Kind.SUPPORT: Permission.TASK_SUPPORT}


def readable(viewer: Principal) -> QuerySet[Case]:
    """Cases of the viewer's regions; a grant limited to an office sees those it answers for or was asked about."""
    reach = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.CASE_READ):
        here = Q(region__startswith=region_prefix(grant.region))
        if grant.office:
            asked = Task.objects.filter(case=OuterRef("pk"), office=grant.office)
            here &= Q(accountable_office=grant.office) | Q(Exists(asked))
        reach |= here
    return Case.objects.filter(reach)


def require_readable(viewer: Principal, case: Case) -> None:
    """Raises `DomainError` (`access.denied`) for a case outside the viewer's regions and offices."""
    if not readable(viewer).filter(pk=case.pk).exists():
        viewer.require(Permission.CASE_READ)
        raise Denied(
            code="access.denied",
            what="您没有权限查看这个办件",
            why="它不属于您的地区或部门",
            do="如需了解，请联系承办部门",
        )


def workable(viewer: Principal) -> QuerySet[Task]:
    """Open tasks that the viewer may do, by the same rights that the actions ask for."""
    reach = Q(pk__in=[])
    for kind, permission in DOES.items():
        for grant in viewer.grants_for(permission):
            prefix = region_prefix(grant.region)
            here = Q(kind=kind, case__region__startswith=prefix)
            here &= Q(office=grant.office) if grant.office else Q(office__startswith=prefix)
            reach |= here
    return Task.objects.filter(reach, status=Task.Status.OPEN)
