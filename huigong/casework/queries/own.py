"""What people see of the cases in which they stand, in plain words and by their part in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from huigong.casework import parties
from huigong.casework.access import case_not_found, parts_seen
from huigong.casework.accountability import name_of, others_of
from huigong.casework.answers import beside_form, form_of
from huigong.casework.matters import people_named
from huigong.casework.models import Application, Case, Clock, Decision, Party
from huigong.casework.overtaken import due_status
from huigong.casework.ownshapes import Against, OwnCasePage, OwnCaseRow, Step, ToAdd
from huigong.casework.papers import brought_beside, paper_views
from huigong.casework.parties import called
from huigong.casework.presenting import (
    added_views,
    answer_lines,
    clock_views,
    decision_views,
    form_view,
    held_of,
    in_force,
    party_view,
    waiting_lines,
)
from huigong.casework.procedures.cases import procedure_of, status_in_list, status_of
from huigong.casework.procedures.roles import ABOUT, Part, Role
from huigong.casework.procedures.terms import Phase, Stage
from huigong.casework.queries.offered import moves_for
from huigong.casework.servicesteps import is_complaint, known_service
from huigong.casework.shapes import ClockView, DecisionView, MoveView
from huigong.casework.timekeeping import time_left
from huigong.casework.tone import TimeLeft, Tone, tone_of
from huigong.casework.unnamed import digest
from huigong.catalogue.beginnings import Event, begins_at
from huigong.catalogue.services import PublicService, catalogue
from huigong.directory.offices import Level
from huigong.directory.principals import Principal, office_region
from huigong.forms.kinds import Decided
from huigong.kernel import regions
from huigong.kernel.errors import NotFound
from huigong.registry.lookup import public_uuid


def for_person(viewer: Principal, *, today: date) -> list[OwnCaseRow]:
    """The cases in which the viewer stands, newest first; one query for any number."""
    return [_row(case, today=today) for case in _own(viewer)]


def about(viewer: Principal, *, today: date) -> list[OwnCaseRow]:
    """Those that are about the viewer, newest first: not what they reported, nor where they only act for another."""
    mine = parties.of_viewer(viewer, roles=ABOUT)
    return [_row(case, today=today) for case in Case.objects.filter(mine).order_by("-opened_on", "-pk")]


def own_page(viewer: Principal, public_id: str, *, today: date) -> OwnCasePage:
    """One of the viewer's own cases. Raises `DomainError` (`case.not_found`), also for somebody else's."""
    case = _loaded(_own(viewer).filter(public_id=public_uuid(public_id)))
    if case is None:
        raise case_not_found()
    roles = parties.roles_of(viewer, case)
    me = public_uuid(viewer.person_id or "")
    mine = next(
        party
        for party in parties.standing(case)
        if party.person and party.person.public_id == me and party.role in roles
    )
    moves = moves_for(viewer, case, clock_views(case, case.clocks.all(), today=today))
    return _page(case, roles, mine, moves, today=today)


def against(viewer: Principal, public_id: str, service_id: str, *, today: date) -> Against:
    """What goes along to a service by which the viewer goes against the decision of their case.

    Raises `DomainError` (`case.not_found`), also where that service does not follow from this decision.
    """
    case = _loaded(_own(viewer).filter(public_id=public_uuid(public_id)))
    if case is None or Part.ANSWERS not in parts_seen(parties.roles_of(viewer, case)):
        raise case_not_found()
    decision = in_force(decision_views(case, today=today))
    if service_id not in {id for id, _ in _remedies(case, decision, known_service(case), today=today)}:
        raise case_not_found()
    offices = {row.number: row.office for row in case.decisions.all()}
    office = offices[decision.number] if decision else case.accountable_office
    place = regions.find(office_region(office))
    decided = {Decided.OFFICE: name_of(office, today), Decided.PLACE: place.full_name}
    if level := _LEVELS.get(place.level):
        decided[Decided.LEVEL] = level.words
    person = parties.main_person(case)
    return Against(
        person_id=person.public_id.hex if person else "",
        region=case.region,
        sent=form_of(case.application),
        decided=decided,
    )


def for_whom(viewer: Principal, public_id: str) -> tuple[str, ...]:
    """The names of those for whom the viewer's own case was lodged; nobody where it is their own matter, or not theirs to see."""
    case = _own(viewer).select_related("application").filter(public_id=public_uuid(public_id)).first()
    sent = (
        form_of(case.application)
        if case and Part.ANSWERS in parts_seen(parties.roles_of(viewer, case))
        else None
    )
    return tuple(each.name for each in people_named(sent)) if sent else ()


