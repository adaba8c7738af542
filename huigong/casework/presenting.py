"""Rows turned into what pages show; expects everything prefetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from huigong.casework.access import FILES
from huigong.casework.accountability import name_of
from huigong.casework.answers import SentForm, answers_of, fields_by_fact, form_of, said_by
from huigong.casework.models import Case, Clock, Decision, Entry, Party
from huigong.casework.parties import called, persons
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.effects import effects_of
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import ADDED, ASKED, ATTACHED, OPENED, DecisionKind, Procedure
from huigong.casework.servicesteps import known_service, waiting
from huigong.casework.shapes import (
    AnswerLine,
    ClockView,
    DecisionView,
    EntryView,
    FormView,
    PartyView,
)
from huigong.casework.timekeeping import (
    day_of,
    extension_of,
    holders_of,
    is_paused,
    left_of,
    may_extend,
    reckon,
)
from huigong.catalogue.answers import show_answer, show_said
from huigong.catalogue.services import catalogue
from huigong.declarations.privacy import Secrecy
from huigong.files import queries as files
from huigong.files.queries import FileView
from huigong.forms import showing
from huigong.kernel.sentences import listed, say, wording
from huigong.registry.registration import of_number
from huigong.registry.shapes import PersonView
from huigong.rules.values import FEN, show


def clock_views(case: Case, clocks: Iterable[Clock], *, today: date) -> tuple[ClockView, ...]:
    """The clocks of a case, in the order they began, with who used which days."""
    holders = holders_of(case)
    return tuple(_clock_view(clock, holders, today=today) for clock in clocks)


def _clock_view(clock: Clock, holders: tuple[tuple[str, date], ...], *, today: date) -> ClockView:
    seen = reckon(clock, on=today, holders=holders)
    return ClockView(
        kind=clock.kind,
        kind_name=clock.get_kind_display(),
        stage=clock.stage,
        article=seen.limit.article,
        started_on=clock.started_on,
        stopped_on=clock.stopped_on,
        due=seen.due,
        left=left_of(clock, seen, today=today),
        used=seen.used,
        total=seen.total,
        used_by=tuple((_holder(office, today), days) for office, days in seen.used_by.items()),
        paused=is_paused(clock),
        overdue=seen.overdue,
        provisional=seen.provisional,
        verified=seen.limit.verified,
        extended=extension_of(clock) is not None,
        may_extend=may_extend(clock, seen),
        lines=tuple(seen.explain()),
    )


def _holder(office: str, today: date) -> str:
    return name_of(office, today) if "/" in office else office


def decision_views(case: Case, *, today: date, reasons: bool = True) -> tuple[DecisionView, ...]:
    """The decisions in the order in which they were made; without `reasons` only how they went.

    Prefetch decisions with their outcomes.
    """
    return tuple(_decision(row, today=today, reasons=reasons) for row in case.decisions.all())


def _decision(row: Decision, *, today: date, reasons: bool) -> DecisionView:
    outcome = getattr(row, "outcome", None) if reasons else None
    return DecisionView(
        number=row.number,
        kind_name=row.get_kind_display(),
        is_correction=row.kind == DecisionKind.CORRECTION,
        verdict=row.verdict,
        verdict_name=row.verdict_name,
        favourable=row.favourable,
        reasons=row.reasons if reasons else "",
        clause=row.clause if reasons else "",
        corrects=row.corrects.number if row.corrects else "",
        remedy=row.remedy if reasons else "",
        remedy_until=row.remedy_until if reasons else None,
        office=name_of(row.office, today),
        on=day_of(row.decided_at),
        result=outcome.result if outcome else "",
        facts=tuple(outcome.facts) if outcome else (),
    )


def in_force(decisions: tuple[DecisionView, ...]) -> DecisionView | None:
    """The decision that the case stands by: the latest that does more than correct another."""
    return next((row for row in reversed(decisions) if not row.is_correction), None)


def waiting_lines(case: Case) -> tuple[str, ...]:
    """The later steps whose day nobody knows yet, in words: `然后15个工作日内办好转出手续`."""
    if not case.is_open or not case.service_id:
        return ()
    service = known_service(case)
    return tuple(limit.then for limit in waiting(service, case.clocks.all()))


def party_view(
    party: Party, case: Case, *, today: date, secret: bool = False, seen: PersonView | None = None
) -> PartyView:
    """A party for a page; `secret` hides who reported, `seen` is the person where it may be shown."""
    hidden = secret and party.role == Role.REPORTER
    outcomes = procedure_of(case).outcomes
    return PartyView(
        role=party.role,
        role_name=party.get_role_display(),
        kind=party.kind,
        name=called(party, secret=secret),
        person=None if hidden else seen,
        contact="" if hidden else party.contact,
        note=party.note,
        amount=party.amount,
        outcome=outcomes.get(party.outcome, party.outcome),
        settled_amount=party.settled_amount,
        settled_on=party.settled_on,
        left_on=party.left_on,
    )


def entry_views(case: Case) -> tuple[EntryView, ...]:
    """What was filled in on the way, with the labels of the case's procedure. Prefetch entries."""
    return tuple(_entry(row, procedure_of(case)) for row in case.entries.all())


