"""Letters of a case: shown before the move, issued with it, or later where they are still owed or asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huigong.casework import parties
from huigong.casework.access import case_not_found, require_readable
from huigong.casework.accountability import present
from huigong.casework.actions import moving, steps
from huigong.casework.models import Case, Decision, Party
from huigong.casework.timekeeping import day_of
from huigong.correspondence import sources
from huigong.correspondence.actions.following import ORDER, Order, set_out, tell_of
from huigong.correspondence.drafting import draft_of, recipients_of
from huigong.correspondence.fills import Ground
from huigong.correspondence.models import OwedLetter
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, NotFound
from huigong.notices.actions import issuing
from huigong.notices.letters import Paper
from huigong.notices.models import Notice
from huigong.notices.shapes import Made
from huigong.notices.templates import Template, book
from huigong.registry.lookup import public_uuid

Given = Mapping[str, Any]


def preview(*, move: str, case_id: str, form: Given, given: Given, by: Principal, now: datetime) -> Order:
    """The letter that the move would go out with. The move is made and taken back: nothing remains of it.

    Raises what the move raises, and `notice.fields`, `notice.template_changed`.
    """
    order = Order(by, given, only_show=True)
    with transaction.atomic():
        moving.make(move=move, case_id=case_id, by=by, now=now, form=form, beside={ORDER: order})
        transaction.set_rollback(True)
    return order


def issue_with_move(
    *, move: str, case_id: str, form: Given, given: Given, by: Principal, now: datetime, later: str = ""
) -> Order:
    """Makes the move and issues its letter in one transaction, or neither.

    With `later`, a reason in words, the move is made and the letter is owed: for what cannot be printed today.
    Raises what the move raises, and what `notices.actions.issuing` raises.
    """
    order = Order(by, given, later=later)
    moving.make(move=move, case_id=case_id, by=by, now=now, form=form, beside={ORDER: order})
    return order


def show_owed(*, owed_id: str, given: Given, by: Principal, now: datetime) -> Order:
    """An owed letter as it would go out. Raises `DomainError`: `letter.not_owed`, `access.denied`."""
    row = _owed(owed_id, by=by)
    order, template = Order(by, given), _template(row)
    values = {**sources.from_json(template, row.values), **given}
    set_out(order, row.case, [row.party], template, values, office=row.office, on=day_of(now))
    return order


@transaction.atomic
def issue_owed(*, owed_id: str, given: Given, by: Principal, now: datetime) -> Notice:
    """Sends out a letter that a move still owes; done again, it is the same letter.

    Raises `DomainError`: `letter.not_owed`, `case.own_matter`, `access.denied`, and what issuing raises.
    """
    row = _owed(owed_id, by=by, lock=True)
    if row.notice is not None:
        return row.notice
    steps.require_uninvolved(row.case, by=by, on=day_of(now))
    template = _template(row)
    values = {**sources.from_json(template, row.values), **given}
    row.notice = _issued(row.case, row.party, template, values, office=row.office, by=by, now=now)
    row.save(update_fields=["notice"])
    return row.notice


def show_asked(*, case_id: str, template_id: str, given: Given, by: Principal, now: datetime) -> Order:
    """A letter that is made on request, as it would go out.

    Raises `DomainError`: `case.not_found`, `letter.not_on_request`, `access.denied`.
    """
    case, template, people = _on_request(case_id, template_id, by=by, now=now)
    order = Order(by, given)
    values = sources.values_of(template, _ground(case, now), given)
    set_out(
        order,
        case,
        people,
        template,
        values,
        office=present(case.accountable_office, day_of(now)),
        on=day_of(now),
    )
    return order


@transaction.atomic
def issue_asked(
    *, case_id: str, template_id: str, given: Given, by: Principal, now: datetime, paper: str = ""
) -> Notice:
    """Issues a letter that is made on request, such as the receipt at the counter.

    Raises as `show_asked`, and what issuing raises.
    """
    case, template, people = _on_request(case_id, template_id, by=by, now=now)
    steps.require_uninvolved(case, by=by, on=day_of(now))
    values = sources.values_of(template, _ground(case, now), given)
    office = present(case.accountable_office, day_of(now))
    chosen = Paper(paper) if paper in set(template.paper) else None
    return _issued(case, people[0], template, values, office=office, by=by, now=now, paper=chosen)


def _issued(
    case: Case,
    party: Party,
    template: Template,
    values: Given,
    *,
    office: str,
    by: Principal,
    now: datetime,
    paper: Paper | None = None,
) -> Notice:
    draft = draft_of(case, party, template, values, office=office, now=now, on=day_of(now), paper=paper)
    notice = issuing.issue(draft=draft, by=by, now=now)
    tell_of(notice, case, party)
    return notice


def _owed(owed_id: str, *, by: Principal, lock: bool = False) -> OwedLetter:
    rows = OwedLetter.objects.select_related("case", "party__person", "party__employer", "notice")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(public_id=public_uuid(owed_id)).first()
    if row is None or not by.can(Permission.CASE_DECIDE, region=row.region, office=row.office):
        raise NotFound(
            code="letter.not_owed",
            what="没有找到这份待发的文书",
            why="编号可能抄错了，或者它不归您的部门发",
            do="请从“文书”里打开",
        )
    return row


def _template(row: OwedLetter) -> Template:
    """The letter as it was when the move owed it."""
    return book().get(row.template, region=row.region, on=day_of(row.since))


def _on_request(
    case_id: str, template_id: str, *, by: Principal, now: datetime
) -> tuple[Case, Template, list[Party]]:
    rows = parties.with_roles(Case.objects.select_related("application"))
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    require_readable(by, case)
    by.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    known = book().of_procedure(case.procedure, service=case.service_id, region=case.region, on=day_of(now))
    template = next((row for row in known if row.id == template_id and row.made is Made.ON_REQUEST), None)
    people = recipients_of(case, template) if template else []
    if template is None or not people:
        raise _not_on_request()
    return case, template, people


def _not_on_request() -> DomainError:
    return Conflict(
        code="letter.not_on_request",
        what="这份文书不能单独开",
        why="它随办理的步骤发出，或者这个办件里没有能收的人",
        do="请从办件的文书页面里选",
    )


def _ground(case: Case, now: datetime) -> Ground:
    return Ground(case, day_of(now), {}, Decision.objects.filter(case=case).order_by("pk").last())
