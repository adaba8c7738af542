"""One's own page: what is known and from where, what is under way, what is held, and who looked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huigong.audit import queries as trail
from huigong.casework.queries import own
from huigong.files import queries as files
from huigong.messages import queries as messages
from huigong.offers import queries as places
from huigong.portals.shared.requests import Request
from huigong.portals.worker import guide, mine, several
from huigong.portals.worker.corrections import REGISTERED
from huigong.portals.worker.keeping import how_long, load
from huigong.portals.worker.papers import PURPOSE, holder_of
from huigong.portals.worker.places import place_name
from huigong.portals.worker.sittings import sittings
from huigong.portals.worker.views.entry import registered_only
from huigong.registry import queries as registry
from huigong.wages import sites

_LATEST = 3
_LOOKS = 12  # events that are enough for the latest sittings


@registered_only
def me(request: Request) -> HttpResponse:
    """The page of a registered person; others are asked to register first."""
    viewer, now, today = request.principal, timezone.now(), timezone.localdate()
    record = registry.person_record(viewer, viewer.person_id or "", now=now)
    cases = own.for_person(viewer, today=today)
    looks = trail.looks_at(viewer, viewer.person_id or "", size=_LOOKS)
    visit = load(request.session)
    context = {
        "person": record.person,
        "registered": _registered(record.person),
        "known": mine.known(record),
        "holdings": mine.holdings(record, cases),
        "family": mine.family(record),
        "work": mine.work(record),
        "running": [row for row in cases if row.phase.is_open],
        "ended": len([row for row in cases if not row.phase.is_open]),
        "drafts": several.sheets(visit),
        "said": len(guide.said(visit)),
        "kept": how_long(),
        "sittings": sittings(looks.rows)[:_LATEST],
        "messages_told": messages.inbox(viewer).rows[:_LATEST],
        "keeps_site": bool(sites.of_officer(viewer, now=now)),
        "papers": len(files.of_place(viewer, purpose=PURPOSE, holder=holder_of(viewer))),
        "places": places.own(viewer),
        "today": today,
    }
    return render(request, "worker/me.html", context)


def _registered(person: registry.PersonView) -> list[Mapping[str, Any]]:
    """The rows of the registration: what, its value, since when, and the word by which a correction names it."""
    values: dict[str, tuple[str, date | None]] = {
        "name": (person.name, None),
        "resident_number": (person.resident_number, None),
        "sex": (person.sex, None),
        "phone": (person.phone, None),
        "hukou_place": (place_name(person.hukou_place), None),
        "residence": (place_name(person.residence), person.residence_since),
    }
    return [
        {"what": what, "label": REGISTERED[what], "value": value, "since": since}
        for what, (value, since) in values.items()
    ]
