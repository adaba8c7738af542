"""People who may stand twice: the pairs, two records side by side for somebody to say whether they are one, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.desk.duplicates.forms import SAME, PartForm, SoughtForm, VerdictForm
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.purposes import remember
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request
from huigong.registry import duplicates, unions
from huigong.registry.actions import duplicates as actions
from huigong.registry.actions import records
from huigong.registry.duplicates import SameOrNot, SideBySide
from huigong.registry.shapes import PersonView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HERE = "duplicates"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The pairs that wait, the most likely first; those that nobody could tell last."""
    viewer, now = request.principal, timezone.now()
    every = duplicates.pairs(viewer)
    pages = paging.asked(request.GET.dict(), total=every.count())
    listed = pages.of(every.select_related("first", "second"))
    context = {"pages": pages, "pairs": duplicates.rows(viewer, listed, now=now)}
    return page(request, "desk/duplicates/index.html", HERE, context)


@officials_only
@never_cache
def pair(request: Request, public_id: str) -> HttpResponse:
    """Two records side by side, and what somebody says who has looked at both."""
    viewer, now = request.principal, timezone.now()
    shown = duplicates.pair(viewer, public_id, now=now)
    people = [side.person for side in shown.sides]
    remember(request.session, [each.public_id for each in people], duplicates.PURPOSE, now=now)
    names = (_("第一份"), _("第二份"))
    choices = [
        (each.public_id, f"{name} {each.resident_number}") for name, each in zip(names, people, strict=True)
    ]
    form, status = VerdictForm(request.POST or None, records=choices), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                told, onward = _decided(request, public_id, form.cleaned_data)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, told)
                return redirect(*onward)
    context = {"pair": shown.row, "sides": shown.sides, "lines": _lines(shown), "form": form}
    return page(request, "desk/duplicates/pair.html", HERE, context, status=status)


def _decided(request: Request, public_id: str, given: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """What to tell, and where to go on. Raises as the actions."""
    viewer, now, reason = request.principal, timezone.now(), given["reason"]
    if given["verdict"] == SAME:
        united = records.unite(by=viewer, now=now, pair_id=public_id, keep_id=given["keep"], reason=reason)
        return _("已合并成一份档案。"), ("desk:union", united.public_id.hex)
    verdict = SameOrNot(given["verdict"])
    actions.decide(by=viewer, now=now, pair_id=public_id, verdict=verdict, reason=reason)
    return _("已记下：%(verdict)s。") % {"verdict": _(verdict.label)}, ("desk:duplicates",)


@officials_only
@never_cache
def united(request: Request) -> HttpResponse:
    """Records that became one, the latest first, to be parted where they are of two people; or those of one person.

    What people had said of themselves online joined their record when it was checked: many, so apart. What is sought
    travels in the body, as for people.
    """
    viewer, now, form = request.principal, timezone.now(), SoughtForm(request.POST or None)
    said_online, status = "online" in request.GET, 200
    every = unions.unions(viewer, said_online=said_online)
    if request.method == "POST":
        every, status = _sought(viewer, form, now=now)
    pages = paging.asked(request.GET.dict(), total=every.count())
    listed = unions.rows(viewer, pages.of(every), now=now)
    context = {"pages": pages, "unions": listed, "form": form, "said_online": said_online}
    return page(request, "desk/duplicates/united.html", HERE, context, status=status)


def _sought(viewer: Principal, form: SoughtForm, *, now: datetime) -> tuple[QuerySet[Any], int]:
    """Those that are meant, and the status of the page; none for what cannot be sought."""
    nothing, status = unions.unions(viewer).none(), 400
    if form.is_valid():
        try:
            return unions.search(viewer, form.cleaned_data["sought"], now=now), 200
        except DomainError as error:
            status = beside(error, form, resident_number="sought", phone="sought", name="sought")
    return nothing, status


@officials_only
@never_cache
def union(request: Request, public_id: str) -> HttpResponse:
    """One of them: what moved, what has come since, and parting them."""
    viewer, now = request.principal, timezone.now()
    merged = unions.union(viewer, public_id, now=now)
    remember(request.session, [merged.row.kept.public_id], unions.PURPOSE, now=now)
    form, status = PartForm(request.POST or None, came=merged.since), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given = form.cleaned_data
            try:
                parted = records.part(
                    by=viewer,
                    now=now,
                    union_id=public_id,
                    reason=given["reason"],
                    to_gone=given["to_gone"],
                )
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _("已分开，两份档案都在。"))
                if parted.lost:
                    lost = _("有 %(lost)s 条后来改过，没有放回去，请到两份档案里核对。")
                    messages.warning(request, lost % {"lost": parted.lost})
                return redirect("desk:unions")
    context = {"union": merged, "row": merged.row, "form": form}
    return page(request, "desk/duplicates/union.html", HERE, context, status=status)


@dataclass(frozen=True)
class Line:
    """One line of the comparison; `same` is None where being the same says nothing."""

    label: StrOrPromise
    said: tuple[StrOrPromise, StrOrPromise]
    same: bool | None = None
    figures: bool = False


def _lines(pair: SideBySide) -> list[Line]:
    """What both records say, field by field; numbers and phones masked, told to be the same where they are."""
    first, second = pair.sides
    person, other = first.person, second.person
    days = tuple(timezone.localdate(side.registered_at).isoformat() for side in pair.sides)
    same = pair.same
    return [
        Line(_("姓名"), (person.name, other.name), "name" in same),
        Line(_("证件号码"), (person.resident_number, other.resident_number), "resident_number" in same, True),
        Line(_("出生日期"), (_born(person), _born(other)), "born_on" in same, True),
        Line(_("性别"), (person.sex, other.sex), "sex" in same),
        Line(_("手机号"), (person.phone or "—", other.phone or "—"), "phone" in same, True),
        Line(_("户籍"), (_place(person.hukou_place), _place(other.hukou_place)), "hukou_place" in same),
        Line(_("住在哪里"), (_place(person.residence), _place(other.residence)), "residence" in same),
        Line(_("住址"), (_there(first.has_address), _there(second.has_address)), "address" in same),
        Line(_("身份"), (person.known_by, other.known_by)),
        Line(_("登记"), (days[0], days[1]), figures=True),
        Line(_("用工"), (str(first.engagements), str(second.engagements)), figures=True),
        Line(_("家庭户"), (_there(first.in_household), _there(second.in_household))),
        Line(_("记录的事实"), (str(first.facts), str(second.facts)), figures=True),
    ]


def _born(person: PersonView) -> str:
    """The year alone: both days are compared, and neither is shown."""
    return _("%(year)s年，月日不显示") % {"year": person.birth_year}


def _place(code: str) -> str:
    return regions.find(code).full_name if code else "—"


def _there(given: bool) -> StrOrPromise:
    """Whether there is something that is shown in full only on the record, to whoever says why."""
    return _("有") if given else _("没有")
