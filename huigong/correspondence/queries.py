"""Reading the letters of cases. Each function asks who may; nothing here changes anything but the trail of looks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pikepdf
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.access import case_not_found, readable
from huigong.casework.accountability import name_of
from huigong.casework.models import Case
from huigong.casework.queries.subjects import case_id_of, numbers_of
from huigong.casework.timekeeping import day_of
from huigong.catalogue.citations import cite
from huigong.correspondence.access import (
    case_of,
    letter_not_found,
    may_serve,
    own_letters,
    reads_as_official,
)
from huigong.correspondence.models import OwedLetter
from huigong.correspondence.revealing import (
    masked_recipient,
    may_open,
    not_in_full,
    recipient_for,
    record_looks,
    require_open,
)
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel.errors import Invalid
from huigong.notices import queries as notices
from huigong.notices.models import Notice, NoticeService, ServiceOutcome
from huigong.notices.shapes import Made
from huigong.notices.templates import Template, book
from huigong.notices.ways import Way
from huigong.registry.lookup import public_uuid

MOST_AT_ONCE = 200  # letters of one print


@dataclass(frozen=True)
class ServiceView:
    """One attempt: the way, how it went, and from which day the person's own limits run because of it.

    `proof` names people (who signed, who refused): it is empty unless the letter is shown in full.
    """

    way: str
    done: bool
    happened_on: date
    counts_from: date | None
    clause: str
    proof: str


@dataclass(frozen=True)
class LetterView:
    """A letter that went out. `counts_from` is the day from which the person's limits run, None while there is none.

    `recipient` is masked and the proofs are left out unless it is `in_full`.
    """

    letter_id: str
    number: str
    name: str
    office: str
    case_id: str
    case_number: str
    recipient: str
    issued_at: datetime
    corrects: str
    check: str
    attempts: tuple[ServiceView, ...]
    in_full: bool = False

    @property
    def served(self) -> bool:
        return any(attempt.done for attempt in self.attempts)

    @property
    def counts_from(self) -> date | None:
        return min((each.counts_from for each in self.attempts if each.counts_from), default=None)


@dataclass(frozen=True)
class OwedView:
    """A letter that a move still owes, and why it has not gone out."""

    owed_id: str
    name: str
    case_id: str
    case_number: str
    since: datetime
    why: str


@dataclass(frozen=True)
class CaseLetters:
    """What a case has of letters: gone out, still owed, and those that can be asked for, by id and name."""

    letters: tuple[LetterView, ...]
    owed: tuple[OwedView, ...]
    on_request: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Serving:
    """What the office can do about a letter: the ways still open, with what each needs as proof; `next` after a failure."""

    ways: tuple[Way, ...]
    next: tuple[Way, ...]


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
        letters=_views(notices.about(subject_of(case)), on=on),
        owed=tuple(
            _owed(row)
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
    return _views(reversed(letters), on=on)


def own_pdf(viewer: Principal, letter_id: str) -> tuple[str, bytes]:
    """Number and bytes of one of the viewer's own letters. Raises `DomainError` (`notice.not_found`, `notice.changed`)."""
    letter = notices.notice(letter_id)
    if letter.person_ref not in own_letters(viewer, case_of(letter)):
        raise letter_not_found()
    return letter.number, notices.content(letter)


def letter(viewer: Principal, letter_id: str, *, on: date) -> LetterView:
    """One letter, for an official, masked. Raises `DomainError` (`notice.not_found`)."""
    row = _for_official(viewer, letter_id)
    return replace(_views([row], on=on)[0], recipient=recipient_for(viewer, row))


def may_reveal(viewer: Principal, letter_id: str) -> bool:
    """Whether the letter opens in full for this official, once a purpose is said. Raises as `letter`."""
    return may_open(viewer, _for_official(viewer, letter_id))


def reveal(viewer: Principal, letter_id: str, *, now: datetime) -> LetterView:
    """The same with the recipient's name and the proofs of service; each time leaves an access event.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `person.purpose_needed`.
    """
    row = _for_official(viewer, letter_id)
    require_open(viewer, row)
    record_looks(viewer, [row], now=now, every_time=True)
    known = {way.id: way for way in book().ways}
    attempts = tuple(replace(_attempt(each, known), proof=each.proof) for each in row.services.all())
    masked = _views([row], on=day_of(now))[0]
    return replace(masked, recipient=row.recipient, attempts=attempts, in_full=True)


def pdf(viewer: Principal, letter_id: str, *, now: datetime) -> tuple[str, bytes]:
    """Number and bytes for an official; the look stands in the trail first.

    Raises `DomainError`: `notice.not_found`, `notice.changed`, `notice.lost`, `access.denied`, `person.purpose_needed`.
    """
    row = _for_official(viewer, letter_id)
    require_open(viewer, row)
    record_looks(viewer, [row], now=now)
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


