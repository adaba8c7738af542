"""Opening a case without an application: by a report, an inspection, a warning, or an office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.accountability import name_of
from huigong.casework.actions.linking import open_because
from huigong.casework.actions.naming import party_named
from huigong.casework.actions.opening import GivenParty, Opened
from huigong.casework.procedures.roles import Role
from huigong.casework.queries import cases, openable
from huigong.casework.queries.following import cause_of
from huigong.casework.queries.openable import Openable
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.desk.cases.partyforms import (
    FIELD_OF,
    MatterForm,
    PartyBlock,
    PartyForm,
    matter_form,
    party_blocks,
    require_parties,
    rows_asked,
)
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.fields import as_mistake
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request

HERE = "case-open"
BARRED = "case.barred"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """What may be opened today, or that nothing may."""
    viewer = request.principal
    viewer.require(Permission.CASE_READ)
    choices = openable.openable(viewer, on=timezone.localdate())
    context = {"choices": [(choice, [link(ref) for ref in choice.clauses]) for choice in choices]}
    return page(request, "desk/cases/open.html", HERE, context)


@officials_only
@never_cache
def fill_in(request: Request, procedure: str, origin: str) -> HttpResponse:
    """The form of one procedure; a refusal is said where it belongs, with everything that was typed."""
    viewer, now = request.principal, timezone.now()
    today = timezone.localdate(now)
    chosen = openable.get(viewer, procedure, origin, on=today)
    sent = request.method == "POST" and "more" not in request.POST
    typed: Mapping[str, str] | None = request.POST if request.method == "POST" else None
    data = _proposed(viewer, request.GET.get("of", "")) if typed is None else typed
    rows = rows_asked(request.POST)
    matter = matter_form(chosen, data, asked=sent, viewer=viewer, on=today)
    blocks = party_blocks(chosen, data, asked=sent, rows=rows, viewer=viewer, on=today)
    status, barred = 200, None
    if sent:
        status = 400
        if _valid(chosen, matter, blocks):
            try:
                opened = _open(chosen, matter, blocks, by=viewer, now=now)
            except DomainError as error:
                status, barred = status_for(error), error if error.code == BARRED else None
                if barred is None:
                    _say(error, matter)
            else:
                if opened is not None:
                    return _done(request, opened, today=today)
    context = {
        "chosen": chosen,
        "matter": matter,
        "blocks": blocks,
        "rows": rows,
        "bars": [(bar, link(bar.clause)) for bar in chosen.bars],
        "barred": barred,
        "sent": sent,
    }
    return page(request, "desk/cases/open_form.html", HERE, context, status=status)


def _valid(chosen: Openable, matter: MatterForm, blocks: tuple[PartyBlock, ...]) -> bool:
    """Every form is asked, so that everything that is wrong is said at once."""
    checked = [matter.is_valid(), *(form.is_valid() for block in blocks for form in block.forms)]
    return all(checked) and require_parties(chosen, blocks)


def _open(
    chosen: Openable, matter: MatterForm, blocks: tuple[PartyBlock, ...], *, by: Principal, now: datetime
) -> Opened | None:
    """None where somebody could not be found, which is said beside that party."""
    matter_fields = matter.cleaned_data
    filled = [form for block in blocks for form in block.forms if not form.left_empty]
    parties = [_party(form, by=by, now=now, place=matter_fields["place"]) for form in filled]
    if None in parties:
        return None
    cause = cause_of(by, matter_fields["cause"])
    return open_because(
        of=cause.number if cause else "",
        procedure=chosen.procedure,
        opened_by=chosen.origin,
        parties=[party for party in parties if party is not None],
        place=matter_fields["place"],
        key=matter_fields["key"],
        by=by,
        now=now,
        office=matter_fields.get("office", ""),
        note=matter_fields["note"],
        other_matter=matter_fields["other_matter"],
    )


def _proposed(viewer: Principal, case_id: str) -> dict[str, str] | None:
    """What the case of the address gives for the form; nothing where it is none that the viewer handles."""
    cause = cause_of(viewer, case_id) if case_id else None
    if cause is None:
        return None
    return {
        "cause": cause.case_id,
        "place": regions.find(cause.region).full_name,
        "note": cause.note,
        f"{Role.RESPONDENT}-0-employer": cause.employer,
    }


def _party(form: PartyForm, *, by: Principal, now: datetime, place: str) -> GivenParty | None:
    named = form.named
    try:
        return party_named(named, by=by, now=now, place=place)
    except DomainError as error:
        form.add_error(FIELD_OF[named.kinds[0]], as_mistake(error))
        return None


def _say(error: DomainError, matter: MatterForm) -> None:
    field = "place" if error.about in ("office", "region", "place") else None
    matter.add_error(field, as_mistake(error))


def _done(request: Request, opened: Opened, *, today: date) -> HttpResponse:
    """The number, and the code of somebody unnamed: shown on this one page, printable, kept nowhere."""
    case, viewer = opened.case, request.principal
    readable = cases.may_read(viewer, case.public_id.hex)
    if readable and not opened.secret:
        messages.success(request, _("已立案：%(number)s。") % {"number": case.number})
        return redirect("desk:case", public_id=case.public_id.hex)
    context: dict[str, Any] = {
        "case": case,
        "secret": opened.secret,
        "office": name_of(case.accountable_office, today),
        "follow": request.build_absolute_uri("/cases/follow/"),
        "readable": readable,
    }
    return page(request, "desk/cases/opened.html", HERE, context)
