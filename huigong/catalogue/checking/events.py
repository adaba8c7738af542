"""Checks that people find every service by why they come: it helps in a life event, or says why in none; and that
there is every service that a life event names."""

from __future__ import annotations

from huigong.catalogue.audience import Applicant
from huigong.catalogue.conversation import EVENTS
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import Marked, PackError, Place, Report
from huigong.kernel.packs.errors import guess


def check(catalogue: Catalogue, report: Report) -> None:
    """Puts every service for people that no life event names into the report; packs without events have none to miss."""
    conversation = catalogue.conversation
    if not conversation.events:
        return
    named = {service_id for event in conversation.events.values() for service_id in event.services}
    for service_id in sorted((named | conversation.elsewhere.keys()) - set(catalogue.ids)):
        nearest, do = guess(service_id, catalogue.ids)
        place = service_id.place if isinstance(service_id, Marked) else Place(EVENTS)
        what = f"没有叫“{service_id}”的事项"
        report.add(PackError("pack.unknown", what=what, do=do, place=place, suggestion=nearest))
    for service_id in catalogue.ids:
        service = next(service for service in catalogue.services if service.id == service_id)
        if service.applicant is not Applicant.PERSON or service_id in named | conversation.elsewhere.keys():
            continue
        report.add(
            PackError(
                "pack.no_event",
                what=f"“{service.name}”不在任何一件人生事件里",
                why="人为一件事来，找不到的事项等于没有",
                do="请在事项里写 event: 一件事的编号，或者写进 life_events.yaml；哪件都不归的，写进 elsewhere 并写明原因",
                place=service.place,
            )
        )
