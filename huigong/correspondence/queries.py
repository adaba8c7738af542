"""Reading the letters of cases. Each function asks who may; nothing here changes anything but the trail of looks."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.access import case_not_found, readable, require_part_or_reason
from huigong.casework.accountability import name_of
from huigong.casework.models import Case
from huigong.casework.queries import looks
from huigong.casework.queries.subjects import case_id_of
from huigong.casework.timekeeping import day_of
from huigong.correspondence.access import (
    case_of,
    letter_not_found,
    may_serve,
    own_letters,
    reads_as_official,
)
from huigong.correspondence.models import OwedLetter
from huigong.correspondence.presenting import attempt_of, owed_of, views_of
from huigong.correspondence.revealing import may_open, recipient_for, record_looks, watched_reader_of
from huigong.correspondence.shapes import CaseLetters, LetterView, Serving
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.notices import queries as notices
from huigong.notices.models import Notice
from huigong.notices.shapes import Made
from huigong.notices.templates import Template, book
from huigong.registry.lookup import public_uuid


def of_moves(viewer: Principal, case_id: str, *, on: date) -> dict[str, str]:
    """Move → the name of the letter that goes out with it, for a case that the viewer may read."""
    case = _readable_case(viewer, case_id)
    return {
        move: template.name
        for template in _templates(case, on)
        for move in template.moves
        if template.made is Made.WITH_MOVE
    }


def of_case(viewer: Principal, case_id: str, *, on: date) -> CaseLetters:
    """Raises `DomainError` (`case.not_found`), also for a case outside the viewer's reach."""
    case = _readable_case(viewer, case_id)
    acts = viewer.can(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    on_request = [row for row in _templates(case, on) if acts and row.made is Made.ON_REQUEST]
    owed = OwedLetter.objects.filter(case=case, notice__isnull=True).select_related("case").order_by("pk")
    return CaseLetters(
        letters=views_of(notices.about(subject_of(case)), on=on),
        owed=tuple(
            owed_of(row)
            for row in owed
            if viewer.can(Permission.CASE_DECIDE, region=row.region, office=row.office)
        ),
        on_request=tuple((row.id, row.name) for row in on_request),
    )


def own(viewer: Principal, case_id: str, *, on: date) -> tuple[LetterView, ...]:
    """The letters of one of the viewer's own cases that are theirs to read, the newest first; none for a stranger."""
    rows = parties.with_roles(Case.objects.filter(parties.of_viewer(viewer)))
    case = rows.filter(public_id=public_uuid(case_id)).first()
    mine = own_letters(viewer, case) if case else frozenset()
    letters = [row for row in notices.about(subject_of(case)) if row.person_ref in mine] if case else []
    return views_of(reversed(letters), on=on)


def own_pdf(viewer: Principal, letter_id: str) -> tuple[str, bytes]:
    """Number and bytes of one of the viewer's own letters. Raises `DomainError` (`notice.not_found`, `notice.changed`)."""
    letter = notices.notice(letter_id)
    if letter.person_ref not in own_letters(viewer, case_of(letter)):
        raise letter_not_found()
    return letter.number, notices.content(letter)


def case_id(viewer: Principal, letter_id: str) -> str:
    """Of which case a letter is that an official may read. Raises `DomainError` (`notice.not_found`)."""
    return case_id_of(_for_official(viewer, letter_id).about)


def letter(viewer: Principal, letter_id: str, *, now: datetime) -> LetterView:
    """One letter, for an official, masked; the look of whoever only watches the case is in the trail first.

    Raises `DomainError`: `notice.not_found`, `case.reason_needed`.
    """
    row = _for_official(viewer, letter_id)
    if not may_serve(viewer, row):
        case = case_of(row)
        require_part_or_reason(viewer, case)
        if viewer.purpose:  # who handles the case has no need of one, and their looks are told on its page
            looks.record_looks(viewer, case, now=now)
    return replace(views_of([row], on=day_of(now))[0], recipient=recipient_for(viewer, row))


def may_reveal(viewer: Principal, letter_id: str) -> bool:
    """Whether the letter opens in full for this official, once a purpose is said. Raises as `letter`."""
    return may_open(viewer, _for_official(viewer, letter_id))


def reveal(viewer: Principal, letter_id: str, *, now: datetime) -> LetterView:
    """The same with the recipient's name and the proofs of service; each time leaves an access event.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `person.purpose_needed`,
    `person.minor_not_approved`, `look.refused_too_often`.
    """
    row = _for_official(viewer, letter_id)
    record_looks(watched_reader_of(viewer, row, now=now), [row], now=now, every_time=True)
    known = {way.id: way for way in book().ways}
    attempts = tuple(replace(attempt_of(each, known), proof=each.proof) for each in row.services.all())
    masked = views_of([row], on=day_of(now))[0]
    return replace(masked, recipient=row.recipient, attempts=attempts, in_full=True)


def pdf(viewer: Principal, letter_id: str, *, now: datetime) -> tuple[str, bytes]:
    """Number and bytes for an official; the look stands in the trail first.

    Raises `DomainError`: `notice.not_found`, `notice.changed`, `notice.lost`, `access.denied`, `person.purpose_needed`,
    `person.minor_not_approved`, `look.refused_too_often`.
    """
    row = _for_official(viewer, letter_id)
    record_looks(watched_reader_of(viewer, row, now=now), [row], now=now)
    return row.number, notices.content(row)


def serving(viewer: Principal, letter_id: str) -> Serving | None:
    """The ways of serving a letter of the viewer's office; None where it is another's."""
    row = _for_official(viewer, letter_id)
    if not may_serve(viewer, row):
        return None
    known = book()
    template = known.get(row.template, region=row.region, on=row.valid_from)
    return Serving(
        ways=tuple(known.way(way) for way in template.serve),
        next=notices.next_ways(row, row.services.order_by("pk")),
    )


def whole(number: str, check: str, *, copy: bytes = b"") -> str | None:
    """The office whose letter has this number and check; None where they do not belong together.

    With `copy`, also None where it is not, byte for byte, what was issued. Anybody may ask: it tells neither
    what the letter says nor to whom it is.
    Raises `DomainError` (`notice.changed`, `notice.lost`): what is kept here is no longer whole itself.
    """
    row = notices.numbered(number) if notices.belongs(number, check) else None
    if row is None or (copy and hashlib.sha256(copy).hexdigest() != row.digest):
        return None
    notices.content(row)
    return name_of(row.office, day_of(row.issued_at))


def _readable_case(viewer: Principal, case_id: str) -> Case:
    case = readable(viewer).filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    return case


def _templates(case: Case, on: date) -> tuple[Template, ...]:
    return book().of_procedure(case.procedure, service=case.service_id, region=case.region, on=on)


def _for_official(viewer: Principal, letter_id: str) -> Notice:
    row = notices.notice(letter_id)
    if not reads_as_official(viewer, row):
        raise letter_not_found()
    return row
