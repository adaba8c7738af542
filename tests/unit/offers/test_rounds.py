"""From an offer to a place that somebody has, and on to the next of the list."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError, NoAccess
from huigong.messages.models import Message
from huigong.offers import lists, queries
from huigong.offers.actions import answers, closing, preferences, put_up, requests
from huigong.offers.models import Capacity, Claim, Hold, Request, Result, Round, Wish
from huigong.portals.cli import allocation
from huigong.registry.models import Person
from tests.each import each
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import HOUSING_OFFICER, INSPECTOR, OFFICER_FAR, officer, worker
from tests.unit.offers.desk import (
    CLOSED,
    DRAWN,
    LATELY,
    LONG_AGO,
    ask,
    assert_counted,
    flats,
    given,
    offer,
    offered,
    opened,
    somebody,
    state,
)
from tests.unit.registry.someone import CITY, HERE, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]


def test_a_year_here_goes_first_then_points_and_everybody_reads_their_place_and_why() -> None:
    round, (lately, middle, longest) = flats()
    given(round)
    assert (offered(longest), offered(middle), offered(lately)) == ("虚构小区", "虚构小区", "")
    assert_counted()
    seen = queries.own(worker(lately))[0]
    assert (seen.wishes[0].rank, seen.wishes[0].before) == (3, 0)
    told = "".join(seen.why)
    assert "您排第3" in told and "您的积分是3" in told and "住满一年的、其他" in told
    assert queries.own(worker(longest))[0].answer_by == DRAWN.date() + timedelta(days=5)
    told = {message.person_id: message.body for message in Message.objects.order_by("pk")}
    assert "2016年6月18日以前答复" in told[longest.pk] and "当作放弃" in told[middle.pk]
    assert "还在名单里" in told[lately.pk]
    assert is_whole()


def test_what_is_published_names_nobody_and_can_be_verified_by_anybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    round, asking = flats()
    given(round)
    text = queries.whole(worker(asking[0]), round.public_id.hex)
    for person in asking:
        assert person.name not in text and person.public_id.hex not in text
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    words = ["verify", str(tmp_path / "result.json")]
    assert allocation.run([*words, "--digest", Round.objects.get().list_digest]) == 0
    assert allocation.run([*words, "--digest", "0" * 64]) == 1
    assert "没有发现问题" in capsys.readouterr().out
    document = json.loads(text)
    document["placed"].popitem()
    (tmp_path / "result.json").write_text(json.dumps(document), encoding="utf-8")
    assert allocation.run(words) == 1
    lines = queries.published(round.public_id.hex)
    assert [(line.columns["tier"], line.columns["rank"]) for line in lines] == [
        ("住满一年的", "1"),
        ("其他", "2"),
        ("其他", "3"),
    ]


def test_who_refuses_stands_at_the_end_and_the_next_is_offered_the_place_at_once() -> None:
    round, (lately, _, longest) = flats()
    given(round)
    request = Request.objects.get(person=longest)
    answers.refuse(request_id=request.public_id.hex, by=worker(longest), now=DRAWN)
    assert (offered(lately), offered(longest)) == ("虚构小区", "")
    answers.refuse(request_id=Request.objects.get(person=lately).public_id.hex, by=worker(lately), now=DRAWN)
    assert offered(longest) == "虚构小区", "behind everybody else, and still on the list"
    assert_counted()
    assert is_whole()


def test_silence_declines_and_a_place_that_is_left_goes_to_the_list() -> None:
    round, (lately, middle, longest) = flats()
    given(round)
    claim = accepted(longest)
    assert answers.lapse_unanswered(now=DRAWN + timedelta(days=5)) == 0, "the last day is still theirs"
    assert answers.lapse_unanswered(now=DRAWN + timedelta(days=6)) == 1
    assert (offered(middle), offered(lately)) == ("", "虚构小区")
    answers.leave(claim_id=claim.public_id.hex, by=worker(longest), now=DRAWN + timedelta(days=7))
    assert offered(middle) == "虚构小区", "and not to whoever has just left it"
    assert_counted()
    assert is_whole()


def accepted(person: Person) -> Claim:
    request = Request.objects.get(person=person)
    claim = answers.accept(request_id=request.public_id.hex, by=worker(person), now=DRAWN)
    assert claim is not None
    return claim


def test_more_places_go_to_those_who_wait_and_fewer_than_are_had_there_cannot_be() -> None:
    round, (lately, *_) = flats()
    given(round)
    homes = round.offers.get().offer
    words = {"offer_id": homes.public_id.hex, "by": HOUSING_OFFICER, "now": DRAWN}
    assert put_up.resize(capacity=5, **words) == 1
    assert offered(lately) == "虚构小区"
    with pytest.raises(DomainError, match="不能减到2个"):
        put_up.resize(capacity=2, **words)
    assert_counted()


def test_a_place_reserved_for_the_district_goes_past_somebody_from_elsewhere() -> None:
    homes = offer("flats", 1)
    round = opened("flats", homes)
    elsewhere, here = somebody(1, since=LONG_AGO), somebody(2, since=LATELY)
    Person.objects.filter(pk=elsewhere.pk).update(residence="510411")
    for person in (elsewhere, here):
        ask(round, person, homes)
    given(round)
    assert (offered(elsewhere), offered(here)) == ("", "虚构小区")
    assert "预留给本区" in "".join(queries.own(worker(elsewhere))[0].why)


def test_what_is_not_known_does_not_hinder_a_request_and_must_be_known_before_the_list_is_closed() -> None:
    homes = offer("flats", 1)
    round = opened("flats", homes)
    person = somebody(1, permit=None)
    request = ask(round, person, homes)
    with pytest.raises(DomainError, match="不清楚") as refused:
        closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    assert refused.value.code == "round.unknown" and "持有居住证" in str(refused.value)
    state(person, False)
    given(round)
    own = queries.own(worker(person))[0]
    assert own.number == request.number and own.wishes[0].barred
    assert "不符合条件" in "".join(own.why)
    assert person.name not in Result.objects.get().text
    assert_counted()


def test_an_office_may_leave_out_whom_it_cannot_ask_and_says_why() -> None:
    homes = offer("flats", 1)
    round = opened("flats", homes)
    person = somebody(1, permit=None)
    request = ask(round, person, homes)
    words = {"request_id": request.public_id.hex, "now": NOW}
    with pytest.raises(NoAccess):
        requests.set_aside(reason="联系不上", by=worker(person), **words)
    requests.set_aside(reason="联系不上", by=HOUSING_OFFICER, **words)
    assert queries.own(worker(person))[0].why_gone == "联系不上"
    given(round)
    assert is_whole()


def test_a_place_put_aside_for_a_closed_list_goes_to_nobody_else() -> None:
    round, _ = flats()
    closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    assert_counted()
    with pytest.raises(DomainError):
        put_up.resize(
            offer_id=round.offers.get().offer.public_id.hex, capacity=1, by=HOUSING_OFFICER, now=CLOSED
        )


def test_where_both_sides_choose_nobody_gets_whom_it_does_not_want() -> None:
    shop, farm = offer("posts", 1, "虚构商店", 要住满="6"), offer("posts", 1, "虚构农场", 要住满="0")
    round = opened("posts", shop, farm)
    wanted, other = somebody(1), somebody(2)
    numbers = {person: ask(round, person, shop, farm).number for person in (wanted, other)}
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER, "now": NOW}
    preferences.prefer(offer_id=shop.public_id.hex, turns={numbers[other]: 0, numbers[wanted]: 1}, **words)
    preferences.prefer(offer_id=farm.public_id.hex, turns={numbers[other]: 0}, **words)
    given(round)
    assert (offered(other), offered(wanted)) == ("虚构商店", "")
    assert Hold.objects.get().answer_by is None, "the kind sets no day"


def test_an_offer_says_of_itself_what_is_declared_and_conditions_compare_with_it() -> None:
    for says in ({}, {"要住满": "半年"}, {"要住满": "6", "薪水": "3000"}):
        with pytest.raises(DomainError, match="名额的说明不对"):
            offer("posts", 1, **says)
    shop = offer("posts", 1, "虚构商店", 要住满="6", 包住="是")
    assert shop.attributes == {"要住满": 6, "包住": True}
    round = opened("posts", shop)
    for person in (somebody(1, since=LATELY), somebody(2)):
        ask(round, person, shop)
    closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    lately, longer = Wish.objects.order_by("pk")
    assert "要住满" in lately.barred and "要住满" not in longer.barred


def test_conditions_of_the_day_of_taking_up_free_the_place_and_silence_may_accept() -> None:
    plots = offer("plots", 1)
    round = opened("plots", plots)
    first, second = somebody(1, permit=None), somebody(2, permit=None)
    for person in (first, second):
        ask(round, person, plots)
    given(round)
    lucky, next_one = (first, second) if offered(first) else (second, first)
    request = Request.objects.get(person=lucky)
    words = {"request_id": request.public_id.hex, "by": worker(lucky), "now": DRAWN}
    with pytest.raises(DomainError, match="还有不清楚的"):
        answers.accept(**words)
    state(lucky, False)
    assert answers.accept(**words) is None
    assert (offered(lucky), offered(next_one)) == ("", "虚构小区")
    state(next_one, True)
    assert answers.lapse_unanswered(now=DRAWN + timedelta(days=4)) == 1
    assert Claim.objects.get().person == next_one
    assert_counted()


def test_the_office_ends_with_a_reason_only_a_hold_that_has_no_last_day() -> None:
    bay = offer("bays", 1, "泊位")
    round = opened("bays", bay, event="")
    silent, wants = somebody(1), somebody(2)
    for person in (silent, wants):
        ask(round, person, bay)
    words = {
        "request_id": Request.objects.get(person=silent).public_id.hex, "by": HOUSING_OFFICER, "now": NOW,
    }  # fmt: skip
    with pytest.raises(DomainError) as told:
        answers.end(**words, reason="一直没有答复")
    assert told.value.code == "hold.has_day"
    Hold.objects.update(answer_by=None)
    with pytest.raises(DomainError) as told:
        answers.end(**words, reason=" ")
    assert told.value.code == "hold.no_reason"
    answers.end(**words, reason="一直没有答复")
    assert (offered(silent), offered(wants)) == ("", "泊位")


@each("by", [INSPECTOR, OFFICER_FAR, SYSTEM])
def refused_to(by: object) -> None:
    """Another office of the same district, one far away, and no office at all."""
    with pytest.raises(NoAccess):
        offer_by(by)


def offer_by(by: object) -> None:
    put_up.put_up(kind="bays", office=HOUSING_OFFICER.office, name="泊位", capacity=1, by=by, now=NOW)  # type: ignore[arg-type]


def test_only_the_office_itself_offers_closes_and_gives() -> None:
    refused_to()
    round, (lately, *_) = flats()
    for by in (INSPECTOR, OFFICER_FAR, worker(lately)):
        with pytest.raises(NoAccess):
            closing.freeze(round_id=round.public_id.hex, by=by, now=CLOSED)


def test_a_kind_is_offered_by_offices_of_its_line_at_its_level() -> None:
    city = f"{CITY}/housing"
    for office, by in ((city, officer(city)), (INSPECTOR.grants[0].office, INSPECTOR)):
        with pytest.raises(DomainError, match="不提供“虚构菜地”"):
            put_up.put_up(kind="plots", office=office, name="菜地", capacity=1, by=by, now=NOW)  # type: ignore[arg-type]
    assert offer("plots", 1).office == f"{HERE}/housing"


def test_whatever_people_do_nobody_has_two_places_and_none_is_given_twice() -> None:
    """A walk at random through asking, answering and leaving; the same one each time."""
    chance = random.Random(20160601)
    bay = offer("bays", 2, "泊位")
    round = opened("bays", bay, event="")
    people = [somebody(number) for number in range(1, 7)]
    done = 0
    for step in range(80):
        person, now = chance.choice(people), NOW + timedelta(days=step // 6)
        request = Request.objects.filter(person=person, gone=False).first()
        claim = Claim.objects.filter(person=person, ended_on__isnull=True).first()
        words = {"by": worker(person), "now": now}
        try:
            match chance.randrange(5):
                case 0:
                    ask(round, person, bay)
                case 1 if request:
                    answers.accept(request_id=request.public_id.hex, **words)
                case 2 if request:
                    answers.refuse(request_id=request.public_id.hex, **words)
                case 3 if claim:
                    answers.leave(claim_id=claim.public_id.hex, **words)
                case _:
                    answers.lapse_unanswered(now=now)
            done += 1
        except DomainError:
            pass
        assert_counted()
        free = Capacity.objects.get().total - Capacity.objects.get().taken
        waiting = Request.objects.filter(number__in=[each.entry for each in lists.waiting(bay, round)])
        assert not (free and waiting.filter(refusals=0)), (
            "nobody waits beside a place that they did not refuse"
        )
    assert done > 30 and Claim.objects.exists()
    assert is_whole()


def test_another_persons_request_does_not_exist() -> None:
    round, (lately, middle, _) = flats()
    given(round)
    request = Request.objects.get(person=middle)
    for act in (answers.refuse, answers.accept, requests.withdraw):
        with pytest.raises(DomainError) as refused:
            act(request_id=request.public_id.hex, by=worker(lately), now=DRAWN)
        assert refused.value.code == "request.not_found"
    before = AuditEvent.objects.count()
    assert len(queries.own(worker(lately))) == 1
    assert AuditEvent.objects.count() == before
