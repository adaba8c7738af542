"""A follow-up on a bad rating goes to somebody other than the rated official."""

from __future__ import annotations

from datetime import date

from huigong.casework.actions.moving import Making
from huigong.casework.models import Case
from huigong.casework.procedures.terms import Who
from huigong.feedback.following import is_follow_up
from huigong.feedback.models import Rating
from huigong.feedback.results import office_apart, officers_who_handled, offices_that_handled
from huigong.feedback.rules import rules_of
from huigong.kernel.errors import Conflict, Denied


def keep_apart(making: Making) -> None:
    """Undoes a move of a follow-up that hands it to an office that handled the rated case, or that is made by an
    official who did; handing it on is always allowed.

    Raises `DomainError`: `rating.own_office`, `rating.own_work`.
    """
    if not is_follow_up(making.case.procedure) or making.move.who is not Who.OFFICE:
        return
    rating = Rating.objects.select_related("case").filter(follow_up=making.case).first()
    if rating is None:
        return
    if "to" in making.data:
        if making.case.accountable_office in offices_that_handled(rating.case, on=making.today):
            raise Conflict(
                code="rating.own_office",
                what="不能转给这个部门",
                why="被评价的那件事是这个部门办的，评价的人是谁不能让它知道",
                do="请转给另一个部门或者上一级",
            )
    elif making.by.account_id in officers_who_handled(rating.case):
        raise Denied(
            code="rating.own_work",
            what="您不能办这次回访",
            why="被评价的那件事您办过，应当由别人来回访",
            do="请转给同事，或转办给其他部门",
        )


def heir_apart(case: Case, heir: str, on: date) -> str:
    """Who gets a follow-up whose office was closed: the heir, unless it handled the rated case; then the office that
    would have got it had the rating come today, "" where there is none."""
    rating = (
        Rating.objects.select_related("case").filter(follow_up=case).first()
        if is_follow_up(case.procedure)
        else None
    )
    if rating is None or heir not in offices_that_handled(rating.case, on=on):
        return heir
    known = rules_of(rating.region)
    return office_apart(rating.case, known.answers, on=on) if known else ""
