"""A grandparent for a child, a village helper for somebody who cannot read, and either of them stopping it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case, Party
from huigong.messages.sms import code_file
from huigong.portals.shared import codes
from huigong.registry.actions import claiming, people
from huigong.registry.models import Person, Representation
from tests.unit.portals.worker.filling import fill_in, shown
from tests.unit.portals.worker.test_apply import APPLY, PERMIT
from tests.unit.portals.worker.visiting import (
    COUNTER,
    NAME,
    PHONE,
    code_sent_to,
    log_in,
    made_up_number,
    register,
    show_card,
)
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db
HELPING = "/me/helping/"
CHILD = {
    "name": "虚构小",
    "resident_number": made_up_number("20200312", 5),
    "hukou_place": "盐边县",
    "kinship": "外祖父母",
}
OLD = {
    "name": "虚构老",
    "resident_number": made_up_number("19450312", 6),
    "hukou_place": "盐边县",
    "kinship": "村社帮办",
    "phone": "13900000077",
    "about": "",
}


def until(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def agreed(client: Client, **changed: str) -> Any:
    """The code goes to the other's phone, who reads it out."""
    client.post(f"{HELPING}adult/", {**OLD, "until": until(90), **changed})
    return client.post(f"{HELPING}code/", {"code": code_sent_to("13900000077", template="consent-code")})


def sent(client: Client) -> Any:
    page = client.get(APPLY).content.decode()
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]*)"', page))
    return client.post(APPLY, {**hidden, "true": "on"})


def by_paper(person: Person) -> None:
    """The authority and the other's papers were seen, too."""
    Representation.objects.update(ground="paper")
    Person.objects.filter(pk=person.pk).update(assurance="checked")


def test_a_grandparent_applies_for_a_child_and_everything_says_so(worker: Client) -> None:
    assert worker.post(f"{HELPING}child/", CHILD)["Location"] == "/"
    assert "正在替虚构小办" in worker.get("/cases/").content.decode()
    child = Person.objects.get(assurance="phone")
    by_paper(child)
    fill_in(worker, "residence-permit", PERMIT)
    page = worker.get(APPLY).content.decode()
    assert "虚构小" in page
    assert "监护人（外祖父母）" in page
    receipt = sent(worker)
    case = Case.objects.get()
    assert case.application and case.application.person == child
    told = worker.get(receipt["Location"]).content.decode()
    assert "虚构小" in told
    assert "替他办的人" in told
    assert NAME in told
    assert "您替虚构小办的" in worker.get(f"/cases/{case.public_id.hex}/").content.decode()
    assert AuditEvent.objects.get(verb="casework.application.lodged").data["as"] == "agent"


def test_the_questions_say_whom_they_mean(worker: Client) -> None:
    """They are written for whoever answers for themselves; a child's guardian reads 您的孩子."""
    assert "问的是" not in worker.get("/ask/?about=", follow=True).content.decode()
    worker.post(f"{HELPING}child/", CHILD)
    for page in ("/ask/?about=", "/ask/check/", "/for/school/", "/results/", "/services/arrears-complaint/"):
        told = worker.get(page, follow=True).content.decode()
        assert "说“您”“我”的，都是说虚构小" in told, page
        assert "说“您的孩子”的，也是说虚构小" in told, page
    agreed(worker)
    told = worker.get("/ask/?about=", follow=True).content.decode()
    assert "都是说虚构老" in told
    assert "您的孩子" not in told.partition("问的是")[2].partition("</p>")[0]


def test_the_child_acted_for_stands_in_the_form_already(worker: Client) -> None:
    worker.post(f"{HELPING}child/", CHILD)
    page = shown(
        worker, "/services/schooling-of-accompanying-children/form/q/%E5%85%A5%E5%AD%A6%E5%AD%A9%E5%AD%90/"
    )
    assert 'value="虚构小"' in page
    assert f'value="{CHILD["resident_number"]}"' in page
    assert 'value="2020年3月12日"' in page


