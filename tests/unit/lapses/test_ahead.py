"""Who holds something that ends soon is told before: once, and not after renewing it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huigong.casework.actions import cases
from huigong.casework.models import Case, CaseLink, Decision
from huigong.kernel.packs import Report
from huigong.lapses import actions
from huigong.lapses.actions import tell_ahead
from huigong.lapses.rules import Ends, Lapse, Rules, read_rules
from huigong.messages.models import Message
from huigong.registry.actions import facts
from huigong.registry.models import Person, PersonFact
from tests.unit.casework.desk import NOW, PERMIT, POLICE_OFFICER, applicant, lodge
from tests.unit.registry.someone import CLERK

pytestmark = pytest.mark.django_db
HELD_SINCE = date(2016, 3, 10)
ENDORSEMENT = "residence-permit-endorsement"


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)


@pytest.fixture
def holder() -> Person:
    """Somebody who has held a residence permit since 10 March 2016."""
    person = applicant()
    hold(person, valid_from=HELD_SINCE)
    return person


def hold(person: Person, *, valid_from: date, valid_until: date | None = None, value: bool = True) -> None:
    facts.record(
        by=CLERK, now=NOW, person_id=person.public_id.hex, fact="持有居住证", value=value, source="窗口核验",
        verification=PersonFact.Verification.VERIFIED, valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip


def say(person: Person, fact: str, value: object, *, on: date, region: str | None = None) -> None:
    """What the person says on a day; the register keeps that day as the first one."""
    facts.record(
        by=CLERK, now=NOW, person_id=person.public_id.hex, fact=fact, value=value, source="本人",
        verification=PersonFact.Verification.CLAIMED, valid_from=on, region=region,
    )  # fmt: skip


def endorse(person: Person, *, asked: date, granted: date) -> None:
    case = lodge(
        person, ENDORSEMENT, key=f"{asked}", now=morning(asked), answers={"继续居住": True}, evidence=[]
    )
    cases.accept(by=POLICE_OFFICER, now=morning(asked), case_id=case.public_id.hex)
    cases.decide(
        by=POLICE_OFFICER, now=morning(granted), case_id=case.public_id.hex, verdict="approved",
        reasons="接着住在这里", clause="居住证暂行条例第十条",
    )  # fmt: skip


def told() -> list[str]:
    rows = Message.objects.filter(template__in=["lapse-ahead", "remedy-ends-ahead"]).order_by("pk")
    return [row.body for row in rows]


def test_a_month_before_each_full_year(holder: Person) -> None:
    assert tell_ahead(now=morning(date(2017, 2, 7))) == 0
    assert tell_ahead(now=morning(date(2017, 2, 8))) == 1
    (body,) = told()
    assert "居住证签注" in body and "2017年3月10日" in body
    assert tell_ahead(now=morning(date(2018, 2, 8))) == 1


def test_once_and_also_after_nights_without_the_routine(holder: Person) -> None:
    for day in (12, 12, 13, 15):
        tell_ahead(now=morning(date(2017, 2, day)))
    assert len(told()) == 1


def test_nobody_is_told_of_what_ended(holder: Person) -> None:
    tell_ahead(now=morning(date(2017, 3, 11)))
    assert told() == []


def test_whoever_has_applied_for_the_renewal_is_left_alone(holder: Person) -> None:
    lodge(holder, service=ENDORSEMENT, now=morning(date(2017, 2, 6)), answers={"继续居住": True}, evidence=[])
    assert tell_ahead(now=morning(date(2017, 2, 8))) == 0


def test_a_renewal_sent_long_before_anybody_was_told_counts(holder: Person) -> None:
    lodge(
        holder, service=ENDORSEMENT, now=morning(date(2017, 1, 25)), answers={"继续居住": True}, evidence=[]
    )
    assert tell_ahead(now=morning(date(2017, 2, 8))) == 0


def test_a_year_from_the_29th_of_february_ends_in_every_year() -> None:
    hold(applicant(), valid_from=date(2016, 2, 29))
    assert tell_ahead(now=morning(date(2017, 1, 29))) == 1
    assert tell_ahead(now=morning(date(2020, 1, 29))) == 0
    assert tell_ahead(now=morning(date(2020, 1, 30))) == 1
    first, second = told()
    assert "2017年2月28日" in first and "2020年2月29日" in second


def test_a_renewal_that_was_taken_back_is_none(holder: Person) -> None:
    case = lodge(
        holder, service=ENDORSEMENT, now=morning(date(2017, 2, 6)), answers={"继续居住": True}, evidence=[]
    )
    Case.objects.filter(pk=case.pk).update(status="withdrawn", is_open=False, closed_on=date(2017, 2, 7))
    assert tell_ahead(now=morning(date(2017, 2, 8))) == 1


def test_whoever_no_longer_holds_it_is_not_told() -> None:
    hold(applicant(), valid_from=HELD_SINCE, value=False)
    hold(applicant(2), valid_from=HELD_SINCE, valid_until=date(2016, 9, 1))
    assert tell_ahead(now=morning(date(2017, 2, 8))) == 0


class TestTheDayThatThePaperNames:
    """The day on which somebody says that he holds a permit is not the day on which its year began."""

    DUE = date(2017, 2, 10)

    @pytest.fixture
    def sayer(self) -> Person:
        """Somebody who says in March 2016 that he holds a permit, and that it runs to 10 February 2017."""
        person = applicant()
        say(person, "持有居住证", True, on=date(2016, 3, 10))
        say(person, "居住证签注到期日", self.DUE, on=date(2016, 3, 10))
        return person

    def test_it_is_told_before_that_day_and_not_before_the_day_of_saying_so(self, sayer: Person) -> None:
        assert tell_ahead(now=morning(self.DUE - timedelta(days=31))) == 0
        assert tell_ahead(now=morning(self.DUE - timedelta(days=30))) == 1
        assert tell_ahead(now=morning(date(2017, 2, 8))) == 0
        (body,) = told()
        assert "2017年2月10日" in body

    def test_so_is_the_same_day_of_each_year_after(self, sayer: Person) -> None:
        assert tell_ahead(now=morning(date(2018, 1, 11))) == 1
        assert "2018年2月10日" in told()[0]

    def test_nobody_is_told_a_day_that_nobody_knows(self) -> None:
        say(applicant(), "持有居住证", True, on=date(2016, 3, 10))
        assert tell_ahead(now=morning(date(2017, 2, 8))) == 0

    def test_of_another_city_it_says_nothing(self) -> None:
        person = applicant()
        hold(person, valid_from=HELD_SINCE)
        say(person, "居住证签注到期日", self.DUE, on=date(2016, 3, 10), region="220102")
        assert tell_ahead(now=morning(date(2017, 1, 11))) == 0
        assert tell_ahead(now=morning(date(2017, 2, 8))) == 1

    def test_a_permit_issued_after_that_day_counts_from_its_own(self, sayer: Person) -> None:
        hold(sayer, valid_from=date(2017, 5, 20))
        assert tell_ahead(now=morning(date(2018, 4, 20))) == 1
        assert "2018年5月20日" in told()[0]

    @pytest.mark.parametrize(
        ("asked", "granted", "last"),
        [
            (date(2017, 1, 20), date(2017, 2, 13), date(2018, 2, 10)),
            (date(2017, 2, 10), date(2017, 2, 13), date(2018, 2, 10)),
            (date(2017, 2, 11), date(2017, 2, 13), date(2018, 2, 13)),
            # Eleven months late, not early for the next year.
            (date(2018, 1, 8), date(2018, 1, 12), date(2019, 1, 12)),
        ],
    )
    def test_a_late_endorsement_begins_the_years_anew(
        self, sayer: Person, asked: date, granted: date, last: date
    ) -> None:
        """居住证暂行条例第十条: in time, the day stays, whenever the office decides."""
        endorse(sayer, asked=asked, granted=granted)
        assert tell_ahead(now=morning(last - timedelta(days=31))) == 0
        assert tell_ahead(now=morning(last - timedelta(days=30))) == 1
        assert f"{last.month}月{last.day}日" in told()[0]

    def test_the_second_year_is_late_by_the_day_that_the_first_was_renewed_to(self, sayer: Person) -> None:
        endorse(sayer, asked=date(2017, 1, 20), granted=date(2017, 1, 23))
        endorse(sayer, asked=date(2018, 2, 10), granted=date(2018, 2, 12))
        assert tell_ahead(now=morning(date(2019, 1, 11))) == 1
        assert "2019年2月10日" in told()[0]


class TestALastDay:
    """Records that bear their last day; the packs have none yet."""

    @pytest.fixture(autouse=True)
    def bears_a_last_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lapse = Lapse("card", "510400", "持有居住证", "虚构的证", Ends.VALID_UNTIL, 10, (), "去换。")
        monkeypatch.setattr(actions, "rules", lambda: Rules((lapse,), {}))

    def test_it_is_told_before(self) -> None:
        hold(applicant(), valid_from=HELD_SINCE, valid_until=date(2016, 9, 1))
        assert tell_ahead(now=morning(date(2016, 8, 22))) == 1
        assert "2016年9月1日" in told()[0]

    def test_not_after_a_new_one_was_recorded(self) -> None:
        person = applicant()
        hold(person, valid_from=HELD_SINCE, valid_until=date(2016, 9, 1))
        hold(person, valid_from=date(2016, 6, 1))
        assert tell_ahead(now=morning(date(2016, 8, 22))) == 0

    def test_another_region_has_its_own(self) -> None:
        hold(applicant(), valid_from=HELD_SINCE, valid_until=date(2016, 9, 1))
        Person.objects.update(residence="220102")
        assert tell_ahead(now=morning(date(2016, 8, 22))) == 0


def turned_down(remedy: str) -> Decision:
    """A decision against somebody, with the way on and its last day."""
    case_id = lodge(service=PERMIT).public_id.hex
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    made = cases.decide(
        by=POLICE_OFFICER, now=NOW, case_id=case_id, verdict="refused",
        reasons="不满半年", clause="居住证暂行条例第二条",
    )  # fmt: skip
    return Decision.objects.create(**{
        field.name: getattr(made, field.name)
        for field in Decision._meta.concrete_fields
        if field.name not in ("id", "number", "remedy", "remedy_until")
    }, number="虚构-2", remedy=remedy, remedy_until=date(2016, 7, 31))  # fmt: skip


class TestADecision:
    @pytest.fixture
    def decision(self) -> Decision:
        return turned_down("向虚构机关申请复议")

    def test_its_last_day_is_told_before(self, decision: Decision) -> None:
        assert tell_ahead(now=morning(date(2016, 7, 24))) == 1
        (body,) = told()
        assert "2016年7月31日" in body and "向虚构机关申请复议" in body

    def test_a_way_too_long_for_a_message_is_never_told_by_half(self) -> None:
        turned_down("向虚构机关" + "一" * 250)
        tell_ahead(now=morning(date(2016, 7, 24)))
        (body,) = told()
        assert "请看决定里写的办法" in body and "向虚构机关" not in body

    def test_a_refusal_as_the_packs_have_it_is_told_a_week_before_its_last_day(self) -> None:
        """No column set by hand: the service says within what time, the law how long that is."""
        day = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
        case_id = lodge(service=PERMIT, now=day).public_id.hex
        cases.accept(by=POLICE_OFFICER, now=day, case_id=case_id)
        made = cases.decide(
            by=POLICE_OFFICER, now=day, case_id=case_id, verdict="refused",
            reasons="不满半年", clause="居住证暂行条例第二条",
        )  # fmt: skip
        last = made.remedy_until
        assert last is not None and (last - date(2026, 3, 2)).days in range(60, 68), (
            "sixty days, off rest days"
        )
        assert tell_ahead(now=morning(last - timedelta(days=8))) == 0
        assert tell_ahead(now=morning(last - timedelta(days=7))) == 1
        assert f"{last.month}月{last.day}日" in told()[0]

    def test_not_once_it_is_revoked(self, decision: Decision) -> None:
        """The office took its refusal back and has the case in hand again: there is nothing to turn against."""
        Decision.objects.create(**{
            field.name: getattr(decision, field.name)
            for field in Decision._meta.concrete_fields
            if field.name not in ("id", "number", "kind", "corrects", "favourable", "remedy_until")
        }, number="虚构-3", kind="revocation", corrects=decision)  # fmt: skip
        assert tell_ahead(now=morning(date(2016, 7, 24))) == 0

    def test_not_to_whoever_has_turned_there(self, decision: Decision) -> None:
        appeal = lodge(applicant(2), service=PERMIT)
        CaseLink.objects.create(
            case=appeal, other=decision.case, kind=CaseLink.Kind.APPEAL, linked_at=NOW, linked_by="-"
        )
        assert tell_ahead(now=morning(date(2016, 7, 24))) == 0


def test_each_region_may_tell_of_remedies_on_a_day_of_its_own(tmp_path: Path) -> None:
    for region, days in (("100000", 7), ("510000", 10)):
        (tmp_path / region).mkdir()
        (tmp_path / region / "lapses.yaml").write_text(f"remedies: {{days: {days}}}\n", encoding="utf-8")
    stated = read_rules(tmp_path, Report())
    assert [stated.remedy_days(region) for region in ("510421", "210726", "100000")] == [10, 7, 7]


def test_what_is_written_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "510400").mkdir()
    (tmp_path / "510400" / "lapses.yaml").write_text(
        "lapses:\n  - {id: a, fact: 乙, name: 丙, ends: someday, days: 1, what: 丁}\n", encoding="utf-8"
    )
    report = Report()
    assert read_rules(tmp_path, report).lapses == ()
    assert "someday" in str(next(iter(report)))


def test_a_night_of_nothing_tells_nobody() -> None:
    assert tell_ahead(now=NOW + timedelta(days=1)) == 0
