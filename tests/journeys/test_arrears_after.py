"""S8 and S11 over HTTP, what follows for who does not pay: court, police, the list, and the emergency fund with what comes back to it. Everybody
is invented; what a county sets by itself is set in the packs of the test."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huigong.casework.models import Decision
from tests.journeys.arrears import GROUNDS, Clock, Matter

LIAONING = "210702"
MOVED = {
    "躲或者有钱不付": "是", "凭什么": "转走了账上的钱。", "公安机关": "虚构公安分局", "接收人": "虚构警官",
    "材料": "指令书\n欠薪清单",
}  # fmt: skip


def made(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, **given: str) -> Matter:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return Matter(Clock(monkeypatch), **given)


@pytest.fixture
def matter(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Matter:
    return made(monkeypatch, settings, tmp_path)


@pytest.fixture
def in_liaoning(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Matter:
    return made(monkeypatch, settings, tmp_path, region=LIAONING)


def run_out(matter: Matter, sum: str = "9600") -> None:
    """An order that was not kept, of a matter in which nobody can pay."""
    matter.ordered(10)
    matter.find(owed=sum, unable=("总承包单位", "分包单位"))
    matter.later(11)


def test_half_to_all_of_it_is_added_once_the_order_ran_out(matter: Matter) -> None:
    """LI 26: not before the day of the order has passed, and not less than half."""
    run_out(matter)
    assert matter.order is not None
    matter.order.refresh_from_db()
    assert matter.order.status == "逾期未改正"
    typed = {
        **GROUNDS,
        "应付金额": "9600",
        "听取陈述日": matter.clock.day(),
        "最后一天": matter.clock.day(15),
    }
    assert "不少于50%" in matter.refused(matter.order, "责令加付", **typed, 加付金额="4799.99")
    matter.act(matter.order, "责令加付", **typed, 加付金额="4800")
    assert matter.order.status == "已责令加付"
    assert "加付赔偿金" in matter.seen() and "最后一天： 2026年12月26日" in matter.seen()


def test_the_court_is_asked_after_a_reminder_and_in_three_months(matter: Matter) -> None:
    """AE 53, 54: ten working days after the reminder, and three months from the end of the time for review and suit."""
    run_out(matter)
    assert matter.order is not None
    court = matter.follow(matter.order, "wage-order-enforcement")
    matter.act(court, "登记催告", 决定书="监令1号", 催告送达日=matter.clock.day())
    assert court.status == "催告中" and "书面催单位付清" in matter.seen()
    due = court.due_on
    assert due is not None
    matter.later((due - matter.clock.now.date()).days)
    court.refresh_from_db()
    assert court.status == "催告中", "on the tenth working day the firm may still pay"
    matter.later(1)
    court.refresh_from_db()
    assert court.status == "可以申请"
    asked = {**GROUNDS, "法院": "虚构县人民法院"}
    today = matter.clock.now.date()
    assert "不成立" in matter.refused(court, "申请法院执行", **asked, 期限届满日=f"{today}")
    long_ago = date(today.year - 1, today.month, today.day)
    assert "没有过三个月" in matter.refused(court, "申请法院执行", **asked, 期限届满日=f"{long_ago}")
    matter.act(court, "申请法院执行", **asked, 期限届满日=f"{today - timedelta(days=1)}")
    assert court.status == "已申请" and "申请法院强制执行" in matter.seen()
    listed = matter.inspector.get(f"{matter.page(court)}file/").content.decode()
    assert "已经书面责令单位付清" in listed and "欠薪清单：1人，共9,600 元" in listed
    matter.act(court, "法院裁定执行", 裁定="（2027）虚构执1号")
    assert court.status == "法院执行"


def test_where_the_province_has_its_sum_a_fen_decides_about_the_police(in_liaoning: Matter) -> None:
    """Three months and 10,000 yuan of one worker in Liaoning."""
    matter = in_liaoning
    run_out(matter, sum="9999.99")
    assert matter.order is not None
    case = matter.follow(matter.order, "unpaid-wages-referral")
    told = matter.refused(case, "移送公安", **GROUNDS, **MOVED)
    assert "“数额到了本省定的数”不成立" in told and "第三条" in told
    matter.find(owed="10000", unable=("总承包单位", "分包单位"))
    assert "有能力付却不付”不成立" in matter.refused(
        case, "移送公安", **GROUNDS, **MOVED | {"躲或者有钱不付": "否"}
    )
    matter.act(case, "移送公安", **GROUNDS, **MOVED)
    assert case.status == "已移送" and "已经移送公安机关" in matter.seen()
    matter.act(case, "登记公安立案", 文书="虚公立字1号")
    assert case.status == "公安立案"


def test_months_found_before_a_payment_are_no_months_after_it(in_liaoning: Matter) -> None:
    """法释〔2013〕3号 art. 3 wants three months and the sum: who was owed three months and got a part may be owed two."""
    matter = in_liaoning
    run_out(matter, sum="18000")
    assert matter.order is not None
    case = matter.follow(matter.order, "unpaid-wages-referral")
    matter.later(1)
    matter.pay("分包单位", "8000")
    assert "不能判断" in matter.refused(case, "移送公安", **GROUNDS, **MOVED)
    matter.later(1)
    matter.find(owed="18000", unable=("总承包单位", "分包单位"))
    matter.act(case, "移送公安", **GROUNDS, **MOVED)
    assert case.status == "已移送", "the months were found anew, after what was paid"


def test_what_was_paid_before_is_not_handed_to_the_police(in_liaoning: Matter) -> None:
    matter = in_liaoning
    run_out(matter, sum="20000")
    assert matter.order is not None
    case = matter.follow(matter.order, "unpaid-wages-referral")
    matter.pay("分包单位", "20000")
    assert "不成立" in matter.refused(case, "移送公安", **GROUNDS, **MOVED)


def test_where_the_provinces_sum_is_not_known_nothing_is_judged_and_the_official_answers(
    matter: Matter,
) -> None:
    """Sichuan's sum was not found: no automatic referral, and the page says so."""
    run_out(matter, sum="30000")
    assert matter.order is not None
    case = matter.follow(matter.order, "unpaid-wages-referral")
    page = matter.inspector.get(f"/desk/cases/{case.public_id.hex}/").content.decode()
    assert "当地没有录入“拒不支付一人金额" in page and "到了全国幅度最低的数" in page
    assert "不能判断" in matter.refused(case, "移送公安", **GROUNDS, **MOVED)
    assert Decision.objects.filter(case=case).count() == 0
    matter.act(case, "移送公安", **GROUNDS, **MOVED, unsure="公安机关说当地的数是一万元。")
    assert case.status == "已移送"


