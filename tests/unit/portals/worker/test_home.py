"""The first page: why people come, and a short way for whoever has not been paid."""

from __future__ import annotations

import pytest
from django.test import Client

from huigong.catalogue.services import catalogue
from tests.unit.portals.worker.visiting import log_in

pytestmark = pytest.mark.django_db


def test_everything_leads_to_the_place_first_and_then_to_the_questions(client: Client) -> None:
    assert "看看我都能享受什么" in client.get("/").content.decode()
    assert client.get("/ask/?about=", follow=True).redirect_chain[-1][0] == "/place/"
    client.post("/place/", {"region": "510400"})
    assert "四川省攀枝花市" in client.get("/").content.decode()
    assert client.get("/ask/").status_code == 200


def test_unpaid_wages_reach_the_complaint_in_two_touches_without_a_place(client: Client) -> None:
    assert 'href="/for/unpaid/"' in client.get("/").content.decode()
    page = client.get("/for/unpaid/").content.decode()
    assert 'href="/services/arrears-complaint/apply/"' in page
    assert "投诉拖欠工资" in page


def test_unpaid_wages_are_asked_about_without_a_place(client: Client) -> None:
    page = client.get("/ask/?event=unpaid", follow=True).content.decode()
    assert catalogue().conversation.screen_of["被拖欠工资"].options["被拖欠工资"] in page
    client.post("/ask/", {"screen": "wrongs", "shown": ["被拖欠工资", "被收押金"], "box": ["被拖欠工资"]})
    assert client.get("/results/").status_code == 200
    assert client.get("/services/arrears-complaint/").status_code == 200


def test_every_life_event_has_its_page_and_its_questions(visitor: Client) -> None:
    home = visitor.get("/").content.decode()
    for event in catalogue().conversation.events.values():
        assert event.name in home
        assert visitor.get(f"/for/{event.id}/").status_code == 200
        assert visitor.get(f"/ask/?event={event.id}", follow=True).status_code == 200
    assert visitor.get("/for/nothing/").status_code == 404


def test_ones_own_cases_and_a_new_phone_stand_on_the_first_page(client: Client) -> None:
    home = client.get("/").content.decode()
    assert '<a class="button" href="/cases/">' in home
    assert '<a class="button" href="/login/new-phone/">' in home


def test_log_in_is_offered_to_those_who_are_not(visitor: Client) -> None:
    assert 'href="/login/"' in visitor.get("/").content.decode()
    log_in(visitor)
    text = visitor.get("/").content.decode()
    assert 'href="/login/"' not in text
    assert "退出登录" in text


def test_how_data_is_used_can_be_read_without_logging_in(client: Client) -> None:
    text = client.get("/about/").content.decode()
    for words in ("用来做什么", "给谁看", "收回同意", "谁看过您的信息"):
        assert words in text


def test_who_was_hurt_is_offered_what_has_a_limit_first(visitor: Client) -> None:
    page = visitor.get("/for/hurt/").content.decode()
    assert "不答题，直接申请工伤认定" in page
