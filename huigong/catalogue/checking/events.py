"""Checks that people find every service by why they come: it helps in a life event, or says why in none; and that
there is every service that a life event names, in the region that names it or above."""

from __future__ import annotations

from collections import defaultdict

from huigong.catalogue.audience import Applicant
from huigong.catalogue.conversation import EVENTS, Mention
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Report
from huigong.kernel.packs.errors import guess
from huigong.kernel.regions import lineage


def check(catalogue: Catalogue, report: Report) -> None:
    """Puts every service for people that no life event names into the report; packs without events have none to miss."""
    conversation = catalogue.conversation
    if not conversation.events:
        return
    offered = defaultdict[str, set[str]](set)
    for service in catalogue.services:
        offered[service.id].add(service.region)
    for mention in conversation.mentions:
        if mention.service not in offered:
            nearest, do = guess(mention.service, catalogue.ids)
            _told(report, mention, f"没有叫“{mention.service}”的事项", do, nearest)
        elif not offered[mention.service] & set(lineage(mention.region)):
            below = "、".join(sorted(offered[mention.service]))
            what = f"“{mention.service}”是下面的地方才有的事项"
            _told(report, mention, what, f"请写在那里的 {EVENTS}（{below}）")
    named = {service_id for event in conversation.events.values() for service_id in event.services}
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


def _told(report: Report, mention: Mention, what: str, do: str, suggestion: str = "") -> None:
    error = PackError("pack.unknown", what=what, do=do, place=mention.place, suggestion=suggestion)
    if error not in report.errors:
        report.add(error)
