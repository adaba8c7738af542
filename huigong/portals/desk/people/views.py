"""Finding a person and reading the record: never without a purpose, never without a trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.audit import queries as trail
from huigong.audit.actions import READ_VERB
from huigong.casework.queries.listing import CaseFilter, CaseRow, listed
from huigong.casework.queries.subjects import case_id_of, id_of_number
from huigong.catalogue import statuses
from huigong.catalogue.services import catalogue
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.clauses import ClauseLink, link
from huigong.portals.desk.parts.purposes import (
    PurposeForm,
    chosen,
    keep_chosen,
    purpose_for,
    remember,
)
from huigong.portals.desk.people.changing import changes
from huigong.portals.shared.refusals import in_words, status_for
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left
from huigong.portals.shared.trail import seat_in_words
from huigong.registry import acting, queries, unions
from huigong.registry.departures import Departure, departures
from huigong.registry.shapes import PersonView, Verification
from huigong.rules.values import show as value_in_words

MOST_READERS = 20
DEPARTED_FOR = timedelta(days=30)
SURENESS = {
    Verification.CLAIMED: "perhaps",
    Verification.SHARED: "info",
    Verification.VERIFIED: "yes",
    Verification.DECIDED: "yes",
}
REVEALABLE = (
    ("name", _("姓名")),
    ("resident_number", _("证件号码")),
    ("phone", _("手机号")),
    ("address", _("住址")),
)


class FindForm(PurposeForm):
    """One box for whatever the person at the counter says or shows."""

    sought = forms.CharField(
        label=_("身份证号、手机号、姓名、拼音或办件编号"),
        max_length=60,
        error_messages={"required": _("请填写要找的号码或姓名。")},
        help_text=_("姓名和拼音要写全；拼音也可以只写每个字的头一个字母，如 zs。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    page = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("sought", "why", "more")


class RevealForm(PurposeForm):
    """Which fields are shown in full, and what for."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("要看全的内容"),
        choices=REVEALABLE,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要看全的内容，只选办事需要的。")},
    )
    field_order = ("fields_wanted", "why", "more")


@officials_only
@never_cache
def find(request: Request) -> HttpResponse:
    """The number sought travels in the body, never in an address that logs keep. The number of a case leads to it."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_FIND)
    form = FindForm(request.POST or None, initial={"why": chosen(request.session, now=now)})
    matches, status = None, 200
    if request.method == "POST":
        try:
            if case_id := id_of_number(viewer, request.POST.get("sought", "")[:60]):
                return redirect("desk:case", public_id=case_id)
            matches, status = _found(request, viewer, form)
        except NoAccess:
            raise
        except DomainError as error:
            form.is_valid()
            form.add_error("sought", in_words(error, "what", "do"))
            status = status_for(error)
    if not (matches and matches.people):
        form.fields["sought"].widget.attrs["autofocus"] = True
    context = {
        "form": form,
        "matches": matches,
        "found": [match_of(each, matches) for each in matches.people] if matches else None,
        "may_register": viewer.can(Permission.PERSON_REGISTER),
        "departed": () if request.method == "POST" else _departed(viewer),
    }
    return page(request, "desk/people/person_find.html", "person-find", context, status=status)


@dataclass(frozen=True)
class Match:
    """A line of the people found, with what tells namesakes apart; `by_ear` where the name only sounds so."""

    person: PersonView
    home: str
    hukou: str
    by_ear: bool

    @property
    def public_id(self) -> str:
        return self.person.public_id


def match_of(person: PersonView, matches: queries.PeoplePage) -> Match:
    """The homes in words, the hukou only where it is another place."""
    hukou = person.hukou_place if person.hukou_place != person.residence else ""
    return Match(
        person=person,
        home=regions.find(person.residence).full_name,
        hukou=regions.find(hukou).full_name if hukou else "",
        by_ear=person.public_id in matches.by_ear,
    )


def _departed(viewer: Principal) -> list[tuple[Departure, str, str, str]]:
    """People registered elsewhere lately: from where, to where, and the office that moved them."""
    if not viewer.can(Permission.PERSON_REGISTER):
        return []
    rows = departures(viewer, since=timezone.now() - DEPARTED_FOR)
    return [
        (
            row,
            regions.find(row.came_from).full_name,
            regions.find(row.to).full_name,
            seat_in_words(row.office, timezone.localdate(row.at)),
        )
        for row in rows
    ]


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The record; the purpose is asked first where none was stated."""
    viewer = request.principal
    viewer.require(Permission.PERSON_FIND)
    now = timezone.now()
    if request.method == "POST":
        form = PurposeForm(request.POST)
        if form.is_valid():
            remember(request.session, [public_id], form.cleaned_data["purpose"], now=now)
            return redirect("desk:person", public_id=public_id)
        return page(request, "desk/people/person_purpose.html", "person-find", {"form": form}, status=400)
    purpose = purpose_for(request.session, public_id, now=now)
    if not purpose:
        return page(request, "desk/people/person_purpose.html", "person-find", {"form": _asked(request)})
    return record_page(request, viewer.with_purpose(purpose), public_id, now=now)