def added_views(case: Case) -> tuple[EntryView, ...]:
    """What a party added after the application. Prefetch entries."""
    procedure = procedure_of(case)
    adds = {move.id for move in procedure.moves if any(each.takes_more for each in effects_of(move))}
    return tuple(_entry(row, procedure) for row in case.entries.all() if row.move in adds)


def _entry(row: Entry, procedure: Procedure) -> EntryView:
    content: dict[str, Any] = row.content
    if row.move == OPENED:
        return EntryView(day_of(row.made_at), procedure.opened_trail, (("事由", content[OPENED]),))
    move = procedure.move(row.move)
    asked = (ASKED, content.get(ASKED, ""))
    more = (
        (wording("补填的栏"), _filled_in(content.get(ADDED, []))),
        (wording("一起交的"), _attached(**content.get(ATTACHED, {}))),
    )
    lines = (asked, *more, *((field.ask, _answer(field, content.get(field.id))) for field in move.form))
    return EntryView(day_of(row.made_at), move.name, tuple(line for line in lines if line[1]))


def _filled_in(named: list[list[str]]) -> str:
    """The fields that were filled in later, with what somebody had answered before who did not know."""
    return listed(
        [
            say("{field}（原来：{before}）", field=name, before=before) if before else name
            for name, before in named
        ]
    )


def _attached(files: int = 0, papers: Sequence[str] = ()) -> str:
    counted = [say("{files}个文件", files=files)] if files else []
    return listed([*counted, *(say("{paper}（交到窗口的）", paper=paper) for paper in papers)])


def _answer(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind is FieldKind.MONEY:
        return show(value, FEN)
    if field.kind is FieldKind.LINES:
        return "、".join(value)
    return dict(field.options).get(value, str(value))


def answer_lines(case: Case) -> tuple[AnswerLine, ...]:
    """The application's answers as people read them: `9600元`, `6个月`, `是`; none without an application.

    What stands in the form does not stand here a second time; what follows from it says from which answer.
    """
    facts, sent = catalogue().facts, form_of(case.application)
    service = known_service(case) if sent else None
    by = fields_by_fact(sent.form, service) if sent else {}
    said = said_by(sent.form, sent.lodged, service) if sent else {}
    return tuple(
        AnswerLine(
            name,
            show_answer(facts[name], value) if name in facts else show(value),
            by[name].name if name in said else "",
            (facts[name].question if name in facts else "") or name,
            show_said(facts[name], value) if name in facts else show(value),
        )
        for name, value in answers_of(case.application).items()
        if name not in said or name in {fill.fact for fill in by[name].fills}
    )


Held = Mapping[str, tuple[FileView, ...]]


def held_of(case: Case) -> Held:
    """The files of a case by the path of the field that they answer; none without an application."""
    return files.held((FILES,), holder=case.public_id.hex) if case.application else {}


def _unlike(case: Case, sent: SentForm) -> Iterator[str]:
    """What the form says of the applicant otherwise than the register, without either of both."""
    for person in persons(case, (Role.APPLICANT,)):
        written = sent.lodged.unlike(sent.form, name=person.name, number=person.resident_number)
        stated = sent.lodged.facts_unlike(sent.form, of_number(person))
        for what in (
            *(each for each, _, _ in written),
            *(sent.form.stated[name].name for name, _, _ in stated),
        ):
            yield say("表里申请人的{what}和登记的不一样，请向本人核对", what=what)


def form_view(
    case: Case, held: Held, *, up_to: Secrecy = Secrecy.SECRET, own: bool = False
) -> FormView | None:
    """The lodged form with its files, masked above `up_to`; `own` for whoever sent it. None for an application without form and files."""
    later = held.get("", ())
    more = later if up_to is Secrecy.SECRET else ()
    sent = form_of(case.application)
    if sent is None:
        return (
            FormView("", (), masked=not more, warned=(), reasons=(), more=more, came_later=len(later))
            if later
            else None
        )
    form, lodged = sent.form, sent.lodged
    return FormView(
        name=form.name,
        parts=showing.beside(showing.parts(form, lodged, up_to=up_to, own=own), held),
        more=more,
        came_later=len(later),
        masked=any(form.fields[id].privacy.rank > up_to.rank for id in lodged.answers),
        warned=(*lodged.warned, *_unlike(case, sent)),
        reasons=tuple((lodged.reasons or {}).values()),
    )