def of_day(viewer: Principal, day: date, *, mine: bool = False) -> tuple[LetterView, ...]:
    """What the viewer's offices issued on a day, at most `MOST_AT_ONCE`; with `mine` only the viewer's own."""
    return _views(_of_day(viewer, day, mine=mine), on=day)


def unserved(viewer: Principal, *, on: date) -> tuple[LetterView, ...]:
    """Letters of the viewer's offices that have reached nobody yet, the oldest first."""
    served = NoticeService.objects.filter(notice=OuterRef("pk"), outcome=ServiceOutcome.DONE)
    rows = Notice.objects.filter(_offices(viewer), ~Exists(served)).prefetch_related("services")
    return _views(rows.order_by("pk")[:MOST_AT_ONCE], on=on)


def owed(viewer: Principal) -> tuple[OwedView, ...]:
    """Letters that the viewer's offices still owe, the oldest first."""
    rows = OwedLetter.objects.filter(_offices(viewer), notice__isnull=True).select_related("case")
    return tuple(map(_owed, rows.order_by("pk")[:MOST_AT_ONCE]))


def print_of_day(viewer: Principal, day: date, *, mine: bool, now: datetime) -> tuple[bytes, int]:
    """The letters of a day in one document, each beginning on a page of its own, and how many the viewer may not see.

    Each look stands in the trail first. Raises `DomainError`: `letter.none`, `access.denied` where none of them
    opens to the viewer, `person.purpose_needed`.
    """
    issued = list(_of_day(viewer, day, mine=mine))
    if not issued:
        raise Invalid(code="letter.none", what="这一天没有要印的文书", do="请换一天再看")
    rows = [row for row in issued if may_open(viewer, row)]
    if not rows:
        raise not_in_full()
    record_looks(viewer, rows, now=now)
    made = BytesIO()
    with pikepdf.new() as together:
        for row in rows:
            with pikepdf.open(BytesIO(notices.content(row))) as single:
                together.pages.extend(single.pages)
        together.save(made)
    return made.getvalue(), len(issued) - len(rows)


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


def _of_day(viewer: Principal, day: date, *, mine: bool) -> QuerySet[Notice]:
    begins = make_aware(datetime.combine(day, time.min))
    rows = Notice.objects.filter(
        _offices(viewer), issued_at__gte=begins, issued_at__lt=begins + timedelta(days=1)
    ).prefetch_related("services")
    if mine:
        rows = rows.filter(issued_by=str(viewer.account_id))
    return rows.order_by("pk")[:MOST_AT_ONCE]


def _offices(viewer: Principal) -> Q:
    """Rows of the offices for which the viewer decides."""
    return of_offices(viewer, Permission.CASE_DECIDE)


def _views(rows: Iterable[Notice], *, on: date) -> tuple[LetterView, ...]:
    letters = list(rows)
    numbers = numbers_of(letter.about for letter in letters)
    known = {way.id: way for way in book().ways}
    corrected = _corrected(letters)
    return tuple(_view(letter, numbers, known, corrected, on=on) for letter in letters)


def _corrected(letters: Iterable[Notice]) -> Mapping[int, str]:
    ids = {letter.corrects_id for letter in letters if letter.corrects_id}
    return dict(Notice.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def _view(
    row: Notice,
    numbers: Mapping[str, str],
    known: Mapping[str, Way],
    corrected: Mapping[int, str],
    *,
    on: date,
) -> LetterView:
    return LetterView(
        letter_id=row.public_id.hex,
        number=row.number,
        name=row.name,
        office=name_of(row.office, on),
        case_id=case_id_of(row.about),
        case_number=numbers.get(row.about, ""),
        recipient=masked_recipient(row),
        issued_at=row.issued_at,
        corrects=corrected.get(row.corrects_id or 0, ""),
        check=notices.check_of(row.number),
        attempts=tuple(_attempt(each, known) for each in row.services.all()),
    )


def _attempt(row: NoticeService, known: Mapping[str, Way]) -> ServiceView:
    way = known.get(row.way)
    return ServiceView(
        way=way.name if way else row.way,
        done=row.outcome == ServiceOutcome.DONE,
        happened_on=row.happened_on,
        counts_from=row.deemed_on,
        clause=cite(row.clause),
        proof="",
    )


def _owed(row: OwedLetter) -> OwedView:
    template = book().find(row.template, region=row.region, on=day_of(row.since))
    return OwedView(
        owed_id=row.public_id.hex,
        name=template.name if template else row.template,
        case_id=row.case.public_id.hex,
        case_number=row.case.number,
        since=row.since,
        why=row.why,
    )
