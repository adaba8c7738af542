"""One project is one however its number is spelt: on record, in the post of its labour officer, and in the tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huigong.records.actions import recording
from huigong.wages.models import EarlyWarning, ProjectMonth
from huigong.wages.sites import of_officer
from tests.each import each
from tests.unit.wages import sites
from tests.unit.wages.sites import NOW, SiteWorld, hand_in, own, registered, site_world, with_cells
from tests.unit.wages.test_months import refused, unpaid
from tests.unit.wages.worlds import World

SPELLINGS = ("p1", "Ｐ１", "P１", "P1\u200b", " P 1")


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def spelt(world: World, number: str) -> World:
    return {table: [row | {"项目编号": number} for row in rows] for table, rows in world.items()}


@each("number", SPELLINGS)
def test_another_spelling_is_no_other_project(site: SiteWorld, number: str) -> None:
    with refused("record.project_taken"):
        sites.project(number)


@each("number", ["=1+1", "", "\u200b", "-1", "P1 'x'", "P" * 65])
def test_what_is_no_number_begins_no_project(site: SiteWorld, number: str) -> None:
    with refused("record.project_number"):
        sites.project(number)


def test_the_longest_number_and_those_with_dashes_are_numbers(site: SiteWorld) -> None:
    assert sites.project("P" * 64).project == "P" * 64
    assert sites.project("攀住建〔2026〕—7").project == "攀住建〔2026〕-7"


@pytest.mark.parametrize("number", SPELLINGS)
def test_whoever_is_appointed_by_another_spelling_is_the_officer_and_hands_in(
    site: SiteWorld, number: str
) -> None:
    person = registered(8)
    sites.appoint(person, number)
    assert [each.pk for each in of_officer(own(person), now=NOW)] == [site.project.pk]
    hand_in(site, spelt(site.clean(), number), by=own(person))
    assert ProjectMonth.objects.get(current=True).accounts["attended"] == 2


def test_tables_of_one_month_may_spell_it_each_in_their_way(site: SiteWorld) -> None:
    world = site.clean()
    for table, number in zip(("projects", "roster", "attendance", "payroll", "bank"), SPELLINGS, strict=True):
        world[table] = spelt(world, number)[table]
    row = hand_in(site, world)
    assert (row.accounts["net"], row.accounts["credited"], row.refused) == (1_200_000, 1_200_000, {})


def test_the_officer_of_a_project_that_has_ended_mends_it_while_a_warning_stands(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    recording.add(
        by=sites.HRSS,
        now=NOW,
        record_id=site.project_id,
        event="撤销专户",
        on=date(2026, 11, 19),
        said={},
    )
    assert [each.pk for each in of_officer(site.officer, now=NOW)] == [site.project.pk]
    hand_in(site, with_cells(site.clean(), "projects", "", 期末余额="106000.00"))
    for warning in EarlyWarning.objects.filter(closing=""):
        warning.closing = EarlyWarning.Closing.OFFICIAL
        warning.save(update_fields=["closing"])
    assert of_officer(site.officer, now=NOW + timedelta(days=1)) == ()
    with refused("wage.not_your_project"):
        hand_in(site, site.clean())
