"""What is kept how long; the place says its own periods here, and erases by the command."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huigong.directory import periods
from huigong.directory.actions import periods as actions
from huigong.directory.keeping import keeps_all
from huigong.directory.permissions import Permission
from huigong.kernel import retention as rules
from huigong.kernel.errors import DomainError
from huigong.oversight import retention
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "retention"


class PeriodForm(forms.Form):
    """How many days, and from what rule."""

    days = forms.IntegerField(
        label=gettext_lazy("留多少天"),
        help_text=gettext_lazy("留空：一条也不删。"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("请写天数，例如 365。")},
    )
    source = forms.CharField(
        label=gettext_lazy("根据什么"),
        max_length=120,
        help_text=gettext_lazy("规定或者决定的名称。"),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Every kind with its law, its local period and how many are over."""
    viewer = request.principal
    context = {
        "rows": retention.report(viewer, now=timezone.now()),
        "may": keeps_all(viewer),
    }
    return page(request, "desk/retention/index.html", HERE, context)


@officials_only
@never_cache
def kind(request: Request, kind: str) -> HttpResponse:
    """The period of one kind."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PLACE_MANAGE)
    rule = rules.rules().get(kind)
    if rule is None or not rule.erased or rule.declared:
        raise Http404
    known = periods.periods().get(kind)
    form = PeriodForm(request.POST or None, initial={"days": known.days} if known else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.put(by=viewer, now=now, kind=kind, **form.cleaned_data)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _("已记下。到期的要用命令 huigong erase 来删。"))
                return redirect("desk:retention")
    context = {"rule": rule, "form": form, "history": periods.history(viewer, kind), "may": keeps_all(viewer)}
    return page(request, "desk/retention/kind.html", HERE, context, status=status)
