"""Letters as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from huigong.casework.accountability import name_of
from huigong.casework.queries.subjects import case_id_of, numbers_of
from huigong.casework.timekeeping import day_of
from huigong.catalogue.citations import cite
from huigong.correspondence.models import OwedLetter
from huigong.correspondence.revealing import masked_recipient
from huigong.correspondence.shapes import LetterView, OwedView, ServiceView
from huigong.notices import queries as notices
from huigong.notices.models import Notice, NoticeService, ServiceOutcome
from huigong.notices.templates import book
from huigong.notices.ways import Way


def views_of(rows: Iterable[Notice], *, on: date) -> tuple[LetterView, ...]:
    """Masked, with names as of that day; three questions for any number."""
    letters = list(rows)
    numbers = numbers_of(letter.about for letter in letters)
    known = {way.id: way for way in book().ways}
    corrected = _corrected(letters)
    return tuple(_view(letter, numbers, known, corrected, on=on) for letter in letters)


def _against(row: Notice) -> bool:
    """Whether its template names where to turn: only then a time of the person's own begins with it."""
    template = book().find(row.template, region=row.region, on=row.valid_from)
    return template is not None and bool(template.remedy)


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
        against=_against(row),
        check=notices.check_of(row.number),
        attempts=tuple(attempt_of(each, known) for each in row.services.all()),
    )


def attempt_of(row: NoticeService, known: Mapping[str, Way]) -> ServiceView:
    """One attempt at service, its proof left out."""
    way = known.get(row.way)
    return ServiceView(
        way=way.name if way else row.way,
        done=row.outcome == ServiceOutcome.DONE,
        happened_on=row.happened_on,
        counts_from=row.deemed_on,
        clause=cite(row.clause),
        proof="",
    )


def owed_of(row: OwedLetter) -> OwedView:
    """A letter that a move still owes."""
    template = book().find(row.template, region=row.region, on=day_of(row.since))
    return OwedView(
        owed_id=row.public_id.hex,
        name=template.name if template else row.template,
        case_id=row.case.public_id.hex,
        case_number=row.case.number,
        since=row.since,
        why=row.why,
    )
