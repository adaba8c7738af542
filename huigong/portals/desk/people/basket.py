"""Several services at once for whoever stands at the counter: chosen together, what they share said once, sent as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huigong.casework.actions import together
from huigong.casework.queries.listing import CaseFilter, listed
from huigong.catalogue.services import catalogue
from huigong.directory.permissions import Permission
from huigong.files.queries import FileView
from huigong.forms.attaching import file_field
from huigong.forms.drafts import Draft, Said, said_json, said_of
from huigong.forms.fields import Form
from huigong.forms.knowing import prefilled, shareable, taken
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.screens import Layout
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.people import counterforms
from huigong.portals.desk.people.lodging import (
    HERE,
    LONGEST_NAME,
    NAMED,
    SERVICES,
    WINDOW,
    Counter,
    applied_for,
    basket_name,
    offered_to,
    person_for,
    receipt_address,
    region_for,
)
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.keeper import FormFiles
from huigong.portals.shared.screens.pages import TOLD, dense_page
from huigong.portals.shared.uploads.viewers import viewer_of
from huigong.registry.shapes import PersonView

MOST = 10  # services of one sitting
_SHARED, _READY, _LENT = "shared", "ready", "lent"


@officials_only
@never_cache
@require_POST
def begin(request: Request, public_id: str) -> HttpResponse:
    """These services, in this order; what was filled in of one of them before stands."""
    person = person_for(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    chosen = list(dict.fromkeys(request.POST.getlist("service")))
    if "find" in request.POST:
        return _sought(Basket(request, person), chosen)
    if not chosen or len(chosen) > MOST:
        words = _("请至少选一项。") if not chosen else _("一次最多办 %(most)s 项。") % {"most": MOST}
        messages.error(request, words)
        return redirect("desk:person-apply", public_id=public_id)
    for service_id in chosen:
        offered_to(request, person, service_id)
    basket = Basket(request, person)
    basket.keep({**basket.kept(), SERVICES: chosen})
    return redirect(basket.onward())


def _sought(basket: Basket, chosen: Sequence[str]) -> HttpResponse:
    """The list by what was typed; what is ticked so far stays ticked, shown or not."""
    region = region_for(basket.request.principal, basket.person)
    offered = filter(applied_for, catalogue().services_for(region, timezone.localdate()))
    known = {service.id for service in offered}
    basket.keep({**basket.kept(), SERVICES: [each for each in chosen if each in known]})
    named = basket.request.POST.get(NAMED, "")[:LONGEST_NAME].strip()
    onward = reverse("desk:person-apply", args=[basket.person.public_id])
    return redirect(f"{onward}?{urlencode({NAMED: named})}" if named else onward)


@takes_files
@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: Request, public_id: str, service_id: str) -> HttpResponse:
    """One of the forms, with what was said in the others; sent, it is ready and the next one comes."""
    person = person_for(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    basket = Basket(request, person)
    if service_id not in basket.chosen:
        return redirect("desk:person-apply", public_id=public_id)
    part = basket.part(service_id)
    part.borrow()
    return dense_page(request, part.desk(), layout=Layout.COUNTER)


@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: Request, public_id: str) -> HttpResponse:
    """All of them side by side; a POST lodges them in one transaction, or none."""
    person = person_for(request, public_id)
    if person is None:
        return redirect("desk:person", public_id=public_id)
    basket = Basket(request, person)
    if not basket.chosen:
        return redirect("desk:person-apply", public_id=public_id)
    if request.method == "POST":
        return _sent(request, basket)
    open_cases = _open_cases(request, public_id)
    lines = [Line(each, open_cases.get(each.service.name, "")) for each in basket.parts]
    context = {"person": person, "lines": lines, "ready": all(each.part.is_ready for each in lines)}
    return page(request, "desk/people/basket.html", HERE, context)


@dataclass(frozen=True)
class Line:
    """One of the services before sending: whether its form is ready, and the number of a case of the same that is open."""

    part: Part
    open_case: str


def _sent(request: Request, basket: Basket) -> HttpResponse:
    again, orders = request.POST.getlist("again"), []
    for part in basket.parts:
        outcome = part.lodged()
        if outcome is None:
            return redirect(f"{part.address}?{TOLD}=1")
        orders.append(part.order(outcome, again=part.service.id in again))
    try:
        cases = together.lodge(
            by=viewer_of(request),
            now=timezone.now(),
            person_id=basket.person.public_id,
            region=region_for(request.principal, basket.person),
            orders=orders,
            channel=WINDOW,
        )
    except DomainError as error:
        named = next((each.service.name for each in basket.parts if each.service.id == error.about), "")
        words = in_words(error, "what", "why", "do")
        messages.error(
            request, _("“%(service)s”：%(words)s一件也没有交。") % {"service": named, "words": words}
        )
        return redirect("desk:person-basket", public_id=basket.person.public_id)
    for part in basket.parts:
        part.keep({})
    basket.keep({})
    messages.success(request, _("已收下 %(count)s 件。") % {"count": len(cases)})
    return redirect(receipt_address(basket.person.public_id, [case.public_id.hex for case in cases]))


def _open_cases(request: Request, public_id: str) -> dict[str, str]:
    """Service by name → number of a case of the person that is open; none for a viewer who may not read cases."""
    if not request.principal.can(Permission.CASE_READ):
        return {}
    wanted = CaseFilter(person_id=public_id, only_open=True)
    rows = listed(request.principal, today=timezone.localdate(), wanted=wanted)
    return {row.service: row.number for row in rows}


@dataclass(frozen=True)
class Basket:
    """What is chosen for one person, and what was said in one of the forms that others ask too."""

    request: Request
    person: PersonView

    @cached_property
    def chosen(self) -> list[str]:
        """Read once a request: another tab may send them meanwhile."""
        return list(self.kept().get(SERVICES, []))

    @cached_property
    def parts(self) -> list[Part]:
        return [self.part(service_id) for service_id in self.chosen]

    def part(self, service_id: str) -> Part:
        """One of the forms."""
        service, region, on = offered_to(self.request, self.person, service_id)
        return Part(self.request, self.person, service, region, on, self)

    def onward(self) -> str:
        """The first form that is not ready, or the list of all."""
        left = (each for each in self.parts if not each.is_ready)
        return next(
            (each.address for each in left), reverse("desk:person-basket", args=[self.person.public_id])
        )

    def shared(self) -> dict[str, Said]:
        """What was said in one form and is asked in others, by the id of the shared field."""
        return {id: said_of(each) for id, each in self.kept().get(_SHARED, {}).items()}

    def share(self, said: Mapping[str, Said]) -> None:
        """Gives this to the other forms too."""
        kept = self.kept()
        self.keep(
            {**kept, _SHARED: {**kept.get(_SHARED, {}), **{id: said_json(each) for id, each in said.items()}}}
        )

    def kept(self) -> dict[str, Any]:
        return counterforms.kept(self.request, basket_name(self.person.public_id))

    def keep(self, value: Mapping[str, Any]) -> None:
        """Keeps this of the basket from now on; an empty value drops it."""
        counterforms.keep(self.request, basket_name(self.person.public_id), value)


@dataclass(frozen=True)
class Part(Counter):
    """One form of a basket."""

    basket: Basket

    @property
    def address(self) -> str:
        return reverse("desk:person-basket-form", args=[self.person.public_id, self.service.id])

    @property
    def is_ready(self) -> bool:
        """Whether it was filled in to the end."""
        return bool(self.kept().get(_READY))

    def desk(self) -> Desk:
        """As at the counter, with its place among the others."""
        place = self.basket.chosen.index(self.service.id) + 1
        whose = f"{self.person.name}（{place}/{len(self.basket.chosen)}）"
        return replace(super().desk(), whose=whose, onward=_("填好了，下一项"))

    def back(self) -> str:
        """The list of all."""
        return reverse("desk:person-basket", args=[self.person.public_id])

    def begins(self, form: Form, draft: Draft) -> Draft:
        """With what was said in the other forms."""
        return prefilled(draft, form, facts={}, shared=taken(form, self.basket.shared(), on=self.on))

    def lent(self) -> tuple[FileView, ...]:
        """Every file of the other forms, once."""
        held = [files for part in self._others() for files in part.keeper().held().values()]
        return tuple({file.public_id: file for listed in held for file in listed}.values())

    def borrow(self) -> None:
        """Puts the evidence of the other forms where this one asks for the same; what the clerk takes out stays out."""
        form, known = self.form(), set(self.kept().get(_LENT, []))
        fresh = dict(self._same_evidence(form, known))
        for path, file in fresh.values():
            with suppress(
                DomainError
            ):  # of a kind or in a number that this form does not take: it stays on the shelf
                FormFiles(self.request, form, self.keeper()).attach(path, file.public_id.hex)
        if fresh:
            self.keep({**self.kept(), _LENT: sorted(known | set(fresh))})

    def lodged(self) -> Lodged | None:
        """What would be sent now; None where something is still missing."""
        desk = self.desk()
        outcome = lodge(desk.form, desk.draft, facts=desk.facts, on=desk.on)
        return outcome if isinstance(outcome, Lodged) else None

    def sent(self, lodged: Lodged) -> HttpResponse:
        """Ready: what it says goes to the others, and the next one comes."""
        desk = self.desk()
        self.basket.share(shareable(desk.filled, desk.form.fields, until=None))
        self.keep({**self.kept(), "draft": desk.draft.to_json(), _READY: True})
        return redirect(Basket(self.request, self.person).onward())

    def _others(self) -> list[Part]:
        return [each for each in self.basket.parts if each.service.id != self.service.id]

    def _same_evidence(self, form: Form, known: set[str]) -> Iterator[tuple[str, tuple[str, FileView]]]:
        """What has not been put here yet: a name for it, the path of the field, the file."""
        for part in self._others():
            theirs = part.form()
            for path, held in part.keeper().held().items():
                here, there = file_field(form, path), file_field(theirs, path)
                if here is None or there is None or (here.shared, here.name) != (there.shared, there.name):
                    continue
                yield from (
                    (name, (path, file))
                    for file in held
                    if (name := f"{path}:{file.public_id.hex}") not in known
                )
