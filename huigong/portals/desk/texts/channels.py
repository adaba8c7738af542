"""The way to phones: what sends, when nothing is sent, what did not leave, and one message to oneself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory import queries as accounts
from huigong.directory.actions import ownphone
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError, Unavailable
from huigong.kernel.identity import mask_phone
from huigong.messages import queries, sms
from huigong.messages.actions import following
from huigong.messages.hours import Hours
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.texts.forms import PhoneForm
from huigong.portals.shared.fields import beside
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request

HERE = "channels"
_BUILT_IN = {
    "console": gettext_lazy("只写在服务器的日志里，谁的手机也收不到"),
    "file": gettext_lazy("只写成服务器上的文件，谁的手机也收不到"),
    "gateway": gettext_lazy("短信平台（HTTP 接口）"),
}
_LATE, _RECENT = timedelta(minutes=10), timedelta(days=1)


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """How it stands; a POST tries it out on the administrator's own phone, and keeps another one that was typed."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PLACE_MANAGE)
    own = accounts.own_phone(viewer)
    form, status, trouble = PhoneForm(request.POST or None, known=bool(own)), 200, ""
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if typed := form.cleaned_data["phone"]:
                    ownphone.put(by=viewer, now=now, phone=typed)
                following.try_out(by=viewer, now=now)
            except Unavailable as error:
                trouble, status = in_words(error, "what", "why"), 503
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _("短信平台已经收下，请看手机。"))
                return redirect("desk:channels")
    hours = Hours.of(settings.QUIET_HOURS)
    context = {
        "form": form,
        "own": mask_phone(own) if own else "",
        "trouble": trouble,
        "sends": _BUILT_IN.get(settings.SMS_PROVIDER, settings.SMS_PROVIDER),
        "by_template": settings.SMS_PROVIDER == "gateway",
        "warning": sms.warning(),
        "sign": settings.SMS_SIGN,
        "hours": hours,
        "quiet": hours.quiet(now),
        "outbox": queries.outbox(before=now - _LATE, since=now - _RECENT),
        "troubles": queries.troubles(viewer, now=now),
    }
    return page(request, "desk/texts/channels.html", HERE, context, status=status)


@officials_only
@never_cache
@require_POST
def again(request: Request) -> HttpResponse:
    """What failed for one reason is tried anew."""
    number = following.all_again(
        by=request.principal, now=timezone.now(), trouble=request.POST.get("trouble", "")
    )
    messages.success(request, _("{n} 条会再发。还发不出去的，会再出现在这里。").format(n=number))
    return redirect("desk:channels")
