"""The catalogue at the desk: what each region offers, one service in full, and its worked examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext

from huigong.catalogue import queries
from huigong.catalogue.queries import Offered, ParameterHistory, Tried
from huigong.catalogue.screening import Answer
from huigong.catalogue.services import PublicService, catalogue
from huigong.catalogue.signing import standing
from huigong.directory.principals import Principal
from huigong.policy.documents import System
from huigong.policy.packs import library
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.clauses import ClauseLink, link
from huigong.portals.desk.parts.looking import Looking, looking, place_name, query_of
from huigong.portals.desk.services import words
from huigong.portals.desk.services.timelines import Timeline, timeline
from huigong.portals.shared.factfields import FactsForm, as_written
from huigong.portals.shared.requests import Request
from huigong.rules.render import expression
from huigong.rules.values import show as show_value


@dataclass(frozen=True)
class Row:
    """A service in the list."""

    offered: Offered
    kind: str
    defined_in: str
    above: str
    clauses: tuple[ClauseLink, ...]


@dataclass(frozen=True)
class Parameter:
    """A parameter drawn and as a table: value, region and clause of each of its values."""

    history: ParameterHistory
    drawing: Timeline | None
    values: tuple[tuple[Any, str, str, ClauseLink, bool], ...]
    now: str


@officials_only
def index(request: Request) -> HttpResponse:
    viewer = request.principal
    here = looking(viewer, request.GET)
    offered = queries.services(viewer, region=here.region, on=here.on, unverified=here.unverified)
    systems = {system.id: system for system in library().systems}
    wanted = request.GET.get("system", "")
    groups = by_system(
        [row for row in offered if wanted not in systems or row.service.system == wanted], systems
    )
    with_services = {row.service.system for row in offered}
    context = {
        "here": here,
        "groups": groups,
        "systems": systems.values(),
        "wanted": wanted,
        "count": sum(len(rows) for _, rows in groups),
        "origins": origins(offered),
        "without": [each for each in systems.values() if each.id not in with_services],
    }
    return page(request, "desk/services/services.html", "services", context)


def by_system(offered: Sequence[Offered], systems: Mapping[str, System]) -> list[tuple[System, list[Row]]]:
    """In the order of the systems; those without services are left out."""
    grouped: dict[str, list[Row]] = {}
    for offer in offered:
        grouped.setdefault(offer.service.system, []).append(row(offer))
    return [(systems[name], rows) for name, rows in grouped.items()]


def row(offered: Offered) -> Row:
    return Row(
        offered=offered,
        kind=str(words.KINDS[offered.service.kind]),
        defined_in=place_name(offered.service.region),
        above=place_name(offered.above.region) if offered.above else "",
        clauses=tuple(map(link, offered.service.clauses)),
    )


def origins(offered: Sequence[Offered]) -> dict[str, int]:
    """How many are the region's own, how many take a higher one's place, how many are inherited."""
    return {
        name: sum(1 for row in offered if row.origin == name) for name in ("own", "overrides", "inherited")
    }


@officials_only
def show(request: Request, service_id: str) -> HttpResponse:
    viewer = request.principal
    here = looking(viewer, request.GET)
    offered = queries.service(viewer, service_id, region=here.region, on=here.on, unverified=here.unverified)
    versions = queries.versions(viewer, service_id)
    context = {
        "here": here,
        "service_id": service_id,
        "name": offered.service.name if offered else versions[0].name,
        "tab": "service",
        "offered": offered,
        "versions": [
            (
                version,
                place_name(version.region),
                offered is not None
                and version.source == offered.service.source
                and version.valid_from == offered.service.valid_from,
                query_of(version.region, day_of(version, here.on), unverified=not version.verified),
            )
            for version in versions
        ],
        **(in_full(viewer, offered, here) if offered else {}),
    }
    return page(request, "desk/services/service.html", "services", context)


def day_of(version: PublicService, on: date) -> date:
    """A day on which this version holds: its last, or `on`, or its first if that is later."""
    return version.valid_until or max(version.valid_from, on)


def in_full(viewer: Principal, offered: Offered, here: Looking) -> dict[str, Any]:
    """Everything the page says about a service that is offered."""
    service, on, unverified = offered.service, here.on, here.unverified
    return {
        "service": service,
        "review": standing(service, catalogue()),
        "row": row(offered),
        "system": next(each for each in library().systems if each.id == service.system),
        "conditions": words.conditions(service, region=here.region, on=on, unverified=unverified),
        "whole_rule": expression(service.rule),
        "amount": words.amount_words(service, region=here.region, on=on, unverified=unverified),
        "parameters": [
            drawn(history, here)
            for history in queries.parameters(
                viewer, service, region=here.region, on=on, unverified=unverified
            )
        ],
        "limits": [(limit, gettext(limit.kind.label), link(limit.limit.article)) for limit in service.limits],
        "offices": words.answering(service, region=here.region, on=on),
        "written": words.written(service),
        "differences": words.differences(offered.above, service, on=on, unverified=unverified)
        if offered.above
        else (),
    }


def drawn(history: ParameterHistory, here: Looking) -> Parameter:
    measure = history.declaration.measure
    return Parameter(
        history=history,
        drawing=timeline(history.values, measure=measure, on=here.on, now=history.now),
        values=tuple(
            (
                value,
                show_value(value.value, measure),
                place_name(value.region),
                link(value.clause),
                value == history.now,
            )
            for value in history.values
        ),
        now=show_value(history.now.value, measure) if history.now else "",
    )


@officials_only
def examples(request: Request, service_id: str) -> HttpResponse:
    """The worked people, and a form that puts an invented one to the rule."""
    viewer = request.principal
    tried = queries.examples(viewer, service_id)
    chosen = pick(tried, request.GET.get("example", ""))
    asked = request.POST if request.method == "POST" else as_asked(chosen, request.GET)
    here = looking(viewer, asked)
    offered = queries.service(viewer, service_id, region=here.region, on=here.on, unverified=here.unverified)
    form = answer = None
    if offered:
        facts = queries.facts(viewer, offered.service)
        filled = as_written(facts, chosen.example.facts) if chosen else {}
        form = FactsForm(request.POST if request.method == "POST" else filled, facts=facts)
        answer = ask(viewer, offered, here, form)
    context = {
        "here": here,
        "service_id": service_id,
        "name": offered.service.name if offered else queries.versions(viewer, service_id)[0].name,
        "tab": "examples",
        "tried": [(example, place_name(example.example.region)) for example in tried],
        "holding": sum(1 for example in tried if example.holds),
        "chosen": chosen,
        "number": tried.index(chosen) + 1 if chosen else 0,
        "form": form,
        "place": here.form,
        "mistaken": bool(here.form.errors or (form and form.errors)),
        "answer": answer,
        "reasons": [(reason, link(reason.clause)) for reason in answer.reasons] if answer else (),
    }
    return page(request, "desk/services/service_examples.html", "services", context)


def pick(tried: Sequence[Tried], number: str) -> Tried | None:
    """The example of that place in the list (from 1), or None."""
    return tried[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(tried) else None


def as_asked(chosen: Tried | None, data: QueryDict) -> Mapping[str, Any]:
    """Place and day of a chosen example, else what the address says."""
    if chosen is None:
        return data.dict()
    example = chosen.example
    return {
        "region": example.region,
        "on": example.on.isoformat(),
        "unverified": "1" if example.unverified else "",
    }


def ask(viewer: Principal, offered: Offered, here: Looking, form: FactsForm) -> Answer | None:
    """The answer, or None where something sent cannot be read."""
    if here.form.errors or not form.is_valid():
        return None
    return queries.try_out(
        viewer,
        offered.service,
        region=here.region,
        on=here.on,
        values=form.values(),
        unverified=here.unverified,
    )