def test_what_was_only_said_does_not_get_a_certificate(worker: Client) -> None:
    worker.post(f"{HELPING}child/", CHILD)
    fill_in(worker, "residence-permit", PERMIT)
    stopped = worker.get(APPLY)["Location"]
    assert stopped.startswith("/me/prove/")
    page = worker.get(stopped).content.decode()
    assert "带两个人的证件到窗口" in page
    assert "接着提交</a>" not in page, "a way back that leads here again"
    by_paper(Person.objects.get(assurance="phone"))
    assert f'href="{APPLY}"' in worker.get("/me/prove/").content.decode()


def test_the_answers_of_one_are_not_mixed_with_those_of_the_other(worker: Client) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    worker.post(f"{HELPING}child/", CHILD)
    assert 'aria-pressed="true"' not in worker.get("/ask/?fact=户籍性质").content.decode()
    worker.post("/ask/", {"fact": "户籍性质", "answer": "非农业"})
    worker.post(f"{HELPING}turn/", {"person": ""})
    page = worker.get("/ask/?fact=户籍性质").content.decode()
    assert re.search(r'value="农业"[^>]*aria-pressed="true"|aria-pressed="true"[^>]*value="农业"', page)
    assert "正在替" not in page


def test_a_helper_needs_the_other_s_code(worker: Client) -> None:
    worker.post(f"{HELPING}adult/", {**OLD, "until": until(90)})
    assert not Representation.objects.exists()
    code = code_sent_to("13900000077", template="consent-code")
    wrong = worker.post(f"{HELPING}code/", {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert wrong.status_code == 400
    assert worker.post(f"{HELPING}code/", {"code": code})["Location"] == "/"
    row = Representation.objects.get()
    assert (row.ground, row.kinship, row.matters) == ("code", "村社帮办", [])
    assert row.valid_until == timezone.localdate() + timedelta(days=90)


def test_what_for_is_agreed_as_well(worker: Client) -> None:
    agreed(worker, about="unpaid")
    row = Representation.objects.get()
    assert "arrears-complaint" in row.matters
    assert "residence-permit" not in row.matters
    assert "只能办" in worker.get(HELPING).content.decode()


@pytest.mark.parametrize(
    ("path", "given", "field"),
    [
        ("child", {**CHILD, "resident_number": made_up_number("19900312", 5)}, "resident_number"),
        ("child", {**CHILD, "resident_number": made_up_number()}, "resident_number"),
        ("child", {**CHILD, "kinship": ""}, "kinship"),
        ("child", {**CHILD, "name": "x1"}, "name"),
        ("adult", {**OLD, "until": ""}, "until"),
        ("adult", {**OLD, "until": until(30), "phone": "12345"}, "phone"),
    ],
)
def test_a_mistake_is_said_beside_its_field(
    worker: Client, path: str, given: dict[str, str], field: str
) -> None:
    page = worker.post(f"{HELPING}{path}/", given)
    assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
    assert not Representation.objects.exists()


def test_one_s_own_phone_is_nobody_s_consent(worker: Client) -> None:
    page = worker.post(f"{HELPING}adult/", {**OLD, "until": until(90), "phone": PHONE})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["phone"])
    assert worker.get(f"{HELPING}code/").status_code == 302, "no code was sent"


def test_the_phone_of_another_is_nobody_s_consent(worker: Client) -> None:
    other = Client()
    log_in(other, OLD["phone"])
    register(other, serial=9, checked=False)
    page = agreed(worker)
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["code"])
    assert not Representation.objects.exists()


def test_the_message_says_who_asks_for_what_and_until_when(worker: Client, settings: Any) -> None:
    worker.post(f"{HELPING}adult/", {**OLD, "until": until(90)})
    path = code_file(Path(settings.SMS_FOLDER), OLD["phone"], template="consent-code")
    assert f"{NAME}要替您办：所有的事，到{until(90)}止" in path.read_text(encoding="utf-8")


