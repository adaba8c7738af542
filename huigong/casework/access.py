"""Who may read which cases and tasks, and how much of a case each party sees: in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huigong.casework import parties
from huigong.casework.models import Case, Task
from huigong.casework.procedures.roles import ABOUT, Part, Role
from huigong.casework.procedures.terms import Move, Who
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, region_prefix
from huigong.directory.reach import begins, within
from huigong.directory.roles import permissions_of
from huigong.kernel.errors import Denied, DomainError, NoAccess, NotFound
from huigong.kernel.writing import said
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person
from huigong.registry.need import by_need

FILES = "casework.case"
"""The purpose of files that are material of a case; the holder is the case's public id."""
MORE_FILES = "casework.more"
"""The purpose of files that a party puts ready to complete a case: a draft, seen by the party alone."""
# What it takes to do a task, and so to have it or to hand it over.
DOES = {Task.Kind.DECIDE: Permission.CASE_DECIDE, Task.Kind.SUPPORT: Permission.TASK_SUPPORT}
# Who has a part in a case looks at it to handle it; whoever only watches the numbers says what for.
_HANDLES = frozenset({*DOES.values(), Permission.APPLICATION_LODGE})


def parts_seen(roles: frozenset[Role]) -> frozenset[Part]:
    """What somebody with these roles sees; nothing without a role."""
    return frozenset().union(*(role.standing.sees for role in roles))


def readable(viewer: Principal) -> QuerySet[Case]:
    """Cases of the viewer's regions; a grant limited to an office sees those it answers for or was asked about.

    So it sees those of an office that was closed in its favour.
    """
    reach = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.CASE_READ):
        here = within("region", region_prefix(grant.region))
        if grant.office:
            here &= Q(pk__in=_of_offices(grant.offices))
        reach = here if not here else reach | here
        if not here:
            break  # the whole country
    return Case.objects.filter(reach)


def _of_offices(offices: tuple[str, ...]) -> QuerySet[Case, Any]:
    """Each half by its own index; an "or" of both would read every case of the region."""
    asked = Task.objects.filter(office__in=offices).order_by().values("case_id")
    return Case.objects.filter(accountable_office__in=offices).order_by().values("pk").union(asked)


def require_readable(viewer: Principal, case: Case) -> None:
    """Raises `DomainError` (`case.not_found`) for a case outside the viewer's regions and offices.

    The same as for a case that does not exist: so that its existence is not revealed.
    """
    if not readable(viewer).filter(pk=case.pk).exists():
        raise case_not_found()


def require_part_or_reason(viewer: Principal, case: Case) -> None:
    """For a case that the viewer may read. Raises `DomainError` (`case.reason_needed`) where the viewer has no part in
    handling it, as a leading group has none, and has not said why it is looked at."""
    reading = viewer.grants_for(Permission.CASE_READ)
    handling = tuple(grant for grant in reading if permissions_of(grant.role) & _HANDLES)
    if handling == reading or said(viewer.purpose):
        return
    handler = Principal(viewer.account_id, viewer.name, handling)
    if not readable(handler).filter(pk=case.pk).exists():
        raise Denied(
            code="case.reason_needed",
            what="请先写明为什么要看这个办件",
            why="您不经办它，只有督办才打开；理由会留在记录里",
            do="请选择理由，或者自己写",
        )


def case_not_found() -> DomainError:
    """For a case that does not exist, or not for the viewer."""
    return NotFound(
        code="case.not_found",
        what="没有找到这个办件",
        why="编号可能抄错了，或者您没有查看它的权限",
        do="请核对编号，或从任务清单里打开",
    )


def knows_reporter(viewer: Principal, case: Case) -> bool:
    """Whether an official may see who reported: only where the viewer can decide the case (S06)."""
    return viewer.can(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)


def sees_all_of_own(viewer: Principal, case: Case) -> bool:
    """Whether the viewer stands in the case as one to whom all of it is shown."""
    return parts_seen(parties.roles_of(viewer, case)) == frozenset(Part)


def in_full(viewer: Principal, case: Case, *, on: date) -> Principal:
    """The viewer as one who sees the form, the papers and the people of this case in full (see `by_need`).

    Raises `DomainError`: `case.not_found`, `access.denied`, `person.minor_not_approved`.
    """
    require_readable(viewer, case)
    viewer.require(Permission.PERSON_REVEAL, region=case.region, office=case.accountable_office)
    return by_need(viewer, *people_of(case), on=on, in_hand=True)


