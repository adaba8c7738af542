"""Opening accounts from a sheet: the one-time passwords stand on the page that answers, and nowhere else."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.directory.actions import importing
from huigong.directory.officialsheet import BadRow, read
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.accounts.forms import SheetForm
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "officials"


@takes_files
@officials_only
@never_cache
def show(request: Request) -> HttpResponse:
    """The form; after a file what became of its rows."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.ACCOUNT_MANAGE)
    form = SheetForm(request.POST or None, request.FILES or None)
    taken, status = None, 200
    refused: list[BadRow] = []
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                rows, refused = read(form.cleaned_data["sheet"].read(), on=timezone.localdate(now))
            except DomainError as error:
                status = beside(error, form, **{error.about: "sheet"})
            else:
                taken, status = importing.open_many(by=viewer, now=now, rows=rows), 200
                refused = sorted([*refused, *taken.refused], key=lambda bad: bad.number)
    context = {"form": form, "taken": taken, "refused": refused}
    return page(request, "desk/accounts/officials_import.html", HERE, context, status=status)
