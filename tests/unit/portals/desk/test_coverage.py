"""What became of every clause, on screen."""

from __future__ import annotations

from typing import Any

from huigong.portals.desk.library.views.coverage import FATES
from tests.unit.portals.desk.staff import at_desk

PAGE = "/desk/library/coverage/"
DOCUMENT = "510400/panbanfa-2016-10"
CLAUSES = {
    "140000/jinnonggongban-2019-4": 18,
    "210000/liaozhengfa-2015-53": 19,
    "210700/jinzhou-implementation": 19,
    "220000/2015-implementation": 30,
    DOCUMENT: 27,
}


def lines(page: Any) -> list[Any]:
    return [line for _, _, held in page.context["groups"] for line in held]


def test_every_clause_of_the_five_documents_is_there() -> None:
    page = at_desk("policy").get(PAGE)
    assert {total.document.id: total.clauses for total in page.context["totals"]} == CLAUSES
    assert len(lines(page)) == sum(CLAUSES.values()) == sum(page.context["sums"])


def test_filters_part_the_clauses_without_rest() -> None:
    client = at_desk("policy")
    parted = {name: lines(client.get(PAGE, {"show": name})) for name in FATES}
    assert sum(map(len, parted.values())) == sum(CLAUSES.values())
    assert all(line.services for line in parted["services"])
    assert all(line.coverage.nothing_to_decide and not line.services for line in parted["nothing"])


def test_a_document_can_be_looked_at_alone() -> None:
    page = at_desk("policy").get(PAGE, {"document": DOCUMENT, "show": "services"})
    assert {line.coverage.document.id for line in lines(page)} == {DOCUMENT}
    body = page.content.decode()
    assert "/desk/library/services/residence-permit/?region=510400" in body


def test_why_there_is_nothing_to_decide_is_said() -> None:
    page = at_desk("policy").get(PAGE, {"show": "nothing"})
    body = page.content.decode()
    assert "没有可办的事：" in body
    assert all(line.coverage.nothing_to_decide in body for line in lines(page)[:5])


def test_no_clause_is_left_open_and_the_page_says_so() -> None:
    page = at_desk("policy").get(PAGE, {"show": "open"})
    assert lines(page) == []
    assert "每一条都有着落" in page.content.decode()


def test_a_filter_nobody_offers_shows_everything() -> None:
    page = at_desk("policy").get(PAGE, {"show": "<script>", "document": "nowhere"})
    assert len(lines(page)) == sum(CLAUSES.values())


def test_the_page_asks_the_database_only_who_is_there(django_assert_max_num_queries: Any) -> None:
    client = at_desk("policy")
    with django_assert_max_num_queries(4):
        client.get(PAGE)


def test_a_promise_that_waited_for_its_norm_names_it() -> None:
    body = at_desk("policy").get(PAGE, {"document": DOCUMENT}).content.decode()
    assert (
        "投诉扣押工资卡、社保卡：文件施行时还没有，2020年5月1日起依据《保障农民工工资支付条例》办理" in body
    )
