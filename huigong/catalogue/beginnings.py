"""From which event a service's time limit runs: the words that may stand in `starts`, each with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from huigong.catalogue.entries import LimitKind, ServiceLimit


class Event(StrEnum):
    """What can happen to a case that starts a clock."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    DECISION = "decision"


BEGINNINGS: Mapping[str, Event] = MappingProxyType(
    {
        "收到之日": Event.RECEIPT,
        "收到申请之日": Event.RECEIPT,
        "收到投诉之日": Event.RECEIPT,
        "收到调解申请之日": Event.RECEIPT,
        "收到登记材料之日": Event.RECEIPT,
        "受理之日": Event.ACCEPTANCE,
        "立案之日": Event.ACCEPTANCE,
        "材料齐全之日": Event.ACCEPTANCE,  # what is complete is taken in
        "决定之日": Event.DECISION,
    }
)


def begins_at(limit: ServiceLimit) -> Event | None:
    """The event that starts the clock; None for one that begins when another step ends.

    A limit for acceptance always runs from receipt.
    """
    if limit.after:
        return None
    if limit.kind is LimitKind.ACCEPTANCE:
        return Event.RECEIPT
    return BEGINNINGS[limit.starts]