def to_add(viewer: Principal, public_id: str) -> ToAdd | None:
    """The lodged form of the viewer's own case, to be filled in further; None for a case without one.

    Raises `DomainError` (`case.not_found`), also where the viewer does not see what was sent.
    """
    case = _own(viewer).select_related("application").filter(public_id=public_uuid(public_id)).first()
    if case is None or Part.ANSWERS not in parts_seen(parties.roles_of(viewer, case)):
        raise case_not_found()
    sent = form_of(case.application)
    return ToAdd(sent, beside_form(case.application, sent)) if case.application and sent else None


_LEVELS = {
    regions.Level.COUNTY: Level.COUNTY,
    regions.Level.PREFECTURE: Level.PREFECTURE,
    regions.Level.PROVINCE: Level.PROVINCE,
}


def sent_with(viewer: Principal, service_id: str, key: str) -> str | None:
    """The case that the application which the viewer sent with this key became; None where there is none."""
    rows = Application.objects.filter(key=key, service_id=service_id).filter(
        Q(person__public_id=public_uuid(viewer.person_id or "")) | Q(lodged_by=viewer.account_id)
    )
    case_id = rows.values_list("case__public_id", flat=True).first()
    return case_id.hex if case_id else None


def follow(number: str, secret: str, *, today: date) -> OwnCasePage:
    """The progress and result of a report made without a name, of the case that it was joined to where it was.

    Raises `DomainError` (`case.not_followed`): number and secret do not belong together.
    """
    asked, nothing = digest(secret), digest("")
    reported = Party.objects.filter(case__number=number.strip(), secret=asked)
    here = Party.objects.filter(secret=asked, left_on__isnull=True)
    rows = Case.objects.filter(pk__in=here.values("case_id")).order_by("-pk")
    case = _loaded(rows) if asked != nothing and reported.exists() else None
    if case is None:
        raise NotFound(
            code="case.not_followed",
            what="没有找到这件举报",
            why="编号和查询码对不上",
            do="请照当时记下的编号和查询码再填一次；查询码丢了就不能再查",
        )
    mine = next(party for party in parties.standing(case) if party.secret == asked)
    return _page(case, frozenset({Role.REPORTER}), mine, (), today=today)


def _own(viewer: Principal) -> QuerySet[Case]:
    return Case.objects.filter(parties.of_viewer(viewer)).order_by("-opened_on", "-pk")


def _loaded(rows: QuerySet[Case]) -> Case | None:
    clocks = Clock.objects.select_related("extension").prefetch_related("pauses")
    everyone = Party.objects.filter(left_on__isnull=True).select_related("person", "employer")
    return (
        rows.select_related("application")
        .prefetch_related(
            "referrals",
            "stages",
            "entries",
            Prefetch("clocks", queryset=clocks),
            Prefetch("parties", queryset=everyone, to_attr="standing"),
            Prefetch("decisions", queryset=Decision.objects.select_related("outcome", "corrects")),
        )
        .first()
    )


def _page(
    case: Case, roles: frozenset[Role], mine: Party, moves: tuple[MoveView, ...], *, today: date
) -> OwnCasePage:
    seen = parts_seen(roles)
    service = known_service(case)
    clocks = clock_views(case, case.clocks.all(), today=today)
    decisions = decision_views(case, today=today, reasons=Part.DECISION in seen)
    decision = in_force(decisions)
    held = held_of(case) if Part.ANSWERS in seen else {}
    row = _row(case, today=today, answer_for=_answer_for(clocks))
    return OwnCasePage(
        row=row,
        left=time_left(case.clocks.all(), today=today) if row.answer_by or row.paused else TimeLeft(),
        region=case.region,
        office=name_of(case.accountable_office, today),
        others=others_of(service, case.region, today),
        steps=_steps(case),
        note=case.note if Part.NOTE in seen else "",
        decision=decision,
        corrections=tuple(
            row
            for row in decisions
            if row.is_correction and Part.DECISION in seen and decision and row.corrects == decision.number
        ),
        refused=_refused(decision, service) if Part.DECISION in seen else (),
        remedies=_remedies(case, decision, service, today=today) if Part.DECISION in seen else (),
        answers=answer_lines(case) if Part.ANSWERS in seen else (),
        form=form_view(case, held, own=True) if Part.ANSWERS in seen else None,
        papers=paper_views(case, service, held) if Part.ANSWERS in seen else (),
        evidence=brought_beside(case, service) if Part.ANSWERS in seen else (),
        added=added_views(case) if Part.ANSWERS in seen else (),
        clock_lines=tuple(line for view in clocks if view.stopped_on is None for line in view.lines),
        waiting=(*_to_come(case, service), *waiting_lines(case)),
        own_part=party_view(mine, case, today=today) if Part.OWN_PART in seen else None,
        role_name=mine.get_role_display(),
        for_whom=_for_whom(case, roles),
        agents=_agents(case) if seen == frozenset(Part) else (),
        moves=moves,
    )


