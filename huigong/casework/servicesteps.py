"""The service of a case, and its steps that follow each other."""

from __future__ import annotations

from collections.abc import Iterable

from huigong.casework.models import Case, Clock
from huigong.catalogue.entries import ServiceKind
from huigong.catalogue.services import PublicService, ServiceLimit, catalogue


def service_of(case: Case) -> PublicService | None:
    """The service as it was when the case was opened, or None for a case without one.

    Raises `DomainError` (`catalogue.no_service`).
    """
    return catalogue().get(case.service_id, case.region, case.opened_on) if case.service_id else None


def known_service(case: Case) -> PublicService | None:
    """`service_of`; None also where the catalogue does not have it."""
    return catalogue().find(case.service_id, case.region, case.opened_on) if case.service_id else None


def is_complaint(case: Case) -> bool:
    """Whether somebody complains of another, so that a decision in their favour gives nothing into their hands."""
    service = known_service(case)
    return service is not None and service.kind is ServiceKind.COMPLAINT


def waiting(service: PublicService | None, clocks: Iterable[Clock]) -> tuple[ServiceLimit, ...]:
    """The steps whose beginning is not known yet; `clocks` are those of the case."""
    begun = {clock.stage for clock in clocks}
    limits = service.limits if service else ()
    return tuple(limit for limit in limits if limit.after and not limit.applies and limit.stage not in begun)


def finishable(case: Case, clocks: Iterable[Clock]) -> list[str]:
    """The steps of the running clocks for whose end another step of the service waits."""
    running = [clock.stage for clock in clocks if clock.stopped_on is None]
    service = service_of(case) if running else None
    awaited = {limit.after for limit in service.limits} if service else set()
    return [stage for stage in running if stage in awaited]
