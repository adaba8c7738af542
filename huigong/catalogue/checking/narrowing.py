"""A region's own version of a service refuses nobody whom the nation's version accepts.

A document of a province or a city may give more than the law, or say how; it cannot take away what the law
gives. So whoever an example shows to be accepted by the nation's version is accepted by the region's too,
without being asked anything more. What the law leaves to the place, the place may say: examples that rest on
such a fact show nothing, and what only an office can tell may be open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import Example, run_example
from huigong.catalogue.services import Catalogue
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Report
from huigong.kernel.regions import NATION


def check(examples: Iterable[Example], catalogue: Catalogue, report: Report) -> None:
    """Reports each version of a region that refuses the person of a national example, or asks that person more."""
    accepted: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        fact = catalogue.facts.get(example.because)
        left_to_place = fact is not None and fact.local
        if example.source.startswith(f"{NATION}/") and example.expected == "yes" and not left_to_place:
            accepted[example.service_id].append(example)
    for service in catalogue.services:
        if service.region == NATION:
            continue
        for example in accepted[service.id]:
            demand = _demand(service, example, catalogue)
            if demand:
                report.add(_narrower(service, example, demand))
                break


def _demand(service: PublicService, example: Example, catalogue: Catalogue) -> str:
    """What the region's version wants beyond the nation's of the example's person, "" where it is not in force that day."""
    try:
        here = catalogue.get(service.id, service.region, example.on, unverified=example.unverified)
        if here.source != service.source:
            return ""
        answer = run_example(replace(example, region=service.region), catalogue).answer
    except DomainError:
        return ""  # told where the example is read
    match answer.verdict:
        case "no":
            return "；".join(reason.plain for reason in answer.reasons if reason.answer is False)
        case "unknown":
            return "；".join(fact.question for fact in answer.missing if fact.question)
        case _:
            return ""


def _narrower(service: PublicService, example: Example, demand: str) -> PackError:
    place = regions.find(service.region).full_name
    return PackError(
        "pack.narrower",
        what=f"“{service.name}”在{place}比全国的给得少：{demand}",
        why=f"全国的示例“{example.name}”答“是”；地方的文件可以多给，不能少给",
        do="请把全国的条件也写进去，或者改用 inherits、adopts",
        place=service.place,
    )
