"""The decision on a case, and what it makes true of the person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import clocks, steps
from huigong.casework.models import Case, Decision, Outcome
from huigong.casework.status import Move
from huigong.casework.timekeeping import day_of
from huigong.catalogue.services import PublicService, catalogue
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.registry.actions import facts
from huigong.registry.models import PersonFact
from huigong.registry.texts import fitting

_MOVES = {Decision.Verdict.APPROVED: Move.APPROVE, Decision.Verdict.REFUSED: Move.REFUSE}


@transaction.atomic
def decide(
    *, by: Principal, now: datetime, case_id: str, verdict: str, reasons: str, clause: str
) -> Decision:
    """The accountable office's answer; approved, it writes the service's facts about the person.

    Decided again with the same verdict, it is the same decision. Raises
    `DomainError`: `case.reasons_missing`, `text.too_long`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    move = _MOVES[Decision.Verdict(verdict)]
    steps.require_may(case, move, by=by)
    earlier = Decision.objects.filter(case=case, verdict=verdict).first()
    if earlier is not None:
        return earlier
    case.status, case.closed_on = steps.begin(case, move, by=by), day_of(now)
    _require_reasons(reasons, clause)
    case.save(update_fields=["status", "closed_on"])
    decision = Decision.objects.create(
        case=case,
        verdict=verdict,
        reasons=reasons.strip(),
        clause=fitting(Decision, "clause", clause),
        office=case.accountable_office,
        decided_by=by.account_id,
        decided_at=now,
    )
    steps.end_open_tasks(case, by=by, now=now, decided=True)
    clocks.stop(case, on=day_of(now))
    steps.record_on(case, f"casework.case.{verdict}", by=by, now=now, data={"clause": decision.clause})
    if verdict == Decision.Verdict.APPROVED:
        _write_outcome(decision, by=by, now=now)
    return decision


def _write_outcome(decision: Decision, *, by: Principal, now: datetime) -> Outcome:
    """Granted is known: the facts hold from the day of the decision, with the case as their source."""
    case = decision.case
    service = catalogue().get(case.service_id, case.region, case.opened_on)
    written = _write_facts(case, service, clause=decision.clause, on=day_of(now), by=by, now=now)
    return Outcome.objects.create(
        case=case, result=service.result, facts=[fact.fact for fact in written], recorded_at=now
    )


def _write_facts(
    case: Case, service: PublicService, *, clause: str, on: date, by: Principal, now: datetime
) -> list[PersonFact]:
    return [
        facts.record(
            by=by,
            now=now,
            person_id=case.application.person.public_id.hex,
            fact=write.fact,
            value=write.value,
            source=f"casework.Case:{case.public_id.hex}",
            verification=PersonFact.Verification.DECIDED,
            valid_from=on,
            basis=clause,
            region=case.region,
            office=case.accountable_office,
        )
        for write in service.writes
    ]


def _require_reasons(reasons: str, clause: str) -> None:
    if not reasons.strip() or not clause.strip():
        raise Invalid(
            code="case.reasons_missing",
            what="决定要写明理由和依据的条款",
            why="申请人有权知道为什么，不同意的还要据此救济",
            do="请写明理由和条款",
        )
