"""What an official may do with a case and others: some persons apart, two cases as one, or a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from huigong.casework import parties
from huigong.casework.access import case_not_found, readable, require_readable
from huigong.casework.models import Case, CaseLink, Party
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import Role
from huigong.casework.queries.looks import record_looks
from huigong.casework.queries.openable import BarView, bars_on
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid

LINKS = (CaseLink.Kind.SAME_MATTER, CaseLink.Kind.FOLLOWS, CaseLink.Kind.APPEAL)
MOST_OFFERED = 50


@dataclass(frozen=True)
class Together:
    """`persons`, `targets` and `links` are (value, words); where one is empty, `why_not` says why by `split` or `join`.

    A target is an open case, named by its public id, into which this one may go; `more_targets` are not listed.
    """

    case_id: str
    number: str
    service: str
    persons: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]
    more_targets: int
    links: tuple[tuple[str, str], ...]
    why_not: Mapping[str, str]
    bars: tuple[BarView, ...]


def may_relate(viewer: Principal, case: Case) -> bool:
    """Whether the viewer decides this case, and so what it has to do with others."""
    return viewer.can(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)


def together(viewer: Principal, public_id: str, *, now: datetime) -> Together:
    """The page's content; the persons shown leave a trace.

    Raises `DomainError`: `case.not_found`, `access.denied`.
    """
    named = Party.objects.select_related("person", "employer").filter(left_on__isnull=True)
    rows = Case.objects.prefetch_related(Prefetch("parties", queryset=named, to_attr="standing"))
    case = rows.filter(public_id=public_uuid(public_id)).first()
    if case is None:
        raise case_not_found()
    require_readable(viewer, case)
    viewer.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    record_looks(viewer, case, now=now)
    persons, targets = _persons(case), _targets(viewer, case, on=day_of(now))
    return Together(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        persons=persons,
        targets=targets,
        more_targets=_may_take_in(viewer, case).count() - len(targets),
        links=tuple((kind.value, str(kind.label)) for kind in LINKS),
        why_not={"split": _why_no_split(case, persons), "join": _why_no_join(case, targets)},
        bars=bars_on((case.service_id, case.procedure), day_of(now)),
    )


def _persons(case: Case) -> tuple[tuple[str, str], ...]:
    """Those who may go to a case of their own: one at least has to stay."""
    concerned = [party for party in parties.standing(case) if party.role == Role.CONCERNED]
    if not case.is_open or len(concerned) < 2:
        return ()
    return tuple((party.public_id.hex, parties.told_apart(party)) for party in concerned)


def _targets(viewer: Principal, case: Case, *, on: date) -> tuple[tuple[str, str], ...]:
    rows = parties.with_main(_may_take_in(viewer, case)).annotate(concerned=parties.count_of_concerned())
    return tuple(
        (
            row.public_id.hex,
            f"{row.number}　{parties.short_name(row, concerned=row.concerned)}　{row.opened_on.isoformat()}",
        )
        for row in rows.order_by("-opened_on", "-pk")[:MOST_OFFERED]
    )


def _may_take_in(viewer: Principal, case: Case) -> QuerySet[Case]:
    joins = case.is_open and procedure_of(case).collective
    return _earlier_alike(case, readable(viewer)) if joins else Case.objects.none()


def _earlier_alike(case: Case, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases of the same kind and office that began before this one: nobody's time gets longer."""
    earlier = Q(opened_on__lt=case.opened_on) | Q(opened_on=case.opened_on, pk__lt=case.pk)
    return rows.filter(
        earlier,
        is_open=True,
        procedure=case.procedure,
        procedure_version=case.procedure_version,
        accountable_office=case.accountable_office,
        service_id=case.service_id,
    )


def _why_no_split(case: Case, persons: tuple[tuple[str, str], ...]) -> str:
    if persons:
        return ""
    return "这个办件已经结束。" if not case.is_open else "这个办件只涉及一个人，没有可以分出去的。"


def _why_no_join(case: Case, targets: tuple[tuple[str, str], ...]) -> str:
    if targets:
        return ""
    if not case.is_open:
        return "这个办件已经结束。"
    name = procedure_of(case).name
    if not procedure_of(case).collective:
        return f"“{name}”一件只能涉及一个人，不能并案。"
    return "没有可以并入的：要由本部门在办、程序和事项都一样，而且比这一件先立案。"
