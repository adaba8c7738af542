"""Spells of employment: by when a contract has to be signed, what is told to both sides, and what raises a warning."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huigong.kernel.errors import DomainError
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.models import Person
from huigong.wages import contracts
from huigong.wages.actions import cases, hearing, warnings
from huigong.wages.contracts import Clock
from huigong.wages.models import EarlyWarning
from huigong.wages.parameters import parameters
from tests.unit.wages.sites import COUNTY, ELSEWHERE, HRSS, PROJECT, SiteWorld, own, site_world

STARTED = date(2026, 3, 1)
FULL = {"合同期限种类": "固定", "合同开始日期": "2026-03-01", "合同结束日期": "2027-02-28"}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def employed(
    person: Person, *, form: str = "全日制", started: date = STARTED, project: str = PROJECT
) -> Record:
    said = {
        "合同单位": {"name": "虚构劳务"},
        "合同项目": {"": project},
        "用工形式": {"": form},
    }
    subject = Subject(About.PERSON, person.public_id.hex)
    return recording.begin(
        by=HRSS, now=at(started), kind="labour-contract", subject=subject, region=COUNTY, event="上班", on=started, said=said
    )  # fmt: skip


def happens(record: Record, event: str, on: date, **said: str) -> None:
    recording.add(
        by=HRSS, now=at(on), record_id=record.public_id.hex, event=event, on=on, said={name: {"": value} for name, value in said.items()}
    )  # fmt: skip


def clock(
    on: date, *, started: date = STARTED, signed: date | None = None, left: date | None = None
) -> Clock:
    made = contracts.clock(started, signed=signed, left=left, on=on, book=parameters(), region=COUNTY)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("on", "first"),
    [(date(2026, 4, 1), None), (date(2026, 4, 2), date(2026, 4, 2))],
)
def test_double_wages_run_from_the_day_after_the_full_month(on: date, first: date | None) -> None:
    assert (clock(on).sign_by, clock(on).first, clock(on).last) == (date(2026, 4, 1), first, None)


@pytest.mark.parametrize(
    ("signed", "days"),
    [
        (date(2026, 4, 1), (None, None)),
        (date(2026, 4, 2), (None, None)),  # the day before signing is still within the month
        (date(2026, 4, 3), (date(2026, 4, 2), date(2026, 4, 2))),
        (date(2026, 9, 1), (date(2026, 4, 2), date(2026, 8, 31))),
    ],
)
def test_double_wages_end_the_day_before_the_contract(
    signed: date, days: tuple[date | None, date | None]
) -> None:
    told = clock(date(2026, 12, 1), signed=signed)
    assert (told.first, told.last) == days and told.deemed_on is None


@pytest.mark.parametrize(
    ("on", "deemed"),
    [(date(2027, 2, 28), None), (date(2027, 3, 1), date(2027, 3, 1))],
)
def test_on_the_day_of_a_full_year_the_contract_has_no_term_and_double_wages_are_over(
    on: date, deemed: date | None
) -> None:
    told = clock(on)
    assert told.deemed_on == deemed
    assert told.last == (date(2027, 2, 28) if deemed else None)


def test_who_signs_after_a_full_year_had_a_contract_without_term_before(site: SiteWorld) -> None:
    late = clock(date(2027, 6, 1), signed=date(2027, 3, 1))
    in_time = clock(date(2027, 6, 1), signed=date(2027, 2, 28))
    assert late.deemed_on == date(2027, 3, 1) and in_time.deemed_on is None


def test_who_left_is_owed_to_the_last_day(site: SiteWorld) -> None:
    assert clock(date(2026, 8, 1), left=date(2026, 5, 31)).last == date(2026, 5, 31)
    assert clock(date(2026, 8, 1), left=date(2026, 4, 1)).first is None


@pytest.mark.parametrize("started", [date(2026, 1, 31), date(2028, 1, 31)])
def test_a_month_that_has_no_such_day_ends_with_its_last(started: date) -> None:
    last = date(started.year, 2, 29 if started.year == 2028 else 28)
    assert clock(date(started.year, 6, 1), started=started).sign_by == last


def test_both_sides_see_the_same_days(site: SiteWorld) -> None:
    employed(site.one)
    happens(employed(site.other), "签订合同", date(2026, 3, 5), **FULL)
    on = date(2026, 5, 1)
    [mine] = contracts.own_contracts(own(site.one), on=on)
    [theirs] = contracts.unsigned_of(site.project, on=on)
    assert mine.clock == theirs.clock == clock(on)
    assert [wrong.clauses[0] for wrong in mine.wrong] == ["100000/labour-contract-law#第十条"]
    assert site.one.name not in theirs.who  # the page of the site names nobody in full
    [signed] = contracts.own_contracts(own(site.other), on=on)
    assert signed.clock == Clock(date(2026, 4, 1), None, None, None) and signed.wrong == ()


def test_a_project_sees_its_own_people_only(site: SiteWorld) -> None:
    employed(site.one, project="P2")
    assert contracts.unsigned_of(site.project, on=date(2026, 3, 20)) == ()


@pytest.mark.parametrize("form", ["非全日制", "超龄"])
def test_no_double_wage_where_no_written_labour_contract_is_due(form: str, site: SiteWorld) -> None:
    employed(site.one, form=form)
    [mine] = contracts.own_contracts(own(site.one), on=date(2026, 6, 1))
    assert mine.clock is None


def raised(declared: str) -> int:
    return EarlyWarning.objects.filter(declared=declared, closing="").count()


def test_the_night_warns_of_a_month_that_is_over_and_ends_it_with_the_contract(site: SiteWorld) -> None:
    record = employed(site.one)
    warnings.look_over(now=at(date(2026, 4, 1)))
    assert raised("contract-not-signed") == 0
    warnings.look_over(now=at(date(2026, 4, 2)))
    assert raised("contract-not-signed") == 1
    warning = EarlyWarning.objects.get(declared="contract-not-signed")
    assert (warning.record, warning.office) == (record, f"{COUNTY}/hrss")
    happens(record, "签订合同", date(2026, 4, 10), **FULL)
    warnings.look_over(now=at(date(2026, 4, 11)))
    assert raised("contract-not-signed") == 0


def test_terms_are_held_against_the_law(site: SiteWorld) -> None:
    record = employed(site.one)
    happens(record, "签订合同", date(2026, 3, 5), **FULL, 试用期结束日期="2026-05-01")
    warnings.look_over(now=at(date(2026, 3, 6)))
    assert raised("probation-too-long") == 1 and raised("dispatch-too-short") == 0
    [mine] = contracts.own_contracts(own(site.one), on=date(2026, 3, 6))
    law = "100000/labour-contract-law"
    assert [wrong.clauses for wrong in mine.wrong] == [(f"{law}#第十九条", f"{law}#第八十三条")]


def test_people_past_the_age_fall_under_their_own_rules_from_july_2026(site: SiteWorld) -> None:
    employed(site.one, form="超龄")
    warnings.look_over(now=at(date(2026, 6, 30)))
    assert raised("over-age-agreement-missing") == 0
    warnings.look_over(now=at(date(2026, 7, 1)))
    assert raised("over-age-agreement-missing") == 1 and raised("contract-not-signed") == 0


def test_the_labour_officer_of_the_project_explains_a_contract(site: SiteWorld) -> None:
    employed(site.one)
    now = at(date(2026, 4, 2))
    warnings.look_over(now=now)
    warning = EarlyWarning.objects.get(declared="contract-not-signed")
    hearing.explain(by=site.officer, now=now, warning_id=warning.public_id.hex, said="明天签")
    with pytest.raises(DomainError) as refusal:
        hearing.explain(by=own(site.one), now=now, warning_id=warning.public_id.hex, said="我说的")
    assert refusal.value.code == "wage.not_your_project"


def test_a_case_is_opened_against_whoever_employs(site: SiteWorld) -> None:
    employed(site.one)
    warnings.look_over(now=at(date(2026, 4, 2)))
    warning = EarlyWarning.objects.get(declared="contract-not-signed")
    case = cases.open_from(by=HRSS, now=at(date(2026, 4, 3)), warning_id=warning.public_id.hex)
    assert [party.employer.name for party in case.parties.filter(employer__isnull=False)] == ["虚构劳务"]


def test_the_rate_counts_who_is_at_work_in_the_own_place(site: SiteWorld) -> None:
    happens(employed(site.one), "签订合同", date(2026, 3, 5), **FULL)
    employed(site.other)
    gone = employed(site.one, project="P2")
    happens(gone, "离职", date(2026, 3, 20))
    told = contracts.signing(HRSS)
    assert (told.signed, told.unsigned, told.percent) == (1, 1, 50)
    assert contracts.signing(ELSEWHERE).percent is None


def test_the_night_asks_no_more_for_more_contracts(
    site: SiteWorld, django_assert_max_num_queries: Any
) -> None:
    for person, project in ((site.one, "P1"), (site.other, "P1"), (site.one, "P2"), (site.other, "P3")):
        happens(employed(person, project=project), "签订合同", date(2026, 3, 5), **FULL)
    now = at(date(2026, 4, 20))
    warnings.look_over(now=now)  # what stands of the project stands after this
    with django_assert_max_num_queries(12):
        assert warnings.look_over(now=now) == 0
