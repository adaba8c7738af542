"""Who answers for each service in every county of the country: the level that the law states, and no higher one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from huigong.catalogue.answering import Where, who_answers
from huigong.catalogue.entries import PublicService
from huigong.catalogue.leads import Lead
from huigong.catalogue.places import read_places
from huigong.catalogue.screening import screen_one
from huigong.catalogue.telling import answer_as_json
from huigong.directory.offices import Level
from huigong.kernel import regions
from huigong.rules.nodes import fact_names
from huigong.rules.values import UNKNOWN
from tests import effort
from tests.shipped import POLICIES, shipped_catalogue, shipped_offices

CATALOGUE, OFFICES, PLACES = shipped_catalogue(), shipped_offices(), read_places(POLICIES)
TODAY = date(2026, 11, 21)
# The days of earlier offices wait for a release.
DAYS = (*(pytest.param(date(year, 6, 1), marks=pytest.mark.release) for year in (2016, 2019)), TODAY)
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


def decided_by(lead: Lead) -> tuple[object, ...]:
    """What decides which office of a county answers once its place is known, and not how that is said and cited."""
    splits = tuple(split.level for split in lead.splits)
    return (lead.line, lead.level, splits, lead.place.is_here, lead.verified, bool(lead.clause))


def offered(on: date) -> dict[str, tuple[PublicService, ...]]:
    """The services of every region with services of its own, one for each way in which a county's office is decided."""
    with_own = {service.region for service in CATALOGUE.services} | {
        row.region for row in CATALOGUE.adoptions
    }
    return {
        region: tuple({decided_by(service.lead): service for service in services}.values())
        for region in with_own
        for services in [CATALOGUE.services_for(region, on, unverified=True)]
    }


def answers(on: date) -> Iterator[tuple[str, PublicService, Where]]:
    """Every lead of a service offered in the counties that day, with who answers; before a release in all of them."""
    by_region, (first, apart) = offered(on), effort.some_of(4)
    for county in COUNTIES[first::apart]:
        levels = [county, f"{county[:4]}00", f"{county[:2]}0000", regions.NATION]
        nearest = next(code for code in levels if code in by_region)
        for service in by_region[nearest]:
            values = dict.fromkeys(service.lead.place.facts, county)
            yield county, service, who_answers(service, region=county, on=on, values=values, offices=OFFICES)


def test_there_are_all_the_counties_of_the_country() -> None:
    assert len(COUNTIES) > 2800
    assert {"510411", "210726", "110101", "429004", "441900", "659001"} <= set(COUNTIES)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_in_every_county_the_office_is_of_the_stated_level_and_no_higher_one(on: date) -> None:
    for county, service, where in answers(on):
        it_is_of_the_stated_level(county, service, where)
        nobody_is_sent_to_the_province_unless_the_law_says_so(county, service, where)


def it_is_of_the_stated_level(county: str, service: PublicService, where: Where) -> None:
    level = service.lead.level
    if where.office is None:
        # Only where the courts are divided in a way that the codes do not tell.
        assert level.of_court, (county, service.source)
        return
    place = regions.find(where.office.region)
    if level in (Level.PREFECTURE, Level.INTERMEDIATE_COURT):
        assert regions.contains(place.code, county), (county, service.source)
        whole_city = place.level is regions.Level.PREFECTURE or place.code in MUNICIPALITIES
        by_province = regions.ancestors(county)[0].level is regions.Level.PROVINCE
        assert whole_city or (by_province and place.code == county), (county, service.source)
    elif level is not Level.PROVINCE:
        assert place.code == county, (county, service.source)


def nobody_is_sent_to_the_province_unless_the_law_says_so(
    county: str, service: PublicService, where: Where
) -> None:
    for answering in (where.answering, *(other for _, other in where.splits)):
        above = answering.office.region if answering.office else county
        if above.endswith("0000") and above not in MUNICIPALITIES:
            assert answering.level is Level.PROVINCE, (county, service.source)
            assert service.lead.verified and service.lead.clause, (county, service.source)
    assert "厅" not in where.name or where.answering.level is Level.PROVINCE, (county, where.name)


