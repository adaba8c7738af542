"""One's own letters, and checking a letter that anybody holds in their hands."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.correspondence import queries
from huigong.portals.shared import allowances
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved
from huigong.portals.worker.views.entry import registered_only

CHECKED = allowances.Allowance("letter.check", most=30, seconds=60)
MOST_BYTES = 5 * 1024 * 1024


class CheckForm(forms.Form):
    """What stands on the letter; its PDF, for people who hold it."""

    number = forms.CharField(
        label=gettext_lazy("文号"),
        max_length=80,
        help_text=gettext_lazy("照纸上的填；年份两边用哪种括号都行，空格可以不填。"),
        error_messages={"required": gettext_lazy("请填文号。")},
    )
    check = forms.CharField(
        label=gettext_lazy("核对码"),
        max_length=30,
        help_text=gettext_lazy("印在二维码旁边，十二个字母和数字，横线可以不填。"),
        error_messages={"required": gettext_lazy("请填核对码。")},
    )
    document = forms.FileField(label=gettext_lazy("这份文书的 PDF（没有可以不传）"), required=False)

    def clean_document(self) -> bytes:
        file: UploadedFile | None = self.cleaned_data.get("document")
        if file is None:
            return b""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("文件太大，不像是一份文书。"))
        return bytes(file.read())


@registered_only
@never_cache
@require_safe
def pdf(request: Request, letter_id: str) -> HttpResponse:
    """One of one's own letters, byte by byte as it was issued."""
    number, content = queries.own_pdf(request.principal, letter_id)
    return saved(content, number)


@takes_files
@never_cache
def check(request: Request) -> HttpResponse:
    """Whole or not whole, and whose it is; number and check travel in the body, never in an address."""
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "asked": False, "office": None, "copied": False}
    status = 200
    if request.method == "POST":
        allowances.require(CHECKED, network_of(request))
        status = 400
        if form.is_valid():
            said, status = form.cleaned_data, 200
            office = queries.whole(said["number"], said["check"], copy=said["document"])
            context |= {"asked": True, "office": office, "copied": bool(said["document"])}
    return render(request, "worker/letter_check.html", context, status=status)
