"""What an outside provider has just said of somebody whom the register does not know yet, until they have registered."""

from __future__ import annotations

from datetime import datetime, timedelta

from huigong.portals.shared.realname import Identity
from huigong.portals.shared.sealed import Session

_KEY, _LIFETIME = "realname_known", timedelta(minutes=30)


def keep(session: Session, who: Identity, *, now: datetime) -> None:
    """Keeps it for half an hour, sealed with the session."""
    session[_KEY] = {"name": who.name, "resident_number": who.resident_number, "at": now.isoformat()}


def look(session: Session, *, now: datetime) -> Identity | None:
    """What is kept, if it is still good."""
    held = session.get(_KEY)
    if not held or now > datetime.fromisoformat(held["at"]) + _LIFETIME:
        return None
    return Identity(held["name"], held["resident_number"])


def take(session: Session, *, now: datetime) -> Identity | None:
    """What is kept, once."""
    who = look(session, now=now)
    session.pop(_KEY, None)
    return who