def test_the_message_tells_nothing_at_length_that_the_asker_typed(visitor: Client, settings: Any) -> None:
    """It goes to any phone in the house's name: a sentence typed as one's name would be sent by it."""
    log_in(visitor)
    sentence = {"name": "您的补贴到账请速加微信甲乙丙", "resident_number": made_up_number(),
                "hukou_place": "盐边县", "consent": "on"}  # fmt: skip
    longer = visitor.post("/me/register/", {**sentence, "name": f"{sentence['name']}丁戊己"})
    assert (longer.status_code, list(longer.context["form"].errors)) == (400, ["name"])
    assert visitor.post("/me/register/", sentence).status_code == 302
    visitor.post(f"{HELPING}adult/", {**OLD, "until": until(90)})
    path = code_file(Path(settings.SMS_FOLDER), OLD["phone"], template="consent-code")
    told = path.read_text(encoding="utf-8")
    assert f"您**（手机尾号{PHONE[-4:]}）要替您办" in told and "补贴" not in told


def test_a_small_child_does_not_register_with_a_phone(visitor: Client) -> None:
    log_in(visitor)
    born = timezone.localdate().replace(year=timezone.localdate().year - 7, day=1)
    given = {"name": NAME, "resident_number": made_up_number(f"{born:%Y%m%d}"), "hukou_place": "盐边县"}
    page = visitor.post("/me/register/", {**given, "consent": "on"})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["resident_number"])
    assert "请家长用自己的手机登记" in page.content.decode()
    assert not Person.objects.exists()


def test_what_ends_too_late_is_said_after_the_code(worker: Client) -> None:
    page = agreed(worker, until=until(800))
    assert page.status_code == 400
    assert not Representation.objects.exists()


@pytest.mark.parametrize("registered", ["before", "afterwards"])
def test_the_one_who_is_helped_sees_it_and_stops_it(worker: Client, registered: str) -> None:
    other = Client()
    if registered == "afterwards":
        agreed(worker)
    log_in(other, OLD["phone"])
    given = {name: OLD[name] for name in ("name", "resident_number", "hukou_place")}
    other.post("/me/register/", {**given, "consent": "on"})
    if registered == "before":
        agreed(worker)
    assert "代办人（村社帮办）" in other.get(HELPING).content.decode()
    assert "正在替虚构老办" in worker.get("/").content.decode()
    other.post(f"{HELPING}end/", {"reference": Representation.objects.get().public_id.hex})
    assert "没有人可以替您办事" in other.get(HELPING).content.decode()
    worker.get("/results/")
    assert "正在替" not in worker.get("/").content.decode(), "what has ended is over at once"


def test_somebody_else_with_that_phone_learns_nothing(worker: Client) -> None:
    agreed(worker)
    other = Client()
    log_in(other, OLD["phone"])
    register(other, serial=9, checked=False)
    assert "没有人可以替您办事" in other.get(HELPING).content.decode()


def test_nobody_acts_for_whom_they_may_not(worker: Client) -> None:
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    stranger = Person.objects.order_by("-pk")[0]
    assert worker.post(f"{HELPING}turn/", {"person": stranger.public_id.hex}).status_code == 404
    assert "正在替" not in worker.get("/cases/").content.decode()
    assert not Party.objects.exists()


def test_somebody_of_seventeen_acts_for_themselves(visitor: Client) -> None:
    fill_in(visitor, "residence-permit", PERMIT)
    log_in(visitor)
    born = timezone.localdate().replace(year=timezone.localdate().year - 17, day=1)
    visitor.post(
        "/me/register/",
        {
            "name": NAME,
            "resident_number": made_up_number(f"{born:%Y%m%d}"),
            "hukou_place": "盐边县",
            "consent": "on",
        },
    )
    show_card(visitor)
    assert NAME in visitor.get(APPLY).content.decode()


