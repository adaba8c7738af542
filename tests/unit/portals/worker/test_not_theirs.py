"""Whoever comes for what is not theirs hears so at once, with the reason and the way, and may send it all the same."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case
from huigong.portals.worker.keeping import load
from tests.unit.portals.worker.filling import ARBITRATION, USUAL, WAGE, Typed, fill_in, send, shown

pytestmark = pytest.mark.django_db
COMPLAINT = "arrears-complaint"
COURT = '<a href="/services/private-hire-claim/'
STILL = "您仍然可以接着填、提交"
HOUSEHOLD: Typed = {**WAGE, "谁招的": "私人家里", "用人单位.name": "虚构雇主李某"}


def told(client: Client, service: str, screen: str, typed: Typed) -> str:
    """The page behind a screen, as people read it."""
    answer = client.post(f"/services/{service}/form/q/{screen}/", {**USUAL, **typed}, follow=True)
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


def test_the_way_to_the_right_service_takes_along_what_the_form_was_told(visitor: Client) -> None:
    visitor.post(f"/services/{COMPLAINT}/form/q/工作地点/", {"工作地点.region": "米易县"})
    page = told(visitor, COMPLAINT, "谁招的", {"谁招的": "私人家里", "在工地": "否"})
    way = re.search(r'href="(/services/private-hire-claim/[^"]*)"', page)
    assert way
    visitor.get(way[1])
    visit = load(visitor.session)
    assert visit.answers["谁招用您"] == "私人家里" and visit.region == "510421"
    asked = unescape(visitor.get("/ask/?about=private-hire-claim", follow=True).content.decode())
    assert "是谁招您" not in asked
    form = unescape(visitor.get("/services/private-hire-claim/form/", follow=True).content.decode())
    assert "哪个县" not in form


def test_a_form_that_nobody_began_tells_nothing_to_the_service_that_it_is_said_to_lead_to(
    visitor: Client,
) -> None:
    before = load(visitor.session).written()
    assert visitor.get(f"/services/private-hire-claim/?from={COMPLAINT}").status_code == 200
    assert visitor.get("/services/private-hire-claim/?from=虚构").status_code == 200
    assert load(visitor.session).written() == before


@pytest.mark.parametrize(
    ("hired", "on_a_site", "asked"),
    [
        ("私人家里", "", False),
        ("手艺师傅", "", False),
        ("没有人雇", "", False),
        ("包工头个人", "", True),
        ("公司或别的单位", "是", True),
    ],
)
def test_nobody_is_asked_for_the_general_contractor_of_a_household(
    visitor: Client, hired: str, on_a_site: str, asked: bool
) -> None:
    """保障农民工工资支付条例 30: the general contractor pays for sites."""
    page = told(visitor, COMPLAINT, "谁招的", {"谁招的": hired, "在工地": on_a_site})
    if hired == "包工头个人":
        page = told(visitor, COMPLAINT, "公司包出来的", {})
    assert ("工地的总承包单位" in page) is asked


def test_the_list_says_again_what_does_not_fit(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, HOUSEHOLD)
    shown(visitor, f"/services/{COMPLAINT}/form/q/单位住所/")  # where it was said the first time
    page = shown(visitor, f"/services/{COMPLAINT}/form/check/")
    assert page.count(STILL) == 1 and COURT in page
    back = visitor.post(
        f"/services/{COMPLAINT}/form/q/谁招的/?from=check",
        {**USUAL, "谁招的": "手艺师傅", "在工地": "否"},
        follow=True,
    )
    again = unescape(back.content.decode())
    assert again.count(STILL) == 1 and COURT in again
    back = visitor.post(
        f"/services/{COMPLAINT}/form/q/谁招的/?from=check",
        {**USUAL, "谁招的": "个体户", "在工地": "否"},
        follow=True,
    )
    assert STILL not in unescape(back.content.decode())
