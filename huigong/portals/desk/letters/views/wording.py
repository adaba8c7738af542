"""Letters as an office words them: taken home in Word, brought back, used from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.correspondence import wordings
from huigong.correspondence.actions import wording
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NoAccess
from huigong.notices.keeping import DOCX
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.letters.forms import WordingForm
from huigong.portals.shared import languages
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The notices of the viewer's offices, and since when each office has a wording of its own."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    rows = wordings.wordings(viewer, on=timezone.localdate())
    return page(request, "desk/letters/wordings.html", "letters", {"rows": rows})


@takes_files
@officials_only
@never_cache
def copy(request: Request, template_id: str) -> HttpResponse:
    """GET shows how to change it, with `?word=<office>` it is the Word copy; a POST brings it back."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.CASE_DECIDE)
    if office := request.GET.get("word", ""):
        name, content = wordings.word_copy(viewer, office=office, template_id=template_id, on=today)
        return saved(content, name, DOCX)
    rows = [row for row in wordings.wordings(viewer, on=today) if row.template_id == template_id]
    if not rows:
        raise wordings.wording_not_found()
    form = WordingForm(
        request.POST or None,
        request.FILES or None,
        offices=[(row.office, row.office_name) for row in rows],
        initial={"from_day": today},
    )
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            refused = _bring_back(form, template_id, viewer)
            if refused is None:
                messages.success(request, _("已收下。从写的那天起，这种文书照它印。"))
                return redirect("desk:letter-wording")
            status = status_for(refused)
    context = {"rows": rows, "form": form, "name": rows[0].name, "template": rows[0]}
    return page(request, "desk/letters/wording.html", "letters", context, status=status)


def _bring_back(form: WordingForm, template_id: str, by: Principal) -> DomainError | None:
    said = form.cleaned_data
    try:
        wording.bring_back(
            office=said["office"],
            template_id=template_id,
            content=said["document"].read(),
            from_day=said["from_day"],
            by=by,
            now=timezone.now(),
        )
    except NoAccess:
        raise
    except DomainError as error:
        form.add_error(
            "document",
            [languages.said(line) for line in (error.what, *error.why.split("；"), error.do) if line],
        )
        return error
    return None
