"""What an application will carry, and the digest that binds the page that showed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.crypto import constant_time_compare, salted_hmac

from huigong.casework.accountability import Receiver, name_of, others_of, receiver_of
from huigong.portals.worker import guide
from huigong.portals.worker.guide import Finding
from huigong.portals.worker.visit import Visit
from huigong.rules.facts import written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer


@dataclass(frozen=True)
class Sending:
    """One application as it stands: place, service with its rule, answers, for one person on one day."""

    person_id: str
    region: str
    on: date
    finding: Finding
    answers: tuple[tuple[Fact, str], ...]
    values: dict[str, Answer]

    @classmethod
    def of(cls, visit: Visit, service_id: str, *, person_id: str, on: date) -> Sending:
        """Raises `DomainError` (`catalogue.no_service`)."""
        finding = guide.finding(visit, service_id, on)
        answers, known = guide.answers_for(visit, finding), visit.values(guide.facts())
        sent = {fact.name: known[fact.name] for fact, _ in answers if known[fact.name] is not UNKNOWN}
        return cls(person_id, visit.region, on, finding, tuple(answers), sent)

    @cached_property
    def goes_to(self) -> Receiver:
        """Where the case goes. Raises `DomainError` (`case.no_office`, `case.place_too_wide`)."""
        return receiver_of(self.finding.service, self.region, self.on, values=self.values)

    @property
    def receiver(self) -> str:
        """The office that the case goes to, by name. Raises as `goes_to`."""
        return name_of(self.goes_to.office, self.on)

    @property
    def others(self) -> tuple[str, ...]:
        """Who else answers for a part of it, a line each."""
        return others_of(self.finding.service, self.goes_to.region, self.on)

    @cached_property
    def digest(self) -> str:
        """Changes with anything that the page shows and the case will carry, the version of the rule included."""
        finding = self.finding
        told = [(fact.name, shown, written_value(fact, self.values.get(fact.name, UNKNOWN)))
                for fact, shown in self.answers]  # fmt: skip
        bound = (self.person_id, self.region, self.on, finding.service, finding.kind, finding.amount,
                 self.receiver, self.goes_to, told)  # fmt: skip
        return salted_hmac("huigong.sending", repr(bound), algorithm="sha256").hexdigest()

    def was_shown(self, digest: str) -> bool:
        """Whether this is what the page with that digest showed."""
        return constant_time_compare(self.digest, digest)
