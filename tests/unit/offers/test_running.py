"""A round that runs without a last day: a free place is kept at once, and the others wait in turn."""

from __future__ import annotations

import pytest

from huigong.kernel.errors import DomainError
from huigong.offers import queries
from huigong.offers.actions import answers, requests
from huigong.offers.models import Request
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import worker
from tests.unit.offers.desk import (
    ask,
    assert_counted,
    offer,
    offered,
    opened,
    somebody,
    state,
)
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]


def test_whoever_refused_a_free_place_does_not_get_it_before_who_asks_later() -> None:
    bay = offer("bays", 1, "泊位")
    round = opened("bays", bay, event="")
    refuses, wants = somebody(1), somebody(2)
    ask(round, refuses, bay)
    answers.refuse(request_id=Request.objects.get(person=refuses).public_id.hex, by=worker(refuses), now=NOW)
    assert offered(refuses) == ""
    ask(round, wants, bay)
    assert (offered(refuses), offered(wants)) == ("", "泊位")


def test_in_a_running_round_a_free_place_is_kept_at_once_and_the_others_wait_in_turn() -> None:
    bay = offer("bays", 1, "泊位")
    round = opened("bays", bay, event="")
    first, second, third = (somebody(number) for number in (1, 2, 3))
    for person in (first, second, third):
        ask(round, person, bay)
    assert [offered(person) for person in (first, second, third)] == ["泊位", "", ""]
    assert queries.own(worker(third))[0].wishes[0].before == 2, "one has the offer, one waits"
    request = Request.objects.get(person=first)
    after = answers.refuse(request_id=request.public_id.hex, by=worker(first), now=NOW)
    assert after is answers.After.AT_THE_END and offered(second) == "泊位"
    requests.withdraw(request_id=Request.objects.get(person=second).public_id.hex, by=worker(second), now=NOW)
    assert offered(third) == "泊位", "whoever did not refuse goes first"
    assert queries.own(worker(first))[0].wishes[0].before == 1
    requests.withdraw(request_id=Request.objects.get(person=third).public_id.hex, by=worker(third), now=NOW)
    assert offered(first) == "泊位", "still in the queue, behind all"
    after = answers.refuse(request_id=request.public_id.hex, by=worker(first), now=NOW)
    assert after is answers.After.OFF_LIST and offered(first) == ""
    request.refresh_from_db()
    assert request.gone and "2次" in request.why_gone
    assert_counted()
    assert is_whole()


def test_whoever_was_not_known_enough_joins_the_running_list_once_the_register_knows() -> None:
    bay = offer("bays", 1, "泊位")
    round = opened("bays", bay, event="")
    person = somebody(1, permit=None)
    ask(round, person, bay)
    assert requests.look_again(now=NOW) == 0 and offered(person) == ""
    state(person, True)
    assert requests.look_again(now=NOW) == 1 and offered(person) == "泊位"
    with pytest.raises(DomainError, match="不符合条件"):
        ask(round, somebody(2, permit=False), bay)
