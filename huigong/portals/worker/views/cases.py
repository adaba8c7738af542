"""Following one's cases."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huigong.casework.actions import cases as actions
from huigong.casework.queries import own
from huigong.catalogue.citations import cite
from huigong.portals.shared.requests import Request
from huigong.portals.worker import guide
from huigong.portals.worker.forms import CompletionForm
from huigong.portals.worker.views.entry import registered_only, visit_of, workers_only
from huigong.registry import queries as registry


@workers_only
def cases(request: Request) -> HttpResponse:
    """All of one's cases, the newest first."""
    rows = own.for_person(request.principal, today=timezone.localdate())
    return render(request, "worker/cases.html", {"rows": rows})


@registered_only
def case(request: Request, public_id: str) -> HttpResponse:
    """Where one case stands, who has it, and by when they must answer."""
    return _show(request, public_id, CompletionForm())


@registered_only
def receipt(request: Request, public_id: str) -> HttpResponse:
    """The receipt, to be printed or kept; `?fresh=1` right after lodging."""
    viewer = request.principal
    page = own.own_page(viewer, public_id, today=timezone.localdate())
    person = registry.own(viewer, now=timezone.now())
    context = {
        "row": page.row,
        "office": page.office,
        "person": person.name if person else "",
        "fresh": "fresh" in request.GET,
        "promise": guide.promise(visit_of(request), page.row.service_id, page.row.opened_on),
    }
    return render(request, "worker/receipt.html", context)


@registered_only
@require_POST
def complete(request: Request, public_id: str) -> HttpResponse:
    """Hands in what the office said was missing."""
    form = CompletionForm(request.POST)
    if not form.is_valid():
        return _show(request, public_id, form, status=400)
    actions.complete(
        by=request.principal,
        now=timezone.now(),
        case_id=public_id,
        evidence=form.cleaned_data["papers"],
    )
    messages.success(request, _("已经提交。部门会接着办。"))
    return redirect("worker:case", public_id)


@registered_only
@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Takes the application back."""
    actions.withdraw(by=request.principal, now=timezone.now(), case_id=public_id)
    messages.success(request, _("已经撤回。以后需要还可以再申请。"))
    return redirect("worker:case", public_id)


def _show(request: Request, public_id: str, form: CompletionForm, *, status: int = 200) -> HttpResponse:
    page = own.own_page(request.principal, public_id, today=timezone.localdate())
    basis = cite(page.decision.clause) if page.decision and page.decision.clause else ""
    context = {"case": page, "row": page.row, "form": form, "basis": basis}
    return render(request, "worker/case.html", context, status=status)
