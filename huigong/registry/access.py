"""Who may look at a person, and the record that is made when somebody does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from huigong.audit.actions import record_access
from huigong.audit.fields import IndexedQuerySet
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import within
from huigong.kernel.errors import Denied
from huigong.kernel.writing import said
from huigong.registry import lookup
from huigong.registry.models import Person

_FOR_A_RELATIVE = "家人查看自己能办的事"  # of people who look at themselves nobody asks a purpose


def require_purpose(viewer: Principal) -> None:
    """Raises `DomainError` (`person.purpose_needed`) unless the viewer has said what for."""
    if not said(viewer.purpose):
        raise Denied(
            code="person.purpose_needed",
            what="请先写明查看个人信息的目的",
            why="处理个人信息要有明确、合理的目的，每次查看都会留下记录",
            do="请填写目的，例如“窗口受理居住证申请”",
        )


def require_may_look(viewer: Principal, person: Person, permission: Permission) -> bool:
    """Whether the viewer is the person; others need the permission where the person lives or comes from.

    Raises `DomainError`: `access.denied`, `person.not_found` for somebody elsewhere, as if there
    were nobody, `person.purpose_needed`.
    """
    if lookup.is_own(viewer, person):
        return True
    viewer.require(permission)
    places = filter(None, (person.hukou_place, person.residence))
    if not any(viewer.can(permission, region=region) for region in places):
        raise lookup.person_not_found()
    require_purpose(viewer)
    return False


def look(
    viewer: Principal,
    person: Person,
    *,
    permission: Permission,
    now: datetime,
    fields: Collection[str],
    every_time: bool = False,
) -> None:
    """Checks and, unless it is the person's own record, leaves an access event before anything is shown.

    One a visit and purpose, with fields seen later in further ones; `every_time` leaves one whatever
    was seen before. Raises as `require_may_look`.
    """
    if not require_may_look(viewer, person, permission):
        record_access(
            viewer=viewer,
            now=now,
            person=person.public_id.hex,
            purpose=viewer.purpose,
            fields=fields,
            region=person.residence,
            every_time=every_time,
        )


def look_at_related(viewer: Principal, related: Mapping[Person, Collection[str]], *, now: datetime) -> None:
    """Leaves an access event with each person whose facts were read to answer for a member of their household.

    Checks nothing: the caller has looked at that member. The look needs no right of its own, because
    the parents' residence permit is a condition of what the child may have (辽（十）), only the facts
    that the dictionary declares as the child's (`监护人.持有居住证`) leave, and of several people
    together; the relative's record never does. So a child may use it as a clerk may, and
    the relative finds in the trail who did, once a visit.
    """
    for person, fields in related.items():
        if not lookup.is_own(viewer, person):
            record_access(
                viewer=viewer,
                now=now,
                person=person.public_id.hex,
                purpose=said(viewer.purpose) or _FOR_A_RELATIVE,
                fields=fields,
                region=person.residence,
            )


def within_reach(viewer: Principal, permission: Permission) -> IndexedQuerySet:
    """The people who live in, or come from, a region where the viewer holds the permission."""
    reach = Q(pk__in=[])
    for prefix in viewer.regions(permission):
        reach |= within("residence", prefix) | within("hukou_place", prefix)
    return Person.objects.filter(reach)
