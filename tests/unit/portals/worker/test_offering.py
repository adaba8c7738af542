"""Where people look for limited places: without a login, in the place chosen, where they came for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from huigong.directory.principals import Grant, Principal
from huigong.offers.actions import put_up, rounds
from huigong.offers.models import Claim, Hold, Offer, Round
from huigong.offers.models import Request as Asked
from huigong.portals.shared.everybody import MARK
from huigong.registry.actions import facts
from huigong.registry.models import Person
from tests.unit.portals.worker.filling import shown
from tests.unit.portals.worker.visiting import COUNTER, log_in

pytestmark = pytest.mark.django_db
WORK = "work"
EVENT = f"/for/{WORK}/"
HERE, CITY, ELSEWHERE = "510421", "510400", "510422"
LOOKS_AT_WORK = (EVENT, "/services/rural-worker-training/", "/offers/", "/offers/?event=work")


def opened(name: str = "虚构冬季班", *, region: str = HERE, places: int = 1) -> Round:
    """A round of a welding class of the county's labour office that takes whoever comes."""
    office = f"{region}/hrss"
    acts = {"by": Principal("o", "经办甲", (Grant("case-officer", region, office),)), "now": timezone.now()}
    says = {
        "培训工种": "焊工",
        "培训地点": "虚构路1号",
        "开班日期": f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}",
        "结束日期": f"{timezone.localdate() + timedelta(days=60):%Y-%m-%d}",
        "课时数": "120",
        "学费": "0",
    }
    made = put_up.put_up(
        kind="training-class", office=office, name=f"{name}焊工", capacity=places, attributes=says, **acts
    )
    return rounds.open_round(
        kind="training-class", office=office, name=name, offers=[made.public_id.hex], closes_on=None,
        event="", event_on=None, event_form="", **acts,
    )  # fmt: skip


def at(client: Client, region: str) -> Client:
    client.post("/place/", {"region": region})
    return client


@pytest.mark.parametrize("page", LOOKS_AT_WORK)
def test_a_class_is_found_where_people_look_for_work_without_a_login(visitor: Client, page: str) -> None:
    round = opened()
    told = shown(at(visitor, HERE), page)
    assert "虚构冬季班" in told and f"/offers/{round.public_id.hex}/" in told
    assert "现在空 1 个" in told and "四川省攀枝花市米易县" in told


@pytest.mark.parametrize("page", ["/for/school/", "/services/residence-permit/", "/offers/?event=school"])
def test_a_class_stands_at_no_page_of_something_else(visitor: Client, page: str) -> None:
    opened()
    assert "虚构冬季班" not in shown(at(visitor, HERE), page)


@pytest.mark.parametrize(("chosen", "seen"), [(HERE, True), (CITY, True), (ELSEWHERE, False)])
def test_places_are_those_of_the_place_chosen(visitor: Client, chosen: str, seen: bool) -> None:
    opened()
    told = shown(at(visitor, chosen), "/offers/?event=work")
    assert ("虚构冬季班" in told) is seen
    assert ("还没有开放的技能培训班" in told) is not seen


def test_what_the_city_opens_is_open_in_its_counties(visitor: Client) -> None:
    opened(region=CITY)
    assert "虚构冬季班" in shown(at(visitor, HERE), EVENT)


def test_who_has_chosen_no_place_is_told_to_and_comes_back() -> None:
    visitor = Client()
    told = shown(visitor, "/offers/?event=work")
    assert "选了地方，才看得到那里有没有开放的技能培训班" in told
    assert "/place/?next=/offers/%3Fevent%3Dwork" in told
    assert "技能培训班" in shown(visitor, EVENT)


def test_what_names_its_place_in_the_address_is_the_same_for_everybody() -> None:
    opened()
    answer = Client().get(f"/offers/?in={HERE}")
    assert answer.headers[MARK] == "1" and "虚构冬季班" in answer.content.decode()
    assert "虚构冬季班" not in shown(Client(), "/offers/?in=000000")


