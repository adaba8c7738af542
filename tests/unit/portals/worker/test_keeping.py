"""Answers are not lost: not between two tabs, not with a session, and where they are, that is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from huigong.kernel.errors import Invalid
from huigong.portals.cli.routines import sweep
from huigong.portals.worker import guide
from huigong.portals.worker.keeping import keep, load
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.portals.worker.visiting import (
    COUNTER,
    PHONE,
    code_sent_to,
    log_in,
    made_up_number,
    register,
    say_whose,
    show_card,
)

pytestmark = pytest.mark.django_db
ENDED = "您离开得太久"
COMPLAINT = "投诉拖欠工资"


def begin_complaint(client: Client) -> None:
    """The first question of a form, left without an answer: what was typed is kept whatever it is."""
    first = client.get("/services/arrears-complaint/form/")["Location"]
    client.post(first, {})


def answered(client: Client, fact: str) -> bool:
    return 'aria-pressed="true"' in client.get(f"/ask/?fact={fact}").content.decode()


def end_session(client: Client) -> None:
    """What eight hours do: the row of the session is over, the browser keeps other cookies."""
    Session.objects.filter(session_key=client.cookies["sessionid"].value).delete()


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> None:
    then = timezone.now() + timedelta(**span)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_a_visit_grows_only_so_large() -> None:
    session = dict[str, Any]()
    keep(session, lambda visit: visit.at("510400"))
    with pytest.raises(Invalid) as refused:
        keep(session, lambda visit: replace(visit, drafts={"x": "字" * 1_000_001}))
    assert refused.value.code == "visit.too_large"
    assert load(session).region == "510400", "what was kept before stays"


STORY = "/services/arrears-complaint/form/q/经过/"


def is_kept(client: Client, network: str, length: int = 20_000) -> bool:
    """Whether a story of so many characters, from a browser of that network, is kept; a long one must be shortened."""
    return client.post(STORY, {"经过": "字" * length}, REMOTE_ADDR=network).status_code != 429


def test_strangers_of_one_network_cannot_fill_the_disk(settings: Any) -> None:
    """Each with a fresh visit, so that the bound on one visit bounds nobody."""
    settings.ANSWERS_PER_NETWORK, here = 1, "198.51.100.7"
    known = Client()
    stories = [is_kept(known, here), *(is_kept(Client(), here) for _ in range(18))]
    assert stories == [True] * 17 + [False] * 2, "17 stories of 60 kilobytes are a megabyte"
    assert is_kept(Client(), here, 100), "a short one"
    assert is_kept(Client(), "203.0.113.9"), "another network"
    refused = Client().post(STORY, {"经过": "字" * 20_000}, REMOTE_ADDR=here)
    assert "请先用手机号登录" in refused.content.decode()
    known.post("/login/", {"phone": PHONE}, REMOTE_ADDR=here)
    entered = known.post("/login/code/", {"code": code_sent_to(PHONE)}, REMOTE_ADDR=here)
    say_whose(known, entered)
    assert is_kept(known, here), "whoever has logged in is bounded alone"
    assert "字字字" in known.get(STORY).content.decode()


def test_two_requests_that_began_together_both_count() -> None:
    facts, session = guide.facts(), dict[str, Any]()
    keep(session, lambda visit: visit.at("510400"))
    one_tab, other_tab = dict(session), dict(session)
    keep(one_tab, lambda visit: visit.answered({facts["户籍性质"]: "农业"}))
    keep(other_tab, lambda visit: visit.answered({facts["持有居住证"]: False}))
    keep(one_tab, lambda visit: visit.answered({facts["持有居住证"]: True}))
    assert load(session).written() == {
        "region": "510400",
        "answers": {"户籍性质": "农业", "持有居住证": "是"},
        "focus": "",
        "event": "",
        "asked": 2,
        "left": 0,
        "several": {},
        "present": {},
        "moot": {},
        "drafts": {},
        "shared": {},
        "files": {},
        "additions": {},
        "begun": {},
        "ended": {},
    }


def test_nothing_said_can_be_read_in_the_database(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    kept = repr(list(Session.objects.values()))
    assert "农业" not in kept
    assert "户籍" not in kept


def test_a_session_that_ended_says_so_once(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    end_session(visitor)
    page = visitor.get("/results/", follow=True)
    assert page.redirect_chain[-1][0] == "/place/"
    assert ENDED in page.content.decode()
    assert '<a href="/login/">登录接着答</a>' in page.content.decode()
    assert ENDED not in visitor.get("/results/", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/", "/ask/", "/services/"])
def test_every_way_back_in_says_it(visitor: Client, path: str) -> None:
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    end_session(visitor)
    assert ENDED in visitor.get(path, follow=True).content.decode()


def test_an_answer_sent_too_late_is_not_taken_in_silence(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    end_session(visitor)
    assert (
        ENDED in visitor.post("/ask/", {"fact": "持有居住证", "answer": "是"}, follow=True).content.decode()
    )


def test_who_never_began_or_left_on_purpose_is_told_nothing(visitor: Client) -> None:
    assert ENDED not in Client().get("/ask/", follow=True).content.decode()
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    visitor.post("/logout/")
    assert ENDED not in visitor.get("/ask/", follow=True).content.decode()


def test_the_answers_of_somebody_registered_wait_for_the_next_login(worker: Client) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    end_session(worker)
    assert ENDED in worker.get("/ask/", follow=True).content.decode()
    worker.post("/place/", {"region": "510403"})
    worker.post("/ask/", {"fact": "有随迁子女", "answer": "是"})
    log_in(worker)
    assert answered(worker, "户籍性质")
    assert answered(worker, "有随迁子女")


def test_what_was_said_after_the_last_login_goes_before(worker: Client) -> None:
    worker.post("/ask/", {"fact": "持有居住证", "answer": "是"})
    worker.post("/logout/")
    assert not answered(worker, "持有居住证")
    worker.post("/place/", {"region": "510403"})
    worker.post("/ask/", {"fact": "持有居住证", "answer": "否"})
    log_in(worker)
    text = worker.get("/ask/?fact=持有居住证").content.decode()
    assert 'value="否" aria-pressed="true"' in text


def test_whoever_only_logged_in_goes_on_at_another_phone(visitor: Client) -> None:
    log_in(visitor)
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    begin_complaint(visitor)
    visitor.post("/logout/")
    other = Client()
    assert not answered(other, "户籍性质")
    log_in(other)
    assert answered(other, "户籍性质")
    assert COMPLAINT in other.get("/cases/").content.decode()


def test_what_an_account_kept_becomes_the_persons_and_is_kept_once(visitor: Client) -> None:
    log_in(visitor)
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    before = Session.objects.count()
    register(visitor)
    assert Session.objects.count() == before
    other = Client()
    log_in(other)
    other.post("/login/owner/", {"ending": made_up_number()[-6:]})
    assert answered(other, "户籍性质")


def test_a_form_begun_before_logging_in_is_there_on_another_phone(worker: Client) -> None:
    worker.post("/logout/")
    begin_complaint(worker)
    log_in(worker)
    other = Client()
    log_in(other)
    other.post("/login/owner/", {"ending": made_up_number()[-6:]})
    assert COMPLAINT in other.get("/me/").content.decode()


def test_what_was_begun_before_two_records_became_one_is_there_at_the_next_login(visitor: Client) -> None:
    log_in(visitor)
    register(visitor, checked=False)
    begin_complaint(visitor)
    said = Person.objects.get()
    people.register(
        by=COUNTER,
        now=timezone.now(),
        name=said.name,
        resident_number=said.resident_number,
        hukou_place=said.hukou_place,
        residence=said.residence or "510411",
        phone="",
    )
    show_card(visitor)
    assert Person.objects.count() == 1
    assert COMPLAINT in visitor.get("/me/").content.decode(), "and now"
    visitor.post("/logout/")
    log_in(visitor)
    assert COMPLAINT in visitor.get("/me/").content.decode()


def test_whoever_logs_in_over_somebody_else_takes_nothing_of_theirs_along(worker: Client) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    log_in(worker, "13900000002")
    worker.post("/place/", {"region": "510400"})
    assert not answered(worker, "户籍性质")


def test_pages_say_how_long_answers_last_here_and_with_a_login(visitor: Client) -> None:
    for path in ("/", "/about/", "/results/", "/ask/check/"):
        page = visitor.get(path).content.decode()
        assert "留 8 小时" in page, path
        assert "存 30 天" in page, path
    log_in(visitor)
    assert "换一部手机登录也能接着办" in visitor.get("/").content.decode()


def test_another_person_on_the_same_phone_starts_afresh(worker: Client) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    worker.post("/logout/")
    log_in(worker, "13900000002")
    worker.post("/place/", {"region": "510400"})
    register(worker, serial=2)
    assert not answered(worker, "户籍性质")


def test_answers_lapse_and_the_sweep_takes_them(worker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    worker.post("/logout/")
    later(monkeypatch, days=31)
    sweep()
    assert not Session.objects.exists()


def test_beginning_anew_forgets_what_was_kept_too(worker: Client) -> None:
    worker.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    worker.post("/ask/again/")
    worker.post("/logout/")
    log_in(worker)
    assert not answered(worker, "户籍性质")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer, and its test database lives in the memory of one connection",
)
def test_four_tabs_at_the_same_moment(client: Client) -> None:
    client.post("/place/", {"region": "510400"})
    said = {"户籍性质": "农业", "持有居住证": "是", "离开户籍地": "是", "有随迁子女": "否"}

    def tab(fact: str) -> None:
        try:
            browser = Client()
            browser.cookies = client.cookies.copy()
            browser.post("/ask/", {"fact": fact, "answer": said[fact]})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tab, said))
    assert all(answered(client, fact) for fact in said)
