"""What is known of those who ask, as rules take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import CharField, F
from django.db.models.functions import Cast, Coalesce

from huigong.catalogue.services import catalogue
from huigong.directory.assurance import Assurance
from huigong.kernel.sentences import wording
from huigong.offers.attributes import answers_of
from huigong.offers.kinds import EligibleAt, Kind
from huigong.offers.models import Offer
from huigong.offers.standings import Standing, standing
from huigong.registry.facts import gather_many
from huigong.registry.models import Person
from huigong.rules.evaluate import Situation

NOT_CHECKED = wording("身份核对")


def counted(of: str = "") -> Coalesce:
    """By what rows with a person, reached by the path `of`, are counted: somebody with three phones is three records until
    papers were seen, and one person. Who has no resident number is counted by record."""
    return Coalesce(F(f"{of}person__resident_number_index"), Cast(f"{of}person_id", CharField()))


def counted_as(person: Person) -> str:
    """The same of one person."""
    return person.resident_number_index or str(person.pk)


def situations(people: Sequence[Person], *, region: str, on: date) -> Mapping[Person, Situation]:
    """Each with what the register knows of them; the same number of questions however many there are.

    For the engine's own use: nothing of it is shown, so no look is recorded.
    """
    parameters = catalogue().parameters.lookup(region)
    gathered = gather_many(people, on, region=region)
    return {
        person: Situation(gathered[person].values if person in gathered else {}, on, parameters)
        for person in people
    }


def standing_with(offer: Offer, kind: Kind, person: Person, here: Situation, *, at: EligibleAt) -> Standing:
    """How the person stands with the offer at that moment: conditions that are asked later leave it open until then.

    Of somebody who is not known as surely as the kind needs, that is what is not known.
    """
    unidentified = identified(person, kind)
    if unidentified.missing:
        return unidentified
    order = list(EligibleAt)
    judged = order.index(kind.eligible_at) <= order.index(at)
    here = here.knowing(answers_of(kind.attributes, offer.attributes)) if kind.attributes else here
    return standing(kind, here, lives=person.residence, region=offer.region, judged=judged)


def identified(person: Person, kind: Kind) -> Standing:
    """What is not known of somebody who is known less surely than the kind needs: who it is."""
    sure = Assurance(person.assurance).reaches(kind.identity)
    return Standing() if sure else Standing(missing=(NOT_CHECKED,))
