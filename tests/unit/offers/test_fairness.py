"""Who closes a list cannot choose the lot; nobody gets by silence, by asking twice or by office what is not theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NoAccess
from huigong.kernel.routines import Undone
from huigong.messages.models import Message
from huigong.offers import queries
from huigong.offers.actions import answers, closing, drawing, giving, preferences, put_up, requests, rounds
from huigong.offers.models import Claim, Hold, Offer, Request, Round
from huigong.offers.outcomes import form_of, written_as
from huigong.registry import uniting
from huigong.registry.models import Person
from tests.each import each
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import HOUSING_OFFICER, worker
from tests.unit.offers.desk import (
    CLOSED,
    COLLEAGUE,
    DRAWN,
    EVENT,
    FORM,
    OUTCOME,
    ask,
    assert_counted,
    given,
    offer,
    offered,
    opened,
    somebody,
)
from tests.unit.offers.packs import LOT, QUEUE, laid_out
from tests.unit.registry.someone import CLERK, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
NIGHT = DRAWN + timedelta(days=4)


def plots(count: int, *people: Person) -> tuple[Round, Offer]:
    land = offer("plots", count)
    round = opened("plots", land)
    for person in people:
        ask(round, person, land)
    return round, land


def test_a_list_is_closed_before_the_event_or_another_event_is_named_first() -> None:
    round, _ = plots(1, somebody(1), somebody(2))
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER}
    assert round.event_on is not None
    late = DRAWN
    with pytest.raises(DomainError, match="改定一个以后的公开事件"):
        closing.freeze(**words, now=late)
    known = {**words, "event": "虚构彩票第2016069期", "event_form": FORM, "now": late}
    with pytest.raises(DomainError, match="今天以后"):
        rounds.name_event(**known, event_on=late.date())
    rounds.name_event(**known, event_on=late.date() + timedelta(days=1))
    assert closing.freeze(**words, now=late)
    with pytest.raises(DomainError, match="还没有发生"):
        drawing.enter(**words, outcome=OUTCOME, now=late)
    with pytest.raises(DomainError, match="不能做这一步"):
        rounds.name_event(**known, event_on=late.date() + timedelta(days=2))
    assert is_whole()


@each("form", ["", "## ##", "03 ## ## ##", "随便写"])
def test_the_form_of_an_outcome_is_declared_with_enough_digits(form: str) -> None:
    with pytest.raises(DomainError, match="事先定好"):
        form_of(form)


@each("outcome", [
    "03 07 11 19 24 32+08", "03,07,11,19,24,32+08", "3 7 11 19 24 32 + 8", "红球03 07 11 19 24 32 蓝球08",
    "03 07 11 19 24 32 08", "anything I like", "", "०३ ०७ ११ १९ २४ ३२ + ०८",
])  # fmt: skip
def test_an_outcome_has_one_spelling(outcome: str) -> None:
    with pytest.raises(DomainError, match="结果写得不对"):
        written_as(FORM, outcome)


def test_full_width_signs_and_blanks_are_the_same_spelling() -> None:
    assert (
        written_as(form_of("＃＃ ＃＃ ＃＃ ＃＃ ＃＃ ＃＃ ＋ ＃＃"), "　０３ 07  11 19 24 32 ＋ 08 ")
        == OUTCOME
    )


def test_the_outcome_is_written_by_two_and_the_second_did_not_close_the_list() -> None:
    round, _ = plots(1, somebody(1), somebody(2))
    words = {"round_id": round.public_id.hex, "now": DRAWN}
    closing.freeze(**words | {"now": CLOSED}, by=HOUSING_OFFICER)
    with pytest.raises(DomainError, match="还没有人登记"):
        drawing.confirm(**words, outcome=OUTCOME, by=COLLEAGUE)
    drawing.enter(**words, outcome="03 07 11 19 24 32 + 09", by=COLLEAGUE)
    for by in (COLLEAGUE, HOUSING_OFFICER):
        with pytest.raises(DomainError, match="要换一个人"):
            drawing.confirm(**words, outcome="03 07 11 19 24 32 + 09", by=by)
    third = replace(COLLEAGUE, account_id="housing-third")
    with pytest.raises(DomainError, match="两个人写的结果不一样"):
        drawing.confirm(**words, outcome=OUTCOME, by=third)
    drawing.enter(**words, outcome=OUTCOME, by=COLLEAGUE)
    seed = drawing.confirm(**words, outcome=OUTCOME, by=third)
    assert Round.objects.get().seed == seed and len(seed) == 64
    assert is_whole()


def test_silence_gives_nobody_what_their_own_word_would_not() -> None:
    barred, unknown, good = somebody(1, permit=False), somebody(2, permit=None), somebody(3)
    round, _ = plots(3, barred, unknown, good)
    given(round)
    assert answers.lapse_unanswered(now=NIGHT) == 3
    assert [claim.person for claim in Claim.objects.all()] == [good]
    bodies = {
        message.person_id: message.body for message in Message.objects.filter(template="place-not-given")
    }
    assert "持有居住证" in bodies[unknown.pk] and "看原因" in bodies[barred.pk]
    assert bodies.keys() == {barred.pk, unknown.pk}
    assert queries.own(worker(barred))[0].why_gone
    assert_counted()
    assert is_whole()


def test_whoever_has_a_place_is_passed_over_in_the_next_round_of_the_same_offer() -> None:
    person, other = somebody(1), somebody(2)
    first, land = plots(3, person)
    second = opened("plots", land)
    for each_one in (person, other):
        ask(second, each_one, land)
    given(first)
    answers.lapse_unanswered(now=NIGHT)
    assert Claim.objects.get().person == person
    Round.objects.filter(pk=second.pk).update(event_on=NIGHT.date() + timedelta(days=2))
    words = {"round_id": second.public_id.hex, "by": HOUSING_OFFICER}
    closing.freeze(**words, now=NIGHT)
    for act, by in ((drawing.enter, HOUSING_OFFICER), (drawing.confirm, COLLEAGUE)):
        act(**words | {"by": by}, outcome=OUTCOME, now=NIGHT + timedelta(days=2))
    giving.allocate(**words, now=NIGHT + timedelta(days=2))
    assert giving.publish(**words, now=NIGHT + timedelta(days=2)) == 1
    assert (offered(person), offered(other)) == ("", "虚构小区")
    assert "已经有一个名额" in queries.own(worker(person))[0].wishes[0].barred
    assert_counted()


def test_a_place_that_is_kept_already_is_not_kept_again_by_another_round() -> None:
    person, other = somebody(1), somebody(2)
    first, land = plots(2, person)
    second = opened("plots", land)
    for each_one in (person, other):
        ask(second, each_one, land)
    for round in (first, second):
        given(round)
    assert Hold.objects.filter(request__person=person).count() == 1
    assert_counted()
    answers.lapse_unanswered(now=NIGHT)
    with pytest.raises(DomainError, match="已经有名额"):
        ask(opened("plots", land), person, land)


def test_a_second_place_that_nobody_may_have_does_not_stop_the_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_one = LOT.replace("silence: accept\n", "silence: accept\nonce: kind\n")
    monkeypatch.setenv("HUIGONG_POLICIES", str(laid_out(tmp_path / "policies", only_one)))
    person, other = somebody(1), somebody(2)
    for asking in (person, person, other):
        given(plots(1, asking)[0])
    assert Hold.objects.filter(answer="").count() == 3
    assert answers.lapse_unanswered(now=NIGHT) == 3
    assert sorted(claim.person_id for claim in Claim.objects.all()) == [person.pk, other.pk]
    assert not Hold.objects.filter(answer="").exists()
    assert_counted()


def test_one_place_that_cannot_lapse_keeps_no_other_from_lapsing() -> None:
    person, other = somebody(1), somebody(2)
    round, _ = plots(2, person, other)
    given(round)
    broken = Round.objects.get()
    Round.objects.create(
        kind="no-such-kind", kind_since=broken.kind_since, region=broken.region, office=broken.office,
        name="别的", stage="over", opened_at=NOW,
    )  # fmt: skip
    Request.objects.filter(person=person).update(round=Round.objects.latest("pk"))
    with pytest.raises(Undone):
        answers.lapse_unanswered(now=NIGHT)
    assert [claim.person for claim in Claim.objects.all()] == [other]


def test_where_a_kind_says_so_nobody_has_two_places_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_one = QUEUE.replace("running: true\n", "running: true\nonce: kind\n")
    monkeypatch.setenv("HUIGONG_POLICIES", str(laid_out(tmp_path / "policies", only_one)))
    one, two = offer("bays", 5, "一"), offer("bays", 5, "二")
    first, second = opened("bays", one, event=""), opened("bays", two, event="")
    person = somebody(1)
    requested = [ask(first, person, one), ask(second, person, two)]
    taken = [
        answers.accept(request_id=each_one.public_id.hex, by=worker(person), now=NOW)
        for each_one in requested
    ]
    assert taken[0] is not None and taken[1] is None
    with pytest.raises(DomainError, match="已经有名额"):
        ask(opened("bays", two, event=""), person, two)
    assert_counted()


def test_whoever_is_off_the_list_is_off_it_and_withdrawing_forgives_no_refusal() -> None:
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    person = somebody(1)
    for _ in range(2):
        request = ask(round, person, bay)
        answers.refuse(request_id=request.public_id.hex, by=worker(person), now=NOW)
        if not Request.objects.get(pk=request.pk).gone:
            requests.withdraw(request_id=request.public_id.hex, by=worker(person), now=NOW)
    with pytest.raises(DomainError, match="放弃了2次"):
        ask(round, person, bay)


def test_whoever_took_a_place_gives_it_back_before_asking_for_another() -> None:
    bay, other = offer("bays", 1), offer("bays", 1)
    round = opened("bays", bay, other, event="")
    person = somebody(1)
    request = ask(round, person, bay)
    answers.accept(request_id=request.public_id.hex, by=worker(person), now=NOW)
    with pytest.raises(DomainError, match="有了名额的申请不能撤回"):
        requests.withdraw(request_id=request.public_id.hex, by=worker(person), now=NOW)


def test_whoever_was_set_aside_asks_again_only_by_the_office() -> None:
    bay = offer("bays", 0)
    round = opened("bays", bay, event="")
    person = somebody(1)
    request = ask(round, person, bay)
    requests.set_aside(request_id=request.public_id.hex, reason="材料不全", by=HOUSING_OFFICER, now=NOW)
    with pytest.raises(DomainError, match="没有列入名单"):
        ask(round, person, bay)


def test_nobody_decides_in_a_round_in_which_they_ask() -> None:
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    mine, rival = somebody(1), somebody(2)
    first, own = ask(round, rival, bay), ask(round, mine, bay)
    me = Principal("officer-me", "经办", HOUSING_OFFICER.grants, person_id=mine.public_id.hex)
    acts = {"by": me, "now": NOW}
    for act in (
        lambda: requests.set_aside(request_id=first.public_id.hex, reason="材料不全", **acts),
        lambda: requests.set_aside(request_id=own.public_id.hex, reason="x", **acts),
        lambda: put_up.resize(offer_id=bay.public_id.hex, capacity=2, **acts),
        lambda: rounds.end(round_id=round.public_id.hex, **acts),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "person.own_matter"
    requests.withdraw(request_id=own.public_id.hex, **acts)  # what is one's own one may leave
    lots, land = plots(1, mine, rival)
    for act in (
        lambda: closing.freeze(round_id=lots.public_id.hex, by=me, now=CLOSED),
        lambda: preferences.prefer(
            round_id=lots.public_id.hex, offer_id=land.public_id.hex, turns={}, **acts
        ),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "person.own_matter"


def test_the_whole_file_is_for_the_office_where_the_kind_does_not_publish_it() -> None:
    person = somebody(1)
    round, _ = plots(1, person)
    given(round)
    with pytest.raises(NoAccess):
        queries.whole(worker(person), round.public_id.hex)
    assert EVENT in queries.whole(HOUSING_OFFICER, round.public_id.hex)


def united(said: Person, known: Person, now: datetime) -> None:
    with transaction.atomic():
        uniting.unite(said, known, by=CLERK, now=now, reason="同一人")


def test_two_records_of_one_person_keep_one_request_and_one_place() -> None:
    bay = offer("bays", 2)
    round = opened("bays", bay, event="")
    said, known, other = somebody(1), somebody(2), somebody(3)
    for person in (said, known, other):
        ask(round, person, bay)
    assert offered(other) == ""
    united(said, known, NOW)
    assert (offered(known), offered(other)) == ("虚构小区", "虚构小区"), "the one that was freed goes on"
    assert Request.objects.filter(person=known, gone=False).count() == 1
    assert_counted()
    assert is_whole()


def test_two_records_of_one_person_with_a_place_each_of_the_same_offer_keep_the_earlier() -> None:
    bay = offer("bays", 2)
    round = opened("bays", bay, event="")
    said, known, other = somebody(1), somebody(2), somebody(3)
    for person in (said, known):
        request = ask(round, person, bay)
        answers.accept(request_id=request.public_id.hex, by=worker(person), now=NOW)
    ask(round, other, bay)
    united(said, known, NOW)
    assert Claim.objects.filter(person=known, ended_on__isnull=True).count() == 1
    assert offered(other) == "虚构小区"
    assert_counted()


def test_two_records_united_while_a_list_is_closed_get_one_place_and_the_other_goes_on() -> None:
    said, known, other = somebody(1), somebody(2), somebody(3)
    round, _ = plots(2, said, known, other)
    closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    united(said, known, CLOSED)
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER, "now": DRAWN}
    drawing.enter(**words, outcome=OUTCOME)
    drawing.confirm(**words | {"by": COLLEAGUE}, outcome=OUTCOME)
    giving.allocate(**words)
    giving.publish(**words)
    assert (offered(known), offered(other)) == ("虚构小区", "虚构小区")
    assert_counted()
