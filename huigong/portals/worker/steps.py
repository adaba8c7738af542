"""The screens of the interview in the order of answering: each has an address, by its place."""

from __future__ import annotations

from huigong.catalogue.services import catalogue
from huigong.portals.worker.visit import Visit


def count(visit: Visit) -> int:
    """How many screens were answered and still count."""
    return len(_by_screen(visit))


def fact_at(visit: Visit, written: str) -> str:
    """A fact of the screen answered at that place, from 0; "" for a screen that is still to come."""
    screens = list(_by_screen(visit).values())
    step = int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else len(screens)
    return screens[step] if step < len(screens) else ""


def _by_screen(visit: Visit) -> dict[str, str]:
    """Screen → the first fact that was answered on it, in the order of asking."""
    known, screens = catalogue(), dict[str, str]()
    for name in visit.answers:
        if name in known.facts:
            together = known.conversation.screen_of.get(name)
            screens.setdefault(together.id if together else name, name)
    return screens
