"""From which event a service's time limit runs, read from the words of the law (`受理之日`, `收到申请之日`)."""

from __future__ import annotations

from enum import StrEnum

from huigong.catalogue.services import LimitKind, ServiceLimit


class Event(StrEnum):
    """What can happen to a case that starts a clock."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    DECISION = "decision"


# In this order: 受理申请之日 speaks of acceptance though it also names the application.
_WORDS = (
    ("受理", Event.ACCEPTANCE),
    ("立案", Event.ACCEPTANCE),
    ("决定", Event.DECISION),
    ("收到", Event.RECEIPT),
    ("申请", Event.RECEIPT),
    ("提交", Event.RECEIPT),
)


def begins_at(limit: ServiceLimit) -> Event:
    """The event that starts the clock; a limit for acceptance always runs from receipt."""
    if limit.kind is LimitKind.ACCEPTANCE:
        return Event.RECEIPT
    return next((event for word, event in _WORDS if word in limit.starts), Event.ACCEPTANCE)