@pytest.mark.parametrize("region", ["100000", "220000", "210000", "510400"])
def test_a_place_too_wide_is_told_the_class_and_never_an_office_above(region: str) -> None:
    for service in CATALOGUE.services_for(region, TODAY, unverified=True):
        values = dict.fromkeys(service.lead.place.facts, region)
        where = who_answers(service, region=region, on=TODAY, values=values, offices=OFFICES)
        if where.office is None and not where.lead.place.is_here:
            assert regions.find(region).full_name in where.name, service.source
        elif where.office is None:
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
        ("residence-permit", "210726", Level.COUNTY, "residence", "黑山县公安局（名称待核）"),
        # 工伤保险条例 17, 23: where the employer insures, and the prefecture's committee
        ("work-injury-claim", "210726", Level.PREFECTURE, "cover", "锦州市人力资源和社会保障局"),
        ("labour-capability-assessment", "510421", Level.PREFECTURE, "cover",
         "攀枝花市人力资源和社会保障局"),
        # 民事诉讼法 225: a basic court, never the intermediate one
        ("payment-order", "510421", Level.BASIC_COURT, "debtor", "米易县人民法院（名称待核）"),
        ("payment-order", "441900", Level.BASIC_COURT, "debtor",
         "欠钱一方所在地（广东省东莞市）的基层人民法院"),
        # 义务教育法 7: the county's education office, in a district with its city's name
        ("schooling-of-accompanying-children", "110105", Level.COUNTY, "school",
         "北京市朝阳区教育局（名称待核）"),
        # 劳动保障监察条例 13, in a province with a book of its own
        ("arrears-complaint", "220112", Level.COUNTY, "work",
         "长春市双阳区人力资源和社会保障局（名称待核）"),
        # 住房公积金管理条例 10: the prefecture has a centre, the county none
        ("housing-fund", "220112", Level.PREFECTURE, "fund-opening",
         "长春市住房公积金管理中心（名称待核）"),
        # 户口登记条例 3: the police station
        ("hukou-settlement", "510421", Level.STATION, "settling",
         "派出所（县级部门是米易县公安局，名称待核）"),
    ],
)  # fmt: skip
def test_who_answers(service_id: str, county: str, level: Level, place: str, name: str) -> None:
    service = CATALOGUE.get(service_id, county, TODAY)
    values = dict.fromkeys(service.lead.place.facts, county)
    where = who_answers(service, region=county, on=TODAY, values=values, offices=OFFICES)
    assert (service.lead.level, service.lead.place.id, where.name) == (level, place, name)


def test_whoever_is_left_at_home_is_looked_after_there() -> None:
    """未成年人保护法 23, 43: the committee and school of the child's place, not of the parent's."""
    at_home = {"有留守子女", "未满18周岁子女留在户籍地", "一段时间不能照看孩子", "老家有老人", "老人需要探访"}
    services = [service for service in CATALOGUE.services if at_home & set(fact_names(service.rule))]
    assert len(services) >= 10
    for service in services:
        assert service.lead.place.id != "residence", service.source


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


@pytest.mark.parametrize(
    ("decided", "office", "undecided"),
    [
        ("县级", "510421/government", 0),
        ("市级", "510400/government", 0),
        ("省级", "510000/government", 0),
        (UNKNOWN, "510421/government", 2),
        (None, "510421/government", 2),
    ],
)
def test_a_decision_is_reviewed_by_the_government_of_the_office_that_made_it(
    decided: str | None, office: str, undecided: int
) -> None:
    """行政复议法 24: the government at the level of the department; the level is the case's, not the service's."""
    service = CATALOGUE.get("labour-authority-review", "510421", TODAY)
    values = {"不服的部门所在地": "510421", "不服的部门级别": decided}
    where = who_answers(service, region="510421", on=TODAY, values=values, offices=OFFICES)
    assert where.office is not None
    assert (where.office.id, len(where.undecided)) == (office, undecided)


