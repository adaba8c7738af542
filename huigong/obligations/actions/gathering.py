"""What the register and the cases say of obligations: when one began, whether it is owed, and that it was done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.audit.subjects import kind_of
from huigong.casework.models import Decision, Party
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import DecisionKind
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM
from huigong.obligations.actions.entries import add, obligation_of
from huigong.obligations.actions.standing import answered, holds
from huigong.obligations.asking_again import earliest, next_answer, running_out
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation
from huigong.registry import facts
from huigong.registry.factvalues import decode
from huigong.registry.models import Person, PersonFact

_SUREST = [
    PersonFact.Verification.SHARED,
    PersonFact.Verification.VERIFIED,
    PersonFact.Verification.DECIDED,
]
REVOKED = "决定已撤销"


def changed_people(*, since: datetime, now: datetime) -> list[int]:
    """Of whom something was recorded since, or from whose facts an obligation runs that nobody has begun."""
    new = Q(recorded_at__gte=since) | Q(superseded_at__gte=since)
    known = Obligation.objects.filter(person=OuterRef("person"))
    begun = PersonFact.objects.filter(fact__in=book().anchors).filter(new | ~Exists(known))
    others = PersonFact.objects.filter(new, Exists(known))
    beginning = [_without(id, facts) for id, facts in book().beginning(since, day_of(now))]
    people = {
        person
        for rows in (begun, others, *beginning)
        for person in rows.order_by().values_list("person", flat=True)
    }
    decided = Party.objects.filter(
        case__decisions__decided_at__gte=since,
        person__isnull=False,
        person__in=Obligation.objects.values("person"),
    )
    return sorted(people | set(decided.order_by().values_list("person", flat=True)))


def gather(people: Sequence[Person], *, now: datetime) -> list[Obligation]:
    """Notes what is known of these people's obligations; those of whom something new was noted."""
    today = day_of(now)
    begun = list(_begin(people, today))
    obligations = list(
        Obligation.objects.select_for_update(of=("self",))
        .filter(person__in=people)
        .select_related("person")
        .order_by("pk")
    )
    before = _counts(obligations)
    told = [*_of_anchors(obligations, begun), *_of_decisions(obligations, today)]
    add(told, by=SYSTEM, now=now)
    answer_again(obligations, now=now)
    after = _counts(obligations)
    return [row for row in obligations if after.get(row.pk) != before.get(row.pk)]


def answer_again(obligations: Sequence[Obligation], *, now: datetime) -> None:
    """Asks each `while` about a person with what is known today, and notes answers that are others than before."""
    today = day_of(now)
    mine = [row for row in obligations if row.subject.startswith(kind_of(Person))]
    for row in mine:
        row.ask_again_on = None
    asking = [
        (row, declared)
        for row in mine
        if (declared := book().declaration(row.declared, row.region, on=today)) and declared.rule is not None
    ]
    if not asking:
        Obligation.objects.bulk_update(mine, ["ask_again_on"])
        return
    people = list({row.person_id: row.person for row, _ in asking}.values())
    known, kept = facts.gather_many(people, today), _surest(people, today)
    ends = running_out(people, [declared for _, declared in asking], today)
    asked = []
    for row, declared in asking:
        values = dict(known[row.person].values) if row.person in known else {}
        record = kept.get((row.person_id, declared.anchor))
        if record is not None and (record.valid_until is None or record.valid_until >= today):
            # It stands in the register, however long ago somebody looked at the paper.
            values.setdefault(declared.anchor, decode(record.value))
        asked.append((row, declared, holds(declared, values, row.region, today)))
        row.ask_again_on = earliest(next_answer(declared, values, row.region, today), ends.get(row.person_id))
    Obligation.objects.bulk_update(mine, ["ask_again_on"])
    add(answered(asked, today), by=SYSTEM, now=now)


