"""What an office does in a turn of `killed_anywhere`: each act by what people send, and how often it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huigong.casework.actions import cases
from huigong.casework.models import Application, Decision
from huigong.kernel.errors import DomainError
from huigong.registry.actions import records
from huigong.registry.actions.importing import import_people
from huigong.registry.models import Engagement, ImportBatch, Person, PersonFact, UnitedRecord
from tests.unit.audit import trail
from tests.unit.casework.desk import CITY, CLERK, NOW, PERMIT, POLICE_OFFICER, applicant, lodge
from tests.unit.registry.intake.sheets import row, xlsx
from tests.unit.registry.someone import new_person
from tests.unit.registry.test_records import REASON, pair_of

PEOPLE = 6  # of a turn: one applies, one is decided on, two are one, two stand in the file
HALF = -1
"""How often an act was done of which a part is there and a part is not."""


@dataclass(frozen=True)
class Turn:
    """What a turn works on: its people are counted from `first`, who applies."""

    first: int
    applicant: Person
    case: str
    pair: str
    kept: str
    file: bytes

    @property
    def key(self) -> str:
        """Of the application, as its page would have it."""
        return f"turn-{self.first}"

    @property
    def listed(self) -> list[str]:
        """The resident numbers of the people in the file."""
        return [new_person(self.first + place).resident_number for place in (4, 5)]


def prepared(first: int) -> Turn:
    """A turn in which nothing is done yet."""
    applying, decided, kept, gone = (applicant(first + place) for place in range(4))
    case_id = lodge(decided, service=PERMIT).public_id.hex
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    turn = Turn(first, applying, case_id, pair_of(kept, gone).public_id.hex, kept.public_id.hex, b"")
    rows = [row(first + place, 身份证号=number) for place, number in enumerate(turn.listed, start=4)]
    return Turn(first, applying, case_id, turn.pair, turn.kept, xlsx(rows))


def apply(turn: Turn) -> None:
    lodge(turn.applicant, service=PERMIT, key=turn.key)


def decide(turn: Turn) -> None:
    words = {"verdict": "approved", "reasons": "符合条件", "clause": "居住证暂行条例第二条"}
    cases.decide(by=POLICE_OFFICER, now=NOW, case_id=turn.case, **words)


def take_in(turn: Turn) -> None:
    import_people(by=CLERK, now=NOW, region=CITY, data=turn.file, name="花名册")


def unite(turn: Turn) -> None:
    try:
        records.unite(by=CLERK, now=NOW, pair_id=turn.pair, keep_id=turn.kept, reason=REASON)
    except DomainError as refused:
        if refused.code != "duplicates.not_found":  # it was done, and who asks again is told
            raise


def seal(_turn: Turn) -> None:
    trail.seal(now=trail.LATER)


ACTS: dict[str, Callable[[Turn], None]] = {
    "apply": apply,
    "decide": decide,
    "take in": take_in,
    "unite": unite,
    "seal": seal,
}


def counted(turn: Turn) -> dict[str, int]:
    """How often each act but sealing was done, `HALF` for one that was not done whole."""
    return {
        "apply": _applied(turn),
        "decide": _decided(turn),
        "take in": _taken_in(turn),
        "unite": UnitedRecord.objects.filter(kept__public_id=turn.kept).count(),
    }


def _applied(turn: Turn) -> int:
    sent = Application.objects.filter(key=turn.key)
    return sent.count() if sent.count() == sent.filter(case__isnull=False).count() else HALF


def _decided(turn: Turn) -> int:
    """A permit that was approved is a fact about its holder, once."""
    decisions = Decision.objects.filter(case__public_id=turn.case).count()
    facts = list(
        PersonFact.objects.filter(source__endswith=turn.case).order_by().values_list("fact", flat=True)
    )
    whole = len(facts) == len(set(facts)) and bool(facts) == bool(decisions)
    return decisions if whole else HALF


def _taken_in(turn: Turn) -> int:
    people = list(Person.objects.by_index("resident_number", *turn.listed).order_by("pk"))
    batches = ImportBatch.objects.filter(lines__person__in=people).distinct().count()
    work = Engagement.objects.filter(person__in=people).count()
    return batches if len(people) == work == len(turn.listed) * min(batches, 1) else HALF
