"""The duty board: clause, offices then and now, services, cases."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.casework.actions import decisions
from huigong.casework.models import Task
from huigong.oversight.tally import Tally
from huigong.portals.desk.duties.views import parts_of
from tests.unit.portals.desk.staff import accepted, at_desk, official, past, principal

pytestmark = pytest.mark.usefixtures("wednesday")

CITY_BOARD = "/desk/duties/?document=510400/panbanfa-2016-10"


def line(page: Any, number: str) -> Any:
    return next(line for line in page.context["lines"] if line.row.clause.number == number)


def test_the_board_opens_on_the_document_of_the_viewers_own_city() -> None:
    page = at_desk("leading").get("/desk/duties/")
    assert page.context["board"].document.id == "510400/panbanfa-2016-10"
    assert len(page.context["lines"]) == 27


def test_a_case_counts_on_the_clauses_that_promised_it() -> None:
    accepted(days_ago=20, sequence=1)
    accepted(days_ago=14, sequence=2)
    decided = accepted(days_ago=3, sequence=3)
    decisions.decide(
        by=principal("police"),
        now=past(1),
        case_id=decided,
        verdict="approved",
        reasons="符合。",
        clause="居住证暂行条例第二条",
    )
    page = at_desk("leading").get(CITY_BOARD)
    cases = line(page, "（十二）").row.cases
    assert (cases.open, cases.late, cases.near, cases.approved) == (2, 1, 1, 1)
    assert page.context["board"].total == cases
    assert [(load.office_id, load.cases.open) for load, _ in page.context["loads"]] == [("510403/police", 2)]
    assert "service=residence-permit" in page.content.decode()
    assert "不只是上面这份文件的" in page.content.decode()


def test_what_nobody_owns_is_one_touch_from_the_board() -> None:
    case_id = accepted(days_ago=3, sequence=1)
    leading = at_desk("leading")
    assert 'href="/desk/duties/unowned/"' in leading.get(CITY_BOARD).content.decode()
    assert "部门现在没有人能办" in leading.get("/desk/duties/unowned/").content.decode()
    official("police")
    assert "每一件都有部门负责" in leading.get("/desk/duties/unowned/").content.decode()
    Task.objects.all().delete()
    assert f"/desk/cases/{case_id}/" in leading.get("/desk/duties/unowned/").content.decode()


def test_an_office_of_then_reaches_the_office_of_today() -> None:
    page = at_desk("leading").get(CITY_BOARD)
    health = line(page, "（十四）").leading[0]
    assert health.seen_as == "市卫计委"
    assert [office.name for office in health.now] == ["攀枝花市卫生健康委员会"]


def test_a_board_of_another_region_shows_duties_and_counts_nothing() -> None:
    page = at_desk("leading").get("/desk/duties/?document=220000/2015-implementation")
    assert not page.context["board"].counted
    assert "只看职责，不计办件" in page.content.decode()


def test_an_unknown_document_is_refused() -> None:
    assert at_desk("leading").get("/desk/duties/?document=000000/none").status_code in {400, 404}


def test_a_policy_officer_sees_figures_without_links_to_cases() -> None:
    accepted()
    body = at_desk("policy").get(CITY_BOARD).content.decode()
    assert "/desk/cases/" not in body
    assert "/desk/library/services/residence-permit/" in body


def test_a_service_leads_to_its_rule_in_the_boards_region_on_that_day() -> None:
    client = at_desk("leading")
    wanted = "/desk/library/services/residence-permit/?region=510400&amp;on=2026-06-10"
    assert f'href="{wanted}"' in client.get(CITY_BOARD).content.decode()
    page = client.get(wanted.replace("&amp;", "&"))
    assert page.context["offered"].service.id == "residence-permit"
    assert (page.context["here"].region, page.context["here"].on.isoformat()) == ("510400", "2026-06-10")


def test_a_case_list_holds_what_the_viewer_may_read() -> None:
    case_id = accepted(days_ago=20)
    listed = "/desk/cases/?service=residence-permit&open=1"
    assert [row.case_id for row, _, _ in at_desk("leading").get(listed).context["rows"]] == [case_id]
    assert at_desk("hrss").get(listed).context["rows"] == []


def test_bars_are_as_long_as_their_counts() -> None:
    cases = Tally(open=4, late=1, near=1, paused=1, approved=3, refused=1, lodged=8)
    parts = parts_of(cases, 16)
    assert [(part.kind, part.start, part.length) for part in parts] == [
        ("bar-late", 0, 62),
        ("bar-near", 62, 63),
        ("bar-paused", 125, 62),
        ("bar-used", 187, 63),
        ("bar-yes", 250, 187),
        ("bar-no", 437, 63),
    ]
    assert parts_of(Tally(), 0) == ()
