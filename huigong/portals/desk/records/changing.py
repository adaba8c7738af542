"""Recording at the desk: a new record, something that happened, what was wrong, and what never counted."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.records.eventforms import EventForm
from huigong.portals.desk.records.views import HERE, looking
from huigong.portals.shared.refusals import in_words, status_for
from huigong.portals.shared.requests import Request
from huigong.records import listing, queries
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.sheets import DAY

LONGEST = 500


class ReasonForm(forms.Form):
    """What was wrong, and on what ground it is changed."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=LONGEST,
        help_text=gettext_lazy("错在哪里、凭什么改。理由加密保存。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写明错在哪里、凭什么改。")},
    )


@officials_only
@never_cache
def begin(request: Request, public_id: str, kind: str) -> HttpResponse:
    """A new record about somebody."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_WRITE)
    beginning = listing.beginning(viewer, kind, public_id, now=now)
    form = EventForm(request, beginning.kind, beginning.event)

    def record() -> str:
        return recording.begin(
            by=viewer,
            now=now,
            kind=kind,
            subject=Subject(About.PERSON, public_id),
            region=beginning.region,
            event=beginning.event.name,
            on=form.on,
            said=form.said,
        ).public_id.hex

    return _asked(request, form, record, title=f"{beginning.kind.head.name}：{beginning.event.name}")


class NumberForm(forms.Form):
    """Which project a new record is about."""

    number = forms.CharField(
        label=gettext_lazy("项目编号"),
        max_length=40,
        help_text=gettext_lazy("工资表、考勤上用的那个编号。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请写项目编号。")},
    )


@officials_only
@never_cache
def begin_project(request: Request, kind: str) -> HttpResponse:
    """A new record about a construction project, which its number names."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_WRITE)
    beginning = listing.beginning_of_project(viewer, kind, now=now)
    form, which = EventForm(request, beginning.kind, beginning.event), NumberForm(request.POST or None)

    def record() -> str:
        return recording.begin(
            by=viewer,
            now=now,
            kind=kind,
            subject=Subject(About.PROJECT, which.cleaned_data["number"]),
            region=beginning.region,
            event=beginning.event.name,
            on=form.on,
            said=form.said,
        ).public_id.hex

    return _asked(
        request, form, record, title=f"{beginning.kind.head.name}：{beginning.event.name}", beside=which
    )


@officials_only
@never_cache
def add(request: Request, public_id: str, event: str) -> HttpResponse:
    """Something that happened to what a record is about."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_WRITE)
    view = queries.record(looking(request, public_id), public_id, now=now)
    what = next((each for each in view.events if each.name == event), None)
    if what is None:
        raise Http404
    form = EventForm(request, view.declared, what)

    def record() -> str:
        row = recording.add(by=viewer, now=now, record_id=public_id, event=event, on=form.on, said=form.said)
        return row.public_id.hex

    return _asked(request, form, record, title=f"{view.name}：{event}")


@officials_only
@never_cache
def correct(request: Request, public_id: str, event_id: str) -> HttpResponse:
    """What an earlier event said wrongly, or its day."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_WRITE)
    view = queries.record(looking(request, public_id), public_id, now=now)
    step = next((each for each in view.steps if each.id == event_id and each.typed is not None), None)
    if step is None or step.typed is None:
        raise Http404
    standing = {**step.typed, DAY: {"": step.on.isoformat()}} if step.on else dict(step.typed)
    form = EventForm(request, view.declared, view.declared.events[step.event], standing=standing)
    reason = ReasonForm(request.POST or None)

    def record() -> str:
        on = None if form.day == step.on else form.on
        return recording.correct(
            by=viewer,
            now=now,
            event_id=event_id,
            said=form.changed,
            reason=reason.cleaned_data["reason"],
            on=on,
        ).public_id.hex

    return _asked(request, form, record, title=_("更正：%(event)s") % {"event": step.event}, beside=reason)


@officials_only
@never_cache
def annul(request: Request, public_id: str, event_id: str) -> HttpResponse:
    """An earlier event never counted."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_WRITE)
    view = queries.record(looking(request, public_id), public_id, now=now)
    step = next((each for each in view.steps if each.id == event_id), None)
    if step is None:
        raise Http404
    reason = ReasonForm(request.POST or None)

    def record() -> str:
        text = reason.cleaned_data["reason"]
        return recording.annul(by=viewer, now=now, event_id=event_id, reason=text).public_id.hex

    return _asked(request, None, record, title=_("撤销：%(event)s") % {"event": step.event}, beside=reason)


def _asked(
    request: Request,
    form: EventForm | None,
    record: Callable[[], str],
    *,
    title: str,
    beside: forms.Form | None = None,
) -> HttpResponse:
    """The page that asks, and the way on once it was recorded; what is wrong stands above the fields."""
    wrong, status = "", 200
    if request.method == "POST":
        status = 400
        if beside is None or beside.is_valid():
            try:
                record_id = record()
            except DomainError as error:
                wrong, status = in_words(error, "what", "why", "do"), status_for(error)
            else:
                messages.success(request, _("登记了。"))
                return redirect("desk:record", public_id=record_id)
    context = {
        "title": title,
        "wrong": wrong,
        "beside": beside,
        **(form.shown() if form else {"controls": ()}),
    }
    return page(request, "desk/records/event.html", HERE, context, status=status)
