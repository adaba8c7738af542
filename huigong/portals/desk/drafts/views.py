"""A draft on screen: the print beside what was read, one clause at a time, to confirm or correct."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, DomainError, Invalid, Unavailable
from huigong.policy import queries
from huigong.policy.actions import drafts as actions
from huigong.policy.documents import ROLES
from huigong.policy.reading import ReadDocument, read_apart
from huigong.policy.reading.departments import split_names
from huigong.policy.shapes import ClauseView, DraftView
from huigong.portals.desk.drafts.forms import (
    ClauseForm,
    HeadForm,
    TargetFormSet,
    UploadForm,
    clause_initial,
    targets_changed,
    targets_of,
)
from huigong.portals.desk.drafts.shown import clause_in_words, head_in_words, named_offices
from huigong.portals.desk.drafts.slots import slot
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request

HERE = "drafts"
DEEPEST_TEXT = 1200  # characters of the print shown above the clauses


@takes_files
@officials_only
def drafts(request: Request) -> HttpResponse:
    """The open drafts, and the form that begins one."""
    viewer = request.principal
    viewer.require(Permission.LIBRARY_EDIT)
    if request.method != "POST":
        return _list(request, UploadForm(initial={"region": _own_region(viewer)}), status=200)
    form = UploadForm(request.POST, request.FILES)
    read = _read(viewer, form)
    if read is None:
        return _list(request, form, status=400)
    try:
        draft = actions.begin(
            by=viewer,
            now=timezone.now(),
            read=read,
            source=_source(form),
            region=form.cleaned_data["region"],
            name=form.cleaned_data["name"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _list(request, form, status=status_for(error))
    return redirect("desk:draft", public_id=draft.public_id)


def _read(viewer: Principal, form: UploadForm) -> ReadDocument | None:
    """The document as read; None when something is wrong, all of it said at once, each beside its field."""
    form.is_valid()
    read, region = None, form.cleaned_data.get("region")
    if form.cleaned_data.get("file"):
        try:
            with slot():
                read = read_apart(
                    _source(form),
                    source=form.cleaned_data["file"].name,
                    scanned_pages=settings.RECOGNISED_PAGES,
                )
        except Unavailable:
            raise
        except DomainError as error:
            form.add_error("file", str(error))
    if region and not viewer.can(Permission.LIBRARY_EDIT, region=region):
        place = regions.find(region).full_name
        form.add_error("region", _("%(place)s的文件不归您编，请交给那里的政策编辑人员。") % {"place": place})
    return None if form.errors else read


def _source(form: UploadForm) -> bytes:
    file = form.cleaned_data["file"]
    file.seek(0)
    return bytes(file.read())


def _own_region(viewer: Principal) -> str:
    held = (regions.find(grant.region) for grant in viewer.grants_for(Permission.LIBRARY_EDIT))
    return next((region.full_name for region in held if region.code != regions.NATION), "")


def _list(request: Request, form: UploadForm, *, status: int) -> HttpResponse:
    rows = [(row, regions.find(row.region).name) for row in queries.drafts(request.principal)]
    return page(request, "desk/drafts/drafts.html", HERE, {"form": form, "rows": rows}, status=status)


@officials_only
def start(request: Request, public_id: str) -> HttpResponse:
    """Where to go on: the first clause that nobody has confirmed, else the head."""
    draft = queries.draft(request.principal, public_id)
    if not draft.waiting:
        return redirect("desk:draft-head", public_id=public_id)
    return redirect("desk:draft-clause", public_id=public_id, place=draft.waiting[0])


@officials_only
def head(request: Request, public_id: str) -> HttpResponse:
    """Title, number, days and basis, beside the opening words of the print."""
    viewer = request.principal
    draft = queries.draft(viewer, public_id)
    initial = {**draft.head, "version": draft.version}
    form = HeadForm(request.POST or None, initial=initial, content=draft.head)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if request.POST.get("then") == "next" and not form.has_changed():
                return redirect("desk:draft-clause", public_id=public_id, place=1)
            try:
                actions.correct_head(
                    by=viewer,
                    now=timezone.now(),
                    draft_id=public_id,
                    version=form.cleaned_data["version"],
                    edit=form.edit(),
                )
                messages.success(request, _("题头已经保存。"))
                if request.POST.get("then") == "next":
                    return redirect("desk:draft-clause", public_id=public_id, place=1)
                return redirect("desk:draft", public_id=public_id)
            except DomainError as error:
                form.add_error(None, str(error))
                status = status_for(error)
                form = _on_top_of(form, error, draft.version)
    context = {
        "form": form,
        "printed": draft.opening[-DEEPEST_TEXT:] if draft.clauses else draft.opening[:DEEPEST_TEXT],
        "place": 0,
        "next": 1,
        "now": head_in_words(draft.head) if status == 409 else (),
    }
    return _screen(request, draft, "desk/drafts/head.html", context, status=status)


@officials_only
def clause(request: Request, public_id: str, place: int) -> HttpResponse:
    """One clause: the print, the form, the doubts; 确认 goes on to the next that waits."""
    viewer = request.principal
    draft = queries.draft(viewer, public_id)
    row = draft.clause(place)
    if row is None:
        return redirect("desk:draft", public_id=public_id)
    if request.method == "POST" and request.POST.get("then", "").startswith("replace|"):
        return _replaced(request, draft, row)
    form = ClauseForm(
        request.POST or None, initial=clause_initial(row.content, row.version), content=row.content
    )
    targets = TargetFormSet(request.POST or None, initial=row.content.get("targets", ()), prefix="target")
    if request.method != "POST":
        return _clause_page(request, draft, row, form, targets)
    if not all([form.is_valid(), targets.is_valid()]):
        return _clause_page(request, draft, row, form, targets, status=400)
    return _corrected(request, draft, row, form, targets)


def _corrected(
    request: Request, draft: DraftView, row: ClauseView, form: ClauseForm, targets: Any
) -> HttpResponse:
    then = request.POST.get("then")
    place = {"next": row.place + 1, "prev": row.place - 1}.get(then or "", row.place)
    if place != row.place and not (form.has_changed() or targets_changed(targets)):
        return redirect("desk:draft-clause", public_id=draft.public_id, place=place)
    confirms = then not in {"save", "next", "prev"}
    try:
        actions.correct(
            by=request.principal,
            now=timezone.now(),
            draft_id=draft.public_id,
            place=row.place,
            version=form.cleaned_data["version"],
            edit=form.edit(targets_of(targets)),
            confirm=confirms,
        )
    except DomainError as error:
        form.add_error(None, str(error))
        form = _on_top_of(form, error, row.version)
        return _clause_page(request, draft, row, form, targets, status=status_for(error))
    if not confirms:
        messages.success(request, _("已经保存，还没有确认。"))
        return redirect("desk:draft-clause", public_id=draft.public_id, place=place)
    following = draft.waiting_after(row.place)
    if following is None:
        return redirect("desk:draft-head", public_id=draft.public_id)
    return redirect("desk:draft-clause", public_id=draft.public_id, place=following)


def _on_top_of(form: Any, error: DomainError, version: int) -> Any:
    """After a conflict the form counts as made on what is there now: saving again is then a decision."""
    if isinstance(error, Conflict):
        form.data = form.data.copy()
        form.data["version"] = version
    return form


def _replaced(request: Request, draft: DraftView, row: ClauseView) -> HttpResponse:
    """The form again with one office's name replaced by one from the office book; nothing is saved."""
    data = request.POST.copy()
    _verb, role, old, new = (*str(data["then"]).split("|"), "", "", "")[:4]
    if role in ROLES:
        names = split_names(str(data.get(role, ""))).names
        data[role] = "、".join(new if name == old else name for name in names)
    form = ClauseForm(data, content=row.content)
    targets = TargetFormSet(data, prefix="target")
    form.is_valid(), targets.is_valid()
    return _clause_page(request, draft, row, form, targets)


