"""Files of the forms that a visitor fills in: held by the visit until the form is sent, dropped or lapses."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from huigong.audit import former
from huigong.casework.access import MORE_FILES
from huigong.directory.principals import Principal
from huigong.files import access, actions, queries
from huigong.files.places import Place
from huigong.files.queries import FileView
from huigong.forms.drafts import Draft
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import senders, viewers
from huigong.portals.worker import keeping, papers, standing
from huigong.portals.worker.keeping import is_of_person, keep, load
from huigong.portals.worker.visit import Visit

OF_VISIT, OF_PERSON = "worker.visit", "worker.form"
_SAYS = "填表时传的材料"
_VISIT_LAPSES = timedelta(days=1)
_DIGITS = 32
MOST_MORE = 20


def register() -> None:
    """The purposes: for registered people as long as their forms are kept, for others bounded."""
    access.register(
        OF_VISIT,
        _has,
        says=_SAYS,
        lapses=_VISIT_LAPSES,
        of_one=settings.FILES_PER_VISIT,
        of_all=settings.FILES_OF_VISITS,
    )
    access.register(OF_PERSON, _has, says=_SAYS, lapses=settings.ANSWERS_KEPT)
    viewers.register(_begun)


def _begun(request: Request) -> Iterable[str]:
    return load(request.session).files.values()


def _has(viewer: Principal, holder: str) -> bool:
    return holder in viewer.drafts


def held(visit: Visit, service_id: str) -> Mapping[str, tuple[FileView, ...]]:
    """The files of a service's form by the path of their field; no question where there was never one."""
    holder = visit.files.get(visit.sheet(service_id))
    return queries.held((OF_VISIT, OF_PERSON), holder=holder) if holder else {}


@dataclass(frozen=True)
class FormKeeper:
    """Keeps the files of one service's form; `draft` is the form as it is begun where nothing is kept yet."""

    request: Request
    service_id: str
    draft: Draft

    def held(self) -> Mapping[str, tuple[FileView, ...]]:
        """What lies there now."""
        return held(load(self.request.session), self.service_id)

    def place(self, *, making: bool) -> Place | None:
        """Where they go. Made, the form counts as begun."""
        visit = load(self.request.session)
        if making and visit.sheet(self.service_id) not in visit.files:
            holder = secrets.token_hex(_DIGITS // 2)
            visit = keep(
                self.request.session,
                lambda kept: kept.with_files_of(self.service_id, self.draft, holder),
            )
        holder = visit.files.get(visit.sheet(self.service_id), "")
        if not holder:
            return None
        person = standing.applicant(self.request).person_id or ""
        return Place(
            owner=senders.owner_of(self.request),
            purpose=purpose_in(self.request),
            holder=holder,
            person=person,
            region=self.draft.region,
        )

    def shelf(self) -> tuple[FileView, ...]:
        """The papers of somebody who is logged in (我的材料)."""
        holder = papers.holder_of(self.request.principal)
        if not holder:
            return ()
        return tuple(
            file for listed in queries.held((papers.PURPOSE,), holder=holder).values() for file in listed
        )


def purpose_in(request: Request) -> str:
    """The kinds of draft of this request."""
    return OF_PERSON if is_of_person(request.session) else OF_VISIT


def draft_of(request: Request, service_id: str) -> tuple[str, str] | None:
    """Purpose and holder under which the files of a service's form lie; None where there was never one."""
    visit = load(request.session)
    holder = visit.files.get(visit.sheet(service_id))
    return (purpose_in(request), holder) if holder else None


def drop(request: Request, service_id: str, *, now: datetime) -> None:
    """The files of a form that is given up go with it."""
    if there := draft_of(request, service_id):
        _drop(request, there[1], now=now)


def drop_visit(request: Request, *, now: datetime) -> None:
    """The files of a visit that ends; those of a person stay for their next login."""
    if not is_of_person(request.session):
        for holder in load(request.session).files.values():
            _drop(request, holder, now=now)


def _drop(request: Request, holder: str, *, now: datetime) -> None:
    place = Place(owner="", purpose=purpose_in(request), holder=holder)
    actions.drop(place=place, by=viewers.viewer_of(request), now=now)


def belongs_to(request: Request, owner_id: str, *, by: Principal, now: datetime) -> None:
    """`keeping.belongs_to`, and the files and papers from before somebody said who they are join the owner's.

    Whoever acts for another does so no longer: the other's answers and files stay apart from the owner's.
    """
    standing.stop(request)
    keeping.belongs_to(request, owner_id, along=partial(_along, purpose_in(request), by, now))
    papers.take_along(by, now=now)
    if by.person_id and is_of_person(request.session):
        formerly = former.ids_of(by.person_id) - {by.person_id}
        keeping.bring_along(request.session, sorted(formerly), along=partial(_along, OF_PERSON, by, now))


def take_aside(request: Request, *, now: datetime) -> None:
    """What was filled in here before the login is theirs: it joins their own, with its files."""
    keeping.take_aside(request.session, along=partial(_along, OF_VISIT, request.principal, now))


def drop_aside(request: Request, *, now: datetime) -> None:
    """What was filled in here before the login is somebody else's: it is deleted, with its files."""
    holders = keeping.aside(request.session).files.values()
    by = request.principal.with_drafts(holders)
    for holder in holders:
        actions.drop(place=Place(owner="", purpose=OF_VISIT, holder=holder), by=by, now=now)
    keeping.drop_aside(request.session)


def _along(source: str, by: Principal, now: datetime, earlier: Visit, before: Visit) -> None:
    """The files of `before`, which lie under the purpose `source`, go to those of the same form in `earlier`."""
    for sheet, holder in before.files.items():
        there = earlier.files.get(sheet, holder)
        to = Place(owner="", purpose=OF_PERSON, holder=there, person=by.person_id or "")
        if (source, holder) != (to.purpose, to.holder):
            actions.move(draft=(source, holder), place=to, by=by.with_drafts([holder]), now=now)


def more_place(request: Request, case_id: str) -> Place:
    """Where a party puts files ready to complete a case; they are handed in with the move."""
    owner = request.principal.person_id or ""
    person = standing.applicant(request).person_id or ""
    return Place(owner=owner, purpose=MORE_FILES, holder=case_id, most=MOST_MORE, person=person)
