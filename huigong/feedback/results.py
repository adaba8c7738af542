"""Which result of a case can be rated, and by whom."""

from __future__ import annotations

from datetime import date

from huigong.casework import parties
from huigong.casework.access import case_not_found
from huigong.casework.accountability import present
from huigong.casework.models import Case, Decision, Task
from huigong.casework.procedures.cases import status_of
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import Phase
from huigong.directory import offices
from huigong.directory.principals import Principal
from huigong.feedback.following import is_follow_up
from huigong.kernel.regions import lineage
from huigong.registry.lookup import public_uuid

_ENDED = (Phase.DONE, Phase.TURNED_DOWN)


def own_case(viewer: Principal, case_id: str) -> Case:
    """A case that runs for the viewer. Raises `DomainError` (`case.not_found`), also for a reporter's or another's."""
    rows = parties.with_roles(Case.objects.filter(parties.of_viewer(viewer)))
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None or not parties.roles_of(viewer, case) & set(OWN_SIDE):
        raise case_not_found()
    return case


def result_of(case: Case) -> str | None:
    """The number of the newest decision, "" for an end without one, None where there is nothing to rate yet.

    A follow-up is not rated: who is still not content turns to those who supervise.
    """
    if is_follow_up(case.procedure):
        return None
    decided = Decision.objects.filter(case=case).order_by("pk").values_list("number", flat=True).last()
    if decided is not None:
        return decided
    return "" if status_of(case).phase in _ENDED else None


def offices_that_handled(case: Case, *, on: date) -> frozenset[str]:
    """Ids of all offices that ever had a task of the case, of the one that answers for it, and of those that have their
    work on the day because they were closed: the same people are there now, with all the cases."""
    asked = Task.objects.filter(case=case).values_list("office", flat=True)
    handled = {case.accountable_office, *asked}
    return frozenset(handled | {present(office, on) for office in handled})


def office_apart(case: Case, line: str, *, on: date) -> str:
    """The nearest office of the line around the case, above every one that handled it; "" where there is none."""
    book, handled = offices.book(), offices_that_handled(case, on=on)
    around = (book.for_line(code, line, on) for code in lineage(case.region))
    nearest = [office.id for office in around if office is not None]
    while handled & set(nearest):
        nearest.pop(0)
    return next(iter(nearest), "")


def officers_who_handled(case: Case) -> frozenset[str]:
    """Ids of the accounts that decided the case or had a task of it."""
    decided = Decision.objects.filter(case=case).values_list("decided_by", flat=True)
    held = Task.objects.filter(case=case, assignee__isnull=False).values_list(
        "assignee__public_id", flat=True
    )
    return frozenset({*decided, *(account.hex for account in held)})
