"""A copy of one's own data to take along: asked for a purpose, signed, and written into the trail."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huigong.audit.actions import record
from huigong.audit.subjects import person_of
from huigong.audit.takeaways import fingerprint
from huigong.directory.actions import attempts
from huigong.kernel.errors import TooMany
from huigong.portals.shared.dear import dear
from huigong.portals.shared.requests import Request
from huigong.portals.worker import takeaway
from huigong.portals.worker.views.entry import registered_only
from huigong.registry import owncopy

PURPOSES = {
    "keep": gettext_lazy("自己留着"),
    "court": gettext_lazy("交给仲裁、法院、律师"),
    "office": gettext_lazy("到别的地方办事"),
    "employer": gettext_lazy("给单位看"),
    "other": gettext_lazy("别的"),
}
# The paper and the trail say it in Chinese, whatever the reader reads.
WRITTEN = {
    "keep": "自己留存",
    "court": "仲裁、诉讼、法律援助",
    "office": "异地办事",
    "employer": "给用人单位",
    "other": "其他",
}
TO_ASK_FOR = {"employer", "other"}  # what they get of complaints and looks is only what was ticked
SHAPES = {"pdf": gettext_lazy("PDF，能打印"), "json": gettext_lazy("JSON，给电脑读")}
A_DAY = 20  # copies of one person, each of which is a process for the typesetter


class CopyForm(forms.Form):
    """What for, and in which shape."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("拿去做什么"),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选拿去做什么。")},
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("给单位看的、别的用处：这两样平时不放，要放的请勾上"),
        choices=owncopy.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shape = forms.ChoiceField(
        label=gettext_lazy("要哪一种"), choices=list(SHAPES.items()), initial="pdf", widget=forms.RadioSelect
    )


@registered_only
@require_http_methods(["GET", "POST"])
@dear
def copy(request: Request) -> HttpResponse:
    """What is in the copy and how it is verified; a POST gives the file."""
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _made(request, **form.cleaned_data)
    context = {"form": form, "fingerprint": fingerprint()}
    return render(request, "worker/copy.html", context, status=400 if form.errors else 200)


def _made(request: Request, *, purpose: str, parts: list[str], shape: str) -> HttpResponse:
    """The file; it stands in the trail before anybody has it. Nothing is locked while it is printed."""
    viewer, now = request.principal, timezone.now()
    _require_few(viewer.person_id or "")
    inside = parts if purpose in TO_ASK_FOR else [choice for choice, _words in owncopy.choices()]
    document = takeaway.document_of(viewer, purpose=WRITTEN[purpose], now=now, choices=inside)
    signed = takeaway.signed(document, now=now)
    content = takeaway.pdf_of(signed, now=now) if shape == "pdf" else takeaway.json_of(signed)
    with transaction.atomic():
        record(
            by=viewer,
            now=now,
            verb="portals.worker.copied",
            subject=person_of(viewer.person_id or ""),
            person=viewer.person_id,
            purpose=WRITTEN[purpose],
            data={"shape": shape, "parts": sorted(inside), "digest": signed.seal.digest},
        )
    name = f"huigong-copy-{timezone.localdate(now).isoformat()}.{shape}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=f"application/{shape}", headers=headers)


def _require_few(person_id: str) -> None:
    now, day = timezone.now(), timedelta(days=1)
    if not attempts.take(kind="copy.person", subject=person_id, limit=A_DAY, window=day, now=now):
        raise TooMany(
            code="copy.too_many",
            what=_("今天带走的份数太多了"),
            why=_("每一份都要重新签名，一天最多 %(most)s 份。") % {"most": A_DAY},
            do=_("请用已经下载的，或者明天再来。"),
        )
