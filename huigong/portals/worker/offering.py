"""Limited places that can be asked for now, as pages list them where people look: a place's, a life event's, a service's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from huigong.kernel import regions
from huigong.kernel.regions import NATION
from huigong.kernel.sentences import listed
from huigong.offers import queries
from huigong.offers.shown import OpenRound, OwnRequest
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.keeping import load
from huigong.portals.worker.places import place_name
from huigong.registry import lookup

_AT_ONCE = 3


@dataclass(frozen=True)
class Listed:
    """A round in a list, and where it is, by name."""

    round: OpenRound
    place: str


@dataclass(frozen=True)
class Offering:
    """What is open in a `place` ("" where none was chosen): `kinds` are what such places are called, "" where nothing is
    listed. `event` and `service` are those whose page it is, "" for all there is."""

    region: str
    place: str
    kinds: str
    rounds: tuple[Listed, ...]
    event: str = ""
    service: str = ""

    @property
    def first(self) -> tuple[Listed, ...]:
        """What stands at once on a page that people have come to for more than this."""
        return self.rounds[:_AT_ONCE]

    @property
    def more(self) -> int:
        """How many stand behind those."""
        return len(self.rounds) - len(self.first)


def offering(region: str, on: date, *, event: str = "", service: str = "") -> Offering:
    """What the page of a life event or a service lists of a region; without either, everything."""
    kinds = kinds_of(region, on, event=event, service=service)
    rounds = queries.open_rounds(region, on=on, event=event, service=service) if region and kinds else ()
    rows = tuple(Listed(round, place_name(round.region)) for round in rounds)
    return Offering(region, place_name(region), kinds, rows, event, service)


def kinds_of(region: str, on: date, *, event: str = "", service: str = "") -> str:
    """What limited places are called that there may be in a region ("" for the country); "" where there are none."""
    names = queries.kinds_here(region or NATION, on=on, event=event, service=service)
    return listed(names) if names else ""


def where(request: Request) -> str:
    """The region whose places are looked at: the one in the address (`?in=`), the one chosen, or where whom the visit is
    about lives; nobody who is known chooses a place again."""
    named = request.GET.get("in", "")
    if regions.known(named) and named != NATION:
        return named
    chosen = load(request.session).region
    if chosen:
        return chosen
    person_id = standing.applicant(request).person_id
    return lookup.person(person_id).residence if person_id else ""


def requests_of(request: Request) -> tuple[OwnRequest, ...]:
    """What was asked for by whom the visit is about, the newest first; nothing of whoever is not registered."""
    if not request.principal.person_id:
        return ()
    whom = standing.whom(request)
    if not whom:
        return queries.own(request.principal)
    return queries.of_somebody(request.principal, whom, on=timezone.localdate())