def test_lists_ask_the_database_as_often_for_one_round_as_for_many(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    opened("虚构一班")
    at(visitor, HERE)
    visitor.get(EVENT)
    with django_assert_num_queries(
        5
    ):  # the session twice, the place of its office, the rounds, what they give
        visitor.get(EVENT)
    for number in range(3):
        opened(f"虚构{number}班")
    with django_assert_num_queries(5):
        visitor.get(EVENT)


@pytest.mark.parametrize(("open_now", "more"), [(3, False), (4, True)])
def test_what_people_came_for_is_not_pushed_down_by_many_rounds(
    visitor: Client, open_now: int, more: bool
) -> None:
    for number in range(open_now):
        opened(f"虚构{number}班")
    told = shown(at(visitor, HERE), EVENT)
    assert told.count('href="/offers/') == 3 + more
    assert ('href="/offers/?event=work"' in told and "还有 1 轮" in told) is more
    assert shown(visitor, "/offers/?event=work").count("个名额，现在空") == open_now


@pytest.mark.parametrize("page", ["/", "/services/", "/place/"])
def test_the_way_to_all_places_is_where_people_begin(visitor: Client, page: str) -> None:
    assert 'href="/offers/"' in shown(at(visitor, HERE), page)


def test_a_round_is_read_by_anybody_and_asked_in_by_whoever_says_who_they_are(visitor: Client) -> None:
    address = f"/offers/{opened().public_id.hex}/"
    told = shown(visitor, address)
    for said in ("焊工", "虚构路1号", "120课时", "哪天结束", "学费", "0 元"):
        assert said in told
    assert f'href="/login/?next={address.replace("/", "%2F")}"' in told and "<select" not in told
    sent = visitor.post(address, {"offer": Offer.objects.get().public_id.hex})
    assert sent.status_code == 302 and sent["Location"].startswith("/login/")
    assert not Asked.objects.exists()


def test_whoever_is_registered_is_not_asked_for_the_place_again(worker: Client) -> None:
    Person.objects.update(residence=HERE)
    worker.post("/ask/again/")
    opened()
    session = worker.session
    session.pop("visit", None)
    session.save()
    assert "虚构冬季班" in shown(worker, "/offers/")


def asked_and_offered(worker: Client) -> str:
    """The id of a request for which a place is kept."""
    Person.objects.update(residence=HERE, assurance="checked")
    address = f"/offers/{opened().public_id.hex}/"
    assert worker.post(address, {"offer": Offer.objects.get().public_id.hex}).status_code == 302
    return str(Asked.objects.get().public_id.hex)


def test_where_one_decides_stands_what_it_is_where_and_from_when_to_when(worker: Client) -> None:
    asked_and_offered(worker)
    told = shown(worker, "/offers/")
    for said in ("焊工", "虚构路1号", "哪天开班", "哪天结束", "120课时", "学费", "0 元"):
        assert said in told


def test_a_refusal_gets_a_second_look_that_says_what_follows(worker: Client) -> None:
    request = asked_and_offered(worker)
    page = shown(worker, "/offers/")
    assert (
        f'href="/offers/{request}/refuse/sure/"' in page and f'action="/offers/{request}/refuse/"' not in page
    )
    told = shown(worker, f"/offers/{request}/refuse/sure/")
    assert "名额马上给下一个人" in told and "焊工" in told and "放弃的话" in told
    assert Hold.objects.get().answer == "", "looking takes nothing away"
    assert worker.post(f"/offers/{request}/refuse/").status_code == 302
    assert Hold.objects.get().answer == "refused"
    assert worker.get(f"/offers/{request}/refuse/sure/").status_code == 404


def test_whoever_is_out_of_the_round_is_told_so_instead_of_being_let_ask_again(worker: Client) -> None:
    request = asked_and_offered(worker)
    address = f"/offers/{Round.objects.get().public_id.hex}/"
    worker.post(f"/offers/{request}/refuse/")
    told = shown(worker, address)
    assert "不能再申请了" in told and 'name="offer"' not in told and 'href="/offers/"' in told
    assert worker.post(address, {"offer": Offer.objects.get().public_id.hex}).status_code == 409


def test_whoever_withdrew_may_ask_again(worker: Client) -> None:
    request = asked_and_offered(worker)
    worker.post(f"/offers/{request}/withdraw/")
    told = shown(worker, f"/offers/{Round.objects.get().public_id.hex}/")
    assert "不能再申请了" not in told and 'name="offer"' in told


def test_what_is_wanted_of_whoever_asks_is_said_before_they_log_in(visitor: Client) -> None:
    address = f"/offers/{opened().public_id.hex}/"
    told = shown(at(visitor, HERE), address)
    assert "核对一次身份" in told and "核对过的不用再去" in told and "登录、登记，去申请" in told
    log_in(visitor)
    told = shown(visitor, address)
    assert "核对一次身份" in told and "登记，去申请" in told and "登录、登记" not in told


def test_leaving_a_place_gets_a_second_look_too(worker: Client) -> None:
    request = asked_and_offered(worker)
    assert worker.get(f"/offers/{request}/leave/sure/").status_code == 404
    facts.record(
        by=replace(COUNTER, purpose="登记"), now=timezone.now(), person_id=Person.objects.get().public_id.hex,
        fact="从农村出来打工", value=True, source="窗口", verification="claimed", valid_from=timezone.localdate(),
    )  # fmt: skip
    worker.post(f"/offers/{request}/accept/")
    claim = Claim.objects.get().public_id.hex
    assert f'href="/offers/{claim}/leave/sure/"' in shown(worker, "/offers/")
    assert "以后还想要的，要重新申请" in shown(worker, f"/offers/{claim}/leave/sure/")


def test_requests_for_places_stand_among_ones_cases(worker: Client) -> None:
    assert "还没有办件" in shown(worker, "/cases/")
    asked_and_offered(worker)
    told = shown(worker, "/cases/")
    assert "虚构冬季班" in told and "等您答复" in told and "还没有办件" not in told
