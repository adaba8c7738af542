"""The case page of officials. Reading a case is reading a person: it leaves one access event a visit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, Q

from huigong.audit.actions import record_access
from huigong.audit.models import AuditEvent
from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.access import (
    case_not_found,
    in_full,
    knows_reporter,
    may_see_files,
    note_office,
    readable,
    reads_notes,
    require_part_or_reason,
    require_readable,
    sees_all_of_own,
)
from huigong.casework.accountability import name_of, others_of
from huigong.casework.answers import form_of
from huigong.casework.models import Case, CaseLink, Clock, Decision, Party, Task
from huigong.casework.papers import brought_beside, paper_views
from huigong.casework.presenting import (
    answer_lines,
    clock_views,
    decision_views,
    entry_views,
    form_view,
    held_of,
    in_force,
    party_view,
    waiting_lines,
)
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.queries import assignees
from huigong.casework.queries.histories import history_of
from huigong.casework.queries.looks import record_looks
from huigong.casework.queries.offered import moves_for
from huigong.casework.queries.spent import days_of
from huigong.casework.queries.together import may_relate
from huigong.casework.servicesteps import known_service
from huigong.casework.shapes import (
    CasePage,
    Colleague,
    FormView,
    Holder,
    LinkView,
    MoveView,
    NoteView,
    PartyView,
    ReferralView,
    TaskView,
)
from huigong.casework.timekeeping import day_of
from huigong.declarations.privacy import Secrecy
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files.queries import FileView
from huigong.kernel.errors import NotFound
from huigong.registry import refusals
from huigong.registry.access import require_purpose
from huigong.registry.lookup import public_uuid
from huigong.registry.shapes import view_of

ON_THE_PAGE = Secrecy.OFFICIAL
"""What every reader of the case sees of a lodged form; the rest is revealed for a purpose."""


def page(viewer: Principal, public_id: str, *, now: datetime) -> CasePage:
    """Everything about one case, for an official who may read it.

    Handling the case is the purpose of the look, unless the viewer names another.
    Raises `DomainError`: `case.not_found`, also for a case outside the viewer's reach; `case.reason_needed` for whoever
    has no part in it and names none.
    """
    today, (case, own) = day_of(now), _opened(viewer, public_id, now=now)
    procedure = procedure_of(case)
    status = procedure.status(case.status)
    clocks = clock_views(case, case.clocks.all(), today=today)
    service = known_service(case)
    decisions = decision_views(case, today=today)
    main = next((party.person for party in _everybody(case) if party.is_main), None)
    held = held_of(case)
    events = tuple(AuditEvent.objects.filter(subject=subject_of(case)).order_by("pk"))
    return CasePage(
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        region=case.region,
        procedure=procedure.name,
        status=case.status,
        status_name=status.name,
        phase=status.phase,
        office_id=case.accountable_office,
        office=name_of(case.accountable_office, today),
        others=others_of(service, case.region, today),
        channel=case.application.get_channel_display() if case.application else case.get_origin_display(),
        opened_on=case.opened_on,
        accepted_on=case.accepted_on,
        deemed_accepted=case.deemed_accepted,
        closed_on=case.closed_on,
        delivered_on=case.delivered_on,
        note=case.note,
        clauses=service.clauses if service else procedure.clauses,
        person=view_of(main, on=today, own=own) if main else None,
        parties=_party_views(viewer, case, today=today, own=own),
        links=_links(viewer, case, own=own),
        entries=entry_views(case),
        answers=answer_lines(case),
        form=form_view(case, held, up_to=Secrecy.SECRET if own else ON_THE_PAGE),
        papers=paper_views(case, service, held),
        evidence=brought_beside(case, service),
        clocks=clocks,
        spent=days_of(case, events, today=today),
        waiting=waiting_lines(case),
        tasks=_task_views(viewer, tuple(case.tasks.all()), today=today),
        referrals=_referrals(case, today=today),
        decision=in_force(decisions),
        decisions=decisions,
        moves=moves_for(viewer, case, clocks),
        may_relate=may_relate(viewer, case),
        added_on=case.added_on,
        notes=_notes(viewer, case, today=today),
        may_note=not own and bool(note_office(viewer, case)),
        history=history_of(case, events),
    )


def _opened(viewer: Principal, public_id: str, *, now: datetime) -> tuple[Case, bool]:
    """The case, and whether it is the viewer's own; an official's look is in the trail before a word is shown."""
    case = _loaded(public_id)
    own = sees_all_of_own(viewer, case)
    if not own:
        require_readable(viewer, case)
        require_part_or_reason(viewer, case)
        record_looks(viewer, case, now=now)
    return case, own


def reveal_form(viewer: Principal, public_id: str, *, now: datetime) -> FormView:
    """The lodged form in full. Each time leaves an access event with the applicant.

    Raises `DomainError`: `case.not_found`, `case.no_form`, `person.not_found`, `access.denied`,
    `person.purpose_needed`, `person.minor_not_approved`, `look.refused_too_often`.
    """
    case = _loaded(public_id)
    with refusals.bounded(viewer, subject_of(case), now=now), transaction.atomic():
        return _revealed(viewer, case, now=now)


def _revealed(viewer: Principal, case: Case, *, now: datetime) -> FormView:
    require_readable(viewer, case)
    shown = form_view(case, held_of(case))
    if shown is None or case.application is None:
        raise NotFound(code="case.no_form", what="这个办件没有填写的表单，也没有文件", do="请回到办件页面")
    person = case.application.person
    require_purpose(viewer)
    record_access(
        viewer=in_full(viewer, case, on=day_of(now)),
        now=now,
        person=person.public_id.hex,
        purpose="",
        fields=("form",),
        region=case.region,
        every_time=True,
    )
    return shown


def files_of(viewer: Principal, public_id: str, *, now: datetime) -> tuple[tuple[str, FileView], ...]:
    """Each file of a case that the viewer may open, with the name of the field that it answers; "" for one that came later.

    None for whoever may not see people in full; a refusal is in the trail, and counts. Raises `DomainError`:
    `case.not_found`, `person.minor_not_approved`.
    """
    case = _loaded(public_id)
    with refusals.told(viewer, subject_of(case), now=now):
        require_readable(viewer, case)
        if not may_see_files(viewer, case.public_id.hex):
            return ()
        in_full(viewer, case, on=day_of(now))
    sent = form_of(case.application)
    fields = sent.form.fields if sent else {}
    return tuple(
        (fields[name].name if (name := path.partition(".")[0]) in fields else "", file)
        for path, files in held_of(case).items()
        for file in files
    )


def may_read(viewer: Principal, public_id: str) -> bool:
    """Whether the case page would open for the viewer as an official."""
    return readable(viewer).filter(public_id=public_uuid(public_id)).exists()


def moves(viewer: Principal, public_id: str, *, today: date) -> tuple[MoveView, ...]:
    """What the viewer may do with the case now; the same table and rights that the actions use.

    Raises `DomainError` (`case.not_found`).
    """
    case = _loaded(public_id)
    return moves_for(viewer, case, clock_views(case, case.clocks.all(), today=today))


def _loaded(public_id: str) -> Case:
    clocks = Clock.objects.select_related("extension").prefetch_related("pauses")
    rows = Case.objects.select_related("application").prefetch_related(
        "referrals",
        "entries",
        "notes",
        Prefetch("clocks", queryset=clocks),
        Prefetch("tasks", queryset=Task.objects.select_related("assignee")),
        Prefetch("parties", queryset=Party.objects.select_related("person", "employer"), to_attr="everybody"),
        Prefetch("decisions", queryset=Decision.objects.select_related("outcome", "corrects")),
        Prefetch("links", queryset=CaseLink.objects.select_related("other")),
        Prefetch("linked_by", queryset=CaseLink.objects.select_related("case")),
    )
    case = rows.filter(public_id=public_uuid(public_id)).first()
    if case is None:
        raise case_not_found()
    case.standing = [party for party in _everybody(case) if party.left_on is None]  # type: ignore[attr-defined]
    return case


def _everybody(case: Case) -> list[Party]:
    """Those who left too: the page tells when and who they were."""
    return case.everybody  # type: ignore[attr-defined]


def _party_views(viewer: Principal, case: Case, *, today: date, own: bool) -> tuple[PartyView, ...]:
    secret = own or not knows_reporter(viewer, case)
    return tuple(
        party_view(
            party,
            case,
            today=today,
            secret=secret,
            seen=view_of(party.person, on=today, own=own) if party.person else None,
        )
        for party in _everybody(case)
    )


def _links(viewer: Principal, case: Case, *, own: bool) -> tuple[LinkView, ...]:
    """Cases that the viewer may read too: that there is another one is not for everybody (a follow-up of a rating)."""
    ids = {row.other_id for row in case.links.all()} | {row.case_id for row in case.linked_by.all()}
    mine = parties.of_viewer(viewer) if own else Q(pk__in=readable(viewer).filter(pk__in=ids).values("pk"))
    seen = set(Case.objects.filter(mine, pk__in=ids).values_list("pk", flat=True)) if ids else set()
    there = [
        LinkView(row.other.public_id.hex, row.other.number, row.get_kind_display())
        for row in case.links.all()
        if row.other_id in seen
    ]
    back = [
        LinkView(row.case.public_id.hex, row.case.number, f"被关联：{row.get_kind_display()}")
        for row in case.linked_by.all()
        if row.case_id in seen
    ]
    return (*there, *back)


def _task_views(viewer: Principal, tasks: tuple[Task, ...], *, today: date) -> tuple[TaskView, ...]:
    held = assignees.holders(viewer, tasks, today=today)
    offered = assignees.colleagues(viewer, tasks, today=today)
    return tuple(
        _task_view(task, holder=held[task.pk], colleagues=offered.get(task.pk), viewer=viewer, today=today)
        for task in tasks
    )


def _task_view(
    task: Task,
    *,
    holder: Holder,
    colleagues: tuple[Colleague, ...] | None,
    viewer: Principal,
    today: date,
) -> TaskView:
    """`colleagues` is None where the viewer may not hand the task over."""
    is_open = task.status == Task.Status.OPEN
    may_answer = viewer.can(Permission.TASK_SUPPORT, region=task.case.region, office=task.office)
    return TaskView(
        task_id=task.public_id.hex,
        kind=task.kind,
        kind_name=task.get_kind_display(),
        office_id=task.office,
        office=name_of(task.office, today),
        status=task.status,
        status_name=task.get_status_display(),
        holder=holder,
        question=task.question,
        answer=task.answer,
        may_answer=is_open and task.kind == Task.Kind.SUPPORT and may_answer,
        may_assign=colleagues is not None,
        asked_on=day_of(task.opened_at),
        days=((day_of(task.closed_at) if task.closed_at else today) - day_of(task.opened_at)).days,
        colleagues=colleagues or (),
    )


def _notes(viewer: Principal, case: Case, *, today: date) -> tuple[NoteView, ...]:
    return tuple(
        NoteView(row.text, row.writer, name_of(row.office, today), row.written_at)
        for row in case.notes.all()
        if reads_notes(viewer, case, row.office)
    )


def _referrals(case: Case, *, today: date) -> tuple[ReferralView, ...]:
    return tuple(
        ReferralView(
            on=day_of(row.referred_at),
            from_office=name_of(row.from_office, today),
            to_office=name_of(row.to_office, today),
            reason=row.reason,
        )
        for row in case.referrals.all()
    )
