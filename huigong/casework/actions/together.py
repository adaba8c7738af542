"""Lodging several applications of one person in one sitting: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from huigong.forms.lodging import Lodged
from huigong.kernel.errors import DomainError


@dataclass(frozen=True)
class Order:
    """One of the applications; all as in `applications.lodge`."""

    service_id: str
    key: str
    lodged: Lodged
    draft: tuple[str, str] | None = None
    again: bool = False


@transaction.atomic
def lodge(
    *, by: Principal, now: datetime, person_id: str, region: str, orders: Sequence[Order], channel: str
) -> tuple[Case, ...]:
    """The cases, in the order of the applications; where one of them is refused none is lodged.

    Raises as `applications.lodge`, with the id of the service that stands in the way in `about`.
    """
    return tuple(
        _lodged(each, by=by, now=now, person_id=person_id, region=region, channel=channel) for each in orders
    )


def _lodged(order: Order, *, by: Principal, now: datetime, person_id: str, region: str, channel: str) -> Case:
    try:
        return applications.lodge(
            by=by,
            now=now,
            key=order.key,
            person_id=person_id,
            service_id=order.service_id,
            region=region,
            answers={},
            lodged=order.lodged,
            draft=order.draft,
            channel=channel,
            again=order.again,
        )
    except DomainError as error:
        error.about = order.service_id
        raise
