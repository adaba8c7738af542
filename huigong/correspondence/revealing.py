"""How much of a letter an official sees: names masked as on the case's page, and all of it only for a purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from huigong.audit.actions import record_access
from huigong.audit.subjects import subject_of
from huigong.casework.access import knows_reporter, people_of
from huigong.casework.models import Case, Party
from huigong.casework.parties import called
from huigong.casework.procedures.roles import Role
from huigong.casework.queries.subjects import case_id_of
from huigong.casework.timekeeping import day_of
from huigong.correspondence.access import may_serve, reads_as_official
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NoAccess
from huigong.kernel.identity import mask_name
from huigong.notices.models import Notice
from huigong.registry import refusals
from huigong.registry.access import require_purpose
from huigong.registry.lookup import public_uuid
from huigong.registry.need import by_need


def masked_recipient(letter: Notice) -> str:
    """The recipient as a list names them: people masked, offices and employers in full."""
    return mask_name(letter.recipient) if letter.person_ref else letter.recipient


def recipient_for(viewer: Principal, letter: Notice) -> str:
    """The recipient as the case's page names them to this viewer; a reporter may be secret there."""
    party, case = _addressed(letter), _case(letter)
    if party is None or case is None:
        return masked_recipient(letter)
    return masked_party(viewer, case, party)


def masked_party(viewer: Principal, case: Case, party: Party) -> str:
    """A party as the case's page names it to this viewer."""
    return called(party, secret=not knows_reporter(viewer, case))


def may_open(viewer: Principal, letter: Notice) -> bool:
    """Whether the letter is for an official to read in full: by the rule of the case's files, and a secret
    reporter's only for whoever may know the reporter. `reader_of` says whether it opens, of a child too."""
    case = _case(letter)
    if case is None or not reads_as_official(viewer, letter):
        return False
    party = _addressed(letter)
    if party is not None and party.role == Role.REPORTER and not knows_reporter(viewer, case):
        return False
    if viewer.can(Permission.PERSON_REVEAL, region=case.region, office=case.accountable_office):
        return True
    # The office that wrote it, after the case has gone to another one.
    reveals = viewer.can(Permission.PERSON_REVEAL, region=letter.region, office=letter.office)
    return reveals and may_serve(viewer, letter)


def reader_of(viewer: Principal, letter: Notice, *, on: date) -> Principal:
    """The viewer as who reads the letter in full, with the purpose of an approval beside their own (see `by_need`).

    Raises `DomainError`: `access.denied`, `person.purpose_needed`, `person.minor_not_approved`.
    """
    case = _case(letter)
    if case is None or not may_open(viewer, letter):
        raise not_in_full()
    require_purpose(viewer)
    return by_need(viewer, *people_of(case), on=on, in_hand=True)


def watched_reader_of(viewer: Principal, letter: Notice, *, now: datetime) -> Principal:
    """`reader_of` for the one letter that was asked for; a refusal stands in the trail. Raises `look.refused_too_often` too."""
    with refusals.bounded(viewer, subject_of(letter), person=letter.person_ref, now=now):
        return reader_of(viewer, letter, on=day_of(now))


def record_looks(
    viewer: Principal, letters: Iterable[Notice], *, now: datetime, every_time: bool = False
) -> None:
    """That the viewer has these in full, for the purpose that they said. Raises `person.purpose_needed`."""
    require_purpose(viewer)
    for letter in letters:
        if letter.person_ref:
            record_access(
                viewer=viewer,
                now=now,
                person=letter.person_ref,
                purpose=viewer.purpose,
                fields=[f"文书 {letter.number}"],
                region=letter.region,
                every_time=every_time,
            )


def not_in_full() -> DomainError:
    """For whoever reads the letter masked and no more."""
    return NoAccess(
        code="access.denied",
        what="您不能看这份文书的全文",
        why="文书里有收件人的个人信息，您的角色只能看遮住姓名的部分",
        do="需要看全文的，请找负责这个办件的经办人",
    )


def _case(letter: Notice) -> Case | None:
    return Case.objects.filter(public_id=public_uuid(case_id_of(letter.about))).first()


def _addressed(letter: Notice) -> Party | None:
    """The party whose letter it is; as a reporter, where they stand in the case as one."""
    rows = Party.objects.filter(
        case__public_id=public_uuid(case_id_of(letter.about)),
        person__public_id=public_uuid(letter.person_ref),
    )
    listed = list(rows.select_related("person").order_by("pk"))
    return next((row for row in listed if row.role == Role.REPORTER), listed[0] if listed else None)
