"""Rating a result, and changing one's mind for a while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.actions import opening
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case, CaseLink
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.timekeeping import day_of
from huigong.directory.actions.pace import require_few_changes
from huigong.directory.principals import Principal
from huigong.feedback.following import procedure_id
from huigong.feedback.grades import Grade
from huigong.feedback.models import Rating
from huigong.feedback.results import office_apart, own_case, result_of
from huigong.feedback.rules import changeable_days, is_changeable, rules_of
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.registry import lookup

MOST_NOTE = 500


@transaction.atomic
def rate(*, case_id: str, grade: str, note: str, by: Principal, now: datetime) -> Rating:
    """The person's grade for the newest result of their case; a bad one opens a follow-up, once.

    Given again within the time that the packs say, it takes the place of the earlier one.
    Raises `DomainError`: `case.not_found`, `rating.no_result`, `rating.no_grade`, `rating.note_too_long`, `rating.settled`, `own.too_many`.
    """
    case = own_case(by, case_id)
    given, words = _grade(grade), _note(note)
    result = result_of(case)
    if result is None:
        raise Conflict(
            code="rating.no_result",
            what="还不能评价",
            why="这件事还没有结果",
            do="有了结果再来评价；现在有意见，可以打 12345",
        )
    person = lookup.person(by.person_id or "")
    Case.objects.select_for_update().get(pk=case.pk)  # two taps at once are one rating
    rating = Rating.objects.filter(case=case, person=person, result=result).first()
    if rating is None:
        rating = Rating(
            case=case, person=person, result=result, region=case.region, office=case.accountable_office,
            rated_at=now,
        )  # fmt: skip
    elif (rating.grade, rating.note) == (given.value, words):
        return rating
    else:
        _require_changeable(rating, now=now)
        require_few_changes(by, now=now)
        rating.changed_at = now
    verb = "feedback.rating.changed" if rating.pk else "feedback.rating.given"
    rating.grade, rating.note = given.value, words
    rating.save()
    _follow_up(rating, by=by, now=now)
    record(by=by, now=now, verb=verb, subject=subject_of(case), region=case.region, person=person)
    return rating


def _follow_up(rating: Rating, *, by: Principal, now: datetime) -> None:
    known = rules_of(rating.region)
    if known is None or rating.follow_up is not None or int(rating.grade) > known.follow_up_from:
        return
    office = office_apart(rating.case, known.answers, on=day_of(now))
    if not office:
        return
    opened = opening.open_case(
        procedure=procedure_id(known.region),
        opened_by=Origin.REPORT,
        parties=[GivenParty(Role.APPLICANT, PartyKind.PERSON, person=rating.person)],
        place=rating.region,
        office=office,
        key=f"rating {rating.pk}",
        note=f"对 {rating.case.number}（{rating.case.service_name}）评价“{_said(rating)}”。{rating.note}",
        other_matter=True,
        by=by,
        now=now,
    )
    CaseLink.objects.create(
        case=opened.case,
        other=rating.case,
        kind=CaseLink.Kind.FOLLOWS,
        linked_at=now,
        linked_by=by.account_id,
    )
    rating.follow_up = opened.case
    rating.save(update_fields=["follow_up"])


def _said(rating: Rating) -> str:
    return Grade(rating.grade).label


def _grade(grade: str) -> Grade:
    try:
        return Grade(grade)
    except ValueError:
        raise Invalid("rating.no_grade", about="grade", what="没有选评价", do="请从五档里点一个") from None


def _note(note: str) -> str:
    return said_within(
        note,
        MOST_NOTE,
        code="rating.note_too_long",
        about="note",
        do="请写短一些，详细的等回访时再说",
    )


def _require_changeable(rating: Rating, *, now: datetime) -> None:
    if not is_changeable(rating.rated_at, region=rating.region, now=now):
        raise Conflict(
            code="rating.settled",
            what="这次评价不能再改了",
            why=say("评价以后{changeable_days}天里可以改", changeable_days=changeable_days(rating.region)),
            do="有新的意见，可以打 12345",
        )