def _clause_page(
    request: Request, draft: DraftView, row: ClauseView, form: ClauseForm, targets: Any, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "targets": targets,
        "roles": [form[role] for role in ROLES],
        "row": row,
        "printed": row.printed,
        "named": list(named_offices(form, draft)),
        "place": row.place,
        "previous": row.place - 1,
        "next": row.place + 1 if draft.clause(row.place + 1) else None,
        "now": clause_in_words(row.content) if status == 409 else (),
    }
    return _screen(request, draft, "desk/drafts/clause.html", context, status=status)


def _screen(
    request: Request, draft: DraftView, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    more = {"draft": draft, "region": regions.find(draft.region).name}
    return page(request, template, HERE, context | more, status=status)


@officials_only
@require_POST
def confirm(request: Request, public_id: str) -> HttpResponse:
    """The whole document; what is open is listed first, and confirmed with it only a second time."""
    try:
        draft = actions.confirm(
            by=request.principal,
            now=timezone.now(),
            draft_id=public_id,
            accepted=request.POST.getlist("accepted"),
        )
    except Invalid as error:
        if error.code != "policy.draft_open":
            raise
        return _open_points(request, public_id)
    messages.success(request, _("文件已经进了政策库。"))
    if request.principal.can(Permission.DUTY_BOARD_READ):
        return redirect(f"{reverse('desk:duty-board')}?document={draft.document_id}")
    return redirect("desk:document", document_id=draft.document_id)


def _open_points(request: Request, public_id: str) -> HttpResponse:
    draft = queries.draft(request.principal, public_id)
    context = {
        "draft": draft,
        "points": queries.open_points_of(draft, draft.clauses),
        "changed": bool(request.POST.getlist("accepted")),
    }
    return page(request, "desk/drafts/open_points.html", HERE, context, status=400)


@officials_only
@require_POST
def drop(request: Request, public_id: str) -> HttpResponse:
    actions.drop(by=request.principal, now=timezone.now(), draft_id=public_id)
    messages.success(request, _("草稿已经放弃，读入的文字还在政策库里。"))
    return redirect("desk:drafts")
