"""Checks that people find every service by why they come: it helps in a life event, or says why in none; and that
there is every service that a life event names, in the region that names it or above."""

from __future__ import annotations

from huigong.catalogue.audience import Applicant
from huigong.catalogue.checking.below import Offered
from huigong.catalogue.conversation import EVENTS
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Report


def check(catalogue: Catalogue, report: Report) -> None:
    """Puts every service for people that no life event names into the report; packs without events have none to miss."""
    conversation = catalogue.conversation
    if not conversation.events:
        return
    offered = Offered.by(catalogue.services)
    for mention in conversation.mentions:
        if wrong := offered.misnamed(mention.service, mention.region, files=EVENTS):
            told = PackError(
                "pack.unknown", what=wrong.what, do=wrong.do, place=mention.place, suggestion=wrong.suggestion
            )
            if told not in report.errors:
                report.add(told)
    named = {service_id for event in conversation.events.values() for service_id in event.all_services}
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
