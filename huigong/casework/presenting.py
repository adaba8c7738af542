"""Rows turned into what pages show; expects everything prefetched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huigong.casework.accountability import name_of
from huigong.casework.answers import answers_from_text
from huigong.casework.models import Case, Clock
from huigong.casework.shapes import AnswerLine, ClockView, DecisionView
from huigong.casework.timekeeping import day_of, extension_of, holders_of, is_paused, reckon
from huigong.casework.tone import tone_of
from huigong.catalogue.services import catalogue
from huigong.rules.values import show


def clock_views(case: Case, clocks: Iterable[Clock], *, today: date) -> tuple[ClockView, ...]:
    """The clocks of a case, in the order they began, with who used which days."""
    holders = holders_of(case)
    return tuple(_clock_view(clock, holders, today=today) for clock in clocks)


def _clock_view(clock: Clock, holders: tuple[tuple[str, date], ...], *, today: date) -> ClockView:
    seen, paused = reckon(clock, on=today, holders=holders), is_paused(clock)
    running, extended = clock.stopped_on is None, extension_of(clock) is not None
    return ClockView(
        kind=clock.kind,
        kind_name=clock.get_kind_display(),
        stage=clock.stage,
        article=seen.limit.article,
        started_on=clock.started_on,
        stopped_on=clock.stopped_on,
        due=seen.due,
        left=seen.left,
        used=seen.used,
        total=seen.total,
        used_by=tuple((_holder(office, today), days) for office, days in seen.used_by.items()),
        paused=paused,
        overdue=seen.overdue,
        provisional=seen.provisional,
        verified=seen.limit.verified,
        extended=extended,
        may_extend=running and not extended and not seen.overdue and seen.limit.extension is not None,
        tone=tone_of(seen.due if running else None, today, paused=paused),
        lines=tuple(seen.explain()),
    )


def _holder(office: str, today: date) -> str:
    return name_of(office, today) if "/" in office else office


def decision_view(case: Case, *, today: date) -> DecisionView | None:
    """The decision with its outcome, or None. Select decision and outcome along."""
    decision, outcome = getattr(case, "decision", None), getattr(case, "outcome", None)
    if decision is None:
        return None
    return DecisionView(
        verdict=decision.verdict,
        verdict_name=decision.get_verdict_display(),
        reasons=decision.reasons,
        clause=decision.clause,
        office=name_of(decision.office, today),
        on=day_of(decision.decided_at),
        result=outcome.result if outcome else "",
        facts=tuple(outcome.facts) if outcome else (),
    )


def answer_lines(case: Case) -> tuple[AnswerLine, ...]:
    """The application's answers as people read them: `9600元`, `6个月`, `是`."""
    facts = catalogue().facts
    answers = answers_from_text(case.application.answers)
    return tuple(
        AnswerLine(name, show(value, facts[name].measure if name in facts else ""))
        for name, value in answers.items()
    )
