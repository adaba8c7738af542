"""At the counter: applying for somebody with the same form that they would fill in themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huigong import forms
from huigong.casework.actions import applications
from huigong.catalogue import queries as services
from huigong.catalogue.services import Applicant, PublicService
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, covers
from huigong.forms.attaching import with_files
from huigong.forms.drafts import Draft
from huigong.forms.lodging import Lodged
from huigong.forms.screens import Layout
from huigong.kernel.errors import DomainError, NotFound
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import around, page
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.desk.people.counterfiles import PURPOSE, CounterKeeper
from huigong.portals.shared import sealed
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.keeper import ids_of
from huigong.portals.shared.screens.pages import Desk, dense_page
from huigong.portals.shared.uploads.viewers import viewer_of
from huigong.registry import lookup
from huigong.registry import queries as registry
from huigong.registry.shapes import PersonView

HERE = "person-find"
_RECORD = "counter_forms"
_AGAIN = "again"
_WINDOW = "window"
_FILES = "files"


def begun(request: Request) -> list[str]:
    """The holders under which files of the clerk's forms lie."""
    record = request.session.get(_RECORD)
    kept = sealed.read(record, now=timezone.now()) if record else {}
    return [str(each[_FILES]) for each in kept.values() if _FILES in each]


@officials_only
@never_cache
@require_safe
def choose(request: Request, public_id: str) -> HttpResponse:
    """What the person may apply for where the clerk works, by name."""
    person = _person(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    region = region_for(request.principal, person)
    offered = services.services(request.principal, region=region, on=timezone.localdate())
    rows = [row.service for row in offered if _applied_for(row.service)]
    context = {"person": person, "services": sorted(rows, key=lambda each: each.name)}
    return page(request, "desk/people/apply.html", HERE, context)


@takes_files
@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: Request, public_id: str, service_id: str) -> HttpResponse:
    """The form on one page, in the words that are read out; sent, it is a case."""
    person = _person(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    region, on = region_for(request.principal, person), timezone.localdate()
    offered = services.service(request.principal, service_id, region=region, on=on)
    if offered is None or not _applied_for(offered.service):
        raise NotFound(
            "application.no_form",
            what="这个事项不在窗口填表申请",
            do="请看事项页面上写的办法，或者换一个事项",
        )
    counter = _Counter(request, person, offered.service, region, on)
    return dense_page(request, counter.desk(), layout=Layout.COUNTER)


@dataclass(frozen=True)
class _Counter:
    """One form at the counter: whose, for what, lodged where. Until it is sent it is kept sealed, apart from the session."""

    request: Request
    person: PersonView
    service: PublicService
    region: str
    on: date

    def desk(self) -> Desk:
        kept = self._kept()
        draft = Draft.from_json(kept["draft"]) if "draft" in kept else None
        if draft is None or draft.form != self.service.form:
            draft = Draft(self.service.form, self.region, self.on)
        form = forms.book().form(draft.form, on=draft.began, region=draft.region)
        keeper = self._keeper()
        return Desk(
            form=form,
            draft=with_files(draft, form, ids_of(keeper.held())),
            facts={},
            on=self.on,
            save=lambda changed: self._keep({**self._kept(), "draft": changed.to_json()}),
            address=lambda _screen: reverse("desk:person", args=[self.person.public_id]),
            sent=self._sent,
            frame="desk/frame.html",
            around=around(self.request, HERE),
            whose=self.person.name,
            keeper=keeper,
        )

    def _keeper(self) -> CounterKeeper:
        return CounterKeeper(
            holder=lambda: str(self._kept().get(_FILES, "")),
            begin=self._begin_files,
            owner=self.request.principal.account_id,
            person=self.person.public_id,
            region=self.region,
        )

    def _begin_files(self) -> str:
        holder = secrets.token_hex(16)
        self._keep({**self._kept(), _FILES: holder})
        return holder

    def _sent(self, lodged: Lodged) -> HttpResponse:
        key = str(self._kept().get("key") or secrets.token_hex(16))
        self._keep({**self._kept(), "key": key})
        holder = str(self._kept().get(_FILES, ""))
        try:
            case = applications.lodge(
                by=viewer_of(self.request),
                now=timezone.now(),
                key=key,
                person_id=self.person.public_id,
                service_id=self.service.id,
                region=self.region,
                answers={},
                lodged=lodged,
                draft=(PURPOSE, holder) if holder else None,
                channel=_WINDOW,
                again=_AGAIN in self.request.GET,
            )
        except applications.AlreadyOpen as error:
            link = format_html('<a href="?{}=1">{}</a>', _AGAIN, _("确实要另办一件"))
            messages.warning(self.request, format_html("{}{}", in_words(error, "what", "do"), link))
            return redirect(self.request.path)
        except DomainError as error:
            messages.error(self.request, in_words(error, "what", "why", "do"))
            return redirect(self.request.path)
        self._keep({})
        messages.success(self.request, _("已收下，办件编号%(number)s。") % {"number": case.number})
        return redirect("desk:person", public_id=self.person.public_id)

    @property
    def _name(self) -> str:
        return f"{self.person.public_id}:{self.service.id}"

    def _kept(self) -> dict[str, Any]:
        record = self.request.session.get(_RECORD)
        kept = sealed.read(record, now=timezone.now()) if record else {}
        return dict(kept.get(self._name, {}))

    def _keep(self, kept: Mapping[str, Any]) -> None:
        session = self.request.session
        session[_RECORD] = record = session.get(_RECORD) or secrets.token_hex(20)
        lasting = timedelta(seconds=settings.SESSION_COOKIE_AGE)

        def work(held: dict[str, Any]) -> dict[str, Any]:
            others = {name: each for name, each in held.items() if name != self._name}
            return others | ({self._name: dict(kept)} if kept else {})

        sealed.change(record, work, now=timezone.now(), lasting=lasting)


def region_for(viewer: Principal, person: PersonView) -> str:
    """Where the clerk lodges: where the person lives, or else the clerk's own region. Raises `Denied`."""
    viewer.require(Permission.APPLICATION_LODGE)
    mine = viewer.regions(Permission.APPLICATION_LODGE)
    return person.residence if any(covers(each, person.residence) for each in mine) else mine[0]


def _person(request: Request, public_id: str) -> PersonView | None:
    """The person, for a clerk who has said what for; None for one who has not. Raises `person.not_checked`."""
    request.principal.require(Permission.APPLICATION_LODGE)
    now = timezone.now()
    purpose = purpose_for(request.session, public_id, now=now)
    if not purpose:
        return None
    person = registry.person_record(request.principal.with_purpose(purpose), public_id, now=now).person
    if person.assurance is Assurance.PHONE:
        raise lookup.not_checked()
    return person


def _applied_for(service: PublicService) -> bool:
    return bool(service.form) and service.applicant is Applicant.PERSON
