"""List pages: as many questions for a long list as for a short one, and pages to turn."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huigong.casework.models import Case
from huigong.portals.desk.parts import paging
from tests.unit.portals.desk.staff import at_desk, lodged, official

pytestmark = pytest.mark.django_db
LISTS = [
    ("police", "/desk/tasks/"),
    ("police", "/desk/tasks/?tab=free"),
    ("police", "/desk/cases/"),
    ("leading", "/desk/cases/?open=1"),
    ("leading", "/desk/cases/?service=residence-permit"),
    ("leading", "/desk/duties/"),
    ("auditor", "/desk/audit/"),
    ("administrator", "/desk/accounts/"),
]


@pytest.mark.parametrize(("role", "address"), LISTS)
def test_the_same_questions_for_a_long_list_as_for_a_short_one(role: str, address: str) -> None:
    client = at_desk(role)
    _more(range(1, 3))
    client.get(address)  # what is read once a start is no part of the list
    short = _questions(client, address)
    _more(range(3, 9))
    assert _questions(client, address) == short


@pytest.mark.parametrize(("role", "address"), [each for each in LISTS if each[0] in ("police", "leading")])
def test_a_case_whose_procedure_is_gone_takes_no_list_down(role: str, address: str) -> None:
    lodged(), lodged(sequence=2)
    Case.objects.filter(public_id=lodged(sequence=3)).update(procedure="rating-follow-up-510400")
    page = at_desk(role).get(address)
    assert page.status_code == 200
    assert ("进度看不到" in page.content.decode()) == ("duties" not in address)


def test_beyond_the_first_thousand_a_page_says_so_and_still_turns() -> None:
    pages = paging.asked({"tab": "free", "page": "30"}, total=1_501)
    assert (pages.here, pages.total_in_words) == (30, "1000+")
    assert pages.after == "?tab=free&page=31"
    assert paging.enough({"page": "30"}) == 1_500, "so that it is known whether page 31 has anything"
    assert paging.enough({}) == 1_000


def test_the_last_page_that_is_shown_says_that_there_is_more() -> None:
    beyond = {"page": "999999999"}
    assert paging.enough(beyond) == paging.LAST * paging.SIZE
    pages = paging.asked(beyond, total=paging.LAST * paging.SIZE + 1)
    assert (pages.here, pages.after, pages.cut) == (paging.LAST, "", True)
    assert not paging.asked({"page": "200"}, total=paging.LAST * paging.SIZE).cut


def test_a_list_that_is_counted_to_its_end_is_turned_to_its_end() -> None:
    rows = paging.LAST * paging.SIZE + 1
    pages = paging.asked({"page": "201"}, total=rows, furthest=None)
    assert (pages.here, pages.last, pages.after, pages.cut, pages.many) == (201, 201, "", False, False)
    assert paging.asked({"page": "200"}, total=rows, furthest=None).after == "?page=201"


@pytest.mark.parametrize("page", ["0", "-1", "二", "1e9", "", "9" * 30])
def test_what_is_no_page_is_the_first(page: str) -> None:
    assert paging.asked({"page": page}, total=120).here == 1


def _more(rows: range) -> None:
    for number in rows:
        lodged(sequence=number)
        official("clerk", username=f"clerk-{number}")


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
