"""Where the register believes that somebody lives: by whose word, and what it believed before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from huigong.directory.models import Account
from huigong.registry import lookup
from huigong.registry.models import Person

SEEN = "home seen"  # why a row of the history was written: an official has the home before them, proved
_WANTED = ("residence", "residence_since", "history_user_id", "history_change_reason", "history_date")


class Home(NamedTuple):
    """The region, and the first day there where it is known."""

    residence: str
    since: date | None

    def contradicts(self, was: Home) -> bool:
        """Whether what was believed is wrong of some day; a move on a later day leaves it true until then."""
        if self.residence == was.residence:
            return self.since != was.since
        return self.since is not None and was.since is not None and self.since <= was.since


@dataclass(frozen=True)
class Standing:
    """By whose word a home stands: `own_word` is that of somebody with a phone, checked by no clerk or office.

    `put_right`: the moment at which an official has written it in the place of one that it contradicts, which was `was`.
    """

    own_word: bool
    put_right: datetime | None = None
    was: Home | None = None


def home_of(person: Person) -> Home:
    return Home(person.residence, person.residence_since)


def is_own_word(person: Person) -> bool:
    """Whether where the person lives, and since when, is what somebody with a phone has said; no clerk or office has."""
    return standing(person).own_word


def standing(person: Person) -> Standing:
    """As the home stands now."""
    rows = person.history.order_by("-history_date", "-history_id")
    return _standing(home_of(person), rows.values_list(*_WANTED))


def put_right_at(person: Person, at: datetime) -> tuple[Home, Home] | None:
    """The home that an official wrote at that moment, after the one that it contradicts; None where none was put right."""
    rows = person.history.filter(history_date__lte=at).order_by("-history_date", "-history_id")
    written = rows.values_list(*_WANTED)
    latest = written.first()
    if latest is None:
        return None
    home = Home(*latest[:2])
    stood = _standing(home, written)
    return (stood.was, home) if stood.was is not None and stood.put_right == at else None


def _standing(
    home: Home, rows: Iterable[tuple[str, date | None, str | None, str | None, datetime]]
) -> Standing:
    """Whoever first wrote what stands there now counts, or who has seen it proved (`SEEN`): a later change
    of something else says nothing of the home."""
    writer, first, seen, was = "", None, False, None
    for residence, since, by, reason, at in rows:
        if (residence, since) != home:
            was = Home(residence, since)
            break
        writer, first, seen = by or "", at, seen or reason == SEEN
    worker = Account.objects.filter(public_id=lookup.public_uuid(writer), kind=Account.Kind.WORKER)
    own = not seen and worker.exists()
    if own or was is None or not home.contradicts(was):
        return Standing(own)
    return Standing(own, first, was)
