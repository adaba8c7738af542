"""Decisions: only ever added, each with its clause, a number and the remedy."""

from __future__ import annotations

from huigong.casework.actions.grounds import require_known
from huigong.casework.actions.moving import Making
from huigong.casework.actions.turning import remedy_of
from huigong.casework.models import Case, Decision, Party
from huigong.casework.procedures import effects
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import DecisionKind, DecisionRule
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.registry.texts import fitting


@effects.acts
def decide(making: Making) -> None:
    """Adds the decision that the move declares; it speaks for every person concerned who has no outcome yet.

    Raises `DomainError`: `case.clause_unknown`, `text.too_long`, `case.no_such_decision`, `clock.no_length`.
    """
    rule = making.move.decision
    if rule is None:
        raise ValueError(f"the move {making.move.id} decides without saying what")
    reasons, clause, case = making.text("reasons"), making.text("clause"), making.case
    require_known(making, fitting(Decision, "clause", clause))
    remedy, until = remedy_of(rule.remedy, case, on=making.today)
    making.made = Decision.objects.create(
        case=case,
        number=_next_number(case),
        kind=rule.kind.value,
        move=making.move.id,
        verdict=rule.verdict,
        verdict_name=rule.name,
        favourable=rule.favourable,
        reasons=reasons,
        clause=clause,
        corrects=_corrected(making, rule),
        remedy=remedy,
        remedy_until=until,
        office=case.accountable_office,
        decided_by=making.by.account_id,
        decided_at=making.now,
    )
    if rule.favourable is not None and rule.kind is not DecisionKind.ACCEPTANCE:
        case.granted = rule.favourable
    making.data |= {"clause": making.made.clause, "decision": making.made.number}
    if not case.is_open and making.move.outcome:
        undecided = Party.objects.filter(case=case, role=Role.CONCERNED, outcome="", left_on__isnull=True)
        undecided.update(outcome=making.move.outcome, settled_on=making.today)


@effects.acts
def correct(making: Making) -> None:
    """Only asks which decision is meant; `decide` names it."""


def _corrected(making: Making, rule: DecisionRule) -> Decision | None:
    if not rule.kind.about_another:
        return None
    earlier = Decision.objects.filter(case=making.case, number=making.text("corrects")).first()
    if earlier is None:
        raise Invalid(
            code="case.no_such_decision",
            about="corrects",
            what=say("没有写明“{label}”针对哪一份决定", label=rule.kind.label),
            why="更正和撤销都要指明原来的决定",
            do="请选择这个办件里的一份决定",
        )
    return earlier


def _next_number(case: Case) -> str:
    """The case is locked, so that counting gives each decision a number of its own."""
    return f"{case.number}-{Decision.objects.filter(case=case).count() + 1}"
