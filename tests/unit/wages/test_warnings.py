"""Warnings: raised on one side of their threshold, closed by data, never by silence; explained, answered, taken to a case."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huigong.catalogue.parameters import ParameterBook
from huigong.kernel import packs
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Report
from huigong.records.actions import recording
from huigong.wages import queries, warned
from huigong.wages.actions import cases, hearing, months, warnings
from huigong.wages.models import EarlyWarning
from huigong.wages.own import own_wages
from huigong.wages.warned import Wanted
from huigong.wages.warnings import declaring
from tests.unit.wages import sites
from tests.unit.wages.sites import (
    ELSEWHERE,
    HRSS,
    NOW,
    SiteWorld,
    hand_in,
    own,
    site_world,
    with_cells,
    without,
)
from tests.unit.wages.test_months import refused, unpaid

TODAY = NOW.date()


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    """A county that has set how long there is: three days for each."""
    lookup = ParameterBook.lookup
    set_here = {"预警说明期限": 3, "工人确认期限": 3, "预警升级期限": 3}

    def looked_up(self: ParameterBook, region: str):  # type: ignore[no-untyped-def]
        known = lookup(self, region)
        return lambda name, on: set_here.get(name, known(name, on))

    monkeypatch.setattr(ParameterBook, "lookup", looked_up)


def standing(month: bool = True) -> set[str]:
    rows = EarlyWarning.objects.filter(closing="", month__isnull=not month)
    return set(rows.order_by("pk").values_list("declared", flat=True))


def of(declared: str) -> EarlyWarning:
    return EarlyWarning.objects.get(declared=declared, closing="")


def test_a_clean_month_raises_nothing(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    assert standing() == set()


def test_each_planted_fault_raises_its_warning(site: SiteWorld) -> None:
    one = site.one.resident_number
    worlds = {
        "work-without-payroll": with_cells(
            without(without(site.clean(), "payroll", one), "bank", one), "projects", "", 期末余额="106000.00"
        ),
        "wages-not-credited": unpaid(site),
        "labour-cost-not-transferred": with_cells(
            site.clean(), "projects", "", 本月拨付="0", 期末余额="88000.00"
        ),
        "account-short": with_cells(
            with_cells(site.clean(), "projects", "", 期初余额="0", 期末余额="0"),
            "roster",
            one,
            工资标准="6000.01",
        ),
    }
    for declared, world in worlds.items():
        hand_in(site, world)
        assert standing() == {declared}
    hand_in(site, site.clean())
    assert standing() == set()
    assert set(EarlyWarning.objects.order_by("pk").values_list("closing", flat=True)) == {"data"}


def test_the_next_pay_day_is_forecast_to_the_cent(site: SiteWorld) -> None:
    """12000 a month are agreed, two workers cost 12000: enough at nothing in the account, and a cent more is not."""
    hand_in(site, with_cells(site.clean(), "projects", "", 期初余额="0", 期末余额="0"))
    assert "account-short" not in standing()


def test_a_part_of_a_month_is_not_held_against_what_is_paid_by_the_month(site: SiteWorld) -> None:
    """RW 24: the labour cost comes once a month at most; handed in a day before its last day, October is not over."""
    poor = with_cells(site.clean(), "projects", "", 期初余额="0", 本月拨付="0", 期末余额="0")
    poor = with_cells(poor, "roster", site.one.resident_number, 工资标准="6000.01")
    of_cost = {"account-short", "labour-cost-not-transferred"}
    hand_in(site, poor, now=datetime(2026, 10, 30, 2, 0, tzinfo=UTC))
    warnings.look_over(now=datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    assert not standing() & of_cost
    hand_in(site, poor, now=datetime(2026, 10, 31, 2, 0, tzinfo=UTC))
    assert standing() & of_cost == {"account-short"}
    warnings.look_over(now=datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    assert standing() & of_cost == of_cost


def test_a_finished_site_needs_no_board_and_no_guarantee_of_payment(site: SiteWorld) -> None:
    def after(event: str, on: date) -> set[str]:
        recording.add(by=sites.HOUSING, now=NOW, record_id=site.project_id, event=event, on=on, said={})
        warnings.look_over(now=NOW)
        return standing(month=False)

    warnings.look_over(now=NOW)
    assert {"payment-guarantee-missing", "notice-board-missing"} <= standing(month=False)
    assert not after("竣工", date(2026, 10, 15)) & {"payment-guarantee-missing", "notice-board-missing"}


def test_piece_work_is_not_forecast(site: SiteWorld) -> None:
    world = with_cells(site.clean(), "projects", "", 期初余额="0", 期末余额="0")
    hand_in(site, with_cells(world, "roster", site.one.resident_number, 计薪方式="计件", 工资标准="60000"))
    assert "account-short" not in standing()


def test_the_night_raises_what_a_day_brings(site: SiteWorld) -> None:
    hand_in(site, unpaid(site), now=datetime(2026, 11, 16, 2, 0, tzinfo=UTC))
    assert standing() == set()  # the pay-day itself
    warnings.look_over(now=datetime(2026, 11, 17, 2, 0, tzinfo=UTC))
    assert standing() == {"wages-not-credited"}


def test_what_a_project_must_have_before_the_first_day(site: SiteWorld) -> None:
    """The account within thirty days of the contract (1 March): the thirtieth is 31 March."""
    warnings.look_over(now=datetime(2026, 3, 31, 2, 0, tzinfo=UTC))
    assert standing(month=False) == {"payment-guarantee-missing", "notice-board-missing"}
    warnings.look_over(now=datetime(2026, 4, 1, 2, 0, tzinfo=UTC))
    assert "account-not-opened" in standing(month=False)
    recording.add(
        by=sites.HOUSING,
        now=NOW,
        record_id=site.project_id,
        event="开设专户",
        on=date(2026, 4, 2),
        said={"专户账号": {"": "9000001"}},
    )
    warnings.look_over(now=datetime(2026, 4, 3, 2, 0, tzinfo=UTC))
    assert "account-not-opened" not in standing(month=False)
    assert warnings.look_over(now=datetime(2026, 4, 3, 3, 0, tzinfo=UTC)) == 0


def test_a_length_that_no_place_has_set_is_not_zero(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited")
    assert warning.explain_by is None
    hearing.explain(
        by=site.officer, now=NOW, warning_id=warning.public_id.hex, said="银行系统升级，明天补发。"
    )
    assert of("wages-not-credited").explanations.get().confirm_by is None
    warnings.look_over(now=NOW + timedelta(days=365))
    assert "wages-not-credited" in standing()


def test_silence_counts_for_the_worker(site: SiteWorld, lengths: None) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited")
    hearing.explain(by=site.officer, now=NOW, warning_id=warning.public_id.hex, said="已经付了现金。")
    last = of("wages-not-credited").explanations.get().confirm_by
    assert last == TODAY + timedelta(days=3)
    for day in (3, 4, 40):
        warnings.look_over(now=NOW + timedelta(days=day))
        view = warned.warning(HRSS, warning.public_id.hex, now=NOW + timedelta(days=day))
        assert (
            view.explained[0].hearing.silent,
            view.explained[0].hearing.settled,
            view.explained[0].hearing.over,
        ) == (1, False, day > 3)
    assert "wages-not-credited" in standing()


def test_a_yes_of_all_whose_money_it_is_settles_it(site: SiteWorld) -> None:
    world = without(unpaid(site), "bank", site.other.resident_number)
    hand_in(site, with_cells(world, "projects", "", 期末余额="112000.00"))
    warning = of("wages-not-credited").public_id.hex
    hearing.explain(by=site.officer, now=NOW, warning_id=warning, said="已经付了现金。")
    for person, left in ((site.one, {"wages-not-credited"}), (site.other, set[str]())):
        [mine] = own_wages(own(person), on=TODAY)
        assert [each.explanation for each in mine.asked] == ["已经付了现金。"]
        hearing.respond(by=own(person), now=NOW, warning_id=warning, worker_month_id=mine.id, agrees=True)
        assert standing() == left


def test_a_no_keeps_it_open_and_who_is_not_concerned_is_not_asked(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    hearing.explain(by=site.officer, now=NOW, warning_id=warning, said="已经付了现金。")
    [mine], [others] = (own_wages(own(person), on=TODAY) for person in (site.one, site.other))
    hearing.respond(by=own(site.one), now=NOW, warning_id=warning, worker_month_id=mine.id, agrees=False)
    assert others.asked == ()
    with refused("wage.no_warning"):
        hearing.respond(
            by=own(site.other), now=NOW, warning_id=warning, worker_month_id=others.id, agrees=True
        )
    with refused("wage.no_month"):
        hearing.respond(by=own(site.other), now=NOW, warning_id=warning, worker_month_id=mine.id, agrees=True)
    assert standing() == {"wages-not-credited"}


def test_another_explanation_is_asked_about_anew(site: SiteWorld) -> None:
    world = without(unpaid(site), "bank", site.other.resident_number)
    hand_in(site, with_cells(world, "projects", "", 期末余额="112000.00"))
    warning = of("wages-not-credited").public_id.hex
    hearing.explain(by=site.officer, now=NOW, warning_id=warning, said="明天付。")
    [mine] = own_wages(own(site.one), on=TODAY)
    hearing.respond(by=own(site.one), now=NOW, warning_id=warning, worker_month_id=mine.id, agrees=True)
    hearing.explain(by=site.officer, now=NOW, warning_id=warning, said="下个月付。")
    assert own_wages(own(site.one), on=TODAY)[0].asked[0].agreed is None


def test_it_rises_after_the_days_that_the_place_has_set(site: SiteWorld, lengths: None) -> None:
    hand_in(site, with_cells(site.clean(), "projects", "", 本月拨付="0", 期末余额="88000.00"))
    for days, level in ((3, "orange"), (4, "red")):
        warnings.look_over(now=NOW + timedelta(days=days))
        assert of("labour-cost-not-transferred").level == level


def test_a_dispute_is_a_warning(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    [mine] = own_wages(own(site.one), on=TODAY)
    months.answer(by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=False, said="少算两天")
    assert standing() == {"payroll-disputed"}
    months.answer(by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=True)
    assert standing() == set()


def test_only_offices_of_the_place_see_and_settle(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    assert [row.public_id.hex for row in warned.warnings(HRSS, Wanted())] == [warning]
    assert list(warned.warnings(ELSEWHERE, Wanted())) == []
    for look in (
        lambda: warned.warning(ELSEWHERE, warning, now=NOW),
        lambda: queries.site(ELSEWHERE, site.project_id, now=NOW),
    ):
        with pytest.raises(
            DomainError, check=lambda error: error.code in ("wage.no_warning", "wage.no_project")
        ):
            look()
    with refused("access.denied"):
        hearing.settle(by=ELSEWHERE, now=NOW, warning_id=warning, reason="看过了")
    with refused("access.denied"):
        hearing.settle(by=own(site.one), now=NOW, warning_id=warning, reason="看过了")
    with refused("wage.not_your_project"):
        hearing.explain(by=own(site.one), now=NOW, warning_id=warning, said="付了")
    hearing.settle(by=HRSS, now=NOW, warning_id=warning, reason="核对过，已经付清。")
    assert standing() == set()
    with refused("wage.closed"):
        hearing.settle(by=HRSS, now=NOW, warning_id=warning, reason="再看")


def test_a_warning_becomes_one_case_against_the_contractor(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    case = cases.open_from(by=HRSS, now=NOW, warning_id=warning)
    assert cases.open_from(by=HRSS, now=NOW, warning_id=warning) == case
    assert case.accountable_office == f"{sites.COUNTY}/hrss"
    assert case.parties.get(role="respondent").employer.name == "虚构建工"
    assert warned.warning(HRSS, warning, now=NOW).case == case.public_id.hex


def test_a_rule_reads_a_month_or_the_project_and_each_is_known_apart(site: SiteWorld) -> None:
    rules = {rule.id: rule for rule in declaring.book().in_region(sites.COUNTY, on=TODAY)}
    assert rules["wages-not-credited"].of_month and not rules["account-not-opened"].of_month
    assert all(rule.head.clauses and rule.owner.line for rule in rules.values())


@pytest.fixture
def packs_copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(packs.folder(), tmp_path / "policies"))


def test_a_record_that_is_set_aside_takes_its_warnings_along_and_no_page(packs_copied: Path) -> None:
    """Whoever opens the desk asks whose work warnings are, whatever is wrong with a file of records."""
    (file,) = packs_copied.rglob("records/construction-project.yaml")
    file.write_text(
        file.read_text(encoding="utf-8").replace("id: construction-project", "id: 工地"), encoding="utf-8"
    )
    report = Report()
    read = declaring._read(packs_copied, report)
    assert {each.entry["about"] for each in read.shelf.written} == {"labour-contract"}
    assert any("construction-project" in str(error) for error in report.errors)


def test_a_place_cannot_write_a_warning_of_its_superior_otherwise(packs_copied: Path) -> None:
    (file,) = packs_copied.rglob("100000/wage-payment-regulation/warnings.yaml")
    first = file.read_text(encoding="utf-8").partition("- id: ")[2].partition("\n- id: ")[0]
    own = packs_copied / "210000" / "liaozhengfa-2015-53" / "warnings.yaml"
    own.write_text(f"- inherits: true\n  id: {first}\n", encoding="utf-8")
    report = Report()
    declaring._read(packs_copied, report)
    assert any("请另写一个编号" in str(error) for error in report.errors)