def test_a_finding_of_another_city_is_reviewed_there() -> None:
    """工伤 is found where the employer is insured, which may be far from where the work was."""
    service = CATALOGUE.get("labour-authority-review", "510421", TODAY)
    values = {"务工地": "510421", "不服的部门所在地": "530600", "不服的部门级别": "市级"}
    where = who_answers(service, region="510421", on=TODAY, values=values, offices=OFFICES)
    assert where.office is not None and where.office.id == "530600/government"


def test_a_municipality_is_city_and_province_in_one() -> None:
    service = CATALOGUE.get("labour-authority-review", "110101", TODAY)
    for decided in ("市级", "省级"):
        values = {"不服的部门所在地": "110101", "不服的部门级别": decided}
        where = who_answers(service, region="110101", on=TODAY, values=values, offices=OFFICES)
        assert where.office is not None and where.office.id == "110000/government"


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


HERE = {
    "residence",
    "settling",
    "work",
    "project",
    "business",
    "facility",
    "public-health",
}
# Far from each other, one with a book of offices of its own and the other without; a prefecture without counties.
ASKED, ELSEWHERE = ("510421", "210702", "441900"), ("210726", "530602", "419001")
ABOLISHED = "370284"  # 胶南市, in 黄岛区 since 2012


def leads_in(region: str) -> tuple[PublicService, ...]:
    """The services of a region, one for each lead."""
    services = CATALOGUE.services_for(region, TODAY, unverified=True)
    return tuple({service.lead: service for service in services}.values())


def test_every_place_but_the_one_asked_about_is_named_by_facts() -> None:
    for place in PLACES.values():
        assert place.facts or place.id in HERE, place
        assert place.is_here == (place.id in HERE), place
        for name in place.facts:
            fact = CATALOGUE.facts[name]
            assert fact.is_region and fact.question, name
        assert set(place.unless) <= set(CATALOGUE.facts)


def test_no_rule_reads_a_place_so_that_no_interview_asks_for_it() -> None:
    asked = {name for place in PLACES.values() for name in place.facts}
    read = {name for service in CATALOGUE.services for name in fact_names(service.rule, into_derived=True)}
    assert asked & read == set()


@pytest.mark.parametrize("region", ASKED)
def test_where_nothing_is_known_the_region_asked_answers_only_for_who_lives_or_works_there(
    region: str,
) -> None:
    for service in leads_in(region):
        place = service.lead.place
        where = who_answers(service, region=region, on=TODAY, offices=OFFICES)
        told = (where.answering, *(other for _, other in where.splits))
        if place.id in HERE:
            assert where.spot.region == region, service.source
            continue
        assert [answering.office for answering in told] == [None] * len(told), service.source
        assert all(answering.shown.startswith(place.whose) for answering in told), service.source
        assert where.to_ask == place.facts[0]


@pytest.mark.parametrize("region", ASKED)
@pytest.mark.parametrize("place", ELSEWHERE)
def test_the_office_is_that_of_the_place_which_the_fact_names(region: str, place: str) -> None:
    for service in leads_in(region):
        for fact in service.lead.place.facts[:1]:
            where = who_answers(service, region=region, on=TODAY, values={fact: place}, offices=OFFICES)
            lead = service.lead
            if lead.place.is_here and not regions.contains(service.region, place):
                # What one city alone gives is applied for in that city.
                assert where.spot.region == region, service.source
                continue
            assert (where.spot.region, where.spot.fact, where.to_ask) == (place, fact, ""), service.source
            there = OFFICES.answering(place, lead.line, lead.level, TODAY)
            assert where.office == there.office, service.source
            if where.office is not None:
                assert where.place_name == regions.find(place).full_name
                assert regions.contains(f"{where.office.region[:2]}0000", place), service.source


