"""The services of the packs: complete, resting on clauses that exist, with offices that can be found."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.asking import in_turn
from huigong.catalogue.audience import DEAD
from huigong.catalogue.entries import LimitKind
from huigong.catalogue.guide import guide
from huigong.catalogue.services import load_catalogue
from huigong.directory.offices import OfficeBook
from huigong.policy.packs import load_library
from huigong.rules.evaluate import Situation
from huigong.rules.nodes import Cited, fact_names, walk
from huigong.rules.parameters import no_parameters

POLICIES = Path(__file__).resolve().parents[2] / "policies"
CATALOGUE = load_catalogue(POLICIES)
OFFICES, LIBRARY = OfficeBook.load(POLICIES), load_library(POLICIES)
TODAY = date(2026, 11, 21)
FIVE = {
    "210000": "210000/liaozhengfa-2015-53",
    "510400": "510400/panbanfa-2016-10",
    "220000": "220000/2015-implementation",
    "210700": "210700/jinzhou-implementation",
    "140000": "140000/jinnonggongban-2019-4",
}
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
        ("510400", "（一）", "unemployment-registration"),
        ("510400", "（四）", "free-secondary-vocational"),
        ("510400", "（十三）", "three-exemptions-one-subsidy"),
        ("510400", "（十三）", "school-fee-complaint"),
        ("510400", "（十四）", "basic-public-health"),
        ("510400", "（十四）", "pre-pregnancy-check"),
        ("210000", "（十）", "local-entrance-exam"),
        ("210700", "（十）", "local-entrance-exam"),
        ("140000", "（一）", "travel-subsidy"),
        ("140000", "（一）", "youth-internship"),
        ("140000", "（九）", "public-rental-housing"),
        ("140000", "（九）", "housing-fund"),
    ],
)
def test_what_a_clause_promises_is_a_service_there(region: str, clause: str, service_id: str) -> None:
    assert f"{FIVE[region]}#{clause}" in CATALOGUE.get(service_id, region, TODAY).clauses


def test_settlement_follows_the_size_of_the_city_and_the_later_policy_only_when_asked() -> None:
    """居住证暂行条例 16 (R09) is in force; what came later (R10) is entered from memory, so it is off."""
    assert CATALOGUE.get("hukou-settlement", "510000", TODAY).verified
    assert not CATALOGUE.get("hukou-settlement", "510000", TODAY, unverified=True).verified


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
                "立案之日起60个工作日内查清并作出处理（经劳动保障行政部门负责人批准可延长30个工作日）",
            ],
        ),
        (
            "work-injury-claim",
            TODAY,
            [
                "受理之日起60日内作出工伤认定决定",
                "事实清楚、权利义务明确的，受理之日起15日内作出工伤认定决定",
            ],
        ),
    ],
)
def test_limits_are_those_of_the_law(service_id: str, on: date, texts: list[str]) -> None:
    """居住证暂行条例 9; 劳动保障监察条例 17, 若干规定 18; 工伤保险条例 20."""
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
    asked = {fact for service in CATALOGUE.services for fact in fact_names(service.rule, into_derived=True)}
    for fact in asked - {DEAD}:
        assert CATALOGUE.facts[fact].question.endswith(("？", "）")), fact
        assert CATALOGUE.facts[fact].verified_by, fact


def test_every_number_of_the_law_names_its_clause() -> None:
    for values in CATALOGUE.parameters.values.values():
        for value in values:
            assert value.clause
            if value.verified and "#" in value.clause:
                assert LIBRARY.clause(value.clause)
            assert value.verified or not re.search("#", value.clause)
