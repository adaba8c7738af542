"""An inspector's order with a deadline, the extra compensation after it, and the publication of a grave violation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huigong.casework.actions import cases
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case, Clock, Decision
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.registry.actions import engagements
from tests.unit.casework.desk import INSPECTOR
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY

pytestmark = pytest.mark.django_db
ORDER, PUBLICATION = "labour-inspection-order", "major-violation-publication"
LAST_DAY = TODAY + timedelta(days=10)
GROUNDS = {"reasons": "有考勤表和工资表为证。", "clause": "劳动保障监察条例第二十六条"}
OWED = 960_000


def opened(procedure: str = ORDER, now: datetime = NOW) -> Case:
    firm = engagements.register_employer(by=CLERK, now=now, name="虚构建筑公司", region=HERE)
    return cases.open(
        procedure=procedure,
        opened_by=Origin.INSPECTION,
        parties=[GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=firm)],
        place=HERE,
        key=procedure,
        by=INSPECTOR,
        now=now,
        note="巡查发现",
    ).case


def move(case: Case, step: str, now: datetime = NOW, **form: object) -> Case:
    cases.make(move=step, case_id=case.public_id, by=INSPECTOR, now=now, form={**GROUNDS, **form})
    case.refresh_from_db()
    return case


def ordered(last: date = LAST_DAY) -> Case:
    given = {
        "违法事实": "三个月没有发工资。",
        "要求": "付清三个月的工资。",
        "应付金额": OWED,
        "最后一天": last,
    }
    return move(opened(), "责令改正", **given)


def late() -> Case:
    """An order whose day has passed; the routine has come by."""
    case = ordered()
    cases.expire(by=SYSTEM, now=NOW + timedelta(days=11))
    case.refresh_from_db()
    return case


def extra(case: Case, amount: int) -> Case:
    when = NOW + timedelta(days=12)
    given = {"应付金额": OWED, "加付金额": amount, "听取陈述日": TODAY + timedelta(days=11)}
    return move(case, "责令加付", when, **given)


def test_an_investigation_has_sixty_working_days() -> None:
    clock = Clock.objects.get(case=opened())
    assert (clock.stage, clock.limit["length"], clock.limit["measure"]) == ("调查", 60, "working_day")


def test_the_order_runs_to_the_day_that_it_names() -> None:
    case = ordered()
    assert (case.status, case.due_on) == ("限期改正", LAST_DAY)
    assert Clock.objects.get(case=case, stopped_on=None).limit["article"].endswith("第二十六条")


def test_the_named_day_stays_though_it_be_a_sunday() -> None:
    sunday = date(2016, 6, 12)
    assert sunday.weekday() == 6
    assert ordered(sunday).due_on == sunday


def test_an_order_gives_time_tomorrow_at_the_earliest() -> None:
    with pytest.raises(DomainError, match="在今天以后"):
        ordered(TODAY)
    assert Decision.objects.count() == 0


def test_on_the_last_day_it_is_still_time_and_the_day_after_it_is_late() -> None:
    case = ordered()
    cases.expire(by=SYSTEM, now=NOW + timedelta(days=10))
    case.refresh_from_db()
    assert case.status == "限期改正"
    cases.expire(by=SYSTEM, now=NOW + timedelta(days=11))
    case.refresh_from_db()
    assert case.status == "逾期未改正"


def test_no_extra_compensation_before_the_time_has_run_out() -> None:
    case = ordered()
    with pytest.raises(DomainError):
        move(case, "责令加付", 应付金额=OWED, 加付金额=OWED, 听取陈述日=TODAY)
    assert case.status == "限期改正"


@pytest.mark.parametrize("share", [50, 100])
def test_the_extra_is_half_to_all_of_what_is_owed(share: int) -> None:
    assert extra(late(), OWED * share // 100).status == "已责令加付"


@pytest.mark.parametrize(("amount", "says"), [(OWED // 2 - 1, "不少于50%"), (OWED + 1, "不超过100%")])
def test_a_fen_less_than_half_and_a_fen_more_than_all_are_refused(amount: int, says: str) -> None:
    with pytest.raises(DomainError, match=says) as refused:
        extra(late(), amount)
    assert refused.value.about == "加付金额"
    assert "第二十六条" in refused.value.clause


def test_what_was_put_right_late_is_closed_without_extra() -> None:
    case = move(late(), "认定已改正", NOW + timedelta(days=12))
    assert (case.status, case.is_open) == ("已改正", False)


def test_a_publication_follows_word_to_the_employer_and_says_what_the_rule_wants() -> None:
    case = opened(PUBLICATION, datetime(2026, 6, 1, 2, tzinfo=NOW.tzinfo))
    assert case.due_on == date(2026, 9, 1)
    with pytest.raises(DomainError):
        move(case, "向社会公布", now := datetime(2026, 6, 2, 2, tzinfo=NOW.tzinfo))
    move(case, "告知公布", now, 类别="拖欠工资", 违法事实="三个月没有发。", 处理情况="已责令加付。")
    told = {
        "单位全称": "虚构建筑公司",
        "信用代码": "91510400MA0000000W",
        "住所": "虚构路1号",
        "法定代表人": "虚构甲",
        "违法事实": "三个月没有发。",
        "处理情况": "已责令加付。",
        "公布在哪里": "县政府网站",
        "公布日": date(2026, 6, 10),
    }
    after = datetime(2026, 6, 10, 2, tzinfo=NOW.tzinfo)
    with pytest.raises(DomainError, match="法定代表人"):
        move(case, "向社会公布", after, **{**told, "法定代表人": ""})
    assert move(case, "向社会公布", after, **told).status == "已公布"


def test_there_was_no_publication_before_the_rule() -> None:
    with pytest.raises(DomainError):
        opened(PUBLICATION, datetime(2016, 12, 31, 2, tzinfo=NOW.tzinfo))
