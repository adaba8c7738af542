"""What the filters of a work list can be set to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huigong.casework.access import DOES, still_to_do
from huigong.casework.accountability import name_of
from huigong.casework.models import Case, Task
from huigong.casework.procedures import register
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.queries.counting import MANY, each_value
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import begins, within
from huigong.kernel import regions
from huigong.kernel.regions import lineage

_PROVINCE = 2  # digits


@dataclass(frozen=True)
class Options:
    """What the filters of a list can be set to, as (code, words), by words.

    Where a viewer has `MANY` open tasks or fewer, it is what stands in these. Where there are more, some may be of no task of theirs:
    every status of an open case, and every service with an open case anywhere. `by_region` says that the offices are
    those of one region, or none before a region is chosen: a province has thousands.
    """

    statuses: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    offices: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    by_region: bool = False


def options(viewer: Principal, *, today: date, near: str = "") -> Options:
    """One query where the tasks are few; else a few more, each as long as there are different answers.

    `near` is the region whose offices are offered where there are those of a whole province.
    """
    # An index has the open tasks in this order, so that the first are all that is read of many.
    tasks = still_to_do(viewer).order_by("kind", "office")
    kinds = list(
        tasks.values_list(
            "case__procedure", "case__procedure_version", "case__status",
            "case__service_id", "case__service_name", "office", "case__region",
        )[:MANY + 1]
    )  # fmt: skip
    if len(kinds) > MANY:
        return _of_many(viewer, today, near)
    statuses, services, offices, places = {}, {}, set(), set()
    for procedure, version, status, service, name, office, region in set(kinds):
        statuses[status] = status_in_list(
            Case(procedure=procedure, procedure_version=version, status=status)
        ).name
        services[service] = name
        offices.add(office)
        places.add(region)
    return Options(
        _by_words(statuses),
        _by_words(services),
        _by_words(_offices(offices, today)),
        _by_words(_places(places)),
    )


def _of_many(viewer: Principal, today: date, near: str) -> Options:
    opened, tasks = Case.objects.filter(is_open=True), Task.objects.filter(status=Task.Status.OPEN)
    statuses = {
        status.id: status.name
        for procedure in register.everyone()
        for status in procedure.statuses
        if status.phase.is_open
    }
    reaches = tuple(_reaches(viewer))
    places = {
        code
        for prefix, _ in reaches
        for code, _ in each_value(opened.filter(within("region", prefix)), "region")
    }
    near = near or (next(iter(places)) if len(places) == 1 else "")
    offices = set[str]()
    for prefix, office in reaches:
        held = tasks.filter(office=office) if office else tasks.filter(begins("office", prefix))
        for part in _answering(near) if _wide(prefix, office) else ("",):
            offices.update(code for code, _ in each_value(held.filter(begins("office", part)), "office"))
    services = dict(each_value(opened, "service_id", words="service_name"))
    return Options(
        _by_words(statuses),
        _by_words(services),
        _by_words(_offices(offices, today)),
        _by_words(_places(places)),
        by_region=any(_wide(prefix, office) for prefix, office in reaches),
    )


def _wide(prefix: str, office: str) -> bool:
    """Whether a grant reaches the offices of a whole province."""
    return not office and len(prefix) <= _PROVINCE


def _answering(region: str) -> tuple[str, ...]:
    """What the ids of the offices begin with that can have a task of the region: its own, those below and those above."""
    if not regions.known(region):
        return ()
    return (region_prefix(region), *(code for code in lineage(region)[1:] if code != regions.NATION))


def _reaches(viewer: Principal) -> Iterator[tuple[str, str]]:
    """The region prefix and each office, "" for all, of every grant by which the viewer does tasks."""
    grants = (grant for permission in DOES.values() for grant in viewer.grants_for(permission))
    yield from dict.fromkeys(
        (region_prefix(grant.region), office) for grant in grants for office in grant.offices or ("",)
    )


def _offices(codes: set[str], today: date) -> dict[str, str]:
    return {code: name_of(code, today) for code in codes}


def _places(codes: set[str]) -> dict[str, str]:
    return {code: regions.find(code).name if regions.known(code) else code for code in codes}


def _by_words(named: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((code, words) for code, words in named.items() if code), key=lambda pair: pair[1]))
