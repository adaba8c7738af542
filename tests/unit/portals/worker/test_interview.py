"""The interview over HTTP: no script, one question a page, back, skip, correct."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def fact_asked(client: Client) -> str:
    response = client.get("/ask/")
    found = re.search(r'name="fact" value="([^"]+)"', response.content.decode())
    return found.group(1) if found else ""


def test_ends_at_the_results_whatever_is_answered(visitor: Client) -> None:
    asked: list[str] = []
    while (fact := fact_asked(visitor)) and len(asked) < 60:
        assert fact not in asked, "a question came twice"
        asked.append(fact)
        visitor.post("/ask/", {"fact": fact, "skip": "yes"})
    assert 0 < len(asked) < 60
    assert visitor.get("/ask/")["Location"] == "/results/"


def test_a_mistake_stays_on_the_page_with_what_was_typed(answer: Callable[..., Any]) -> None:
    response = answer("居住起始日期", year="2025", month="13", day="1")
    text = response.content.decode()
    assert response.status_code == 400
    assert 'value="13"' in text
    assert "没有这一天" in text
    assert 'aria-invalid="true"' in text


def test_going_back_shows_the_answer_and_takes_another(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    page = visitor.get("/ask/").content.decode()
    assert f"/ask/?fact={quote('户籍性质')}" in page
    again = visitor.get("/ask/?fact=户籍性质").content.decode()
    assert re.search(r'value="农业" aria-pressed="true"', again)
    answer("户籍性质", "非农业")
    assert re.search(
        r'value="非农业" aria-pressed="true"', visitor.get("/ask/?fact=户籍性质").content.decode()
    )


def test_fewer_questions_are_left_after_an_answer(visitor: Client, answer: Callable[..., Any]) -> None:
    def left() -> int:
        found = re.search(r"还剩大约 (\d+) 个问题", visitor.get("/ask/").content.decode())
        assert found
        return int(found.group(1))

    before = left()
    answer("户籍性质", "农业")
    assert left() < before


def test_asking_about_one_service_asks_only_for_it(visitor: Client, answer: Callable[..., Any]) -> None:
    visitor.get("/ask/?about=residence-permit")
    for _ in range(20):
        fact = fact_asked(visitor)
        if not fact:
            break
        assert fact != "欠付工资"
        answer(fact, skip="yes")
    assert (
        visitor.get("/ask/?about=residence-permit", follow=True).redirect_chain[-1][0]
        == "/services/residence-permit/"
    )


def test_asking_about_nothing_real_asks_about_everything(visitor: Client) -> None:
    assert visitor.get("/ask/?about=../../x")["Location"] == "/ask/"
    assert visitor.get("/ask/").status_code == 200


def test_an_unknown_fact_is_passed_over(answer: Callable[..., Any]) -> None:
    assert answer("不存在的事", "是")["Location"] == "/ask/"


def test_beginning_again_forgets(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    visitor.post("/ask/again/")
    assert "aria-pressed" not in visitor.get("/ask/?fact=户籍性质").content.decode()


def test_logging_out_forgets_too(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    visitor.post("/logout/")
    assert visitor.get("/ask/")["Location"] == "/place/"


def test_an_answer_corrected_from_elsewhere_leads_back_there(visitor: Client) -> None:
    page = visitor.get("/ask/?fact=户籍性质&next=/results/").content.decode()
    assert 'name="next" value="/results/"' in page
    answered = {"fact": "户籍性质", "answer": "农业", "next": "/results/"}
    assert visitor.post("/ask/", answered)["Location"] == "/results/"
    assert visitor.post("/ask/", {**answered, "next": "//elsewhere.example"})["Location"] == "/ask/"


def test_moving_keeps_the_answers_and_asks_to_look_at_them(
    visitor: Client, answer: Callable[..., Any]
) -> None:
    answer("户籍性质", "农业")
    text = visitor.post("/place/", {"region": "220000"}, follow=True).content.decode()
    assert "您换了地方" in text
    assert "吉林省" in text
