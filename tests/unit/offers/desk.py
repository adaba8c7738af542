"""An office that offers places, people who ask for them, and what must hold of the rows at any time."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

from django.db.models import Sum

from huigong.offers.actions import closing, drawing, giving, put_up, requests, rounds
from huigong.offers.models import Capacity, Claim, Hold, Offer, Request, Round, RoundOffer
from huigong.registry.actions import facts, people
from huigong.registry.models import Person
from tests.unit.casework.desk import HOUSING, HOUSING_OFFICER, worker
from tests.unit.registry.someone import CLERK, NOW, TODAY, new_person

LAST = TODAY + timedelta(days=9)
CLOSED, DRAWN = NOW + timedelta(days=10), NOW + timedelta(days=12)
EVENT, FORM, OUTCOME = "虚构彩票第2016068期", "## ## ## ## ## ## + ##", "03 07 11 19 24 32 + 08"
LONG_AGO, LATELY = date(2014, 1, 1), date(2016, 3, 1)
COLLEAGUE = replace(HOUSING_OFFICER, account_id="housing-colleague")
"""Another official of the office, who does not close lists."""


def somebody(number: int, *, since: date = date(2015, 9, 15), permit: bool | None = True) -> Person:
    """Invented person `number`, who has lived here since then; `permit` None is not known."""
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(number, residence_since=since)))
    if permit is not None:
        state(person, permit)
    return person


def state(person: Person, permit: bool) -> None:
    facts.record(
        by=CLERK, now=NOW, person_id=person.public_id.hex, fact="持有居住证", value=permit, source="窗口",
        verification="claimed", valid_from=TODAY,
    )  # fmt: skip


def offer(kind: str, capacity: int, name: str = "虚构小区", **says: str) -> Offer:
    return put_up.put_up(
        kind=kind, office=HOUSING, name=name, capacity=capacity, attributes=says, by=HOUSING_OFFICER, now=NOW
    )


def opened(kind: str, *offers: Offer, event: str = EVENT) -> Round:
    """A round that takes requests to the tenth of June; a running one for ever."""
    return rounds.open_round(
        kind=kind,
        office=HOUSING,
        name="第一轮",
        offers=[each.public_id.hex for each in offers],
        closes_on=None if kind == "bays" else LAST,
        event=event,
        event_on=LAST + timedelta(days=2) if event else None,
        event_form=FORM,
        by=HOUSING_OFFICER,
        now=NOW,
    )


def ask(round: Round, person: Person, *offers: Offer) -> Request:
    return requests.ask(
        round_id=round.public_id.hex,
        person_id=person.public_id.hex,
        offers=[each.public_id.hex for each in offers],
        by=worker(person),
        now=NOW,
    )


def given(round: Round) -> None:
    """Closed, drawn, worked out and published."""
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER}
    closing.freeze(**words, now=CLOSED)
    drawn(round)
    giving.allocate(**words, now=DRAWN)
    giving.publish(**words, now=DRAWN)


def drawn(round: Round) -> None:
    """The outcome is written down by who closed the list, and confirmed by a colleague."""
    words = {"round_id": round.public_id.hex, "outcome": OUTCOME, "now": DRAWN}
    drawing.enter(**words, by=HOUSING_OFFICER)
    drawing.confirm(**words, by=COLLEAGUE)


def assert_counted() -> None:
    """What is counted as taken is what is kept, had and put aside, and never more than there is."""
    for capacity in Capacity.objects.order_by("pk"):
        kept = Hold.objects.filter(offer=capacity.offer_id, answer="").count()
        had = Claim.objects.filter(offer=capacity.offer_id, ended_on__isnull=True).count()
        rows = RoundOffer.objects.filter(offer=capacity.offer_id)
        aside = rows.aggregate(n=Sum("aside"))["n"] or 0
        assert capacity.taken == kept + had + aside <= capacity.total


def offered(person: Person) -> str:
    """The offer that is kept for them."""
    return "、".join(
        Hold.objects.filter(request__person=person, answer="").values_list("offer__name", flat=True)
    )


def flats() -> tuple[Round, list[Person]]:
    """Two flats; three who ask, the one who has lived here longest last."""
    homes = offer("flats", 2)
    round = opened("flats", homes)
    asking = [somebody(1, since=LATELY), somebody(2), somebody(3, since=LONG_AGO)]
    for person in asking:
        ask(round, person, homes)
    return round, asking
