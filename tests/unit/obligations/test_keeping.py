"""What is kept of what somebody owes: noted once, moved on by night, told to people, and never asked of a stranger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.obligations import queries
from huigong.obligations.actions import entries, nightly
from huigong.obligations.forecast.states import State
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.registry.actions import facts, people
from huigong.registry.models import Person, PersonFact
from tests.unit.casework.desk import HERE, POLICE_OFFICER, applicant, officer, worker
from tests.unit.lapses.test_ahead import endorse
from tests.unit.registry.someone import CLERK

pytestmark = pytest.mark.django_db
ISSUED = date(2016, 6, 1)
DUE = date(2017, 6, 1)
OTHER_COUNTY = "510421"


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)


def record(person: Person, *, value: bool, since: date, now: date, fact: str = "持有居住证") -> None:
    facts.record(
        by=CLERK, now=night(now), person_id=person.public_id.hex, fact=fact, value=value, source="窗口核验",
        verification=PersonFact.Verification.VERIFIED, valid_from=since, valid_until=None,
    )  # fmt: skip


@pytest.fixture
def holder() -> Person:
    """Somebody whose permit was issued, and noted, on 1 June 2016."""
    person = applicant()
    record(person, value=True, since=ISSUED, now=ISSUED)
    return person


def stands() -> list[tuple[int, date, str]]:
    return [(row.ordinal, row.due_on, row.state) for row in Occurrence.objects.order_by("ordinal")]


def test_the_night_raises_it_and_time_moves_it_on(holder: Person) -> None:
    assert nightly.look_over(now=night(ISSUED)) == 0  # a year ahead nothing stands yet
    assert Obligation.objects.get().next_change_on == date(2017, 3, 3)
    for day, state in [
        (date(2017, 3, 3), State.EXPECTED),
        (date(2017, 5, 1), State.OPEN),
        (DUE, State.DUE),
        (date(2017, 6, 2), State.LAPSED),
    ]:
        assert nightly.look_over(now=night(day)) == 1
        assert stands() == [(1, DUE, state)]
        assert nightly.look_over(now=night(day)) == 0
    event = AuditEvent.objects.filter(verb="obligations.looked_over").latest("pk")
    assert event.data == {"changed": 1}


def test_nights_that_were_missed_change_nothing_of_the_end(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 6, 20)))
    assert stands() == [(1, DUE, "lapsed")]


def test_what_was_said_in_weeks_without_a_night_is_not_lost(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    endorse(holder, asked=date(2017, 5, 15), granted=date(2017, 5, 17))
    nightly.look_over(now=night(date(2017, 7, 20)))
    assert stands() == [(1, DUE, "done_in_time")]


def test_a_grant_proves_it_and_is_noted_once(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    endorse(holder, asked=date(2017, 5, 15), granted=date(2017, 5, 17))
    assert nightly.look_over(now=night(date(2017, 5, 18))) == 1
    nightly.look_over(now=night(date(2017, 5, 19)))
    assert HistoryEntry.objects.filter(kind=Kind.PROVED).count() == 1
    assert stands() == [(1, DUE, "done_in_time")]


def test_who_lets_it_lapse_is_told_once_by_day_and_in_the_inbox(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 5, 2)))
    assert not Message.objects.filter(template__startswith="obligation").exists()  # told ahead by `lapses`
    for day in (date(2017, 6, 2), date(2017, 6, 3)):
        nightly.look_over(now=night(day))
    (message,) = Message.objects.filter(template="obligation-lapsed")
    assert message.person == holder
    assert "居住证签注" in message.body and "2017年6月1日" in message.body


def test_a_permit_that_ended_takes_with_it_what_is_open(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 5, 2)))
    record(holder, value=False, since=date(2017, 5, 10), now=date(2017, 5, 10))
    nightly.look_over(now=night(date(2017, 5, 11)))
    assert stands() == [(1, DUE, "withdrawn")]


def test_a_day_that_was_noted_wrongly_moves_what_is_open(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 5, 2)))
    row = Obligation.objects.get()
    moved = Entry(Kind.ANCHORED, "持有居住证", date(2017, 5, 3), date(2016, 7, 1))
    assert entries.note(obligation=row, entries=[moved], by=POLICE_OFFICER, now=night(date(2017, 5, 3))) == 1
    assert stands() == [(1, date(2017, 7, 1), "expected")]
    assert entries.note(obligation=row, entries=[moved], by=POLICE_OFFICER, now=night(date(2017, 5, 3))) == 0
    assert AuditEvent.objects.filter(verb="obligations.noted").count() == 1


def test_the_police_of_the_place_prove_it_and_nobody_else(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 5, 2)))
    row = Obligation.objects.get()
    assert row.office == f"{HERE}/police"
    given: dict[str, Any] = {
        "obligation_id": row.public_id.hex, "day": date(2017, 5, 2), "now": night(date(2017, 5, 3)),
    }  # fmt: skip
    with pytest.raises(DomainError) as refused:
        entries.prove(**given, by=officer(f"{HERE}/housing"))
    assert refused.value.code == "access.denied"
    with pytest.raises(DomainError) as early:
        entries.prove(**given | {"day": date(2017, 5, 4)}, by=POLICE_OFFICER)
    assert early.value.code == "obligation.day_to_come"
    entries.prove(**given, by=POLICE_OFFICER)
    entries.prove(**given, by=POLICE_OFFICER)
    assert stands() == [(1, DUE, "done_in_time")]


def test_nothing_was_done_before_there_was_anything_to_do(holder: Person) -> None:
    nightly.look_over(now=night(date(2017, 5, 2)))
    given: dict[str, Any] = {
        "obligation_id": Obligation.objects.get().public_id.hex, "by": POLICE_OFFICER, "now": night(date(2017, 5, 3)),
    }  # fmt: skip
    for day in (date(1900, 1, 1), date(2016, 5, 31)):
        with pytest.raises(DomainError) as refused:
            entries.prove(**given, day=day)
        assert refused.value.code == "obligation.day_too_early"
        assert "2016年6月1日" in str(refused.value.why)
    assert not HistoryEntry.objects.filter(kind=HistoryEntry.Kind.PROVED).exists()
    entries.prove(**given, day=ISSUED)
    assert HistoryEntry.objects.filter(kind=HistoryEntry.Kind.PROVED).count() == 1


def test_nothing_is_excused_that_the_declaration_does_not_excuse(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    with pytest.raises(DomainError) as refused:
        entries.excuse(
            obligation_id=Obligation.objects.get().public_id.hex, day=DUE, until=DUE, reason="住院",
            by=POLICE_OFFICER, now=night(DUE),
        )  # fmt: skip
    assert refused.value.code == "obligation.no_excuse"


def test_what_happened_is_only_ever_added(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    for change in (
        lambda: HistoryEntry.objects.update(day=DUE),
        lambda: HistoryEntry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_people_read_their_own_and_officers_what_their_office_does(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    nightly.look_over(now=night(date(2017, 5, 2)))
    (owed,) = queries.own(worker(holder), on=date(2017, 5, 2))
    assert (owed.name, owed.due_on, owed.state) == ("居住证签注", DUE, State.OPEN)
    assert queries.to_do(POLICE_OFFICER, on=date(2017, 5, 2)) == (owed,)
    assert queries.to_do(officer(f"{HERE}/housing"), on=date(2017, 5, 2)) == ()
    with pytest.raises(DomainError):
        queries.to_do(CLERK, on=date(2017, 5, 2))


def test_it_follows_who_moves(holder: Person) -> None:
    nightly.look_over(now=night(ISSUED))
    people.move(
        by=CLERK, now=night(date(2016, 9, 1)), person_id=holder.public_id.hex, residence=OTHER_COUNTY,
        since=date(2016, 9, 1),
    )  # fmt: skip
    row = Obligation.objects.get()
    assert (row.region, row.office) == (OTHER_COUNTY, f"{OTHER_COUNTY}/police")


def test_a_place_without_an_interval_of_its_own_raises_no_visits(holder: Person) -> None:
    record(holder, value=True, since=ISSUED, now=ISSUED, fact="已登记留守儿童")
    nightly.look_over(now=night(date(2021, 7, 1)))
    assert [row.declared for row in Obligation.objects.all()] == ["residence-permit-endorsement"]


def test_a_night_asks_as_much_for_two_as_for_one(holder: Person) -> None:
    for sequence in (2, 3):
        record(applicant(sequence), value=True, since=date(2016, 7, 1), now=date(2016, 7, 1))
    for day in (date(2016, 7, 1), date(2016, 7, 3)):  # no news any more
        nightly.look_over(now=night(day))
    with CaptureQueriesContext(connection) as alone:
        assert nightly.look_over(now=night(date(2017, 3, 3))) == 1
    with CaptureQueriesContext(connection) as together:
        assert nightly.look_over(now=night(date(2017, 4, 2))) == 2
    assert len(together) == len(alone)
