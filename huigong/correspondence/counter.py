"""Letters that wait for people at the counter: not brought to them yet, of cases that were lodged there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from huigong.casework.access import knows_reporter, readable
from huigong.casework.models import Case, Party
from huigong.casework.parties import called
from huigong.casework.procedures.roles import Role
from huigong.casework.queries.counting import MANY, how_many
from huigong.casework.queries.subjects import case_id_of
from huigong.casework.timekeeping import day_of
from huigong.correspondence.presenting import views_of
from huigong.correspondence.shapes import LetterView
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import within
from huigong.notices.models import Notice, UnservedNotice
from huigong.notices.templates import book
from huigong.notices.ways import Way
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class WaitingLetter:
    """A letter with whom it waits for, masked; `person_id` is "" where the viewer may not know who, `proof` what is kept
    of its being handed over, "" where that cannot be done at the counter."""

    letter: LetterView
    person: str
    person_id: str
    since: date
    proof: str


def count(viewer: Principal, *, at_most: int = MANY) -> int:
    """How many letters wait, or `at_most + 1` if there are more; one query."""
    return how_many({"all": _waiting(viewer).order_by()}, at_most=at_most)["all"]


def waiting(viewer: Principal, *, on: date, page: int, size: int) -> tuple[WaitingLetter, ...]:
    """Page `page` of them, those of one person together; as many queries for any number. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.APPLICATION_LODGE)
    rows = _waiting(viewer).select_related("notice").prefetch_related("notice__services")
    letters = [row.notice for row in rows.order_by("person_ref", "pk")[(page - 1) * size : page * size]]
    cases = _cases(viewer, letters)
    views = views_of(letters, on=on)
    return tuple(_row(viewer, letter, view, cases) for letter, view in zip(letters, views, strict=True))


def counter_way(letter: Notice) -> Way | None:
    """How the letter is handed over at the counter; None for one that may not be."""
    template = book().find(letter.template, region=letter.region, on=letter.valid_from)
    allowed = template.serve if template else ()
    return next((way for way in book().ways if way.at_counter and way.id in allowed), None)


def _waiting(viewer: Principal) -> QuerySet[UnservedNotice]:
    reach = Q(pk__in=[])
    for prefix in viewer.regions(Permission.APPLICATION_LODGE):
        reach |= within("region", prefix)
    return UnservedNotice.objects.filter(reach).exclude(person_ref="").order_by("pk")


def _cases(viewer: Principal, letters: Iterable[Notice]) -> Mapping[str, Case]:
    """Public id → case that the viewer may read, with everybody in it."""
    ids = {public_uuid(case_id_of(letter.about)) for letter in letters}
    everybody = Party.objects.select_related("person", "employer")
    rows = readable(viewer).filter(public_id__in=ids)
    rows = rows.prefetch_related(Prefetch("parties", queryset=everybody, to_attr="everybody"))
    return {case.public_id.hex: case for case in rows}


def _row(viewer: Principal, letter: Notice, view: LetterView, cases: Mapping[str, Case]) -> WaitingLetter:
    case, way = cases.get(view.case_id), counter_way(letter)
    everybody: list[Party] = case.everybody if case is not None else []  # type: ignore[attr-defined]
    parties = [each for each in everybody if each.person and each.person.public_id.hex == letter.person_ref]
    secret = case is None or not knows_reporter(viewer, case)
    hidden = not parties or (secret and any(each.role == Role.REPORTER for each in parties))
    person = "—" if not parties else called(parties[0], secret=secret)
    return WaitingLetter(
        letter=view,
        person=person,
        person_id="" if hidden else letter.person_ref,
        since=day_of(letter.issued_at),
        proof=way.proof if way is not None and not hidden else "",
    )
