"""A worker asks for a place, reads where they stand and why, and answers: over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from huigong.directory.principals import Grant, Principal
from huigong.messages.models import Message
from huigong.offers.actions import closing, drawing, giving, put_up, rounds
from huigong.offers.models import Claim, Hold, Offer, Round
from huigong.offers.models import Request as Asked
from huigong.registry.actions import facts
from huigong.registry.models import Person, Representation
from tests.unit.offers.packs import MUTUAL, POINTS, QUEUE, laid_out
from tests.unit.portals.worker.visiting import COUNTER, REGION, made_up_number

OFFICE = f"{REGION}/housing"
OFFICER = Principal("officer", "经办甲", (Grant("case-officer", REGION, OFFICE),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("offers") / "policies", POINTS, QUEUE, MUTUAL)


@pytest.fixture
def person(worker: Client, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The worker, who holds a permit; the packs have offers from here on."""
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    person = Person.objects.get()
    now, today = timezone.now(), timezone.localdate()
    facts.record(
        by=Principal("c", "窗口甲", COUNTER.grants, purpose="登记"), now=now, person_id=person.public_id.hex,
        fact="持有居住证", value=True, source="窗口", verification="claimed", valid_from=today,
    )  # fmt: skip
    return person


def opened(kind: str, *names: str, **says: str) -> Round:
    now, today = timezone.now(), timezone.localdate()
    acts = {"by": OFFICER, "now": now}
    made = [
        put_up.put_up(kind=kind, office=OFFICE, name=name, capacity=1, attributes=says, **acts)
        for name in names
    ]
    running = kind == "bays"
    return rounds.open_round(
        kind=kind, office=OFFICE, name="春季", offers=[offer.public_id.hex for offer in made],
        closes_on=None if running else today, event="" if running else "开奖",
        event_on=None if running else today + timedelta(days=2), event_form="## ## ##", **acts,
    )  # fmt: skip


def page(client: Client) -> str:
    response = client.get("/offers/")
    assert response.status_code == 200
    return response.content.decode()


def test_somebody_takes_a_place_of_a_running_round_and_leaves_it(worker: Client, person: Person) -> None:
    round = opened("bays", "河西泊位")
    assert "春季" in page(worker) and "还没有申请过" in page(worker)
    address = f"/offers/{round.public_id.hex}/"
    assert "现在空 1 个" in worker.get(address).content.decode()
    offer = Offer.objects.get().public_id.hex
    assert worker.post(address, {"offer": offer}).status_code == 302
    assert (
        "已经申请过了" in worker.get(address).content.decode()
        and 'name="offer"' not in worker.get(address).content.decode()
    )
    told = page(worker)
    assert "给您留了一个名额" in told and "以前答复" in told and "放弃的话，您排到名单最后" in told
    message = Message.objects.get(template="place-offered")
    assert 'href="/offers/"' in worker.get(f"/me/messages/{message.public_id.hex}/").content.decode()
    request = Asked.objects.get().public_id.hex
    assert worker.get(f"/offers/{request}/accept/").status_code == 405, "nothing is taken by a link"
    assert worker.post(f"/offers/{request}/accept/").status_code == 302
    assert "您有“河西泊位”的一个名额" in page(worker)
    assert worker.post(f"/offers/{request}/accept/").status_code == 409
    assert "河西泊位" in worker.get("/me/").content.decode()
    claim = Claim.objects.get()
    assert worker.post(f"/offers/{claim.public_id.hex}/leave/").status_code == 302
    claim.refresh_from_db()
    assert claim.ended_on is not None and "退出，不再占用" not in page(worker)