@pytest.mark.parametrize("region", ["510421", "370211"])
def test_an_abolished_county_is_the_county_that_stands_there_now(region: str) -> None:
    for service in leads_in(region):
        if "户籍地" in service.lead.place.facts:
            where = who_answers(
                service, region=region, on=TODAY, values={"户籍地": ABOLISHED}, offices=OFFICES
            )
            assert where.spot.region == "370211", service.source
            assert "黄岛" in where.name and "胶南" not in where.name


def test_a_place_that_was_divided_or_is_too_wide_is_told_in_words() -> None:
    card = CATALOGUE.get("mobile-party-member-card", "510421", TODAY)
    for told, name in (
        ("210700", "您原来的党组织所在地（辽宁省锦州市）的县级组织部门"),
        ("210000", "您原来的党组织所在地（辽宁省）的县级组织部门"),
        ("999999", "您原来的党组织所在地的县级组织部门"),
    ):
        where = who_answers(card, region="510421", on=TODAY, values={"原党组织所在地": told}, offices=OFFICES)
        assert (where.office, where.name) == (None, name)


@pytest.mark.parametrize(
    ("service_id", "values", "name"),
    [
        ("mobile-party-member-card", {}, "您原来的党组织所在地的县级组织部门"),
        ("mobile-party-member-card", {"户籍地": "210726"}, "中共黑山县委组织部（名称待核）"),
        # 组织关系转过的人，不在户口所在地
        ("mobile-party-member-card", {"户籍地": "210726", "原党组织所在地": "510421"},
         "中共米易县委组织部（名称待核）"),
        ("id-card-elsewhere", {"户籍地": "210726"}, "黑山县公安局（名称待核）"),
        # 农村土地承包法 12, 仲裁法 21: where the land is
        ("land-rights-kept", {}, "您老家（土地所在地）的县级农业农村部门"),
        ("land-rights-kept", {"户籍地": "210726"}, "黑山县农业农村局（名称待核）"),
        ("land-rights-kept", {"户籍地": "210726", "在城镇落户": True}, "您老家（土地所在地）的县级农业农村部门"),
        ("land-rights-kept", {"户籍地": "210702", "土地所在地": "210726", "在城镇落户": True},
         "黑山县农业农村局（名称待核）"),
        ("payment-order", {"现居住地": "510421"}, "欠钱一方所在地的基层人民法院"),
        ("payment-order", {"欠钱方所在地": "210726"}, "黑山县人民法院（名称待核）"),
        ("work-injury-claim", {"单位参保地": "210726"}, "锦州市人力资源和社会保障局"),
        # 人社部发〔2016〕29号第七条: never insured, found where the work is; the employer's seat decides nothing
        # 攀办发〔2016〕10号（十一）: asked for where the person lives, wherever the case is
        ("legal-aid-cross-region", {"事情发生地": "210726"}, "米易县司法局（名称待核）"),
        ("legal-aid-wages", {"事情发生地": "210726"}, "黑山县司法局（名称待核）"),
        ("work-injury-claim", {"单位所在地": "210726"},
         "您单位上保险的地方（没上的，干活的厂、店、工地所在地）的市级人力资源社会保障部门"),
        ("social-insurance-enrolment", {"单位所在地": "210726"}, "黑山县人力资源和社会保障局（名称待核）"),
        # 社会保险经办条例 18, 20, 24: each insurance is of its own place; the medical one often of the hukou's
        ("unemployment-benefit", {"医保参保地": "210726"}, "您参加失业保险的地方的县级人力资源社会保障部门"),
        ("pension-claim", {"医保参保地": "210726", "失业参保地": "220112"},
         "您参加养老保险的地方的县级人力资源社会保障部门"),
        ("maternity-allowance", {"医保参保地": "210726"}, "您参加生育保险的地方的县级医疗保障部门"),
        ("medical-cost-claim", {"养老参保地": "220112", "医保参保地": "210726"}, "黑山县医疗保障局（名称待核）"),
        ("social-insurance-transfer", {"养老参保地": "210726"}, "您要转入保险的地方的县级人力资源社会保障部门"),
        ("arrears-complaint", {}, "米易县人力资源和社会保障局（名称待核）"),
        ("arrears-complaint", {"户籍地": "210726"}, "米易县人力资源和社会保障局（名称待核）"),
        # the county that is asked about, not the city that is known
        ("residence-permit", {"现居住地": "510400"}, "米易县公安局（名称待核）"),
        ("residence-permit", {"现居住地": "510411"}, "攀枝花市公安局仁和分局（名称待核）"),
        ("arrears-complaint", {"务工地": "510411"}, "攀枝花市仁和区人力资源和社会保障局（名称待核）"),
        # 住房公积金管理条例 25: the centre that keeps the account, also of an employer long left
        ("housing-fund-withdrawal", {"单位所在地": "320508"}, "您公积金账户所在地的市级住房公积金机构"),
        ("housing-fund-withdrawal", {"单位所在地": "320508", "公积金账户所在地": "220100"},
         "长春市住房公积金管理中心（名称待核）"),
        ("housing-fund-rent-withdrawal", {"单位所在地": "320508", "公积金账户所在地": "220112"},
         "长春市住房公积金管理中心（名称待核）"),
        ("housing-fund-loan", {"单位所在地": "320508", "公积金账户所在地": "220112"},
         "长春市住房公积金管理中心（名称待核）"),
        # 24: the centre that keeps the account of whoever died; the heir's own account says nothing
        ("housing-fund-inheritance", {"公积金账户所在地": "210200"}, "去世的人公积金账户所在地的市级住房公积金机构"),
        ("housing-fund-inheritance", {"公积金账户所在地": "210200", "去世的人公积金账户地": "220100"},
         "长春市住房公积金管理中心（名称待核）"),
        ("housing-fund", {"单位所在地": "220112"}, "长春市住房公积金管理中心（名称待核）"),
        # 49: whoever works for no employer pays in where they live
        ("housing-fund", {"单位所在地": "220112", "灵活就业": True},
         "您单位所在地（自己存的，现在住的地方）的市级住房公积金机构"),
        ("housing-fund", {"单位所在地": "220112", "灵活就业": True, "公积金开户地": "510421"},
         "攀枝花市住房公积金管理中心（名称待核）"),
        # 未成年人保护法 23: where the child lives
        ("entrusted-carer", {"现居住地": "510421"}, "孩子住的地方的居（村）民委员会"),
        ("entrusted-carer", {"孩子住的地方": "210726"},
         "居（村）民委员会（县级部门是黑山县民政局，名称待核）"),
    ],
)  # fmt: skip
def test_who_answers_a_worker_in_miyi(service_id: str, values: dict[str, bool | str], name: str) -> None:
    service = CATALOGUE.get(service_id, "510421", TODAY)
    where = who_answers(service, region="510421", on=TODAY, values=values, offices=OFFICES)
    assert where.name == name


