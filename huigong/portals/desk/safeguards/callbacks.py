"""Call-backs: drawing a sample, the list for the caller, one call with its outcome, and what the answers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal
from huigong.kernel.days import month_before
from huigong.kernel.errors import DomainError
from huigong.kernel.regions import NATION
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.acts import Act, Acts, PlainForm
from huigong.portals.desk.parts.looking import place_name
from huigong.portals.desk.parts.tables import Cell, Column, drawn, heads
from huigong.portals.desk.safeguards.answers import estimate, outcome
from huigong.portals.shared.fields import field_of
from huigong.portals.shared.refusals import in_words, status_for
from huigong.portals.shared.requests import Request
from huigong.portals.shared.selects import FlatSelect
from huigong.safeguards.actions import calls
from huigong.safeguards.callbacks import queries
from huigong.safeguards.callbacks.queries import CallRow, Outcome, Result

HERE = "callbacks"


class DrawForm(forms.Form):
    """Of which month, how exact, and whether each project is a stratum."""

    month = forms.CharField(label=gettext_lazy("月份"), help_text=gettext_lazy("例如 2026-10"), max_length=7)
    error = forms.FloatField(
        label=gettext_lazy("允许误差（百分点）"),
        help_text=gettext_lazy("例如 5：比例上下差不超过 5 个百分点"),
        initial=5,
    )
    confidence = forms.TypedChoiceField(
        label=gettext_lazy("置信水平"),
        choices=[(each, f"{each}%") for each in calls.CONFIDENCES],
        coerce=int,
        initial=95,
        widget=FlatSelect,
    )
    by_project = forms.BooleanField(label=gettext_lazy("每个项目至少抽一个（按项目分层）"), required=False)

    def clean_month(self) -> date:
        try:
            return date.fromisoformat(f"{self.cleaned_data['month'].strip()}-01")
        except ValueError as error:
            raise forms.ValidationError(_("月份请写成 2026-10 这样。")) from error


class OutcomeForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[each for each in Outcome.choices if each[0]],
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("本人的话"),
        required=False,
        max_length=calls.MOST_SAID,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


SURVEYS = (
    Column[Result](
        gettext_lazy("月份"),
        lambda row: Cell(
            f"{row.survey.month:%Y-%m}", to=reverse("desk:callback-survey", args=[row.survey.public_id.hex])
        ),
        "number",
    ),
    Column[Result](gettext_lazy("地区"), lambda row: place_name(row.survey.region)),
    Column[Result](gettext_lazy("抽了"), lambda row: str(row.size), "number"),
    Column[Result](gettext_lazy("还没有打"), lambda row: str(row.counts[Outcome.WAITING]), "number"),
    Column[Result](gettext_lazy("工资对得上的"), lambda row: estimate(row)),
)
CALLS = (
    Column[CallRow](
        gettext_lazy("第几个"),
        lambda row: Cell(str(row.lot), to=reverse("desk:callback-call", args=[row.id])),
        "number",
    ),
    Column[CallRow](gettext_lazy("姓名"), lambda row: row.name or "—"),
    Column[CallRow](gettext_lazy("项目"), lambda row: row.site),
    Column[CallRow](
        gettext_lazy("结果"),
        lambda row: Cell(str(row.outcome.label), chip="late" if row.outcome is Outcome.NO else "info"),
    ),
    Column[CallRow](gettext_lazy("打了几次"), lambda row: str(row.attempts), "number"),
)


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The samples of the own offices, and a new one."""
    viewer, now = request.principal, timezone.now()
    rows = queries.results(queries.surveys(viewer)[:100])
    grant, status = _grant(viewer), 200
    form = DrawForm(request.POST or None, initial={"month": f"{month_before(timezone.localdate(now)):%Y-%m}"})
    if request.method == "POST" and not form.is_valid():
        status = 400
    elif request.method == "POST" and grant is not None:
        try:
            made = calls.draw(
                by=viewer, now=now, region=grant.region, office=grant.office or "", **form.cleaned_data
            )
            return redirect("desk:callback-survey", made.public_id.hex)
        except DomainError as refused:
            form.add_error(field_of(refused, form), in_words(refused, "what", "why", "do"))
            status = status_for(refused)
    context = {
        "title": _("抽样回访"),
        "heads": heads(SURVEYS),
        "lines": drawn(SURVEYS, rows),
        "form": form,
        "region": place_name(grant.region, full=True) if grant else "",
        "least": queries.least_in(grant.region, on=timezone.localdate(now)) if grant else None,
    }
    return page(request, "desk/safeguards/callbacks.html", HERE, context, status=status)


@officials_only
@never_cache
@require_safe
def survey(request: Request, public_id: str) -> HttpResponse:
    """How a sample was drawn, what it says, and whom to call."""
    row = queries.survey(request.principal, public_id)
    [result] = queries.results([row])
    context = {
        "title": _("回访名单"),
        **outcome(result),
        "region": place_name(row.region, full=True),
        "heads": heads(CALLS),
        "lines": drawn(CALLS, queries.calls(row, now=timezone.now())),
    }
    return page(request, "desk/safeguards/survey.html", HERE, context)


@officials_only
@never_cache
def call(request: Request, public_id: str) -> HttpResponse:
    """One call: name and telephone for who asks for them, and what came of it."""
    viewer, now = request.principal, timezone.now()
    row, line = queries.call(viewer, public_id, now=now)
    shown: list[calls.Called] = []

    def look(given: Mapping[str, Any]) -> str:
        shown.append(calls.whom(by=viewer, now=now, call_id=public_id))
        return ""

    def note(given: Mapping[str, Any]) -> str:
        outcome = Outcome(given["outcome"])
        calls.answer(by=viewer, now=now, call_id=public_id, outcome=outcome, said=given["said"])
        return _("记下了。")

    noted = Act("note", _("登记结果"), OutcomeForm, note, _("登记"))
    if request.POST.get("act") == "look":  # shown on the page that answers, and on no other
        look({})
        acts = Acts(request, [noted])
    else:
        acts = Acts(
            request, [Act("look", _("看姓名和电话"), PlainForm, look), *([noted] if line.open else [])]
        )
        if answer := acts.answer(reverse("desk:callback-survey", args=[row.public_id.hex])):
            return answer
    context = {"survey": row, "line": line, "shown": shown[0] if shown else None, "acts": acts}
    return page(request, "desk/safeguards/call.html", HERE, context, status=200 if shown else acts.status)


def _grant(viewer: Principal) -> Grant | None:
    """In whose name the viewer draws: the first office of theirs, else the first region below the nation."""
    grants = viewer.grants_for(Permission.CASE_DECIDE)
    own = [grant for grant in grants if grant.office] + [grant for grant in grants if grant.region != NATION]
    return own[0] if own else None