def _without(id: str, anchors: Collection[str]) -> QuerySet[PersonFact]:
    """What an obligation that is new here runs from, of people who have none yet."""
    theirs = Obligation.objects.filter(person=OuterRef("person"), declared=id)
    return PersonFact.objects.filter(~Exists(theirs), fact__in=anchors)


def _begin(people: Sequence[Person], today: date) -> Iterator[tuple[Obligation, Declaration, PersonFact]]:
    """The obligations that run from a fact of these people, with the surest row of it."""
    by_id = {person.pk: person for person in people}
    for (person_id, fact), row in _surest(people, today).items():
        person = by_id[person_id]
        if decode(row.value) is False:
            continue
        for declared in book().in_region(person.residence, on=today):
            if declared.anchor == fact and not declared.about and declared.versions is not None:
                yield obligation_of(declared, person, on=today), declared, row


def _surest(people: Sequence[Person], today: date) -> dict[tuple[int, str], PersonFact]:
    """What the register has of the facts from which obligations run, of each the surest and then the latest row."""
    rows = PersonFact.objects.known_at().filter(
        person__in=people, fact__in=book().anchors, verification__in=_SUREST, valid_from__lte=today
    )
    ordered = sorted(rows, key=lambda row: (_SUREST.index(row.verification), row.valid_from, row.pk))
    return {(row.person_id, row.fact): row for row in ordered}


def _of_anchors(
    obligations: Sequence[Obligation], begun: Sequence[tuple[Obligation, Declaration, PersonFact]]
) -> Iterator[tuple[Obligation, Entry]]:
    latest: dict[int, HistoryEntry] = {}
    for entry in HistoryEntry.objects.filter(obligation__in=obligations, kind=Kind.ANCHORED):
        latest[entry.obligation_id] = entry
    for obligation, declared, row in begun:
        before = latest.get(obligation.pk)
        if before is None or before.day != row.valid_from:
            yield obligation, Entry(Kind.ANCHORED, declared.anchor, day_of(row.recorded_at), row.valid_from)


def _of_decisions(obligations: Sequence[Obligation], today: date) -> Iterator[tuple[Obligation, Entry]]:
    """A grant proves that it was done on the day on which it was asked for; one that was revoked does not."""
    services: dict[str, list[Obligation]] = {}
    for row in obligations:
        declared = book().declaration(row.declared, row.region, on=today)
        for service in declared.services if declared else ():
            services.setdefault(service, []).append(row)
    if not services:
        return
    people = {row.person_id for row in obligations}
    parties = Party.objects.filter(
        person__in=people, role__in=[role.value for role in OWN_SIDE], case__service_id__in=services
    )
    asked = {
        (party.case_id, party.person_id): party.case
        for party in parties.select_related("case").order_by("pk")
    }
    cases = {case for case, _ in asked}
    granted = Decision.objects.filter(case__in=cases, favourable=True).exclude(kind=DecisionKind.REVOCATION)
    revoked = set(
        Decision.objects.filter(case__in=cases, kind=DecisionKind.REVOCATION)
        .order_by()
        .values_list("corrects", flat=True)
    )
    decided = {decision.case_id: decision for decision in granted.order_by("decided_at", "pk")}
    for (case_id, person_id), case in asked.items():
        decision = decided.get(case_id)
        if decision is None or case.service_id is None:
            continue
        why = REVOKED if decision.pk in revoked else ""
        for row in services[case.service_id]:
            if row.person_id == person_id:
                yield (
                    row,
                    Entry(Kind.PROVED, f"case {case.public_id.hex}", today, case.opened_on, refused=why),
                )


def _counts(obligations: Sequence[Obligation]) -> dict[int, int]:
    counted: dict[int, int] = {}
    rows = (
        HistoryEntry.objects.filter(obligation__in=obligations)
        .order_by()
        .values_list("obligation_id", flat=True)
    )
    for key in rows:
        counted[key] = counted.get(key, 0) + 1
    return counted
