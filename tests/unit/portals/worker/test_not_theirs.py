"""Whoever comes for what is not theirs hears so at once, with the reason and the way, and may send it all the same."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case
from tests.unit.portals.worker.filling import ARBITRATION, WAGE, Typed, fill_in, send, shown

pytestmark = pytest.mark.django_db
COMPLAINT = "arrears-complaint"
COURT = '<a href="/services/private-hire-claim/">'
STILL = "您仍然可以接着填、提交"
HOUSEHOLD: Typed = {**WAGE, "谁招的": "私人家里", "用人单位.name": "虚构雇主李某"}


def told(client: Client, service: str, screen: str, typed: Typed) -> str:
    """The page behind a screen, as people read it."""
    answer = client.post(f"/services/{service}/form/q/{screen}/", typed, follow=True)
    assert answer.redirect_chain
    return unescape(answer.content.decode())


def test_a_domestic_worker_hears_behind_who_hired_her_where_to_go(visitor: Client) -> None:
    """劳动保障监察条例 2: the inspection is for employers, and a household is none; the court is the way."""
    page = told(visitor, COMPLAINT, "谁招的", {"谁招的": "私人家里", "在工地": "否"})
    assert COURT in page and "招您的是私人家里" in page and STILL in page
    next_one = told(visitor, COMPLAINT, "单位住所", {"单位住所.?": "1"})
    assert COURT not in next_one, "it is said once"


@pytest.mark.parametrize("hired", ["公司或别的单位", "个体户"])
def test_whoever_was_hired_by_an_employer_hears_nothing(visitor: Client, hired: str) -> None:
    page = told(visitor, COMPLAINT, "谁招的", {"谁招的": hired, "在工地": "否"})
    assert COURT not in page and STILL not in page


def test_where_a_rare_exception_is_left_it_is_said_as_likely(visitor: Client) -> None:
    """调解仲裁法 2: somebody may do a second job, which nobody asked; what is likely is said all the same."""
    page = told(visitor, "labour-arbitration", "谁招的", {"谁招的": "手艺师傅", "在工地": "否"})
    assert COURT in page and STILL in page


def test_after_an_interview_that_said_no_it_is_said_before_the_first_question(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "谁招用您", "answer": "私人家里"})
    visitor.post("/ask/", {"fact": "同时干两份活", "answer": "否"})
    page = unescape(visitor.get(f"/services/{COMPLAINT}/form/", follow=True).content.decode())
    assert COURT in page and "招您的是私人家里" in page


def test_the_last_page_gives_reason_and_way_and_it_is_sent_all_the_same(worker: Client) -> None:
    fill_in(worker, COMPLAINT, HOUSEHOLD)
    page = shown(worker, f"/services/{COMPLAINT}/apply/")
    notice = page[page.index("按您现在的回答") :]
    assert "招您的是私人家里" in notice and COURT in notice and "您仍然可以提交" in notice
    worker.post(f"/services/{COMPLAINT}/form/check/")
    assert COURT in shown(worker, f"/services/{COMPLAINT}/")
    send(worker, COMPLAINT)
    assert Case.objects.get().service_id == COMPLAINT


@pytest.mark.parametrize(("days", "too_early"), [(30, True), (300, False)])
def test_a_permit_too_early_says_why_on_the_next_page(visitor: Client, days: int, too_early: bool) -> None:
    """居住证暂行条例 2: half a year."""
    since = timezone.localdate() - timedelta(days=days)
    typed = {"从哪天住起": f"{since.year}年{since.month}月{since.day}日"}
    page = told(visitor, "residence-permit", "从哪天住起", typed)
    assert (STILL in page) is too_early
    assert "该看的是" not in page, "no other service is the one for it"


def test_arbitration_for_an_employer_goes_through_unwarned(visitor: Client) -> None:
    fill_in(visitor, "labour-arbitration", ARBITRATION)
    assert COURT not in shown(visitor, "/services/labour-arbitration/form/check/")
