"""Who answers for each service in every county of the country: the level that the law states, and no higher one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.answering import Where, who_answers
from huigong.catalogue.entries import PublicService
from huigong.catalogue.leads import Whereabouts
from huigong.catalogue.screening import screen_one
from huigong.catalogue.services import load_catalogue
from huigong.catalogue.telling import answer_as_json
from huigong.directory.offices import Level, OfficeBook
from huigong.kernel import regions
from huigong.rules.nodes import fact_names

POLICIES = Path(__file__).resolve().parents[2] / "policies"
CATALOGUE, OFFICES = load_catalogue(POLICIES), OfficeBook.load(POLICIES)
TODAY = date(2026, 11, 21)
DAYS = (date(2016, 6, 1), date(2019, 6, 1), TODAY)
MUNICIPALITIES = {"110000", "120000", "310000", "500000"}


def counties() -> tuple[str, ...]:
    """Every county in force, and the cities without counties."""
    current = (code for code in regions.codes() if not regions.find(code).abolished)
    return tuple(
        code
        for code in current
        if regions.find(code).level is regions.Level.COUNTY
        or (regions.find(code).level is regions.Level.PREFECTURE and not regions.children(code))
    )


COUNTIES = counties()


def offered(on: date) -> dict[str, tuple[PublicService, ...]]:
    """The services of every region with services of its own, one for each lead that any of them has."""
    with_own = {service.region for service in CATALOGUE.services} | {
        row.region for row in CATALOGUE.adoptions
    }
    return {
        region: tuple({service.lead: service for service in services}.values())
        for region in with_own
        for services in [CATALOGUE.services_for(region, on, unverified=True)]
    }


def answers(on: date) -> Iterator[tuple[str, PublicService, Where]]:
    """Every lead of a service offered in every county that day, with who answers."""
    by_region = offered(on)
    for county in COUNTIES:
        levels = [county, f"{county[:4]}00", f"{county[:2]}0000", regions.NATION]
        nearest = next(code for code in levels if code in by_region)
        for service in by_region[nearest]:
            yield county, service, who_answers(service, region=county, on=on, offices=OFFICES)


def test_there_are_all_the_counties_of_the_country() -> None:
    assert len(COUNTIES) > 2800
    assert {"510411", "210726", "110101", "429004", "441900", "659001"} <= set(COUNTIES)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_in_every_county_the_office_is_of_the_stated_level(on: date) -> None:
    for county, service, where in answers(on):
        level = service.lead.level
        if where.office is None:
            # Only where the courts are divided in a way that the codes do not tell.
            assert level.of_court, (county, service.source)
            continue
        place = regions.find(where.office.region)
        if level in (Level.PREFECTURE, Level.INTERMEDIATE_COURT):
            assert regions.contains(place.code, county), (county, service.source)
            whole_city = place.level is regions.Level.PREFECTURE or place.code in MUNICIPALITIES
            by_province = regions.ancestors(county)[0].level is regions.Level.PROVINCE
            assert whole_city or (by_province and place.code == county), (county, service.source)
        elif level is not Level.PROVINCE:
            assert place.code == county, (county, service.source)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_nobody_in_a_county_is_sent_to_the_province_unless_the_law_says_so(on: date) -> None:
    for county, service, where in answers(on):
        for answering in (where.answering, *(other for _, other in where.splits)):
            above = answering.office.region if answering.office else county
            if above.endswith("0000") and above not in MUNICIPALITIES:
                assert answering.level is Level.PROVINCE, (county, service.source)
                assert service.lead.verified and service.lead.clause, (county, service.source)
        assert "厅" not in where.name or where.answering.level is Level.PROVINCE, (county, where.name)


@pytest.mark.parametrize("region", ["100000", "220000", "210000", "510400"])
def test_a_place_too_wide_is_told_the_class_and_never_an_office_above(region: str) -> None:
    for service in CATALOGUE.services_for(region, TODAY, unverified=True):
        where = who_answers(service, region=region, on=TODAY, offices=OFFICES)
        if where.office is None:
            assert "当地" in where.name, service.source
        else:
            assert where.office.region == region or service.lead.level is Level.PROVINCE, service.source


def test_each_lead_rests_on_an_article_or_says_that_it_does_not() -> None:
    for service in CATALOGUE.services:
        assert service.lead.clause or not service.lead.verified, service.source
    fixed = {service.id for service in CATALOGUE.services if service.lead.verified}
    assert len(fixed) >= 40


@pytest.mark.parametrize(
    ("service_id", "county", "level", "place", "name"),
    [
        # 居住证暂行条例 9, 10: the county's police sign
        ("residence-permit", "210726", Level.COUNTY, Whereabouts.RESIDENCE, "黑山县公安局（名称待核）"),
        # 工伤保险条例 17, 23: the pooling area, and the prefecture's committee
        ("work-injury-claim", "210726", Level.PREFECTURE, Whereabouts.POOLING, "锦州市人力资源和社会保障局"),
        ("labour-capability-assessment", "510421", Level.PREFECTURE, Whereabouts.POOLING,
         "攀枝花市人力资源和社会保障局"),
        # 民事诉讼法 225: a basic court, never the intermediate one
        ("payment-order", "510421", Level.BASIC_COURT, Whereabouts.DEBTOR, "米易县人民法院（名称待核）"),
        ("payment-order", "441900", Level.BASIC_COURT, Whereabouts.DEBTOR, "当地基层人民法院"),
        # 义务教育法 7: the county's education office, in a district with its city's name
        ("schooling-of-accompanying-children", "110105", Level.COUNTY, Whereabouts.RESIDENCE,
         "北京市朝阳区教育局（名称待核）"),
        # 劳动保障监察条例 13, in a province with a book of its own
        ("arrears-complaint", "220112", Level.COUNTY, Whereabouts.WORK,
         "长春市双阳区人力资源和社会保障局（名称待核）"),
        # 住房公积金管理条例 10: the prefecture has a centre, the county none
        ("housing-fund", "220112", Level.PREFECTURE, Whereabouts.EMPLOYER,
         "长春市住房公积金管理中心（名称待核）"),
        # 户口登记条例 3: the police station
        ("hukou-settlement", "510421", Level.STATION, Whereabouts.SETTLING,
         "派出所（县级部门是米易县公安局，名称待核）"),
    ],
)  # fmt: skip
def test_who_answers(service_id: str, county: str, level: Level, place: Whereabouts, name: str) -> None:
    service = CATALOGUE.get(service_id, county, TODAY)
    where = who_answers(service, region=county, on=TODAY, offices=OFFICES)
    assert (service.lead.level, service.lead.place, where.name) == (level, place, name)


def test_whoever_is_left_at_home_is_looked_after_there() -> None:
    """未成年人保护法 23, 43: the committee and school of the child's place, not of the parent's."""
    at_home = {"有留守子女", "未满18周岁子女留在户籍地", "一段时间不能照看孩子", "老家有老人", "老人需要探访"}
    services = [service for service in CATALOGUE.services if at_home & set(fact_names(service.rule))]
    assert len(services) >= 10
    for service in services:
        assert service.lead.place is not Whereabouts.RESIDENCE, service.source


def test_jinzhou_keeps_the_inspection_of_its_own_projects() -> None:
    """锦州市实施意见（四）: projects that the city leads go to the city, all others to the districts."""
    service = CATALOGUE.get("arrears-complaint", "210702", TODAY)
    where = who_answers(service, region="210702", on=TODAY, offices=OFFICES)
    assert where.office is not None and where.office.region == "210702"
    ((split, answering),) = where.splits
    assert split.clause == "210700/jinzhou-implementation#（四）"
    assert answering.shown == "锦州市人力资源和社会保障局"
    elsewhere = CATALOGUE.get("arrears-complaint", "210102", TODAY)
    assert elsewhere.lead.splits == ()


def test_what_is_invented_is_never_shown_without_saying_so() -> None:
    stations = OFFICES.desks("510421", "police", Level.STATION)
    assert stations and all(desk.doubt == "虚构，待当地填写" for desk in stations)
    names = [desk.name for code in COUNTIES for desk in OFFICES.desks(code, "police", Level.STATION)]
    assert len(names) >= 12


def test_other_programs_are_told_the_same() -> None:
    service = CATALOGUE.get("arrears-complaint", "210702", TODAY)
    answer = screen_one(service, catalogue=CATALOGUE, region="210702", on=TODAY, values={}, offices=OFFICES)
    where = answer_as_json(answer)["where"]
    assert (where["office"], where["level"], where["place"]) == ("210702/hrss", "county", "work")
    assert (where["verified"], where["made_up"]) == (False, False)
    assert where["clause"] == "劳动保障监察条例第十三条"
    assert [split["name"] for split in where["splits"]] == ["锦州市人力资源和社会保障局"]


@pytest.mark.parametrize("on", [date(2019, 6, 3), TODAY], ids=str)
def test_review_goes_to_the_government_and_not_to_a_department(on: date) -> None:
    """行政复议法 24 (2017 text: 12): the department is the very office that is complained about."""
    service = CATALOGUE.get("labour-authority-review", "330100", on)
    where = who_answers(service, region="330100", on=on, offices=OFFICES)
    assert where.name == "当地县级人民政府"
