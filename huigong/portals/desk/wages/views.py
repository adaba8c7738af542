"""One warning with what can be done about it, and one project with its five accounts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.money import yuan_or
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.acts import Act, Acts, PlainForm
from huigong.portals.desk.parts.clauses import link
from huigong.portals.desk.parts.purposes import PurposeForm
from huigong.portals.desk.parts.tables import drawn, heads
from huigong.portals.desk.wages.lists import COLUMNS, stands, subject
from huigong.portals.shared.requests import Request
from huigong.wages import queries, warned
from huigong.wages.actions import cases, hearing
from huigong.wages.queries import MonthView
from huigong.wages.warned import WarningView, Worker

HERE = "wages"


class SettleForm(forms.Form):
    """Why a warning is ended."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=hearing.MOST_SAID,
        help_text=gettext_lazy("核对了什么、凭什么了结。工人没有答复不是理由。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明核对了什么、凭什么了结。")},
    )


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """A warning: what was not kept, what the employer says, what the workers say of it."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_DECIDE)
    view = warned.warning(viewer, public_id, now=now)
    acts = Acts(request, list(acts_on(view, viewer, now)))
    if answer := acts.answer():
        return answer
    context = {
        "view": view,
        "chip": view.row.level.chip,
        "stands": stands(view.row),
        "subject": subject(view.row),
        "region": regions.find(view.row.region).full_name,
        "clauses": [link(each) for each in (*view.rule.head.clauses, view.rule.fine) if each],
        "acts": acts,
        "workers": [worker_line(each) for each in view.workers],
        "may_reveal": bool(view.workers) and viewer.can(Permission.PERSON_REVEAL, region=view.row.region),
    }
    return page(request, "desk/wages/warning.html", HERE, context, status=acts.status)


@officials_only
@never_cache
def people(request: Request, public_id: str) -> HttpResponse:
    """Whose money a warning is, by name and number: asks what for, and shows it; a reload asks again."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REVEAL)
    seen = warned.warning(viewer, public_id, now=now)
    form = PurposeForm(request.POST or None, initial={"why": "核实申请材料"})
    context: dict[str, Any] = {"view": seen, "form": form}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        shown = warned.workers_in_full(viewer.with_purpose(purpose), public_id, now=now)
        context |= {"workers": [worker_line(each) for each in shown], "purpose": purpose}
    status = 400 if form.errors else 200
    return page(request, "desk/wages/people.html", HERE, context, status=status)


@officials_only
@never_cache
@require_safe
def site(request: Request, public_id: str) -> HttpResponse:
    """A project: its warnings, and each month with the five accounts and where they differ."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    seen = queries.site(viewer, public_id, now=timezone.now())
    context = {
        "title": _("没有了结的预警"),
        "site": seen.site,
        "region": regions.find(seen.site.region).full_name,
        "heads": heads(COLUMNS),
        "lines": drawn(COLUMNS, seen.warnings),
        "hidden": seen.hidden,
        "disowned": seen.disowned,
        "months": [
            {"view": month, "accounts": accounts(month), "groups": groups(month)} for month in seen.months
        ],
    }
    return page(request, "desk/wages/site.html", HERE, context)


def acts_on(view: WarningView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """What the viewer may do about a warning."""
    if not view.may_act:
        return

    def open_case(given: Mapping[str, Any]) -> str:
        cases.open_from(by=viewer, now=now, warning_id=view.row.id)
        return _("立案了，在办件里接着办。")

    def settle(given: Mapping[str, Any]) -> str:
        hearing.settle(by=viewer, now=now, warning_id=view.row.id, reason=given["reason"])
        return _("了结了。")

    if not view.case:
        yield Act("open-case", _("由预警立案"), PlainForm, open_case)
    yield Act("settle", _("了结这条预警"), SettleForm, settle, _("了结"), danger=True)


def worker_line(worker: Worker) -> dict[str, Any]:
    """A worker of a warning as the table has them, sums in words."""
    line = worker.line
    return {
        "name": worker.name or _("没有写姓名"),
        "number": worker.number,
        "person": line.person.public_id.hex if line.person else "",
        "net": yuan_or(line.row.net, "—"),
        "credited": yuan_or(line.row.credited, "—"),
        "owed": yuan_or(line.row.owed or None, "—"),
        "evidence": line.evidence,
        "said": line.row.said if line.disputes else "",
        "stands": line.row.get_answer_display(),
        "answered_at": line.row.answered_at,
        "answer": worker.answer,
    }


def accounts(month: MonthView) -> list[tuple[str, list[tuple[str, str]]]]:
    """The five accounts of a month, each with its figures, as they stand side by side."""
    told = month.row.accounts
    return [
        (
            _("考勤"),
            [(_("出勤人数"), str(told["attended"])), (_("出勤天数"), str(told["attended_days"]))],
        ),
        (
            _("工资表"),
            [
                (_("人数"), str(told["on_payroll"])),
                (_("实发"), yuan_or(told["net"], "—")),
                (_("工资表写着已确认"), str(told["confirmed"])),
                (_("本人在手机上认可"), str(month.confirmed)),
                (_("本人不认可"), str(month.disputed)),
                (_("没有答复"), str(month.silent)),
            ],
        ),
        (
            _("银行"),
            [
                (_("到账人数"), str(told["paid"])),
                (_("到账"), yuan_or(told["credited"], "—")),
                (_("还差"), yuan_or(told["owed"], "—")),
            ],
        ),
        (
            _("合同和实名"),
            [
                (_("花名册人数"), str(told["on_roster"])),
                (_("出勤的人里登记了的"), str(told["registered"])),
                (_("出勤的人里有合同的"), str(told["contracted"])),
            ],
        ),
        (
            _("专户"),
            [
                (_("期初"), yuan_or(told["opening"], "—")),
                (_("拨付"), yuan_or(told["transferred"], "—")),
                (_("期末"), yuan_or(told["closing"], "—")),
                (_("下次预计要发"), yuan_or(told["expected"], "—")),
            ],
        ),
    ]


def groups(month: MonthView) -> list[dict[str, Any]]:
    """The differences of a month by kind, sums in words."""
    return [
        {
            "says": group.says,
            "do": group.do,
            "count": group.count,
            "lines": [(who, yuan_or(amount, "—"), evidence) for who, amount, evidence in group.lines],
        }
        for group in month.groups
    ]
