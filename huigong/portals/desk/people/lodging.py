"""At the counter: applying for somebody with the same form that they would fill in themselves."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huigong import forms
from huigong.casework.actions import together
from huigong.casework.actions.barring import AlreadyOpen
from huigong.casework.actions.together import Order
from huigong.catalogue import queries as services
from huigong.catalogue.answers import Answer
from huigong.catalogue.screening import entitle
from huigong.catalogue.services import Applicant, PublicService, catalogue
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, covers
from huigong.files.queries import FileView
from huigong.forms.attaching import with_files
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.lodging import Lodged
from huigong.forms.screens import Layout
from huigong.kernel.errors import DomainError, NotFound
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import around, page
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.desk.people import counterforms
from huigong.portals.desk.people.counterfiles import PURPOSE, CounterKeeper
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.keeper import ids_of
from huigong.portals.shared.screens.pages import dense_page
from huigong.portals.shared.uploads.viewers import viewer_of
from huigong.registry import facts, lookup
from huigong.registry import queries as registry
from huigong.registry.shapes import PersonView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HERE = "person-find"
SERVICES, NAMED = "services", "named"
LONGEST_NAME = 40
MOST_ASKED = 3
VERDICTS: tuple[tuple[str, StrOrPromise, str], ...] = (
    ("yes", gettext_lazy("按已知的能享受"), "yes"),
    ("unknown", gettext_lazy("还要问清"), "perhaps"),
    ("held", gettext_lazy("已经有了"), "info"),
    ("no", gettext_lazy("按已知的现在不能"), "no"),
)
_AGAIN = "again"
WINDOW = "window"


@officials_only
@never_cache
@require_safe
def choose(request: Request, public_id: str) -> HttpResponse:
    """What the person may apply for where the clerk works, by what the register knows of them: one of them, or several at once."""
    person = person_for(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    chosen = counterforms.kept(request, basket_name(public_id)).get(SERVICES, [])
    named, choices = request.GET.get(NAMED, "")[:LONGEST_NAME], _choices(request, person)
    listed = [each for each in choices if each.is_called(named)]
    away = [each for each in choices if each.service.id in chosen and each not in listed]
    context = {"person": person, "groups": _grouped(listed), "chosen": chosen, "away": away, "named": named}
    return page(request, "desk/people/apply.html", HERE, context)


@dataclass(frozen=True)
class Choice:
    """A service with what the register answers; `why` is the first reason, `asked` what would have to be known, by name."""

    service: PublicService
    verdict: str
    why: str
    amount: str
    asked: tuple[str, ...]

    def is_called(self, named: str) -> bool:
        """Whether its name or what it is for has every word of this."""
        return all(word in f"{self.service.name} {self.service.summary}" for word in named.split())


def _choices(request: Request, person: PersonView) -> list[Choice]:
    now = timezone.now()
    region, on = region_for(request.principal, person), timezone.localdate(now)
    looking = request.principal.with_purpose(purpose_for(request.session, person.public_id, now=now))
    values = facts.known(looking, person.public_id, on, now=now, region=region)
    answers = entitle(catalogue=catalogue(), region=region, on=on, values=values)
    return [_choice(each) for each in answers if applied_for(each.service)]


def _choice(answer: Answer) -> Choice:
    return Choice(
        service=answer.service,
        verdict=answer.verdict,
        why=answer.reasons[0].plain if answer.reasons and answer.verdict != "unknown" else "",
        amount=answer.amount_text,
        asked=tuple(fact.name for fact in answer.missing[:MOST_ASKED]),
    )


def _grouped(choices: Sequence[Choice]) -> list[tuple[StrOrPromise, str, list[Choice]]]:
    """Title, chip and choices of each verdict that there is, yes first."""
    groups = [
        (title, chip, [each for each in choices if each.verdict == verdict])
        for verdict, title, chip in VERDICTS
    ]
    return [group for group in groups if group[2]]


@takes_files
@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: Request, public_id: str, service_id: str) -> HttpResponse:
    """The form on one page, in the words that are read out; sent, it is a case."""
    person = person_for(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    counter = Counter(request, person, *offered_to(request, person, service_id))
    return dense_page(request, counter.desk(), layout=Layout.COUNTER)


def offered_to(request: Request, person: PersonView, service_id: str) -> tuple[PublicService, str, date]:
    """The service with where and on which day it is applied for. Raises `DomainError` (`application.no_form`)."""
    region, on = region_for(request.principal, person), timezone.localdate()
    offered = services.service(request.principal, service_id, region=region, on=on)
    if offered is None or not applied_for(offered.service):
        raise NotFound(
            "application.no_form",
            what="这个事项不在窗口填表申请",
            do="请看事项页面上写的办法，或者换一个事项",
        )
    return offered.service, region, on


@dataclass(frozen=True)
class Counter:
    """One form at the counter: whose, for what, lodged where. Until it is sent it is kept sealed, apart from the session."""

    request: Request
    person: PersonView
    service: PublicService
    region: str
    on: date

    def form(self) -> Form:
        """The form as it stood when it was begun."""
        draft = self._draft()
        return forms.book().form(draft.form, on=draft.began, region=draft.region)

    def desk(self) -> Desk:
        """The form as a page shows it."""
        form, keeper = self.form(), self.keeper()
        return Desk(
            form=form,
            draft=with_files(self.begins(form, self._draft()), form, ids_of(keeper.held())),
            facts={},
            on=self.on,
            save=lambda changed: self.keep({**self.kept(), "draft": changed.to_json()}),
            address=lambda _screen: self.back(),
            sent=self.sent,
            frame="desk/frame.html",
            around=around(self.request, HERE),
            whose=self.person.name,
            keeper=keeper,
        )

    def begins(self, form: Form, draft: Draft) -> Draft:
        """The draft with what stands in it from the start; here nothing."""
        return draft

    def back(self) -> str:
        """Where the form is left."""
        return reverse("desk:person", args=[self.person.public_id])

    def lent(self) -> tuple[FileView, ...]:
        """Files of other forms that may be used here too; here none."""
        return ()

    def keeper(self) -> CounterKeeper:
        """Keeps the files of the form."""
        return CounterKeeper(
            holder=lambda: str(self.kept().get(counterforms.FILES, "")),
            begin=self._begin_files,
            lent=self.lent,
            owner=self.request.principal.account_id,
            person=self.person.public_id,
            region=self.region,
        )

    def order(self, lodged: Lodged, *, again: bool) -> Order:
        """What is lodged, under a key that is the same however often it is sent."""
        key = str(self.kept().get("key") or secrets.token_hex(16))
        self.keep({**self.kept(), "key": key})
        holder = str(self.kept().get(counterforms.FILES, ""))
        return Order(
            service_id=self.service.id,
            key=key,
            lodged=lodged,
            draft=(PURPOSE, holder) if holder else None,
            again=again,
        )

    def sent(self, lodged: Lodged) -> HttpResponse:
        """Becomes a case; the receipt is the next page."""
        orders = [self.order(lodged, again=_AGAIN in self.request.GET)]
        try:
            (case,) = together.lodge(
                by=viewer_of(self.request),
                now=timezone.now(),
                person_id=self.person.public_id,
                region=self.region,
                orders=orders,
                channel=WINDOW,
            )
        except AlreadyOpen as error:
            link = format_html('<a href="?{}=1">{}</a>', _AGAIN, _("确实要另办一件"))
            messages.warning(self.request, format_html("{}{}", in_words(error, "what", "do"), link))
            return redirect(self.request.path)
        except DomainError as error:
            messages.error(self.request, in_words(error, "what", "why", "do"))
            return redirect(self.request.path)
        self.keep({})
        messages.success(self.request, _("已收下，办件编号%(number)s。") % {"number": case.number})
        return redirect(receipt_address(self.person.public_id, [case.public_id.hex]))

    def kept(self) -> dict[str, Any]:
        """What is kept of this form."""
        return counterforms.kept(self.request, self._name)

    def keep(self, value: Mapping[str, Any]) -> None:
        """Keeps this of the form from now on; an empty value drops it."""
        counterforms.keep(self.request, self._name, value)

    @property
    def _name(self) -> str:
        return f"{self.person.public_id}:{self.service.id}"

    def _draft(self) -> Draft:
        kept = self.kept()
        draft = Draft.from_json(kept["draft"]) if "draft" in kept else None
        if draft is None or draft.form != self.service.form:
            return Draft(self.service.form, self.region, self.on)
        return draft

    def _begin_files(self) -> str:
        holder = secrets.token_hex(16)
        self.keep({**self.kept(), counterforms.FILES: holder})
        return holder


def basket_name(person_id: str) -> str:
    """Under which name the services chosen together for somebody are kept."""
    return f"{person_id}:"


def receipt_address(person_id: str, case_ids: Iterable[str]) -> str:
    """The receipt of these cases."""
    query = urlencode([("case", each) for each in case_ids])
    return f"{reverse('desk:person-receipt', args=[person_id])}?{query}"


def region_for(viewer: Principal, person: PersonView) -> str:
    """Where the clerk lodges: where the person lives, or else the clerk's own region. Raises `Denied`."""
    viewer.require(Permission.APPLICATION_LODGE)
    mine = viewer.regions(Permission.APPLICATION_LODGE)
    return person.residence if any(covers(each, person.residence) for each in mine) else mine[0]


def person_for(request: Request, public_id: str) -> PersonView | None:
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


def applied_for(service: PublicService) -> bool:
    """Whether a person applies for it with a form."""
    return bool(service.form) and service.applicant is Applicant.PERSON
