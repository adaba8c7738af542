"""Whom a later version of a month leaves out: they stay, with what they said, and nothing about them is closed by their going."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huigong.kernel.errors import DomainError
from huigong.wages import warned
from huigong.wages.actions import months, warnings
from huigong.wages.concerned import concerned, is_concerned
from huigong.wages.models import EarlyWarning, ProjectMonth, WorkerMonth
from huigong.wages.own import OwnWages, own_wages
from huigong.wages.warnings.declaring import book
from tests.unit.registry.someone import resident_number
from tests.unit.wages.sites import HRSS, NOW, SiteWorld, hand_in, own, site_world, with_cells, without
from tests.unit.wages.test_months import refused, unpaid
from tests.unit.wages.worlds import World

TODAY = NOW.date()
LEFT_OUT = "worker-left-out"


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def without_one(site: SiteWorld) -> World:
    """The clean month with not a line about the first of the two."""
    world = site.clean()
    for table in ("roster", "attendance", "payroll", "bank"):
        world = without(world, table, site.one.resident_number)
    return with_cells(world, "projects", "", 期末余额="106000.00")


def mine(site: SiteWorld) -> OwnWages:
    [own_one] = own_wages(own(site.one), on=TODAY)
    return own_one


def say(site: SiteWorld, *, agrees: bool, said: str = "") -> WorkerMonth:
    return months.answer(by=own(site.one), now=NOW, worker_month_id=mine(site).id, agrees=agrees, said=said)


def standing() -> set[str]:
    return set(EarlyWarning.objects.filter(closing="").values_list("declared", flat=True))


def test_a_worker_who_is_left_out_stays_with_the_dispute_and_both_are_warned_of(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    say(site, agrees=False, said="少算了两天")
    hand_in(site, without_one(site))
    row = mine(site).row
    assert (row.left_out, row.answer, row.said, row.net) == (True, "disputed", "少算了两天", 600000)
    assert {LEFT_OUT, "payroll-disputed"} <= standing()
    assert not own_wages(own(site.other), on=TODAY)[0].row.left_out


def test_leaving_out_who_is_unpaid_closes_nothing_and_what_is_owed_stays(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    [warning] = EarlyWarning.objects.filter(declared="wages-not-credited")
    hand_in(site, without_one(site))
    warning.refresh_from_db()
    assert warning.closing == "" and mine(site).owed == 600000
    assert [each.amount for each in mine(site).missing] == [600000]
    warnings.look_over(now=NOW + timedelta(days=1))
    warning.refresh_from_db()
    assert warning.closing == ""


def test_however_often_it_is_handed_in_the_dispute_is_there_when_the_worker_comes_back(
    site: SiteWorld,
) -> None:
    hand_in(site, site.clean())
    say(site, agrees=False, said="少算了两天")
    hand_in(site, without_one(site))
    hand_in(site, with_cells(without_one(site), "payroll", site.other.resident_number, 应发工资="6100.00"))
    hand_in(site, site.clean())
    row = mine(site).row
    assert (row.left_out, row.answer, row.said) == (False, "disputed", "少算了两天")
    assert LEFT_OUT not in standing() and "payroll-disputed" in standing()


def test_a_yes_to_the_payroll_is_no_yes_to_being_left_out(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    say(site, agrees=True)
    hand_in(site, without_one(site))
    assert mine(site).row.answer == "" and LEFT_OUT in standing()


def test_who_says_that_they_were_not_there_ends_the_warning_and_is_asked_no_more(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    hand_in(site, without_one(site))
    say(site, agrees=True)
    assert not {LEFT_OUT, "wages-not-credited"} & standing()
    assert mine(site).owed == 0 and mine(site).missing == ()
    hand_in(site, with_cells(without_one(site), "payroll", site.other.resident_number, 应发工资="6100.00"))
    assert mine(site).row.answer == "confirmed" and LEFT_OUT not in standing()


def test_a_yes_to_being_left_out_is_no_yes_to_a_payroll_that_comes_back(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    hand_in(site, without_one(site))
    say(site, agrees=True)
    hand_in(site, site.clean())
    assert mine(site).row.answer == ""


def test_another_number_for_the_same_worker_leaves_the_first_one_out(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    swapped = {
        table: [
            {
                name: resident_number(9) if cell == site.one.resident_number else cell
                for name, cell in row.items()
            }
            for row in rows
        ]
        for table, rows in site.clean().items()
    }
    hand_in(site, swapped)
    assert mine(site).row.left_out and LEFT_OUT in standing()


def test_invented_people_are_not_kept_without_end(site: SiteWorld, settings: object) -> None:
    settings.WAGE_PEOPLE = 1  # type: ignore[attr-defined]
    with refused("wage.too_many_people"):
        hand_in(site, site.clean())
    hand_in(site, without_one(site))
    other = without(site.clean(), "payroll", site.other.resident_number)
    for table in ("roster", "attendance", "bank"):
        other = without(other, table, site.other.resident_number)
    hand_in(site, other)  # one of now and one of before are as many as there may be
    settings.WAGE_PEOPLE = 2  # type: ignore[attr-defined]
    hand_in(site, site.clean())
    assert ProjectMonth.objects.count() == 3


def test_a_dispute_on_a_page_opened_before_the_second_upload_reaches_the_row_of_now(
    site: SiteWorld,
) -> None:
    hand_in(site, site.clean())
    seen = mine(site).id
    changed = with_cells(site.clean(), "payroll", site.one.resident_number, 应发工资="6100.00")
    hand_in(site, changed)
    with refused("wage.changed"):
        months.answer(by=own(site.one), now=NOW, worker_month_id=seen, agrees=True)
    months.answer(by=own(site.one), now=NOW, worker_month_id=seen, agrees=False, said="少算了两天")
    assert (mine(site).row.answer, mine(site).row.said) == ("disputed", "少算了两天")
    with pytest.raises(DomainError, check=lambda error: error.code == "wage.no_month"):
        months.answer(by=own(site.other), now=NOW, worker_month_id=seen, agrees=False, said="别人的")


def test_the_same_files_again_are_told_and_no_version(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    with refused("wage.same_files"):
        hand_in(site, site.clean())
    assert ProjectMonth.objects.count() == 1


def test_one_officer_has_so_many_versions_kept_in_a_day(site: SiteWorld) -> None:
    row = hand_in(site, site.clean())
    ProjectMonth.objects.bulk_create(
        ProjectMonth(
            project=row.project,
            region=row.region,
            month=row.month,
            current=False,
            digest="0",
            accounts=row.accounts,
            refused={},
            not_judged={},
            handed_in_at=NOW,
            handed_in_by=row.handed_in_by,
        )
        for _ in range(29)
    )
    with refused("wage.too_often"):
        hand_in(site, without_one(site))
    hand_in(site, without_one(site), now=NOW + timedelta(days=1, seconds=1))


def test_who_is_given_less_than_before_is_told_and_closes_nothing_by_it(site: SiteWorld) -> None:
    """A sum that was written down to what was paid: the worker sees both, the warning stands until they say that it is right."""
    hand_in(site, unpaid(site))
    number = site.one.resident_number
    hand_in(site, with_cells(unpaid(site), "payroll", number, 应发工资="0", 实发工资="0"))
    warning = EarlyWarning.objects.get(declared="wages-not-credited")
    assert warning.closing == ""
    assert EarlyWarning.objects.filter(declared="payroll-lowered", closing="").exists()
    [mine] = own_wages(own(site.one), on=NOW.date())
    assert mine.row.is_lowered and mine.row.told_before == 600_000
    months.answer(by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=True)
    assert EarlyWarning.objects.get(declared="payroll-lowered").closing == "data"
    assert EarlyWarning.objects.get(pk=warning.pk).closing == "data"


def test_the_warning_of_who_was_left_out_names_them(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    hand_in(site, without_one(site))
    row = EarlyWarning.objects.get(declared=LEFT_OUT)
    [worker] = warned.warning(HRSS, row.public_id.hex, now=NOW).workers
    assert worker.line.row.owed == 600_000
    assert warned.asks(row, on=TODAY)


def test_whom_a_warning_is_about_is_the_same_asked_of_one_row_and_of_a_month(site: SiteWorld) -> None:
    """Of left out, given less, disputing and in order, for every rule that reads of people or of differences."""
    hand_in(site, unpaid(site))
    say(site, agrees=False, said="少算了两天")
    hand_in(site, without_one(site))
    month = ProjectMonth.objects.get(current=True)
    rules = [rule for rule in book().in_region(month.region, on=TODAY) if rule.asks]
    assert len(rules) >= 4
    for rule in rules:
        of_month = set(concerned(month, rule).values_list("pk", flat=True))
        assert of_month == {row.pk for row in month.workers.all() if is_concerned(row, rule)}, rule.id
