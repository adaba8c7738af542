"""Correcting what is known of oneself: at once what oneself has said, by a case what an office keeps."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huigong.casework.actions import corrections as cases
from huigong.casework.actions.barring import AlreadyOpen
from huigong.directory.actions.pace import require_few_changes
from huigong.kernel.errors import DomainError
from huigong.portals.shared.fields import as_mistake, beside, field_of
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker.corrections import AskForm, Entry, HomeForm, SaidForm, entry_of
from huigong.portals.worker.views.entry import registered_only
from huigong.registry import queries as registry
from huigong.registry.actions import facts, people
from huigong.rules.values import UNKNOWN

OWN_WORD = "本人"


@registered_only
@require_http_methods(["GET", "POST"])
def correct(request: Request, what: str) -> HttpResponse:
    """One entry: what stands there, from where, and the form to put it right."""
    viewer = request.principal
    record = registry.person_record(viewer, viewer.person_id or "", now=timezone.now())
    entry = entry_of(record, what)
    if entry is None:
        raise Http404
    if what == "phone":
        return render(request, "worker/correct.html", {"entry": entry, "form": None})
    if not entry.at_once:
        return _ask(request, entry)
    return _move(request, entry) if what == "residence" else _say(request, entry)


def _say(request: Request, entry: Entry) -> HttpResponse:
    form = SaidForm(request.POST or None, fact=entry.what)
    if request.method == "GET" or not form.is_valid():
        return _show(request, entry, form)
    try:
        require_few_changes(request.principal, now=timezone.now())
        facts.record(
            by=request.principal,
            now=timezone.now(),
            person_id=request.principal.person_id or "",
            fact=entry.what,
            value=form.cleaned_data["value"],
            source=OWN_WORD,
            verification="claimed",
            valid_from=timezone.localdate(),
        )
    except DomainError as error:
        return _show(request, entry, form, status=beside(error, form, place="residence", day="since"))
    return _done(request)


def _move(request: Request, entry: Entry) -> HttpResponse:
    form = HomeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _show(request, entry, form)
    try:
        people.move(
            by=request.principal,
            now=timezone.now(),
            person_id=request.principal.person_id or "",
            residence=form.cleaned_data["residence"],
            since=form.cleaned_data["since"],
        )
    except DomainError as error:
        return _show(request, entry, form, status=beside(error, form, place="residence", day="since"))
    return _done(request)


def _ask(request: Request, entry: Entry) -> HttpResponse:
    fact = entry.what if entry.is_fact else ""
    form = AskForm(request.POST or None, fact=fact, initial={"key": secrets.token_hex(16)})
    if request.method == "GET" or not form.is_valid():
        return _show(request, entry, form)
    given = form.cleaned_data
    value = given.get("value", UNKNOWN)
    try:
        case = cases.ask(
            by=request.principal,
            now=timezone.now(),
            key=given["key"],
            what=entry.label,
            recorded=entry.value,
            kept_by=entry.kept_by,
            wanted={} if value is UNKNOWN else {fact: value},
            says=given["says"],
            evidence=[line.strip() for line in given["evidence"].splitlines() if line.strip()],
        )
    except AlreadyOpen as error:
        return _show(request, entry, form, status=status_for(error), already=error)
    except DomainError as error:
        form.add_error(field_of(error, form), as_mistake(error))
        return _show(request, entry, form, status=status_for(error))
    messages.success(request, _("已经交给存这条信息的部门核对。改不改，都会告诉您。"))
    return redirect("worker:case", case.public_id.hex)


def _done(request: Request) -> HttpResponse:
    messages.success(request, _("改好了。"))
    return redirect("worker:me")


def _show(
    request: Request,
    entry: Entry,
    form: SaidForm | HomeForm | AskForm,
    *,
    status: int = 200,
    already: AlreadyOpen | None = None,
) -> HttpResponse:
    context = {"entry": entry, "form": form, "already": already}
    status = 400 if status == 200 and form.is_bound and form.errors else status
    return render(request, "worker/correct.html", context, status=status)