def test_the_result_tells_the_rank_and_why_and_a_refusal_says_what_follows(
    worker: Client, person: Person
) -> None:
    Person.objects.update(residence_since=timezone.localdate() - timedelta(days=90))
    round = opened("flats", "河滨小区")
    assert "先按这个次序" in worker.get(f"/offers/{round.public_id.hex}/").content.decode()
    worker.post(f"/offers/{round.public_id.hex}/", {"offer": Offer.objects.get().public_id.hex})
    assert "前面还有" not in page(worker) and "不申请了，撤回" in page(worker)
    words = {"round_id": round.public_id.hex, "by": OFFICER, "now": timezone.now() + timedelta(days=1)}
    closing.freeze(**words)
    words["now"] += timedelta(days=1)
    drawing.enter(**words, outcome="03 07 11")
    drawing.confirm(**words | {"by": replace(OFFICER, account_id="other")}, outcome="03 07 11")
    giving.allocate(**words)
    giving.publish(**words)
    told = page(worker)
    assert "排第 1" in told and "为什么是这个结果" in told and "放弃的话，您排到名单最后" in told
    request = Asked.objects.get().public_id.hex
    assert worker.post(f"/offers/{request}/refuse/").status_code == 302
    assert Hold.objects.get().answer == "refused"
    assert worker.post(f"/offers/{request}/nothing/").status_code == 404
    assert worker.post(f"/offers/{request}/withdraw/").status_code == 302


def test_several_wishes_are_asked_for_in_their_order_and_none_twice(worker: Client, person: Person) -> None:
    round = opened("posts", "虚构商店", "虚构农场", 要住满="0")
    address = f"/offers/{round.public_id.hex}/"
    assert "第 2 志愿" in worker.get(address).content.decode()
    shop, farm = (Offer.objects.get(name=name).public_id.hex for name in ("虚构商店", "虚构农场"))
    assert worker.post(address, {"offer": [shop, shop]}).status_code == 400
    assert worker.post(address, {"offer": [farm, shop]}).status_code == 302
    assert [wish.offer.name for wish in Asked.objects.get().wishes.order_by("position")] == [
        "虚构农场",
        "虚构商店",
    ]
    assert worker.post(address, {"offer": [farm, ""]}).status_code == 409


def test_whoever_showed_no_papers_is_led_to_a_counter_and_asks_afterwards(
    worker: Client, person: Person
) -> None:
    """Three phones that say one number are nobody yet; and the way there comes back to the round."""
    round = opened("bays", "河西泊位")
    address = f"/offers/{round.public_id.hex}/"
    assert "核对一次身份" not in worker.get(address).content.decode()
    Person.objects.update(assurance="phone")
    assert "核对一次身份" in worker.get(address).content.decode()
    sent = worker.post(address, {"offer": Offer.objects.get().public_id.hex})
    assert sent["Location"].startswith("/me/prove/?next=%2Foffers%2F") and not Asked.objects.exists()
    assert "窗口" in worker.get(sent["Location"]).content.decode()
    Person.objects.update(assurance="checked")
    assert worker.post(address, {"offer": Offer.objects.get().public_id.hex}).status_code == 302
    assert Asked.objects.get().person == person


def test_what_is_asked_while_acting_for_a_child_is_the_childs(worker: Client, person: Person) -> None:
    """The page says for whom; what was filled in for the child and comes later is kept for nobody else."""
    round = opened("bays", "河西泊位", "河东泊位")
    address, offers = (
        f"/offers/{round.public_id.hex}/",
        [offer.public_id.hex for offer in Offer.objects.all()],
    )
    given = {"name": "虚构小", "resident_number": made_up_number("20160312", 5), "hukou_place": "盐边县",
             "kinship": "父母"}  # fmt: skip
    assert worker.post("/me/helping/child/", given).status_code == 302
    child = Person.objects.exclude(pk=person.pk).get()
    assert child.public_id.hex in worker.get(address).content.decode()
    refused = worker.post(address, {"offer": offers[0], "for_whom": child.public_id.hex})
    assert "/me/prove/" in refused["Location"], "a child whom nobody has seen gets no place either"
    Person.objects.update(assurance="checked")
    Representation.objects.update(ground="paper")
    facts.record(
        by=Principal("c", "窗口甲", COUNTER.grants, purpose="登记"), now=timezone.now(), fact="持有居住证",
        person_id=child.public_id.hex, value=True, source="窗口", verification="claimed",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    assert worker.post(address, {"offer": offers[0], "for_whom": child.public_id.hex}).status_code == 302
    assert Asked.objects.get().person == child and "给您留了一个名额" in page(worker)
    worker.post("/me/helping/turn/", {"person": ""})
    assert "还没有申请过" in page(worker)
    late = worker.post(address, {"offer": offers[1], "for_whom": child.public_id.hex})
    assert late.status_code == 409 and Asked.objects.count() == 1
