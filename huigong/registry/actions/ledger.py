"""What a clerk writes down of somebody's work and household, by what was shown at the counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from huigong.directory.principals import Principal
from huigong.registry import lookup
from huigong.registry.actions import claiming, correcting, engagements, households
from huigong.registry.actions.correcting import Right
from huigong.registry.models import Engagement, HouseholdMember, Person
from huigong.registry.recording import record_on

HEAD = HouseholdMember.Relation.HEAD


@transaction.atomic
def worked(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    employer: str,
    uscc: str,
    place: str,
    valid_from: date,
    valid_until: date | None,
    project: str,
    occupation: str,
    contract_signed: bool | None,
    shown: str,
) -> Engagement:
    """The person works, or worked until `valid_until`, for an employer that is registered with it where nobody knows it.

    An employer without a code is told apart by its name where the work is. Raises as
    `engagements.register_employer`, `engagements.start`, `engagements.end`, and `person.nothing_shown`.
    """
    proof, person = claiming.require_shown(shown), lookup.person(person_id)
    firm = engagements.register_employer(by=by, now=now, name=employer, region=place, uscc=uscc)
    engagement = engagements.start(
        by=by,
        now=now,
        person_id=person_id,
        employer_id=firm.public_id.hex,
        place=place,
        valid_from=valid_from,
        project=project,
        occupation=occupation,
        contract_signed=contract_signed,
    )
    if valid_until is not None:
        reference = engagement.public_id.hex
        engagement = engagements.end(by=by, now=now, engagement_id=reference, valid_until=valid_until)
    _proved(person, proof, by=by, now=now)
    return engagement


@transaction.atomic
def left_work(
    *, by: Principal, now: datetime, person_id: str, engagement_id: str, valid_until: date, shown: str
) -> Engagement:
    """The last day of a spell of work of this person. Raises as `engagements.end`, and `person.nothing_shown`."""
    proof, person = claiming.require_shown(shown), lookup.person(person_id)
    theirs = lookup.engagement(engagement_id, of=person).public_id.hex
    engagement = engagements.end(by=by, now=now, engagement_id=theirs, valid_until=valid_until)
    _proved(person, proof, by=by, now=now)
    return engagement


@transaction.atomic
def put_right(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    engagement_id: str,
    employer: str,
    uscc: str,
    right: Right,
    shown: str,
) -> Engagement:
    """What stood wrong in a spell of work; another employer by name or code is registered where the work is.

    Raises as `correcting.correct` and `engagements.register_employer`.
    """
    if employer or uscc:
        theirs = lookup.engagement(engagement_id, of=lookup.person(person_id))
        place = right.place if isinstance(right.place, str) else theirs.place
        name = employer or theirs.employer.name
        firm = engagements.register_employer(by=by, now=now, name=name, region=place, uscc=uscc)
        right = replace(right, employer_id=firm.public_id.hex)
    return correcting.correct(
        by=by, now=now, person_id=person_id, engagement_id=engagement_id, right=right, shown=shown
    )


@transaction.atomic
def lives_with(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    household_id: str,
    relation: str,
    valid_from: date,
    shown: str,
) -> None:
    """The person heads a household of their own where they live, or joins the named one.

    Raises as `households.form`, `households.join`, and `person.nothing_shown`.
    """
    proof, person = claiming.require_shown(shown), lookup.person(person_id)
    if relation == HEAD:
        households.form(
            by=by, now=now, region=person.residence, members=[(person_id, relation)], valid_from=valid_from
        )
    else:
        households.join(
            by=by,
            now=now,
            household_id=household_id,
            person_id=person_id,
            relation=relation,
            valid_from=valid_from,
        )
    _proved(person, proof, by=by, now=now)


@transaction.atomic
def moved_out(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    household_id: str,
    valid_until: date,
    remaining: Sequence[tuple[str, str]],
    shown: str,
) -> None:
    """The person's last day in the household. Raises as `households.leave`, and `person.nothing_shown`."""
    proof, person = claiming.require_shown(shown), lookup.person(person_id)
    households.leave(
        by=by,
        now=now,
        household_id=household_id,
        person_id=person_id,
        valid_until=valid_until,
        remaining=remaining,
    )
    _proved(person, proof, by=by, now=now)


def _proved(person: Person, proof: str, *, by: Principal, now: datetime) -> None:
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