@pytest.mark.parametrize(
    ("service_id", "values"),
    [
        ("deed-tax-relief", {"租住房屋所在地": "210726"}),
        ("rental-contract-filing", {"所买房屋所在地": "210726"}),
        ("elderly-visit", {"孩子住的地方": "210726"}),
        ("entrusted-carer", {"老人住的地方": "210726"}),
        ("community-election-registration", {"村选举所在地": "210726"}),
        ("village-election-registration", {"社区选举所在地": "210726"}),
    ],
)
def test_what_was_said_of_another_matter_names_no_office(service_id: str, values: dict[str, str]) -> None:
    service = CATALOGUE.get(service_id, "510421", TODAY)
    where = who_answers(service, region="510421", on=TODAY, values=values, offices=OFFICES)
    assert (where.office, where.to_ask) == (None, service.lead.place.facts[0])


def test_it_is_said_of_which_place_the_office_is() -> None:
    card = CATALOGUE.get("mobile-party-member-card", "510421", TODAY)
    unknown = who_answers(card, region="510421", on=TODAY, offices=OFFICES)
    assert unknown.lines[-2:] == (
        "县级办理，按原来的党组织所在地定",
        "要是就在四川省攀枝花市米易县，找中共米易县委组织部（名称待核）",
    )
    land = CATALOGUE.get("land-rights-kept", "510421", TODAY)
    supposed = who_answers(land, region="510421", on=TODAY, values={"户籍地": "210726"}, offices=OFFICES)
    assert supposed.lines[-1] == (
        "县级办理，按土地所在地定（上面写的是辽宁省锦州市黑山县的，"
        "先按户籍地写；实际在别处的，找那里的同级部门）"
    )
    assert supposed.to_ask == "土地所在地"


