"""What others know for a case: of the papers that its service has looked up by the office, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record_access
from huigong.audit.subjects import subject_of
from huigong.casework.access import case_not_found, in_full, require_readable
from huigong.casework.models import Case
from huigong.casework.servicesteps import known_service
from huigong.casework.timekeeping import day_of
from huigong.catalogue.papers import Paper, looked_up
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied
from huigong.registry import refusals
from huigong.registry.elsewhere import Told, told_of
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class Shared:
    """A paper, and what is known of it; () where nothing is, `unsaid` where nobody has said what the paper tells."""

    name: str
    told: tuple[Told, ...]
    unsaid: bool


@dataclass(frozen=True)
class Elsewhere:
    """For one case of one person: paper by paper."""

    case_id: str
    number: str
    service: str
    papers: tuple[Shared, ...]


def papers_of(case: Case) -> tuple[Paper, ...]:
    """What the office that handles this case looks up by itself; () for a case of nobody's own."""
    service = known_service(case)
    return looked_up(service) if service is not None and case.application is not None else ()


def elsewhere(viewer: Principal, case_id: str, *, now: datetime) -> Elsewhere:
    """What others know of the applicant for this case; a look with the names of the facts is in the trail, each time.

    For whoever decides the case; of a child by an approval. Raises `DomainError`: `case.not_found`,
    `case.look_is_over` once it is decided, `case.nothing_shared` where the service has nothing looked up, `access.denied`, `person.minor_not_approved`.
    """
    case = Case.objects.select_related("application__person").filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    with refusals.bounded(viewer, subject_of(case), now=now), transaction.atomic():
        return _looked_up(viewer, case, now=now)


def _looked_up(viewer: Principal, case: Case, *, now: datetime) -> Elsewhere:
    require_readable(viewer, case)
    viewer.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    if not case.is_open:
        raise _over()
    wanted, today = papers_of(case), day_of(now)
    if not wanted or case.application is None:
        raise _nothing_shared()
    person = case.application.person
    told = {
        paper.name: told_of(person, paper.facts, region=case.region, on=today)
        for paper in wanted
        if paper.facts
    }
    purpose = f"办理 {case.number}：部门自己查"
    record_access(
        viewer=in_full(viewer.with_purpose(purpose), case, on=today),
        now=now,
        person=person.public_id.hex,
        purpose="",
        fields={fact for paper in wanted for fact in paper.facts},
        region=case.region,
        every_time=True,
    )
    return Elsewhere(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        papers=tuple(
            Shared(paper.name, told.get(paper.name, ()), unsaid=not paper.facts) for paper in wanted
        ),
    )


def _over() -> Denied:
    return Denied(
        code="case.look_is_over",
        what="这个办件已经办结，不能再查",
        why="部门自己查只为作出决定，决定以后这个人的情况与这个办件无关",
        do="决定的依据看办件页面；要重新办的，请另开办件再查",
    )


def _nothing_shared() -> Denied:
    return Denied(
        code="case.nothing_shared",
        what="这个办件没有要部门自己查的材料",
        why="只能查事项写明由部门自己查的",
        do="请回到办件页面",
    )
