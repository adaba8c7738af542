"""What somebody was told: the list, one message, and on which channels they want to hear."""

from __future__ import annotations

from django import forms
from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huigong.casework.queries import subjects
from huigong.messages import queries
from huigong.messages.actions import own
from huigong.offers import queries as places
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import before
from huigong.portals.worker.views.entry import registered_only


class ChannelsForm(forms.Form):
    """A tick for each channel."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("有新消息时，除了这里还发到"), required=False, widget=forms.CheckboxSelectMultiple
    )


@registered_only
def inbox(request: Request) -> HttpResponse:
    """One's own messages, newest first, a page at a time."""
    some = queries.inbox(request.principal, before=before(request))
    return render(request, "worker/messages.html", {"rows": some.rows, "older": some.older})


@registered_only
def message(request: Request, message_id: str) -> HttpResponse:
    """One message, which is then read; with the way to the case that it is about."""
    row = queries.message(request.principal, message_id)
    own.opened(message_id=message_id, viewer=request.principal, now=timezone.now())
    context = {
        "row": row,
        "case_id": subjects.case_id_of(row.about),
        "is_about_a_place": places.is_about_a_place(row.about),
    }
    return render(request, "worker/message.html", context)


@registered_only
@require_http_methods(["GET", "POST"])
def channels(request: Request) -> HttpResponse:
    """Which channels are used besides the inbox."""
    rows = queries.channels(request.principal)
    chosen = {"wanted": [row.channel for row in rows if row.wanted]}
    form = ChannelsForm(request.POST if request.method == "POST" else None, initial=chosen)
    form.fields["wanted"].choices = [(row.channel, _(row.name)) for row in rows]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        own.choose(wanted=form.cleaned_data["wanted"], by=request.principal, now=timezone.now())
        notes.success(request, _("记下了。"))
        return redirect("worker:messages")
    status = 400 if form.errors else 200
    return render(request, "worker/channels.html", {"form": form}, status=status)