def listed(matter: Matter) -> Any:
    run_out(matter, sum="10000")
    assert matter.order is not None
    case = matter.follow(matter.order, "wage-blacklist")
    told = {"引发群体或者极端事件": "否", "违法事实": "拖欠工资。", "提意见到": matter.clock.day(5)}
    matter.act(case, "告知列入", **GROUNDS, **told)
    assert case.status == "已告知"
    matter.later(6)
    case.refresh_from_db()
    assert case.status == "待决定", "nobody is listed while the firm may still speak"
    matter.act(case, "列入名单", **GROUNDS, 违法事实="拖欠工资。", 惩戒="招投标受限。")
    assert case.status == "在名单上"
    return case


def test_who_is_on_the_list_leaves_it_after_three_years_by_itself(in_liaoning: Matter) -> None:
    case = listed(in_liaoning)
    assert case.due_on is not None and case.due_on.year == in_liaoning.clock.now.year + 3
    in_liaoning.later((case.due_on - in_liaoning.clock.now.date()).days)
    case.refresh_from_db()
    assert case.status == "在名单上"
    in_liaoning.later(1)
    case.refresh_from_db()
    assert case.status == "到期移出"


def test_who_has_paid_leaves_the_list_after_six_months_with_a_promise(in_liaoning: Matter) -> None:
    matter, case = in_liaoning, listed(in_liaoning)
    paid_on = matter.clock.now.date()
    asked = {**GROUNDS, "付清了": "是", "书面承诺": "是", "改正日": f"{paid_on}"}
    half_a_year = date(paid_on.year + (paid_on.month + 5) // 12, (paid_on.month + 5) % 12 + 1, paid_on.day)
    matter.later((half_a_year - paid_on).days - 1)
    day = {"申请日": matter.clock.day()}
    assert "满六个月" in matter.refused(case, "提前移出", **asked, **day)
    matter.later(1)
    assert "守信承诺" in matter.refused(case, "提前移出", **asked | {"书面承诺": "否"}, **day)
    matter.act(case, "提前移出", **asked, **day)
    assert case.status == "已提前移出"


def test_an_order_that_still_runs_puts_nobody_on_the_list(in_liaoning: Matter) -> None:
    matter = in_liaoning
    order = matter.ordered(10)
    matter.find(owed="10000")
    case = matter.follow(order, "wage-blacklist")
    told = {"引发群体或者极端事件": "是", "违法事实": "拖欠工资。", "提意见到": matter.clock.day(5)}
    assert "逾期没有付”不成立" in matter.refused(case, "告知列入", **GROUNDS, **told)
