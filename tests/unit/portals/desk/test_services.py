"""The catalogue on screen: services of a region, one rule in full, its worked people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from huigong.catalogue.parameters import DatedValue
from huigong.catalogue.services import catalogue
from huigong.portals.desk.services.timelines import timeline
from huigong.portals.desk.services.words import conditions, differences
from tests import effort
from tests.unit.portals.desk.staff import at_desk

LIST = "/desk/library/services/"
SCHOOLING, PERMIT, STARTUP = "schooling-of-accompanying-children", "residence-permit", "startup-tax-deduction"
HIRING, STALL = "hiring-tax-deduction", "stall-fee-relief"
CITY, JILIN = "510400", "220000"
ON = date(2026, 6, 1)


@pytest.fixture
def client() -> Client:
    return at_desk("policy")


def rows(page: Any) -> dict[str, Any]:
    return {row.offered.service.id: row for _, found in page.context["groups"] for row in found}


def test_the_list_begins_with_the_viewers_own_region(client: Client) -> None:
    page = client.get(LIST)
    assert page.context["here"].region == CITY
    assert set(rows(page)) == {one.id for one in catalogue().services_for(CITY, page.context["here"].on)}


def test_the_list_says_where_each_service_is_defined(client: Client) -> None:
    found = rows(client.get(LIST, {"on": "2026-06-01"}))
    assert found[SCHOOLING].offered.origin == "overrides"
    assert (found[SCHOOLING].defined_in, found[SCHOOLING].above) == ("攀枝花市", "国家")
    assert found[PERMIT].offered.origin == "inherited"
    assert found["free-secondary-vocational"].offered.origin == "own"


def test_systems_stand_in_their_order_and_one_can_be_chosen(client: Client) -> None:
    numbers = [int(system.id[1:]) for system, _ in client.get(LIST).context["groups"]]
    assert numbers == sorted(numbers)
    chosen = client.get(LIST, {"system": "S15"}).context["groups"]
    assert [system.id for system, _ in chosen] == ["S15"]


def test_unchecked_versions_are_off_until_asked_for(client: Client) -> None:
    asked = {"region": JILIN, "on": "2020-06-01"}
    assert HIRING not in rows(client.get(LIST, asked))
    assert not rows(client.get(LIST, asked | {"unverified": "1"}))[HIRING].offered.service.verified


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"on": "去年"}, "日期读不懂"),
        ({"on": "2026-02-30"}, "日期读不懂"),
        ({"on": "2100-01-01"}, "日期请在 1990 年到 2099 年之间"),
        ({"on": "9999-12-31"}, "日期9999年12月31日不可能"),
        ({"region": "999999"}, "没有这个地区"),
    ],
)
def test_a_wrong_place_or_day_is_told_and_the_page_stays(
    client: Client, asked: dict[str, str], said: str
) -> None:
    for address in (LIST, f"{LIST}{PERMIT}/", f"{LIST}{PERMIT}/examples/"):
        page = client.get(address, asked)
        assert page.status_code == 200
        assert said in page.content.decode()
        assert page.context["here"].region == CITY


def test_every_service_opens_in_every_region(client: Client) -> None:
    """A third of the versions with every change."""
    first, apart = effort.some_of(3)
    for service in catalogue().services[first::apart]:
        day = service.valid_until or max(service.valid_from, ON)
        asked = {"region": service.region, "on": day.isoformat(), "unverified": "1"}
        page = client.get(f"{LIST}{service.id}/", asked)
        assert page.status_code == 200, service
        assert page.context["offered"], service


def test_a_service_shows_rule_clause_and_the_workers_words(client: Client) -> None:
    body = client.get(f"{LIST}{SCHOOLING}/", {"on": "2026-06-01"}).content.decode()
    assert "子女年龄不少于义务教育入学年龄（6岁）" in body
    assert "/desk/library/documents/100000/compulsory-education-law/#第十一条" in body
    assert "孩子还没有读完初中" in body
    assert "市教育和体育局" in body


def test_what_a_region_says_differently_stands_beside_the_higher_version(client: Client) -> None:
    page = client.get(f"{LIST}{SCHOOLING}/", {"on": "2026-06-01"})
    changed = next(one for one in page.context["differences"] if one.title == "条件")
    assert [line.text for line in changed.above if line.only_here] == [
        "持有居住证，或者另一位家长有居住证，或者符合当地随迁子女入学条件"
    ]
    assert not [line.text for line in changed.here if line.only_here]


def test_a_version_does_not_differ_from_itself() -> None:
    service = catalogue().get(SCHOOLING, CITY, ON)
    assert differences(service, service, on=ON, unverified=False) == ()


def test_a_condition_is_cut_at_its_clauses_and_nothing_is_lost() -> None:
    service = catalogue().get(SCHOOLING, CITY, ON)
    found = conditions(service, region=CITY, on=ON, unverified=False)
    assert found[0].words == "带孩子来上学"
    assert [piece.clause.text for piece in found[0].pieces if piece.clause] == ["攀办发〔2016〕10号（十三）"]


def test_a_service_that_is_not_offered_here_names_where_it_is(client: Client) -> None:
    page = client.get(f"{LIST}{STALL}/", {"region": CITY})
    assert page.context["offered"] is None
    assert "攀枝花市在这一天没有这项规定" in page.content.decode()
    assert "?region=220000&amp;on=" in page.content.decode()


def test_an_unknown_service_is_not_found(client: Client) -> None:
    for address in (f"{LIST}moon-travel/", f"{LIST}moon-travel/examples/"):
        page = client.get(address)
        assert page.status_code == 404
        assert "moon-travel" in page.content.decode()


def test_parameters_are_drawn_along_the_years(client: Client) -> None:
    page = client.get(f"{LIST}{STARTUP}/", {"region": JILIN, "on": "2016-06-01"})
    amount = page.context["parameters"][-1]
    assert amount.now == "9600元"
    assert [one.label for one in amount.drawing.stretches] == ["9600元", "12000元", "20000元"]
    assert [one.verified for one in amount.drawing.stretches] == [True, True, True]
    assert [one.in_force for one in amount.drawing.stretches] == [True, False, False]


def dated(region: str, start: str, end: str | None, value: int = 6) -> DatedValue:
    until = date.fromisoformat(end) if end else None
    return DatedValue(region, value, date.fromisoformat(start), until, "#第一条", verified=True)


def test_values_that_overlap_get_lanes_of_their_own() -> None:
    values = [
        dated(CITY, "2016-03-27", None),
        dated("100000", "2010-01-01", "2015-12-31"),
        dated("100000", "2016-01-01", None),
        dated("100000", "2020-01-01", None),
    ]
    drawing = timeline(values, measure="月", on=ON, now=values[0])
    assert drawing is not None
    assert [name for _, name in drawing.lanes] == ["攀枝花市", "国家", "国家"]
    right = drawing.width
    for one in drawing.stretches:
        assert 0 <= one.x < one.x + one.width <= right
        assert one.y + drawing.bar_height <= drawing.axis_y
    assert drawing.here_x is not None


def test_no_values_no_drawing() -> None:
    assert timeline([], measure="月", on=ON, now=None) is None


def test_examples_show_whether_the_rule_still_agrees(client: Client) -> None:
    page = client.get(f"{LIST}{PERMIT}/examples/")
    tried = [one for one, _ in page.context["tried"]]
    assert tried
    assert page.context["holding"] == len(tried) == sum(one.holds for one in tried)


def test_a_chosen_example_fills_the_form_and_is_answered(client: Client) -> None:
    tried = [one for one, _ in client.get(f"{LIST}{PERMIT}/examples/").context["tried"]]
    for number, one in enumerate(tried, start=1):
        page = client.get(f"{LIST}{PERMIT}/examples/", {"example": number})
        assert page.context["chosen"].example.name == one.example.name
        assert page.context["answer"].verdict == one.example.expected
        assert page.context["here"].on == one.example.on


@pytest.mark.parametrize("number", ["0", "999", "-1", "一", "²"])
def test_an_example_that_does_not_exist_chooses_none(client: Client, number: str) -> None:
    page = client.get(f"{LIST}{PERMIT}/examples/", {"example": number})
    assert page.status_code == 200
    assert page.context["chosen"] is None


def try_person(client: Client, **said: str) -> Any:
    facts = {f"fact-{name}": value for name, value in said.items() if name not in {"region", "on"}}
    place = {"region": said.get("region", CITY), "on": said.get("on", "2026-11-21")}
    return client.post(f"{LIST}{PERMIT}/examples/", {**place, **facts})


def test_an_invented_person_is_answered_with_reason_clause_and_the_nearest_way(client: Client) -> None:
    """居住证暂行条例第二条：居住半年以上。"""
    page = try_person(
        client, 离开户籍地="是", 户口在同市别县="否", 居住起始日期="2026年7月1日", 合法稳定住所="是"
    )
    assert page.context["answer"].verdict == "no"
    body = page.content.decode()
    assert "居住证暂行条例第二条" in body
    assert "2027年1月1日" in body


def test_what_is_missing_is_asked_by_name(client: Client) -> None:
    page = try_person(client, 离开户籍地="是", 户口在同市别县="否", 居住月数="8")
    assert page.context["answer"].verdict == "unknown"
    assert {fact.name for fact in page.context["answer"].missing} == {
        "合法稳定就业",
        "合法稳定住所",
        "连续就读",
    }


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("居住月数", "很久"),
        ("居住起始日期", "2026-02-30"),
        ("居住月数", "1" * 150),
        ("居住起始日期", "6" * 5000),
        ("离开户籍地", "也许"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(client: Client, fact: str, value: str) -> None:
    page = try_person(client, **{"合法稳定住所": "是", fact: value})
    assert page.status_code == 200
    assert page.context["answer"] is None
    form = page.context["form"]
    assert list(form.errors) == [f"fact-{fact}"]
    assert form.errors[f"fact-{fact}"][0].startswith(f"“{fact}”")
    assert form[f"fact-{fact}"].value() == value
    assert form["fact-合法稳定住所"].value() == "是"


def test_a_wrong_day_is_kept_and_nothing_is_answered(client: Client) -> None:
    page = try_person(client, 居住月数="6", on="昨天")
    assert page.status_code == 200
    assert page.context["answer"] is None
    assert set(page.context["place"].errors) == {"on"}
    assert page.context["place"]["on"].value() == "昨天"


def test_another_region_asks_by_its_own_rule(client: Client) -> None:
    address = f"{LIST}return-startup-support/examples/"
    here = client.post(address, {"region": CITY, "on": "2026-06-01"})
    there = client.post(address, {"region": JILIN, "on": "2026-06-01"})
    assert here.context["form"].facts != there.context["form"].facts
    nowhere = client.post(address, {"region": JILIN, "on": "2014-06-01"})
    assert nowhere.context["answer"] is None
    assert "没有这项规定" in nowhere.content.decode()


@pytest.mark.parametrize("service_id", [PERMIT, SCHOOLING, STARTUP])
def test_pages_ask_the_database_only_who_is_there(
    client: Client, service_id: str, django_assert_max_num_queries: Any
) -> None:
    for address in (LIST, f"{LIST}{service_id}/", f"{LIST}{service_id}/examples/"):
        with django_assert_max_num_queries(4):
            client.get(address, {"region": JILIN})
