"""The first page: one big button, and a short way for whoever has not been paid."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.unit.portals.worker.visiting import log_in

pytestmark = pytest.mark.django_db


def test_the_button_leads_to_the_place_first_and_then_to_the_questions(client: Client) -> None:
    assert 'href="/place/"' in client.get("/").content.decode().split("看看我能享受什么</a>")[0]
    client.post("/place/", {"region": "510400"})
    text = client.get("/").content.decode()
    assert "四川省攀枝花市" in text
    assert "/ask/?about=" in text


def test_unpaid_wages_need_no_interview(visitor: Client) -> None:
    assert "/services/arrears-complaint/" in visitor.get("/").content.decode()


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
