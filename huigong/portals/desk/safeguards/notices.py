"""The notice of rights of a project: what stands on it, what is missing, its print, and that it was put up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.kernel import regions
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.fields import DayField
from huigong.portals.shared.requests import Request
from huigong.records import queries as records
from huigong.safeguards.actions import notices
from huigong.safeguards.rightsnotice.filling import Filled, filled
from huigong.safeguards.rightsnotice.printing import printed
from huigong.wages import sites

HERE = "wages"


class PutUpForm(forms.Form):
    """Since when it stands on the site."""

    on = DayField(label=gettext_lazy("哪天贴的"))


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The notice of a project as it would be printed today."""
    viewer, now = request.principal, timezone.now()
    notice = _notice(request, public_id)

    def put_up(given: Mapping[str, Any]) -> str:
        notices.put_up(by=viewer, now=now, project_id=public_id, on=given["on"])
        return _("登记了。")

    writes = viewer.can(Permission.RECORD_WRITE)
    acts = Acts(request, [Act("put-up", _("登记张贴"), PutUpForm, put_up, _("登记"))] if writes else [])
    if answer := acts.answer():
        return answer
    context = {
        "notice": notice,
        "id": public_id,
        "region": regions.find(notice.region).full_name,
        "clauses": [link(notice.declared.clause)],
        "acts": acts,
    }
    return page(request, "desk/safeguards/notice.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_safe
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The print. Its code opens the complaint about the project."""
    notice = _notice(request, public_id)
    address = request.build_absolute_uri(reverse("worker:at-site", args=[public_id]))
    headers = {"Content-Disposition": f'inline; filename="rights-notice-{public_id[:8]}.pdf"'}
    return HttpResponse(printed(notice, address=address), content_type="application/pdf", headers=headers)


def _notice(request: Request, public_id: str) -> Filled:
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_READ)
    project = sites.project(public_id)
    records.record(viewer, public_id, now=now)  # whoever may not read the record sees no notice of it
    return filled(project, on=timezone.localdate(now))