def hukou(client: Client) -> str:
    """What the visit says now of the kind of household registration."""
    page = client.get("/ask/?fact=户籍性质").content.decode()
    pressed = re.search(r'value="([^"]+)"[^>]*aria-pressed="true"', page)
    return pressed.group(1) if pressed else ""


@pytest.fixture
def for_a_child(visitor: Client) -> Client:
    """Somebody known by phone who has answered for themselves, and then otherwise for a child."""
    log_in(visitor)
    register(visitor, checked=False)
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    visitor.post(f"{HELPING}child/", CHILD)
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "非农业"})
    return visitor


def proved(client: Client) -> None:
    """A slip from the counter, filled in while acting for the child."""
    row = asdict(new_person(1, name=NAME, resident_number=made_up_number()))
    known = people.register(by=COUNTER, now=timezone.now(), **row)
    code = claiming.give_code(
        by=COUNTER, now=timezone.now(), person_id=known.public_id.hex, shown="居民身份证"
    )
    assert client.post("/me/claim/", {"name": NAME, "code": code}).status_code == 302


@pytest.mark.parametrize("act", [proved, log_in])
def test_proving_or_logging_in_while_acting_keeps_the_two_apart(
    for_a_child: Client, act: Callable[[Client], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + codes.PAUSE_BETWEEN
    monkeypatch.setattr(timezone, "now", lambda: later)
    act(for_a_child)
    assert "正在替" not in for_a_child.get("/cases/").content.decode()
    assert hukou(for_a_child) == "农业"


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the form that the page is for; the frame's own forms stand apart."""
    form = page[page.index('id="question"') :]
    return dict(re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', form))


def answer_of(worker: Client) -> str:
    page = worker.get("/ask/?fact=户籍性质").content.decode()
    given = re.search(r'value="([^"]+)"\s+aria-pressed="true"', page)
    return given.group(1) if given else ""


def test_what_one_tab_filled_in_for_oneself_does_not_become_the_child_s(worker: Client) -> None:
    own = hidden_in(worker.get("/ask/?fact=户籍性质").content.decode())
    worker.post(f"{HELPING}child/", CHILD)
    stopped = worker.post("/ask/", {**own, "answer": "农业"})
    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert "可您在另一个页面已经换成替虚构小办" in page and 'name="answer" value="农业"' in page
    assert answer_of(worker) == ""

    worker.post("/ask/", {**own, "answer": "农业", "turn": "yes"})
    assert "正在替" not in worker.get("/cases/").content.decode()
    assert answer_of(worker) == "农业"


def test_what_was_filled_in_for_the_child_goes_to_the_child(worker: Client) -> None:
    worker.post(f"{HELPING}child/", CHILD)
    for_child = hidden_in(worker.get("/services/residence-permit/form/q/民族/").content.decode())
    worker.post(f"{HELPING}turn/", {"person": ""})
    begin = {**for_child, "op": "begin", "field": "照片", "name": "a.jpg", "size": "10"}
    path = "/services/residence-permit/form/q/民族/"
    assert worker.post(path, begin).json()["code"] == "standing.for_another"
    assert worker.post(path, {**for_child, "民族": "彝族"}).status_code == 409
    worker.post(path, {**for_child, "民族": "彝族", "turn": "yes"})
    assert "正在替虚构小办" in worker.get("/cases/").content.decode()
    assert "彝族" in worker.get(path).content.decode()
    worker.post(f"{HELPING}turn/", {"person": ""})
    assert "彝族" not in worker.get(path).content.decode()


def test_what_was_filled_in_for_somebody_whose_consent_has_ended_is_kept_for_nobody(worker: Client) -> None:
    agreed(worker)
    for_other = hidden_in(worker.get("/ask/?fact=户籍性质").content.decode())
    worker.post(f"{HELPING}end/", {"reference": Representation.objects.get().public_id.hex})
    assert worker.post("/ask/", {**for_other, "answer": "农业"}).status_code == 404
    assert answer_of(worker) == ""