def test_other_programs_are_told_which_place_it_is() -> None:
    service = CATALOGUE.get("mobile-party-member-card", "510421", TODAY)
    told = [
        answer_as_json(
            screen_one(
                service, catalogue=CATALOGUE, region="510421", on=TODAY, values=values, offices=OFFICES
            )
        )["where"]
        for values in ({}, {"原党组织所在地": "210726"})
    ]
    assert [where["place"] for where in told] == ["party-home", "party-home"]
    assert [where["office"] for where in told] == [None, "210726/organisation"]
    assert [where["region"] for where in told] == [None, "210726"]
    assert [where["ask"] for where in told] == ["原党组织所在地", None]


AT_HOME = {"留守子女住在本地", "老人住在本地", "学校在本地", "承包地在本地", "户口在本地"}


def test_what_a_region_alone_promises_is_promised_to_those_of_that_region() -> None:
    national = {service.id for service in CATALOGUE.services if service.region == regions.NATION}
    elsewhere = {"child", "elder", "elder-hukou", "land", "hukou"}
    promises = [
        service
        for service in CATALOGUE.services
        if service.id not in national and service.lead.place.id in elsewhere
    ]
    assert len(promises) >= 13
    for service in promises:
        assert AT_HOME & set(fact_names(service.rule)), service.source


@pytest.mark.parametrize(
    ("service_id", "facts"),
    [
        (
            "childrens-home",
            {
                "有留守子女": True,
                "留守子女在农村": True,
                "有随迁子女": False,
                "留守子女住在本地": False,
                "本人是随迁学生": False,
                "本人父母不在身边": False,
            },
        ),
        ("rural-elderly-care", {"老家有老人": True, "老人年龄": 72, "老人住在本地": False}),
        ("land-transfer-listing", {"有承包地": True, "愿意流转承包地": True, "承包地在本地": False}),
    ],
)
def test_a_family_in_liaoning_is_not_told_yes_by_panzhihua(service_id: str, facts: dict[str, int]) -> None:
    service = CATALOGUE.get(service_id, "510421", TODAY)
    for is_here, verdict in ((False, "no"), (None, "unknown"), (True, "yes")):
        values = {name: is_here if name in AT_HOME else value for name, value in facts.items()}
        answer = screen_one(
            service, catalogue=CATALOGUE, region="510421", on=TODAY, values=values, offices=OFFICES
        )
        assert answer.verdict == verdict


@pytest.mark.parametrize("on", [date(2019, 6, 3), TODAY], ids=str)
def test_review_goes_to_the_government_and_not_to_a_department(on: date) -> None:
    """行政复议法 24 (2017 text: 12): the department is the very office that is complained about."""
    service = CATALOGUE.get("labour-authority-review", "330100", on)
    where = who_answers(service, region="330100", on=on, offices=OFFICES)
    assert where.name == "作决定的部门所在地的县级人民政府"
