"""What was done with a case, as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.shapes import HistoryLine
from huigong.casework.trail import ASSIGNED, EVENTS
from huigong.directory.models import Account
from huigong.registry.lookup import public_uuid


def history_of(case: Case, events: Sequence[AuditEvent]) -> tuple[HistoryLine, ...]:
    """What was done with the case; looks at the person are for auditors and the person."""
    names = _names({event.data["assignee"] for event in events if event.verb == ASSIGNED})
    trail = procedure_of(case).trail
    lines = [(event, trail(event.verb) or EVENTS.get(event.verb, "")) for event in events]
    return tuple(
        HistoryLine(event.at, event.actor_name, _what(event, words, names)) for event, words in lines if words
    )


def _names(account_ids: Set[str]) -> dict[str, str]:
    """Account id as the trail keeps it → name; readers of a case may know who handled it."""
    accounts = Account.objects.filter(public_id__in=map(public_uuid, account_ids))
    return {account.public_id.hex: str(account) for account in accounts}


def _what(event: AuditEvent, words: str, names: Mapping[str, str]) -> str:
    """With whom it was given to, or which other case it is about."""
    other = names.get(event.data["assignee"]) if event.verb == ASSIGNED else _number_of_other(event)
    return f"{words}：{other}" if other else words


def _number_of_other(event: AuditEvent) -> str:
    """Referrals name offices there: what is said of cases stands in `EVENTS`."""
    keys = ("into", "from", "to") if event.verb in EVENTS else ()
    return next((event.data[key] for key in keys if key in event.data), "")