@officials_only
@never_cache
@require_POST
def reveal(request: Request, public_id: str) -> HttpResponse:
    """The chosen fields in full, on this one page only: a reload asks again."""
    viewer = request.principal
    viewer.require(Permission.PERSON_REVEAL)
    now = timezone.now()
    purpose = purpose_for(request.session, public_id, now=now)
    if not purpose:
        return redirect("desk:person", public_id=public_id)
    looking = viewer.with_purpose(purpose)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return record_page(request, looking, public_id, now=now, form=form, status=400)
    revealing = viewer.with_purpose(form.cleaned_data["purpose"])
    shown = queries.reveal(revealing, public_id, form.cleaned_data["fields_wanted"], now=now)
    return record_page(request, looking, public_id, now=now, shown=shown)


def _asked(request: Request) -> PurposeForm:
    """From a case, the likely purpose is filled in, to be changed or confirmed."""
    number = request.GET.get("for", "")[:40]
    return PurposeForm(initial={"why": "核实申请材料", "more": number} if number else None)


def _found(request: Request, viewer: Principal, form: FindForm) -> tuple[queries.PeoplePage | None, int]:
    """The people, and the status of the page. Raises as `queries.search`."""
    if not form.is_valid():
        return None, 400
    now, given = timezone.now(), form.cleaned_data
    asking = viewer.with_purpose(given["purpose"])
    people = queries.search(asking, given["sought"], now=now, page=given["page"] or 1)
    remember(request.session, [each.public_id for each in people.people], given["purpose"], now=now)
    keep_chosen(request.session, given["why"], now=now)
    return people, 200


def record_page(
    request: Request,
    viewer: Principal,
    public_id: str,
    *,
    now: datetime,
    form: RevealForm | None = None,
    tried: Mapping[str, forms.Form] | None = None,
    shown: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record with what can be done; `tried` holds a form that was refused, under `NEW_PHONE` or `NEW_HOME`."""
    record = queries.person_record(viewer, public_id, now=now)
    helpers = acting.helpers_at_counter(viewer, public_id, on=timezone.localdate(now))
    names = dict(REVEALABLE)
    context: dict[str, Any] = {
        "record": record,
        "person": record.person,
        "facts": fact_lines(record.facts),
        "statuses": [
            (held, held.kinds, link(held.status.clause))
            for held in statuses.of_record(record, on=timezone.localdate(now))
        ],
        "hukou": regions.find(record.person.hukou_place).full_name if record.person.hukou_place else "",
        "residence": regions.find(record.person.residence).full_name,
        "cases": [(row, *time_left(row.left)) for row in cases_of(viewer, public_id, now=now)],
        "readers": readers(viewer, public_id),
        "helpers": helpers,
        "unions": unions.of_person(viewer, public_id),
        "by_word": [each for each in helpers if each.by_word],
        "proved": record.person.assurance.reaches(Assurance.CHECKED),
        "on_record": record.person.assurance is not Assurance.PHONE,
        "purpose": viewer.purpose,
        "may_lodge": viewer.can(Permission.APPLICATION_LODGE),
        "may_reveal": viewer.can(Permission.PERSON_REVEAL),
        "form": form or RevealForm(),
        "changes": changes(viewer, record, tried or {}),
        "shown": [(names[field], value or "—") for field, value in (shown or {}).items()],
    }
    return page(request, "desk/people/person.html", "person-find", context, status=status)


def cases_of(viewer: Principal, public_id: str, *, now: datetime) -> list[CaseRow]:
    """The person's cases; none for a viewer who may not read cases at all."""
    if not viewer.can(Permission.CASE_READ):
        return []
    return listed(viewer, today=timezone.localdate(now), wanted=CaseFilter(person_id=public_id))


@dataclass(frozen=True)
class FactLine:
    """A fact on the page: its value in words, the chip for how sure it is, where it comes from and of which place it is."""

    fact: queries.FactView
    value: str
    kind: str
    place: str
    case_id: str
    clause: ClauseLink


def fact_lines(facts: Iterable[queries.FactView]) -> list[FactLine]:
    known = catalogue().facts
    return [
        FactLine(
            fact=each,
            value=value_in_words(each.value, known[each.fact].measure if each.fact in known else ""),
            kind=SURENESS[each.verification],
            place=regions.find(each.region).full_name if each.region else "",
            case_id=case_id_of(each.source),
            clause=link(each.basis),
        )
        for each in facts
    ]


@dataclass(frozen=True)
class Look:
    """One look at this person: when, by whom, what for."""

    at: datetime
    who: str
    purpose: str


def readers(viewer: Principal, public_id: str) -> list[Look] | None:
    """The latest looks at this person, newest first; None for a viewer who may not read the trail."""
    if not viewer.can(Permission.AUDIT_READ):
        return None
    looks = trail.events(viewer, person=public_id).filter(verb=READ_VERB).order_by("-pk")
    return [Look(look.at, look.actor_name, look.purpose) for look in looks[:MOST_READERS]]