def people_of(case: Case) -> list[Person]:
    """Whose matter the case is, with what says whether they are children; one query."""
    persons = {person.pk for person in parties.persons(case, ABOUT)}
    return list(Person.objects.filter(pk__in=persons).order_by("pk"))


def may_see_files(viewer: Principal, holder: str) -> bool:
    """Whether the files of this case are for the viewer: for whoever stands in it as one who sees the answers,
    and for officials who may read the case and see people in full there. `files_reader` says whether one opens."""
    case = Case.objects.filter(public_id=public_uuid(holder)).first()
    if case is None:
        return False
    if Part.ANSWERS in parts_seen(parties.roles_of(viewer, case)):
        return True
    may_reveal = viewer.can(Permission.PERSON_REVEAL, region=case.region, office=case.accountable_office)
    return may_reveal and readable(viewer).filter(pk=case.pk).exists()


def files_reader(viewer: Principal, holder: str, on: date) -> Principal:
    """As whom the viewer opens a file of this case: an official as `in_full` says, a party as themselves.

    Raises as `in_full`.
    """
    case = Case.objects.filter(public_id=public_uuid(holder)).first()
    if case is None:
        raise case_not_found()
    if Part.ANSWERS in parts_seen(parties.roles_of(viewer, case)):
        return viewer
    return in_full(viewer, case, on=on)


def may_see_more_files(viewer: Principal, holder: str) -> bool:
    """Whether the viewer is a party who may put files ready for this case."""
    case = Case.objects.filter(public_id=public_uuid(holder)).first()
    return case is not None and Part.ANSWERS in parts_seen(parties.roles_of(viewer, case))


def require_may(case: Case, move: Move, *, by: Principal) -> None:
    """Raises `DomainError` (`access.denied`) unless `by` is one who makes this move on this case."""
    if move.who is Who.OFFICE and move.permission:
        by.require(move.permission, region=case.region, office=case.accountable_office)
    elif move.who is Who.PARTY and move.permission:
        if not parties.roles_of(by, case) & set(move.roles):
            by.require(move.permission, region=case.region)
    elif by.account_id != SYSTEM.account_id:
        raise NoAccess(
            code="access.denied",
            what="这一步不能由人来做",
            why="它只因时限届满而发生",
            do="请等待系统自动处理",
        )


def may(case: Case, move: Move, *, by: Principal) -> bool:
    """`require_may` as an answer."""
    try:
        require_may(case, move, by=by)
    except DomainError:
        return False
    return True


def note_office(viewer: Principal, case: Case) -> str:
    """The office for which the viewer writes internal notes on the case; "" for whoever has no part in handling it."""
    if viewer.can(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office):
        return case.accountable_office
    asked = (
        Task.objects.filter(case=case, kind=Task.Kind.SUPPORT)
        .order_by("-pk")
        .values_list("office", flat=True)
    )
    return next((office for office in asked if reads_notes(viewer, case, office)), "")


def reads_notes(viewer: Principal, case: Case, office: str) -> bool:
    """Whether the internal notes of this office are the viewer's own office's."""
    return any(viewer.can(permission, region=case.region, office=office) for permission in DOES.values())


def workable(viewer: Principal) -> QuerySet[Task]:
    """Open tasks that the viewer may do, by the same rights that the actions ask for."""
    return Task.objects.filter(_reach(viewer, "case__region"), status=Task.Status.OPEN, case__is_open=True)


def still_to_do(viewer: Principal) -> QuerySet[Task]:
    """The same for counts and choices, which go through tasks in an order of their own and end after so many.

    Whether the case is open is not looked at: it is, because whatever closes a case closes its tasks. Where it is is read
    for one task after the other: with two tables to join, a database expects few rows and reads every case to find them.
    """
    place = Subquery(Case.objects.filter(pk=OuterRef("case")).order_by().values("region"))
    return Task.objects.alias(place=place).filter(_reach(viewer, "place"), status=Task.Status.OPEN)


def _reach(viewer: Principal, region: str) -> Q:
    """What tasks of which offices the viewer may do; `region` names what says where the case of a task is."""
    reach = Q(pk__in=[])
    for kind, permission in DOES.items():
        for grant in viewer.grants_for(permission):
            prefix = region_prefix(grant.region)
            here = Q(kind=kind) & within(region, prefix)
            here &= Q(office__in=grant.offices) if grant.office else begins("office", prefix)
            reach |= here
    return reach
