"""How a matter of arrears stands: who must pay by what is found out, what was ordered, what was paid, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huigong.arrears.declaring import arrears
from huigong.arrears.matters import Matter, Worker
from huigong.arrears.models import ArrearsPayment
from huigong.arrears.steps import Step, steps_of
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.funds.models import Payment
from huigong.funds.terms import Standing as OfPayment
from huigong.kernel.money import Fen
from huigong.registry.models import Person
from huigong.rules.facts import parse_value
from huigong.rules.values import Answer
from huigong.wages.liability.declaring import Law, law
from huigong.wages.liability.established import Case, Claim, Paid
from huigong.wages.liability.outcome import Resolution
from huigong.wages.liability.resolving import resolve
from huigong.wages.names import BUILDING
from huigong.wages.sites import sites


@dataclass(frozen=True)
class PaidRow:
    """What one worker got, fen. `id` names a row that was noted by hand, at `noted_at`, "" one of the fund's bank file;
    `recovered` is what came back to a fund of it."""

    id: str
    worker: str
    role: str
    amount: int
    on: date
    paper: str = ""
    recovered: int = 0
    noted_at: datetime | None = None

    def is_since(self, moment: datetime) -> bool:
        """Whether it came after a moment; a fund's, which has only its day, on that day or later."""
        return self.noted_at > moment if self.noted_at else self.on >= day_of(moment)


@dataclass(frozen=True)
class Stand:
    """A matter on a day; `resolution` names workers by their ids, None while nobody has said what is owed."""

    matter: Matter
    law: Law
    resolution: Resolution | None
    paid: tuple[PaidRow, ...]
    steps: tuple[Step, ...]

    @property
    def owed(self) -> Fen:
        return Fen(sum(worker.owed or 0 for worker in self.matter.workers))

    @property
    def left(self) -> Mapping[str, Fen]:
        """Fen by worker that are still owed."""
        return self.resolution.outstanding if self.resolution else {}

    def months_of(self, worker: Worker) -> int | None:
        """For how many months a worker is still owed; None where that is not found out, or was before a later payment:
        which months it paid, nobody has said."""
        since = self.matter.found_at
        later = since and any(row.worker == worker.id and row.is_since(since) for row in self.paid)
        return None if later else worker.months

    @property
    def order(self) -> Step | None:
        """The latest written order to pay."""
        return next((step for step in reversed(self.steps) if step.is_order), None)


def stand_of(matter: Matter, *, on: date) -> Stand:
    """How the matter stands on a day; a handful of queries for any number of workers."""
    known, paid = law(), paid_of(matter)
    case = established(matter, paid, known, on=on)
    return Stand(matter, known, resolve(case, known) if case.claims else None, paid, steps_of(matter))


def established(matter: Matter, paid: Iterable[PaidRow], law: Law, *, on: date) -> Case:
    """What is found out, as the law on who must pay takes it; before anybody found anything, what the project's record says."""
    content = matter.content
    claims = tuple(Claim(each.id, each.owed) for each in matter.workers if each.owed)
    owed = {claim.id for claim in claims}
    return Case(
        on=date.fromisoformat(content["on"]) if content.get("on") else on,
        values=values_of(content.get("values", {}), law) if content else begun(matter)[0],
        claims=claims,
        parties=content.get("parties", {}) if content else begun(matter)[1],
        limits={name: Fen(fen) for name, fen in content.get("limits", {}).items()},
        paid=tuple(Paid(row.worker, row.role, Fen(row.amount)) for row in paid if row.worker in owed),
        unable=frozenset(content.get("unable", ())),
    )


def values_of(said: Mapping[str, str], law: Law) -> dict[str, Answer]:
    """Facts as people write them, typed; what the law no longer knows is left out."""
    return {name: parse_value(law.facts[name], word) for name, word in said.items() if name in law.facts}


def begun(matter: Matter) -> tuple[dict[str, Answer], dict[str, str]]:
    """Facts and parties that the record of the project says, before an official has found anything."""
    if not matter.projects:
        return {}, {}
    [site, *_] = sites(matter.projects[:1], on=matter.cases[0].opened_on)
    said = arrears().projects
    return {BUILDING: True}, {role: who for field, role in said.items() if (who := site.named(field))}


def paid_of(matter: Matter) -> tuple[PaidRow, ...]:
    """What was noted, and what funds have credited for a case of the matter, by day."""
    workers = {worker.person: worker.id for worker in matter.workers}
    rows = ArrearsPayment.objects.filter(case__in=matter.keys, struck_at__isnull=True)
    noted = [
        PaidRow(
            row.public_id.hex,
            _whose(workers, row.party.person),
            row.role,
            row.amount,
            row.paid_on,
            row.paper,
            noted_at=row.noted_at,
        )
        for row in rows.select_related("party__person").order_by("paid_on", "pk")
    ]
    roles = arrears().funds
    credited = Payment.objects.filter(
        about__in=[subject_of(case) for case in matter.cases],
        line__fund__in=list(roles),
        standing=OfPayment.CREDITED,
        person__isnull=False,
    )
    advanced = [
        PaidRow(
            "",
            _whose(workers, row.person),
            roles[row.line.fund],
            row.amount,
            row.credited_on,
            recovered=row.recovered,
        )
        for row in credited.select_related("person", "line").order_by("credited_on", "pk")
        if row.credited_on is not None
    ]
    return tuple(sorted((row for row in (*noted, *advanced) if row.worker), key=lambda row: row.on))


def _whose(workers: Mapping[str, str], person: Person | None) -> str:
    """The worker of a person; "" for somebody who is none any more."""
    return workers.get(person.public_id.hex, "") if person else ""
