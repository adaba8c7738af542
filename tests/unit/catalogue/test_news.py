"""Screening the register: everybody gets what they would get alone, and what is new is kept once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from huigong.audit.models import AuditEvent
from huigong.catalogue import actions, news
from huigong.catalogue.interview import interview
from huigong.catalogue.models import News, RegisterScreening
from huigong.catalogue.occasions import services_in_words
from huigong.catalogue.screening_many.fresh import Fresh
from huigong.catalogue.services import catalogue
from huigong.demo import county
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message, Sending
from huigong.registry import facts, providers
from huigong.registry.actions import facts as stating
from huigong.registry.actions import people as registering
from huigong.registry.fictitious import make_county
from huigong.registry.models import Person
from huigong.registry.providers import Provider
from tests.laid import laid
from tests.registries import copied

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
HERE, CITY, FAR = "510421", "510400", "210700"
CLERK = Principal("clerk", "窗口甲", (Grant("clerk", CITY),), purpose="窗口告知")
BOARD = Principal("leading", "虚构·农民工办", (Grant("leading-group-officer", CITY),))


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_FOLDER = tmp_path
    yield
    assert not list(tmp_path.iterdir()), "a copy of the register was left behind"


@pytest.fixture(scope="module")
def county_laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], None]]:
    with laid(load_county, django_db_blocker) as county_is_there:
        yield county_is_there


def load_county() -> None:
    made = make_county(region=HERE, elsewhere="530400", on=TODAY, people=18, seed=3)
    ids = county.load_people(made, now=NOW, step=lambda count: None)
    county.load_work(made, ids, now=NOW)
    for person in Person.objects.order_by("pk")[::9]:
        registering.move(by=SYSTEM, now=NOW, person_id=person.public_id.hex, residence=FAR, since=TODAY)


@pytest.fixture
def everybody(db: None, county_laid: Callable[[], None]) -> list[Person]:
    """A fictitious county with its facts, households and work, and a few people of another province."""
    county_laid()
    return list(Person.objects.order_by("pk"))


def screen(region: str = "100000", on: date = TODAY, hours: int = 0) -> actions.Settled:
    now = NOW + (on - TODAY) + timedelta(hours=hours)
    return actions.screen_register(by=SYSTEM, now=now, region=region, on=on)


def open_news() -> set[tuple[int, str, str]]:
    rows = News.objects.filter(ended_on=None)
    return set(rows.order_by("pk").values_list("person_id", "service_id", "region"))


def alone(person: Person, on: date = TODAY) -> set[tuple[int, str, str]]:
    """What is new for one person, asked by the way that pages ask."""
    values = facts.gather(person, on).values
    verdicts = interview(catalogue(), person.residence, on).verdicts(values)
    return {(person.pk, row.service.id, person.residence) for row in verdicts if row.kind == "yes"}


def state(person: Person, fact: str, value: object, **changed: object) -> None:
    given = {"source": "窗口", "verification": "verified", "valid_from": TODAY, "now": NOW, **changed}
    stating.record(by=SYSTEM, person_id=person.public_id.hex, fact=fact, value=value, **given)


def test_everybody_gets_what_they_would_get_alone(everybody: list[Person]) -> None:
    later = TODAY + timedelta(days=200)
    for on in (TODAY, later):
        settled = screen(on=on)
        assert open_news() == set().union(*(alone(person, on) for person in everybody))
        assert settled.people == len(everybody)
    assert {region for _, _, region in open_news()} == {HERE, FAR}


def test_the_same_screening_again_changes_nothing(everybody: list[Person]) -> None:
    first = screen()
    before = list(News.objects.order_by("pk").values())
    again = screen(hours=5)
    assert first.opened.total() == len(before) > len(everybody)
    assert (again.opened, again.ended) == (Counter(), 0)
    assert list(News.objects.order_by("pk").values()) == before


def test_an_answer_that_goes_away_ends_with_its_day_and_may_come_again(everybody: list[Person]) -> None:
    person = next(one for one in everybody if one.residence == HERE)
    state(person, "居住证被扣押", False)
    screen()
    days = [TODAY + timedelta(days=number) for number in (1, 2, 3)]
    state(person, "居住证被扣押", True, now=NOW + timedelta(days=1))
    gained = alone(person) - open_news()
    assert gained
    screen(on=days[0])
    assert gained <= open_news()
    state(person, "居住证被扣押", False, now=NOW + timedelta(days=2))
    assert screen(on=days[1]).ended >= len(gained)
    assert not gained & open_news()
    state(person, "居住证被扣押", True, now=NOW + timedelta(days=3))
    screen(on=days[2])
    for _, service, _ in gained:
        rows = News.objects.filter(person=person, service_id=service).order_by("pk")
        assert [(row.since, row.ended_on) for row in rows] == [(days[0], days[1]), (days[2], None)]


def test_what_a_person_has_is_not_new(everybody: list[Person]) -> None:
    writes = {
        one.id: one for one in catalogue().services_for(HERE, TODAY) if one.writes and one.holding is not None
    }
    screen()
    person, service = next(
        thing[:2] for thing in sorted(open_news()) if thing[1] in writes and thing[2] == HERE
    )
    holder = Person.objects.get(pk=person)
    for write in writes[service].writes:
        state(holder, write.fact, write.value)
    screen(on=TODAY + timedelta(days=1))
    assert (person, service, HERE) not in open_news()


def test_who_moves_gets_what_is_new_there(everybody: list[Person]) -> None:
    screen()
    mover, leaver = [one for one in everybody if one.residence == HERE][:2]
    on = TODAY + timedelta(days=1)
    moved = NOW + (on - TODAY)
    for person, place in ((mover, FAR), (leaver, "530400")):
        registering.move(by=SYSTEM, now=moved, person_id=person.public_id.hex, residence=place, since=on)
    screen(CITY, on=on)
    mine = {thing for thing in open_news() if thing[0] in (mover.pk, leaver.pk)}
    assert not mine
    screen(FAR, on=on)
    mover.refresh_from_db()
    assert {thing for thing in open_news() if thing[0] == mover.pk} == alone(mover, on)


def test_who_moves_to_where_an_earlier_day_is_screened_keeps_their_days(everybody: list[Person]) -> None:
    person = next(one for one in everybody if one.residence == HERE)
    later = TODAY + timedelta(days=2)
    screen(HERE, on=later)
    registering.move(by=SYSTEM, now=NOW, person_id=person.public_id.hex, residence=FAR, since=TODAY)
    screen(FAR)
    person.refresh_from_db()
    assert {key for key in open_news() if key[0] == person.pk and key[2] == FAR} == alone(person)
    screen(HERE, on=later)
    assert {key for key in open_news() if key[0] == person.pk} == alone(person)


def test_an_earlier_day_is_refused(everybody: list[Person]) -> None:
    screen(CITY, on=TODAY + timedelta(days=1))
    for region in (CITY, HERE, "100000"):
        with pytest.raises(DomainError) as refused:
            screen(region)
        assert refused.value.code == "news.earlier_day"
    screen(FAR)


def test_a_day_that_has_not_come_is_refused(everybody: list[Person]) -> None:
    with pytest.raises(DomainError) as refused:
        actions.screen_register(by=SYSTEM, now=NOW, region=CITY, on=TODAY + timedelta(days=1))
    assert refused.value.code == "news.future_day"
    assert not RegisterScreening.objects.exists()


def test_broken_off_the_next_screening_goes_on(
    everybody: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, calls = actions._settle, []

    def breaks(batch: Sequence[object], *args: object, **kwargs: object) -> object:
        calls.append(len(batch))
        if len(calls) == 2:
            raise RuntimeError("the power went off")
        return settle(batch, *args, **kwargs)

    monkeypatch.setattr(actions, "_settle", breaks)
    with pytest.raises(RuntimeError, match="power"):
        screen()
    kept = open_news()
    assert kept and RegisterScreening.objects.get().finished_at is None
    monkeypatch.setattr(actions, "_settle", settle)
    settled = screen()
    assert kept < open_news() and settled.opened.total() == len(open_news()) - len(kept)


def test_only_who_may_export_may_screen(everybody: list[Person]) -> None:
    with pytest.raises(DomainError) as refused:
        actions.screen_register(by=CLERK, now=NOW, region=CITY, on=TODAY)
    assert refused.value.code == "access.denied"
    assert not RegisterScreening.objects.exists()


def test_two_events_tell_of_a_screening(everybody: list[Person]) -> None:
    before = AuditEvent.objects.count()
    settled = screen()
    drawn, screened = AuditEvent.objects.order_by("pk")[before:]
    assert (drawn.verb, screened.verb) == ("registry.people.drawn", "catalogue.register.screened")
    assert screened.data["opened"] == settled.opened.total() and not screened.person_ref
    assert drawn.purpose == screened.purpose != ""


def test_a_batch_takes_the_same_questions_whatever_its_size(everybody: list[Person]) -> None:
    screening = RegisterScreening.objects.create(region=HERE, on=TODAY, began_at=NOW)
    asked = []
    for some in (everybody[:3], everybody[3:30]):
        batch = [Fresh(person.pk, ("basic-public-health",)) for person in some]
        with CaptureQueriesContext(connection) as captured:
            actions._settle(batch, HERE, screening, now=NOW)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_providers_fact_counts_in_the_screening(
    everybody: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(people: Sequence[Person], on: date, known_at: datetime | None) -> Mapping[int, dict[str, bool]]:
        return {person.pk: {"居住证被扣押": True} for person in people}

    screen()
    before = open_news()
    monkeypatch.setattr(providers, "_registered", copied(providers._registered))
    providers.register(Provider("tests.arrears", frozenset({"居住证被扣押"}), says, prevails=True))
    screen()
    assert open_news() == set().union(*map(alone, everybody)) != before


def test_each_sees_their_own(everybody: list[Person]) -> None:
    screen()
    person, other = everybody[1], everybody[2]
    worker = Principal("w", "虚构", person_id=person.public_id.hex)
    before = AuditEvent.objects.count()
    mine = news.for_person(worker, person.public_id.hex, now=NOW)
    assert {(person.pk, one.service_id, one.region) for one in mine} == alone(person)
    assert all(one.told_at is None and one.since == TODAY and one.name for one in mine)
    assert AuditEvent.objects.count() == before
    with pytest.raises(DomainError) as refused:
        news.for_person(worker, other.public_id.hex, now=NOW)
    assert refused.value.code == "access.denied"
    with pytest.raises(DomainError) as refused:
        actions.tell(by=worker, now=NOW, person_id=other.public_id.hex, shown=[])
    assert refused.value.code == "access.denied"


def test_a_clerks_look_is_recorded(everybody: list[Person]) -> None:
    screen()
    person = everybody[1]
    assert news.for_person(CLERK, person.public_id.hex, now=NOW)
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.verb, event.person_ref, event.purpose) == (
        "personal_data.read",
        person.public_id.hex,
        "窗口告知",
    )


def test_told_once_stays_told(everybody: list[Person]) -> None:
    screen()
    person = everybody[1]
    worker = Principal("w", "虚构", person_id=person.public_id.hex)
    shown = [each.key for each in news.for_person(worker, person.public_id.hex, now=NOW)]
    told = {"by": worker, "person_id": person.public_id.hex, "shown": shown}
    assert actions.tell(now=NOW, **told) == len(shown) > 0
    assert actions.tell(now=NOW + timedelta(days=1), **told) == 0
    screen(on=TODAY + timedelta(days=1))
    told = news.for_person(worker, person.public_id.hex, now=NOW)
    assert {one.told_at for one in told} == {NOW}
    assert AuditEvent.objects.filter(verb="catalogue.news.told").count() == 1


def test_officers_see_numbers_and_small_ones_not_at_all(everybody: list[Person]) -> None:
    screen()
    shown = {one.service_id: one for one in news.counts(BOARD, region=CITY)}
    real = Counter(service for _, service, region in open_news() if region == HERE)
    assert set(shown) == set(real)
    assert any(one.people for one in shown.values()) and any(one.people is None for one in shown.values())
    for service, one in shown.items():
        assert one.people in (None, real[service]) and one.told in (None, 0)
        assert one.people is None or one.people >= 10
    with pytest.raises(DomainError) as refused:
        news.counts(BOARD, region=FAR)
    assert refused.value.code == "access.denied"


def with_login(person: Person, phone: str = "13900000077") -> Person:
    person.account = accounts.worker_account(now=NOW, phone=phone)
    person.save()
    return person


def tell_all(region: str = "100000", days: int = 0) -> actions.Told:
    return actions.tell_all(by=SYSTEM, now=NOW + timedelta(days=days), region=region)


def test_who_logs_in_is_told_once_and_the_short_message_names_nothing(everybody: list[Person]) -> None:
    person = with_login(everybody[1])
    screen()
    others = len({key for key, _, _ in open_news()}) - 1
    assert tell_all() == actions.Told(told=1, for_clerks=others)
    assert tell_all() == actions.Told(told=0, for_clerks=others)
    (message,) = Message.objects.filter(template="newly-entitled")
    assert message.person == person
    names = [catalogue().name_of(service) for key, service, _ in sorted(open_news()) if key == person.pk]
    assert any(name in message.body for name in names)
    (sending,) = Sending.objects.filter(message=message)
    assert not any(name in sending.text for name in names)
    (event,) = AuditEvent.objects.filter(verb="catalogue.news.told")
    assert (event.person_ref, event.data["way"]) == (person.public_id.hex, "message")


def test_what_is_new_later_is_told_then_and_nothing_twice(everybody: list[Person]) -> None:
    person = with_login(next(each for each in everybody if each.residence == HERE))
    state(person, "居住证被扣押", False)
    screen()
    before = {service for key, service, _ in open_news() if key == person.pk}
    tell_all()
    state(person, "居住证被扣押", True, now=NOW + timedelta(days=1))
    screen(on=TODAY + timedelta(days=1))
    assert tell_all(days=1).told == 1
    later = Message.objects.order_by("-pk")[0].body
    assert not any(catalogue().name_of(service) in later for service in before)


def test_who_has_no_login_stands_on_the_list_of_the_clerks(everybody: list[Person]) -> None:
    person = with_login(next(each for each in everybody if each.residence == HERE))
    screen()
    tell_all()
    waiting = news.untold(CLERK)
    here = {key for key, _, region in open_news() if region == HERE}
    assert {each.person_id for each in waiting} == here - {person.pk}
    rows = news.untold_rows(CLERK, news.untold(CLERK)[:3], now=NOW)
    listed = [each.person for each in waiting[:3]]
    assert [len(row.services) for row in rows] == [
        len([key for key, _, _ in open_news() if key == each.pk]) for each in listed
    ]
    assert not any(each.name in repr(rows) or each.phone in repr(rows) for each in listed if each.phone)
    told = {"by": CLERK, "now": NOW, "person_id": listed[0].public_id.hex}
    first, *others = (service.key for service in rows[0].services)
    assert actions.tell(**told, shown=[first]) == 1, "what the page did not show waits on"
    assert (listed[0].pk in {each.person_id for each in news.untold(CLERK)}) is bool(others)
    actions.tell(**told, shown=others)
    assert listed[0].pk not in {each.person_id for each in news.untold(CLERK)}
    with pytest.raises(DomainError) as refused:
        news.untold(BOARD)
    assert refused.value.code == "access.denied"


def test_the_list_of_the_clerks_is_read_from_what_is_to_be_told(everybody: list[Person]) -> None:
    screen()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = news.untold(CLERK)[:50].explain()
    assert "news_to_tell" in plan
    assert "TEMP B-TREE" not in plan, "not sorted, but read in the order of the index"


def test_killed_between_screening_and_telling_the_night_tells_when_it_runs_again(
    everybody: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Like a signal: nothing catches it."""

    def killed(**_: object) -> None:
        raise Killed

    with_login(everybody[1])
    tell_all = actions.tell_all
    monkeypatch.setattr(actions, "tell_all", killed)
    with pytest.raises(Killed):
        actions.tell_tonight(now=NOW)
    monkeypatch.setattr(actions, "tell_all", tell_all)
    assert actions.tell_tonight(now=NOW + timedelta(hours=1)) == 1
    assert RegisterScreening.objects.count() == 1


def test_the_night_screens_and_tells_once_a_day(everybody: list[Person]) -> None:
    with_login(everybody[1])
    assert actions.tell_tonight(now=NOW) == 1
    assert actions.tell_tonight(now=NOW + timedelta(hours=1)) == 0
    assert RegisterScreening.objects.count() == 1
    assert actions.tell_tonight(now=NOW + timedelta(days=1)) == 0
    assert RegisterScreening.objects.count() == 2


def test_only_who_may_export_may_tell_everybody(everybody: list[Person]) -> None:
    with pytest.raises(DomainError) as refused:
        actions.tell_all(by=CLERK, now=NOW, region=CITY)
    assert refused.value.code == "access.denied"


def test_of_many_the_first_are_named_and_the_rest_counted() -> None:
    assert services_in_words(["甲", "乙"]) == "甲、乙"
    assert services_in_words(list("甲乙丙丁戊己")) == "甲、乙、丙、丁、戊等6项"
