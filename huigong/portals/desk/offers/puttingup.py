"""What an office begins: an offer with its places, and a round that takes requests for some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import office_region
from huigong.kernel.errors import NotFound
from huigong.offers import browsing
from huigong.offers.actions import put_up, rounds
from huigong.offers.attributes import Attribute
from huigong.offers.shelf import book
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.offers.forms import line
from huigong.portals.desk.offers.lists import HERE
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.shared.fields import DayField
from huigong.portals.shared.requests import Request
from huigong.portals.shared.selects import FlatSelect

_SAYS = "says-"


class WhatForm(forms.Form):
    """Which office offers what kind of places."""

    office = forms.ChoiceField(label=gettext_lazy("部门"), widget=FlatSelect)
    kind = forms.ChoiceField(label=gettext_lazy("哪种名额"), widget=FlatSelect)


class OfferForm(forms.Form):
    """What is offered, and what it says of itself."""

    name = line(gettext_lazy("名称"))
    capacity = forms.IntegerField(label=gettext_lazy("名额数"), min_value=0, max_value=1_000_000)

    def __init__(self, *given: Any, attributes: Sequence[Attribute], **more: Any) -> None:
        super().__init__(*given, **more)
        for each in attributes:
            asked = f"{each.field.name}（{each.field.unit}）" if each.field.unit else each.field.name
            self.fields[f"{_SAYS}{each.field.id}"] = line(asked, required=each.required)

    @staticmethod
    def says(given: Mapping[str, Any]) -> dict[str, str]:
        """What was typed of the declared fields."""
        return {name.removeprefix(_SAYS): text for name, text in given.items() if name.startswith(_SAYS)}


class RoundForm(forms.Form):
    """For which offers requests are taken, until when, and what gives the seed."""

    name = line(gettext_lazy("名称"), help=gettext_lazy("例如：2027年春季"))
    offers = forms.MultipleChoiceField(
        label=gettext_lazy("给哪些名额"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一个。")},
    )
    closes_on = DayField(
        label=gettext_lazy("申请的截止日"), required=False, help_text=gettext_lazy("随到随分的不写。")
    )
    event = line(gettext_lazy("产生种子的公开事件"), required=False, help=gettext_lazy("要抽签的才写。"))
    event_on = DayField(label=gettext_lazy("公开事件的日期"), required=False)
    event_form = line(
        gettext_lazy("结果的写法"),
        most=60,
        required=False,
        help=gettext_lazy("每一位数字写一个 #，别的照样写，例如 ## ## ## + ##"),
    )

    def __init__(self, *given: Any, offered: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["offers"].choices = list(offered)  # type: ignore[attr-defined]


@officials_only
@never_cache
def new_offer(request: Request) -> HttpResponse:
    """Which kind first, then the offer."""
    office, kind, chosen = _what(request)
    if not kind:
        return _chosen_first(request, chosen, _("登记名额"))
    viewer, now = request.principal, timezone.now()
    declared = book().kind(kind, on=timezone.localdate(now), region=office_region(office))
    made: list[str] = []

    def put(given: Mapping[str, Any]) -> str:
        row = put_up.put_up(
            kind=kind,
            office=office,
            name=given["name"],
            capacity=given["capacity"],
            attributes=OfferForm.says(given),
            key=given["key"],
            by=viewer,
            now=now,
        )
        made.append(row.public_id.hex)
        return _("登记了。")

    form = partial(OfferForm, attributes=declared.attributes)
    acts = Acts(request, [Act("put-up", _("登记名额"), form, put, _("登记"), makes=True)])
    if answer := acts.answer():
        return redirect("desk:offer", public_id=made[0]) if made else answer
    return _beginning(request, _("登记名额"), declared.name, acts)


@officials_only
@never_cache
def new_round(request: Request) -> HttpResponse:
    """Which kind first, then the round."""
    office, kind, chosen = _what(request)
    if not kind:
        return _chosen_first(request, chosen, _("开一轮"))
    viewer, now = request.principal, timezone.now()
    today = timezone.localdate(now)
    declared = book().kind(kind, on=today, region=office_region(office))
    rows = browsing.offers(viewer).filter(kind=kind, office=office, ended_on=None)
    offered = [(each.offer_id, each.name) for each in browsing.offer_rows(rows, on=today)]
    made: list[str] = []

    def begin(given: Mapping[str, Any]) -> str:
        row = rounds.open_round(kind=kind, office=office, by=viewer, now=now, **given)
        made.append(row.public_id.hex)
        return _("开始接受申请了。")

    form = partial(RoundForm, offered=offered)
    acts = Acts(request, [Act("open", _("开一轮"), form, begin, _("开始"), makes=True)])
    if answer := acts.answer():
        return redirect("desk:round", public_id=made[0]) if made else answer
    return _beginning(request, _("开一轮"), declared.name, acts)


def _what(request: Request) -> tuple[str, str, WhatForm]:
    """The office and the kind that the address names; "" where it names none, or one that is not there."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.CASE_DECIDE)
    offices = browsing.offices(viewer)
    kinds = {id: name for office in offices for id, name in browsing.kinds(office_region(office), on=today)}
    form = WhatForm(request.GET or None)
    form.fields["office"].choices = [(each, name_of(each, today)) for each in offices]  # type: ignore[attr-defined]
    form.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
    if not request.GET or not form.is_valid():
        return "", "", form
    office, kind = form.cleaned_data["office"], form.cleaned_data["kind"]
    try:
        book().kind(kind, on=today, region=office_region(office))
    except NotFound:
        return "", "", form
    return office, kind, form


def _chosen_first(request: Request, form: WhatForm, title: str) -> HttpResponse:
    return page(request, "desk/offers/what.html", HERE, {"title": title, "form": form})


def _beginning(request: Request, title: str, kind: str, acts: Acts) -> HttpResponse:
    context = {"title": title, "kind": kind, "acts": acts}
    return page(request, "desk/offers/beginning.html", HERE, context, status=acts.status)
