"""A worker reads who looked at them, in plain words, and nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.directory.principals import Grant, Principal
from huigong.registry import queries
from huigong.registry.models import Person
from tests.unit.portals.worker.visiting import log_in, register

LOOKS = "/me/looks/"
OFFICER = Principal(
    "a-1", "虚构经办", (Grant("case-officer", "100000", "510400/police"),), purpose="核实申请材料"
)
CLERK = Principal("a-2", "虚构窗口", (Grant("clerk", "100000"),), purpose="窗口受理申请")

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(client: Client) -> Client:
    log_in(client)
    register(client)
    return client


def text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_who_of_which_office_for_what_and_what_was_seen(known: Client) -> None:
    me = Person.objects.get().public_id.hex
    queries.person(OFFICER, me, now=timezone.now())
    queries.reveal(CLERK, me, ["phone"], now=timezone.now())
    page = text(known.get(LOOKS))
    for words in ("攀枝花市公安局", "虚构经办", "核实申请材料", "证件号码", "虚构窗口", "窗口受理申请"):
        assert words in page
    assert page.index("虚构窗口") < page.index("虚构经办")  # newest first


def test_one_sitting_is_told_once_with_all_that_was_seen(known: Client) -> None:
    me, now = Person.objects.get().public_id.hex, timezone.now()
    at_the_counter = CLERK.with_visit("v" * 32)
    queries.person(at_the_counter, me, now=now)
    queries.reveal(at_the_counter, me, ["phone"], now=now)
    queries.reveal(at_the_counter, me, ["address"], now=now)
    queries.person(CLERK.with_visit("w" * 32), me, now=now)
    page = text(known.get(LOOKS))
    assert page.count("虚构窗口") == 2
    assert "住址" in page
    assert "手机号" in page


def test_nobody_looked(known: Client) -> None:
    assert "还没有人看过您的信息" in text(known.get(LOOKS))


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    assert client.get(LOOKS).status_code == 302


def test_pages_go_back_in_time_and_end(known: Client) -> None:
    me = Person.objects.get().public_id.hex
    for sitting in range(60):
        queries.person(CLERK.with_visit(f"{sitting:032d}"), me, now=timezone.now())
    page = text(known.get(LOOKS))
    older = re.search(r"\?before=\d+", page)
    assert older
    assert text(known.get(LOOKS + older.group())).count("虚构窗口") == 10
    assert "没有更早的了" in text(known.get(f"{LOOKS}?before=1"))
    assert "虚构窗口" in text(known.get(f"{LOOKS}?before=x"))


def test_the_page_of_cases_leads_here(known: Client) -> None:
    assert LOOKS in text(known.get("/cases/"))
