"""An inspector's order with a deadline, the extra compensation after it, and the publication of a grave violation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huigong.casework.actions import cases, clocks
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case, Clock, Decision
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.registry.actions import engagements
from tests.unit.casework.desk import INSPECTOR
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY

pytestmark = pytest.mark.django_db
ORDER, PUBLICATION = "labour-inspection-order", "major-violation-publication"
LAST_DAY = TODAY + timedelta(days=10)
PAY_BY = TODAY + timedelta(days=26)
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
    return move(case, "责令加付", when, **given, 最后一天=PAY_BY)


def without_money() -> Case:
    """An order to give back identity cards whose day has passed."""
    case = move(opened(), "责令改正", 违法事实="扣着身份证。", 要求="归还身份证。", 最后一天=LAST_DAY)
    cases.expire(by=SYSTEM, now=NOW + timedelta(days=11))
    case.refresh_from_db()
    return case


def decided(case: Case, step: str, what: str, key: str) -> Case:
    when = NOW + timedelta(days=12)
    given = {"违法事实": "没有归还身份证。", key: what, "听取陈述日": TODAY + timedelta(days=11)}
    return move(case, step, when, **given, 最后一天=PAY_BY)


def can(case: Case) -> set[str]:
    """The moves that the procedure knows where the case stands."""
    return {move.id for move in procedure_of(case).moves_from(case.status)}


def test_an_investigation_has_sixty_working_days() -> None:
    clock = Clock.objects.get(case=opened())
    assert (clock.stage, clock.limit["length"], clock.limit["measure"]) == ("调查", 60, "working_day")


def test_the_investigation_is_extended_once_by_thirty_working_days_and_by_nobody_unnamed() -> None:
    """条例 17: a complicated one, granted by the head of the labour department."""
    case = opened()
    before = case.due_on
    extend = {"case_id": case.public_id, "by": INSPECTOR, "reason": "情况复杂，牵涉三个工地。"}
    with pytest.raises(DomainError):
        clocks.extend(**extend, now=NOW + timedelta(days=5), approver="")
    clocks.extend(**extend, now=NOW + timedelta(days=5), approver="虚局长")
    case.refresh_from_db()
    assert before and case.due_on and (case.due_on - before).days >= 40, (
        "thirty working days are six weeks and more"
    )
    with pytest.raises(DomainError):
        clocks.extend(**extend, now=NOW + timedelta(days=6), approver="虚局长")


def test_after_an_order_ran_out_no_sixty_days_begin_again() -> None:
    """条例 17 times the investigation alone; for the decision after it no length was found."""
    case = late()
    assert not Clock.objects.filter(case=case, stopped_on=None).exists()
    assert case.due_on is None


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


@pytest.mark.parametrize("amount", [0, OWED])
def test_of_nothing_owed_there_is_no_extra(amount: int) -> None:
    case = without_money()
    given = {"应付金额": 0, "加付金额": amount, "听取陈述日": TODAY, "最后一天": PAY_BY}
    with pytest.raises(DomainError, match="要比0元多") as refused:
        move(case, "责令加付", NOW + timedelta(days=12), **given)
    assert refused.value.about == "应付金额"
    assert case.status == "逾期未改正"


def test_an_order_that_is_not_about_money_ends_in_a_decision_that_is_carried_out() -> None:
    case = decided(without_money(), "作处理决定", "归还身份证。", "要求")
    assert (case.status, case.due_on, case.is_open) == ("已作处理决定", PAY_BY, True)
    case = move(case, "认定已履行", NOW + timedelta(days=13))
    assert (case.status, case.is_open) == ("已履行", False)


def test_who_defies_a_decision_is_fined_and_then_the_court_is_asked() -> None:
    """条例 30 (3): refusing an order or defying a decision."""
    case = decided(without_money(), "作处理决定", "归还身份证。", "要求")
    case = decided(case, "作处罚决定", "罚款。", "处罚")
    assert (case.status, case.is_open) == ("已处罚", True)
    urged = {"法院": "虚构县人民法院", "催告日": TODAY + timedelta(days=14)}
    case = move(case, "申请强制执行", NOW + timedelta(days=30), **urged)
    assert (case.status, case.is_open) == ("已申请强制执行", False)


def test_no_fine_without_the_employer_having_been_heard() -> None:
    """条例 19."""
    case = without_money()
    given = {"违法事实": "没有归还。", "处罚": "罚款。", "最后一天": PAY_BY}
    with pytest.raises(DomainError) as refused:
        move(case, "作处罚决定", NOW + timedelta(days=12), **given)
    assert refused.value.about == "听取陈述日"


def test_what_is_minor_and_put_right_during_the_inquiry_is_struck_out_and_an_order_is_not() -> None:
    """条例 18 (3)."""
    told = {"违法事实": "晚发了六天。", "怎样改正": "已经付清，有转账记录。"}
    assert move(opened(), "撤销立案", **told).status == "已撤案"
    with pytest.raises(DomainError):
        move(ordered(), "撤销立案", **told)


def test_what_may_be_a_crime_can_be_handed_over_after_the_order_and_after_the_extra() -> None:
    """条例 18, last paragraph; before the day of the order nobody has refused to pay."""
    assert "refer" in can(opened())
    assert "refer" not in can(ordered())
    case = late()
    assert "refer" in can(case)
    assert "refer" in can(extra(case, OWED))


def test_what_was_put_right_late_is_closed_without_extra() -> None:
    case = move(late(), "认定已改正", NOW + timedelta(days=12))
    assert (case.status, case.is_open) == ("已改正", False)


def test_a_publication_follows_word_to_the_employer_and_says_what_the_rule_wants() -> None:
    case = opened(PUBLICATION, datetime(2026, 6, 1, 2, tzinfo=NOW.tzinfo))
    assert case.due_on == date(2026, 9, 1)
    with pytest.raises(DomainError):
        move(case, "向社会公布", now := datetime(2026, 6, 2, 2, tzinfo=NOW.tzinfo))
    say = {"类别": "拖欠工资", "违法事实": "三个月没有发。", "处理情况": "已责令加付。"}
    with pytest.raises(DomainError) as refused:
        move(case, "告知公布", now, **say)
    assert refused.value.about == "提意见到", "the employer is told a day, not to hurry"
    move(case, "告知公布", now, **say, 提意见到=date(2026, 6, 9))
    move(case, "登记意见", now, 单位的意见="六月五日已付。", 核对结果="没有付，不改。")
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
    published = Decision.objects.get(case=case, verdict="已公布").number
    put_right = {
        "corrects": published,
        "更正内容": "原来写成三个月，是两个月。",
        "公布在哪里": "部门网站",
        "更正日": date(2026, 6, 12),
    }
    later = datetime(2026, 6, 15, 2, tzinfo=NOW.tzinfo)
    assert move(case, "更正公布", later, **put_right).status == "已公布"
    taken_back = {"corrects": published, "撤下原因": "处理决定被撤销。", "撤下日": date(2026, 6, 15)}
    case = move(case, "撤下公布", later, **taken_back)
    assert (case.status, case.is_open) == ("已撤下", False)


def test_there_was_no_publication_before_the_rule() -> None:
    with pytest.raises(DomainError):
        opened(PUBLICATION, datetime(2016, 12, 31, 2, tzinfo=NOW.tzinfo))