def _refused(decision: DecisionView | None, service: PublicService | None) -> tuple[str, ...]:
    """Where to turn, as the decision itself says it; what the service's page says where it says nothing."""
    if decision and decision.remedy:
        return (decision.remedy,)
    return service.refused if service else ()


def _remedies(
    case: Case, decision: DecisionView | None, service: PublicService | None, *, today: date
) -> tuple[tuple[str, str], ...]:
    """The services of the case's region by which somebody goes against the decision, where it is not in their favour."""
    against = status_of(case).phase is Phase.TURNED_DOWN or (decision and decision.favourable is False)
    offered = (
        catalogue().find(remedy, case.region, today) for remedy in (service.remedies if service else ())
    )
    return tuple((row.id, row.name) for row in offered if row) if against else ()


def _answer_for(clocks: Iterable[ClockView]) -> str:
    """What the clock measures that is due first."""
    running = [clock for clock in clocks if clock.stopped_on is None]
    return min(running, key=lambda clock: clock.due).stage if running else ""


def _to_come(case: Case, service: PublicService | None) -> tuple[str, ...]:
    """The times that begin when the office takes the case in, while it has not: `受理之日起60个工作日内…`."""
    if service is None or not case.is_open or case.accepted_on:
        return ()
    return tuple(
        limit.text
        for limit in service.limits
        if begins_at(limit) is Event.ACCEPTANCE and not limit.applies and not limit.after
    )


def _for_whom(case: Case, roles: frozenset[Role]) -> str:
    """The applicant's name, for somebody who only acts for them and has given it themselves."""
    person = parties.main_person(case) if roles == {Role.AGENT} else None
    return person.name if person else ""


def _agents(case: Case) -> tuple[str, ...]:
    acting = [party for party in parties.standing(case) if party.role == Role.AGENT and party.person]
    return tuple(f"{called(party)}，{party.note}" for party in acting)


def _row(case: Case, *, today: date, answer_for: str = "") -> OwnCaseRow:
    tone = tone_of(case.due_on, today, paused=case.paused)
    # Nobody is late where the law has answered for the office.
    by_law = due_status(case, on=today) if tone is Tone.LATE else None
    status = by_law or status_in_list(case)
    name, next_step = status.words(complaint=is_complaint(case))
    return OwnCaseRow(
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        status=status.id,
        status_name=name,
        phase=status.phase,
        opened_on=case.opened_on,
        answer_by=None if case.paused or by_law else case.due_on,
        answer_for="" if case.paused or by_law else answer_for,
        paused=case.paused,
        tone=Tone.NONE if by_law else tone,
        next_step=next_step,
    )


def _steps(case: Case) -> tuple[Step, ...]:
    """Received, then each stage of the procedure, done or ahead."""
    status, procedure = status_of(case), procedure_of(case)
    received = Step("收到您的申请" if case.application else procedure.opened_trail, case.opened_on)
    if not status.is_open and not status.stages and status.phase is not Phase.DONE:
        return (received, Step(status.name, case.closed_on, current=True))
    ended = {row.stage: row.ended_on for row in case.stages.all()}
    running = {stage for stage, day in ended.items() if day is None}
    days = [(stage, ended.get(stage.id)) for stage in procedure.stages]
    latest = next((stage.id for stage, day in reversed(days) if day is not None), "")
    name, _next_step = status.words(complaint=is_complaint(case))
    decided = name if not status.is_open and status.stages else ""
    return (
        received,
        *(
            Step(
                words=(decided if stage.id == latest else "") or _words(stage, case),
                done_on=day,
                current=stage.id in running,
            )
            for stage, day in days
        ),
    )


def _words(stage: Stage, case: Case) -> str:
    return (stage.words_by_time if case.deemed_accepted else "") or stage.words
