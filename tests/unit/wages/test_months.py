"""A month that a labour officer hands in: who may, what each worker then sees, and what they say of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import DomainError
from huigong.records.actions import recording
from huigong.wages.actions import hearing, months
from huigong.wages.models import EarlyWarning, ProjectMonth, WorkerMonth
from huigong.wages.own import own_wages
from huigong.wages.whopays import payers
from tests.unit.wages import sites
from tests.unit.wages.sites import NOW, SiteWorld, files, hand_in, own, site_world, with_cells, without
from tests.unit.wages.worlds import WORKDAYS

TODAY = NOW.date()
BEFORE_PAY_DAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def refused(code: str):  # type: ignore[no-untyped-def]
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def unpaid(site: SiteWorld):  # type: ignore[no-untyped-def]
    """Nothing came for one of the two; what was not paid out stands in the account."""
    world = without(site.clean(), "bank", site.one.resident_number)
    return with_cells(world, "projects", "", 期末余额="106000.00")


def test_a_worker_sees_days_pay_and_what_came(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    [month] = own_wages(own(site.one), on=TODAY)
    assert month.days == tuple(day.day for day in WORKDAYS)
    assert (month.row.net, month.row.credited, month.owed) == (600000, 600000, 0)
    assert month.row.cards == "0001" and month.missing == ()
    assert month.site.name == "虚构中学" and payers(month) == ()


def test_what_is_missing_is_told_with_who_may_owe_it(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    [month] = own_wages(own(site.one), on=TODAY)
    assert month.owed == 600000
    assert [each.amount for each in month.missing] == [600000]
    contractor = next(each for each in payers(month) if each.party == "虚构建工")
    assert contractor.clause == "第三十条" and not contractor.sure  # who hired is not established
    assert own_wages(own(site.other), on=TODAY)[0].owed == 0


def test_many_months_take_as_many_questions_as_one(site: SiteWorld, django_assert_num_queries: Any) -> None:
    def asked_about(month: str) -> None:
        hand_in(site, unpaid(site), month=month)
        for warning in EarlyWarning.objects.filter(declared="wages-not-credited", explanations=None):
            hearing.explain(by=site.officer, now=NOW, warning_id=warning.public_id.hex, said="银行退票")

    viewer = own(site.one)
    asked_about("2026-10")
    with CaptureQueriesContext(connection) as one:
        assert [len(each.asked) for each in own_wages(viewer, on=TODAY)] == [1]
    for month in ("2026-08", "2026-07"):
        asked_about(month)
    with django_assert_num_queries(len(one)):
        assert [len(each.asked) for each in own_wages(viewer, on=TODAY)] == [1, 1, 1]


def test_before_the_pay_day_is_over_nothing_is_missing(site: SiteWorld) -> None:
    hand_in(site, unpaid(site), now=BEFORE_PAY_DAY)
    [on_the_day] = own_wages(own(site.one), on=date(2026, 11, 16))
    assert on_the_day.owed == 0 and on_the_day.missing == ()
    [after] = own_wages(own(site.one), on=date(2026, 11, 17))
    assert after.owed == 600000 and len(after.missing) == 1


def test_nobody_but_the_labour_officer_hands_in(site: SiteWorld) -> None:
    world = site.clean()
    for somebody in (own(site.one), sites.HOUSING, sites.HRSS):
        with refused("wage.not_your_project"):
            hand_in(site, world, by=somebody)
    assert not ProjectMonth.objects.exists()


def test_who_has_left_hands_in_no_more(site: SiteWorld) -> None:
    post = recording.Record.objects.get(kind="labour-officer")
    recording.add(
        by=sites.HOUSING, now=NOW, record_id=post.public_id.hex, event="离岗", on=date(2026, 11, 1), said={}
    )
    with refused("wage.not_your_project"):
        hand_in(site, site.clean())


def test_a_post_of_one_county_opens_no_project_of_another(site: SiteWorld) -> None:
    """Whoever writes the register of one county gives nobody rights in another, by whatever number."""
    other = sites.registered(9)
    elsewhere = sites.Principal("h2", "外县住建", (sites.Grant("case-officer", "510422", "510422/housing"),))
    sites.appoint(other, by=elsewhere, region="510422")
    with refused("wage.not_your_project"):
        hand_in(site, site.clean(), by=own(other))


def test_a_month_of_another_project_is_refused_whole(site: SiteWorld) -> None:
    world = site.clean()
    world["projects"] = [*world["projects"], world["projects"][0] | {"项目编号": "P2"}]
    with refused("wage.other_project"):
        hand_in(site, world)
    assert not ProjectMonth.objects.exists() and not WorkerMonth.objects.exists()


def test_a_month_needs_the_table_of_the_account(site: SiteWorld) -> None:
    given = files(site.clean())
    del given["projects"]
    with refused("wage.no_projects_table"):
        months.hand_in(by=site.officer, now=NOW, project_id=site.project_id, month="2026-10", files=given)
    with refused("wage.month_to_come"):
        months.hand_in(
            by=site.officer, now=NOW, project_id=site.project_id, month="2026-12", files=files(site.clean())
        )


def test_the_same_month_again_takes_the_place_of_the_first(site: SiteWorld) -> None:
    first, again = hand_in(site, unpaid(site)), hand_in(site, site.clean())
    assert list(ProjectMonth.objects.filter(current=True)) == [again]
    assert ProjectMonth.objects.filter(pk=first.pk).exists()
    [month] = own_wages(own(site.one), on=TODAY)
    assert month.owed == 0


def test_a_dispute_stays_and_a_yes_counts_only_for_what_was_seen(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    one, other = (own_wages(own(person), on=TODAY)[0] for person in (site.one, site.other))
    months.answer(by=own(site.one), now=NOW, worker_month_id=one.id, agrees=True)
    months.answer(by=own(site.other), now=NOW, worker_month_id=other.id, agrees=False, said="少算两天")
    changed = with_cells(site.clean(), "payroll", site.one.resident_number, 应发工资="6100.00")
    hand_in(site, changed)
    assert own_wages(own(site.one), on=TODAY)[0].row.answer == ""
    kept = own_wages(own(site.other), on=TODAY)[0].row
    assert (kept.answer, kept.said) == ("disputed", "少算两天")


def test_a_yes_stays_where_nothing_about_the_worker_changed(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    [mine] = own_wages(own(site.one), on=TODAY)
    months.answer(by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=True)
    hand_in(site, with_cells(site.clean(), "payroll", site.other.resident_number, 应发工资="6100.00"))
    assert own_wages(own(site.one), on=TODAY)[0].row.answer == "confirmed"


def test_nobody_answers_for_another_and_a_dispute_says_why(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    [mine] = own_wages(own(site.one), on=TODAY)
    with refused("wage.no_month"):
        months.answer(by=own(site.other), now=NOW, worker_month_id=mine.id, agrees=True)
    with refused("wage.dispute_unsaid"):
        months.answer(by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=False, said="  ")


def test_who_is_known_by_a_phone_alone_sees_no_wages(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    site.one.assurance = "phone"
    site.one.save(update_fields=["assurance"])
    assert own_wages(own(site.one), on=TODAY) == ()


def test_the_trail_tells_of_the_month_and_names_nobody(site: SiteWorld) -> None:
    row = hand_in(site, site.clean())
    event = AuditEvent.objects.get(verb="wages.month.handed_in")
    assert event.subject.endswith(row.public_id.hex)
    assert site.one.resident_number not in str(event.data)
