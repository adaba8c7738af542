"""A region takes what the regions above it offer, states only what differs, and may adopt a promise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.services import Adoption, load_catalogue
from huigong.kernel.packs import PackError
from huigong.kernel.packs.references import full_reference
from huigong.kernel.regions import lineage
from huigong.rules.nodes import FactReference, Not
from tests.unit.catalogue.packs import CITY, NATION, PROVINCE, TODAY, service, write

ONE = f"{NATION}/law/services/help.yaml"
OURS = f"{PROVINCE}/opinion/services/help.yaml"
DIFFERS = """
    id: help
    inherits: true
    rule: 非 持证
    clauses: ["#（三）"]
    valid_from: 2021-01-01
"""


def test_lineage_is_nearest_first() -> None:
    assert lineage(CITY) == (CITY, PROVINCE, NATION)
    assert lineage(NATION) == (NATION,)
    assert lineage("210702") == ("210702", CITY, PROVINCE, NATION)


def test_a_full_reference_stays_as_it_is() -> None:
    assert full_reference("#（八）", "220000/opinion") == "220000/opinion#（八）"
    assert full_reference("100000/law#第二条", "220000/opinion") == "100000/law#第二条"


def test_a_region_without_its_own_version_inherits(tmp_path: Path) -> None:
    found = load_catalogue(write(tmp_path, {ONE: service()})).get("help", CITY, TODAY)
    assert found.region == NATION


def test_a_lower_region_overrides_and_states_only_what_differs(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path, {ONE: service(), OURS: DIFFERS}))
    here = catalogue.get("help", CITY, TODAY)
    assert (here.region, here.name, here.clauses) == (PROVINCE, "帮助", ("210000/opinion#（三）",))
    assert isinstance(here.rule, Not)
    elsewhere = catalogue.get("help", "440000", TODAY)
    assert isinstance(elsewhere.rule, FactReference)


def test_before_its_own_version_a_region_still_has_the_one_above(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path, {ONE: service(), OURS: DIFFERS}))
    assert catalogue.get("help", CITY, date(2020, 12, 31)).region == NATION
    assert catalogue.get("help", CITY, date(2021, 1, 1)).region == PROVINCE


def test_clauses_inherited_with_a_rule_stay_those_of_the_document_above(tmp_path: Path) -> None:
    rule = '[{条件: 持证, 依据: "#第九条"}]'
    ours = DIFFERS.replace("    rule: 非 持证\n", "")
    catalogue = load_catalogue(write(tmp_path, {ONE: service(rule=rule), OURS: ours}))
    assert catalogue.get("help", PROVINCE, TODAY).rule.clause == "100000/law#第九条"  # type: ignore[attr-defined]


def test_nothing_to_inherit_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="上级地区没有"):
        load_catalogue(write(tmp_path, {OURS: DIFFERS}))


def test_an_adoption_adds_basis_and_nothing_else(tmp_path: Path) -> None:
    adopted = 'adopts: [{id: help, clauses: ["#（五）"]}]\nvalid_from: 2022-05-01\n'
    packs = write(tmp_path, {ONE: service(), f"{PROVINCE}/opinion/services/adopted.yaml": adopted})
    catalogue = load_catalogue(packs)
    assert catalogue.get("help", CITY, TODAY).clauses == ("100000/law#第一条", "210000/opinion#（五）")
    assert catalogue.get("help", CITY, date(2022, 4, 30)).clauses == ("100000/law#第一条",)
    assert catalogue.get("help", "440000", TODAY).clauses == ("100000/law#第一条",)
    (found,) = catalogue.resting_on("210000/opinion")
    assert isinstance(found, Adoption)


def test_what_nobody_checked_is_off_by_default(tmp_path: Path) -> None:
    unchecked = service(overrides="true", verified="false", name="没有核实的", valid_from="2024-01-01")
    packs = write(tmp_path, {ONE: service(), f"{PROVINCE}/opinion/services/later.yaml": unchecked})
    catalogue = load_catalogue(packs)
    assert catalogue.get("help", CITY, TODAY).region == NATION
    assert catalogue.get("help", CITY, TODAY, unverified=True).name == "没有核实的"
    assert [one.region for one in catalogue.services_for(CITY, TODAY)] == [NATION]


def test_a_service_from_above_is_replaced_only_by_one_that_says_so(tmp_path: Path) -> None:
    marked = write(tmp_path, {ONE: service(), OURS: service(overrides="true", name="本地的帮助")})
    assert load_catalogue(marked).get("help", CITY, TODAY).name == "本地的帮助"

    with pytest.raises(PackError, match=r"“help”在100000已经有了.*overrides: true") as refused:
        load_catalogue(write(tmp_path, {ONE: service(), OURS: service()}))
    assert (refused.value.code, refused.value.file) == ("catalogue.unmarked_override", OURS)


def test_what_says_that_it_replaces_something_must_replace_something(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="上级地区没有"):
        load_catalogue(write(tmp_path, {OURS: service(overrides="true")}))


def test_an_adoption_may_begin_later_than_its_document(tmp_path: Path) -> None:
    adopted = 'adopts: [{id: help, clauses: ["#（五）"], from: 2023-01-01}]\nvalid_from: 2022-05-01\n'
    packs = write(tmp_path, {ONE: service(), f"{PROVINCE}/opinion/services/adopted.yaml": adopted})

    (found,) = load_catalogue(packs).adoptions
    assert (found.in_force(date(2022, 12, 31)), found.in_force(date(2023, 1, 1))) == (False, True)
