"""The services of the packs: complete, resting on clauses that exist, with offices that can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from huigong.catalogue.asking import in_turn
from huigong.catalogue.audience import DEAD
from huigong.catalogue.entries import LimitKind
from huigong.catalogue.guide import guide
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import Cited, Constant, FactReference, Node, children, fact_names, walk
from huigong.rules.parameters import no_parameters
from huigong.rules.values import UNKNOWN
from tests.shipped import shipped_catalogue, shipped_library, shipped_offices

CATALOGUE = shipped_catalogue()
OFFICES, LIBRARY = shipped_offices(), shipped_library()
TODAY = date(2026, 11, 21)
FIVE = {
    "210000": "210000/liaozhengfa-2015-53",
    "510400": "510400/panbanfa-2016-10",
    "220000": "220000/2015-implementation",
    "210700": "210700/jinzhou-implementation",
    "140000": "140000/jinnonggongban-2019-4",
}
ASSUMED = {name for name, fact in CATALOGUE.facts.items() if isinstance(fact.derivation, Constant)}
CHECKED = [service for service in CATALOGUE.services if service.verified]


def all_references() -> set[str]:
    found = {clause for service in CATALOGUE.services for clause in service.clauses}
    found |= {clause for adoption in CATALOGUE.adoptions for clause in adoption.clauses}
    for service in CATALOGUE.services:
        found |= {node.clause for node in walk(service.rule) if isinstance(node, Cited) and node.clause}
    return found


def test_every_basis_is_in_the_library() -> None:
    for reference in all_references():
        assert LIBRARY.clause(reference) if "#" in reference else LIBRARY.document(reference)


def test_every_condition_has_its_clause() -> None:
    for service in CATALOGUE.services:
        cited = {
            fact
            for node in walk(service.rule)
            if isinstance(node, Cited) and node.clause
            for fact in fact_names(node)
        }
        assert set(fact_names(service.rule)) - {DEAD} <= cited, service.source


def test_nobody_is_asked_about_relatives_before_the_rule_knows_whom_it_means() -> None:
    for service in CATALOGUE.services:
        nothing_known = Situation({}, service.valid_from, no_parameters)
        asked = in_turn(service.rule, nothing_known, ()).asked
        assert not [fact for fact in asked if "." in fact], service.source


def bare(node: Node) -> Iterator[str]:
    """Facts that only an office can tell, standing where no wording says who tells it."""
    if isinstance(node, FactReference):
        if node.name in CATALOGUE.facts and CATALOGUE.facts[node.name].local:
            yield node.name
    elif not (isinstance(node, Cited) and node.phrase):
        for part in children(node):
            yield from bare(part)


def test_what_only_an_office_can_tell_is_said_in_words() -> None:
    """Such a fact has no question, so a reason that rests on it alone would be empty."""
    for service in CATALOGUE.services:
        assert not list(bare(service.rule)), service.source


def test_every_service_says_what_people_ask() -> None:
    wanted = [
        "谁能办",
        "要符合什么",
        "能得到什么",
        "带什么",
        "去哪里办",
        "多久答复",
        "要不要钱",
        "不给办怎么办",
        "依据",
    ]
    for service in CATALOGUE.services:
        page = guide(
            service,
            catalogue=CATALOGUE,
            region=service.region,
            on=service.valid_from,
            offices=OFFICES,
            library=LIBRARY,
        )
        assert {section.heading for section in page.sections} >= set(wanted), service.source
        assert service.verified or service.caution, service.source


def test_an_office_answers_for_every_service() -> None:
    for service in CHECKED:
        for line in (service.lead.line, *service.support):
            assert OFFICES.line(line) is not None, f"{service.source}: {line}"
        for region in FIVE:
            if region.startswith(service.region.rstrip("0")) or service.region == "100000":
                assert OFFICES.for_line(region, service.lead.line, TODAY) is not None, service.source


@pytest.mark.parametrize(("region", "document"), FIVE.items())
def test_each_of_the_five_documents_carries_services(region: str, document: str) -> None:
    assert len(CATALOGUE.resting_on(document)) >= 10
    assert len(CATALOGUE.services_for(region, TODAY)) >= 10


def test_the_services_that_the_documents_promise() -> None:
    assert len(CATALOGUE.ids) >= 50
    systems = {service.system for service in CATALOGUE.services if service.verified}
    assert systems >= {f"S{number}" for number in range(4, 23)}
    for region in FIVE:
        assert len(CATALOGUE.services_for(region, TODAY)) >= 40, region


@pytest.mark.parametrize(
    ("region", "clause", "service_id"),
    [
        ("220000", "（二）", "employer-training-subsidy"),
        ("220000", "（二）", "pooled-staff-training"),
        ("220000", "（三）", "skill-appraisal-subsidy"),
        ("220000", "（八）", "small-firm-loan"),
        ("220000", "（八）", "social-insurance-subsidy"),
        ("220000", "（十四）", "legal-advice-hotline"),
        ("220000", "（十五）", "urban-minimum-allowance"),
        ("220000", "（十九）", "hukou-settlement"),
        ("220000", "（二十一）", "community-election-registration"),
        ("220000", "（二十四）", "boarding-subsidy"),
        ("220000", "（二十四）", "school-nutrition"),
        ("210000", "（一）", "skill-appraisal-subsidy"),
        ("210700", "（一）", "skill-appraisal-subsidy"),
        ("220000", "（六）", "family-service-tax-relief-own"),
        ("510400", "（一）", "unemployment-registration"),
        ("510400", "（三）", "skill-appraisal-subsidy"),
        ("510400", "（四）", "free-secondary-vocational"),
        ("510400", "（十三）", "three-exemptions-one-subsidy"),
        ("510400", "（十三）", "school-fee-complaint"),
        ("510400", "（十四）", "basic-public-health"),
        ("510400", "（十四）", "pre-pregnancy-check"),
        ("210000", "（十）", "local-entrance-exam"),
        ("210700", "（十）", "local-entrance-exam"),
        ("140000", "（一）", "startup-loan"),
        ("140000", "（一）", "travel-subsidy"),
        ("140000", "（一）", "youth-internship"),
        ("140000", "（九）", "public-rental-housing"),
        ("140000", "（九）", "housing-fund"),
    ],
)
def test_what_a_clause_promises_is_a_service_there(region: str, clause: str, service_id: str) -> None:
    on = date(2019, 12, 31) if region == "140000" else TODAY
    assert f"{FIVE[region]}#{clause}" in CATALOGUE.get(service_id, region, on).clauses


def test_the_plan_of_2019_promises_nothing_in_2020_that_no_law_gives() -> None:
    """A yearly plan ends with its year (facts Q07); free employment service goes on by law."""
    after = date(2020, 1, 1)
    assert CATALOGUE.find("travel-subsidy", "140000", after) is None
    goes_on = CATALOGUE.get("public-employment-service", "140000", after)
    assert goes_on.clauses[0] == "100000/employment-promotion-law#第三十五条"


@pytest.mark.parametrize("region", FIVE)
def test_employment_service_and_registration_ask_for_no_hukou_permit_or_half_year(region: str) -> None:
    """就业促进法 35; 就业服务与就业管理规定 63 since 2015-02 (K34, K38)."""
    for service_id in ("public-employment-service", "unemployment-registration"):
        for on in (date(2019, 6, 3), TODAY):
            read = set(fact_names(CATALOGUE.get(service_id, region, on).rule))
            assert not read & {"户籍性质", "持有居住证", "居住月数"}, (service_id, on)


@pytest.mark.parametrize("region", FIVE)
def test_checked_tax_relief_and_loan_are_on_in_every_region(region: str) -> None:
    """财税〔2019〕22号, 公告2023年第15号, 财金〔2023〕75号 (K46, K47, K50)."""
    for service_id, on in (
        ("startup-tax-deduction", date(2019, 1, 1)),
        ("startup-tax-deduction", date(2022, 12, 31)),
        ("startup-tax-deduction", date(2023, 1, 1)),
        ("startup-tax-deduction", date(2027, 12, 31)),
        ("startup-loan", date(2023, 10, 1)),
        ("employment-certificate", TODAY),
    ):
        assert CATALOGUE.get(service_id, region, on).verified, (service_id, on)


@pytest.mark.parametrize(
    ("on", "people", "expected"),
    [
        (date(2018, 11, 21), 500_000, True),
        (date(2018, 11, 21), 510_000, False),
        (date(2019, 3, 30), 2_000_000, False),
        (date(2019, 3, 31), 2_000_000, True),
        (TODAY, 2_990_000, True),
        (TODAY, 3_000_000, None),
        (TODAY, 5_010_000, False),
    ],
)
def test_settlement_follows_the_size_of_the_city_and_the_day(
    on: date, people: int, expected: bool | None
) -> None:
    """居住证暂行条例 16 (R09): a home up to 500,000 people; since 2019-03-31 (R56) open below three million."""
    person = {"愿意在城镇落户": True, "合法稳定住所": True, "合法稳定就业": False, "落户建制镇": False}
    person["港澳台居民或外国人"] = False
    person["符合当地别的落户办法"] = False  # who joins their family is the police's to check
    service = CATALOGUE.get("hukou-settlement", "510000", on)
    known = {**person, "城区常住人口": people // 10_000}
    verdict = answer(service.rule, Situation(known, on, CATALOGUE.parameters.lookup("510000")))
    assert verdict is (UNKNOWN if expected is None else expected)


def test_statutory_limits_name_their_article() -> None:
    for service in CATALOGUE.services:
        for limit in service.limits:
            assert limit.kind is not LimitKind.STATUTORY or "条" in limit.limit.article, service.source


@pytest.mark.parametrize(
    ("service_id", "on", "texts"),
    [
        ("residence-permit", TODAY, ["受理之日起15日内发放居住证"]),
        (
            "arrears-complaint",
            TODAY,
            [
                "收到投诉之日起5个工作日内决定受理并立案",
                "立案之日起60个工作日内调查完（经劳动保障行政部门负责人批准可延长30个工作日）",
            ],
        ),
        (
            "work-injury-claim",
            TODAY,
            [
                "收到申请之日起15日内决定是否受理",
                "受理之日起60日内作出工伤认定决定",
                "事实清楚、权利义务明确的，受理之日起15日内作出工伤认定决定",
            ],
        ),
    ],
)
def test_limits_are_those_of_the_law(service_id: str, on: date, texts: list[str]) -> None:
    """居住证暂行条例 9; 劳动保障监察条例 17, 若干规定 18; 工伤认定办法 8, 工伤保险条例 20."""
    assert [limit.text for limit in CATALOGUE.get(service_id, "510400", on).limits] == texts


def test_shanxi_promises_to_clear_new_arrears_in_three_months_in_the_year_of_its_work_points() -> None:
    """晋（三）: a yearly paper ends with its year (Q07)."""
    promised = [
        one
        for on in (date(2019, 12, 31), TODAY)
        for one in CATALOGUE.get("arrears-complaint", "140000", on).limits
        if one.kind is LimitKind.PROMISED
    ]
    assert [one.text for one in promised] == ["立案之日起3个月内把欠的工资清零"]


def test_jinzhou_rests_on_its_own_document_and_the_province_behind_it() -> None:
    clauses = CATALOGUE.get("local-entrance-exam", "210700", TODAY).clauses
    assert clauses[0] == "210000/liaozhengfa-2015-53#（十）"
    assert "210700/jinzhou-implementation#（十）" in clauses


def test_every_fact_asked_has_a_question_and_someone_who_verifies_it() -> None:
    """What is taken for granted, what follows from what is asked, and what only an office can tell, is asked of nobody."""
    asked = {fact for service in CATALOGUE.services for fact in fact_names(service.rule, into_derived=True)}
    for name in asked - ASSUMED:
        fact = CATALOGUE.facts[name]
        assert fact.verified_by, name
        unasked = (fact.local or fact.decided or fact.derivation is not None) and not fact.question
        assert unasked or fact.question.endswith(("？", "）")), name


def test_every_number_of_the_law_names_its_clause() -> None:
    for values in CATALOGUE.parameters.values.values():
        for value in values:
            assert value.clause
            if value.verified and "#" in value.clause:
                assert LIBRARY.clause(value.clause)
            assert value.verified or not re.search("#", value.clause)
