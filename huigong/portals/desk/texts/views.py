"""Texts of messages: the list of a region, one with its preview, changed and changed back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory.permissions import Permission
from huigong.directory.principals import NATION
from huigong.kernel.errors import DomainError
from huigong.messages import localtexts
from huigong.messages.actions import localtexts as actions
from huigong.messages.localtexts import PARTS
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.offices import region_name, where_of
from huigong.portals.desk.texts.forms import TextForm
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "texts"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Every text as it holds in a region; the place's own marked."""
    viewer = request.principal
    viewer.require(Permission.PLACE_MANAGE)
    where, region = where_of(request, Permission.PLACE_MANAGE, label=_("哪个地区"))
    context = {
        "where": where,
        "region": region,
        "region_name": region_name(region),
        "texts": localtexts.texts_of(viewer, region, on=timezone.localdate()),
    }
    return page(request, "desk/texts/index.html", HERE, context, status=400 if where.errors else 200)


@officials_only
@never_cache
def show(request: Request, template_id: str) -> HttpResponse:
    """One text in a region: what it says, how it looks to somebody invented, and other words for it."""
    viewer, now = request.principal, timezone.now()
    today, region = timezone.localdate(now), _region(request)
    known = localtexts.text_of(viewer, template_id, region, on=today)
    shown = {part: getattr(known, part) for part in PARTS}
    seen = localtexts.newest_of(viewer, template_id, region)
    form, status = TextForm(request.POST or None, initial={**shown, "seen": seen}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.change(by=viewer, now=now, template_id=template_id, region=region, **form.said)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _("已保存，以后的消息就这样写。已经发的不变。"))
                return _back_to(template_id, region)
    occasion = localtexts.occasion_of(template_id)
    context = {
        "form": form,
        "text": known,
        "packs": localtexts.packs_text(template_id, region, on=today),
        "names": [f"{{{name}}}" for name in occasion.names],
        "preview": localtexts.preview(occasion, shown),
        "history": localtexts.history(viewer, template_id, region),
        "region": region,
        "region_name": region_name(region),
    }
    return page(request, "desk/texts/text.html", HERE, context, status=status)


@officials_only
@never_cache
@require_POST
def withdraw(request: Request, template_id: str) -> HttpResponse:
    """Back to the words of the packs."""
    region = _region(request)
    actions.withdraw(by=request.principal, now=timezone.now(), template_id=template_id, region=region)
    messages.success(request, _("已改回资料包的文字。"))
    return _back_to(template_id, region)


def _region(request: Request) -> str:
    """The region in the address; where none stands there, the viewer's own."""
    home = next((grant.region for grant in request.principal.grants_for(Permission.PLACE_MANAGE)), NATION)
    return str(request.GET.get("region") or request.POST.get("region") or home)


def _back_to(template_id: str, region: str) -> HttpResponse:
    return redirect(f"{reverse('desk:text', args=[template_id])}?region={region}")
