"""Lives played over HTTP, each from the first page to the receipt and to the officer's desk.

They are those that the browser's four leave out: for whom age, a dead employer, a changed name or the last day decides.
Three of the four are played here too: with a browser only before a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bench.lives.plain import Plain
from bench.lives.playing import Count, Life, find_out_about, get_it
from huigong.casework.models import Case
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.days import in_words
from huigong.rules.bars import Period
from huigong.rules.spans import months_after
from tests.journeys.test_lives_browser import LIVES as IN_A_BROWSER_TOO
from tests.journeys.test_lives_browser import (
    OVER_HTTP,
    got_what_they_came_for,
    life,
    whole_form,
)
from tests.journeys.test_worker_browser import seen_at_a_counter
from tests.unit.portals.worker.filling import INJURY, WAGE
from tests.unit.portals.worker.visiting import code_sent_to

pytestmark = pytest.mark.django_db
ME = "虚构甲"
UNKNOWN_FIRM = {"单位住所.?": "1", "单位负责人.?": "1"}
SITE_WOMAN = {
    "工作地点.region": "米易县",
    "用人单位.name": "虚构五建",
    "谁招的": "公司或别的单位",
    **UNKNOWN_FIRM,
    "单位地点.region": "米易县",
    "入职日期": "2026年3月1日",
    "工种": "钢筋工",
    "经过": "没上工伤保险",
    "投诉要求": "给我上工伤保险",
    "申请人.name": ME,
    "申请人性别": "女",
    "申请人出生日期": "1975年3月8日",
    "住所.region": "米易县",
}
TRAINING = {
    "想学什么": "电焊",
    "培训文化": "初中",
    "现在怎样": "没有活干",
    "哪时有空": "白天",
    "申请人.name": ME,
    "申请人出生日期": "2009年6月30日",
    "住所.region": "吉林省长春市南关区",
}
SILICOSIS = {
    "得的病": "矽肺二期",
    "诊断书编号.?": "1",
    "当时单位.?": "找不到是哪家",
    "看病花的": "4万",
    "家里月收入": "1800",
    "申请人.name": "虚构·木沙",
    "救助地点.region": "太原市小店区",
    "户籍地址.region": "湖南省张家界市永定区",
    "住所.region": "太原市小店区",
    "住所.address": "虚构村3号",
    "收款方式": "社会保障卡",
    "开户银行": "虚构银行",
    "收款账号": "6200000000000001",
}
GRANDCHILD = {
    "学生.1.学生姓名.name": "虚构孙",
    "学生.1.学生性别": "女",
    "学生.1.学生出生日期": "2017年5月6日",
    "家人地点.region": "米易县",
    "家人地点.address": "虚构村4组",
    "自己照看": "是",
    "照看人关系": "祖辈",
    "父亲在哪里": "东莞打工",
    "母亲在哪里": "东莞打工",
    "父母电话": "13900000099",
    "申请人.name": ME,
    "替谁办": "替孩子办",
}
TWELVE = {
    **WAGE,
    "用人单位.name": "虚构六建",
    "工作地点.region": "锦州市凌海市",
    "住所.region": "锦州市凌海市",
    "申请人.name": "阿依古丽•虚构",
    "有工友一起": "是",
    **{
        f"工友.{row}.{part}": text
        for row in range(1, 12)
        for part, text in {
            "工友姓名.name": f"虚构友{'甲乙丙丁戊己庚辛壬癸子'[row - 1]}",
            "工友欠薪": "1万",
        }.items()
    },
}
GONE_COUNTY = {**WAGE, "工作地点.region": "会理县", "住所.region": "会理县"}
LIVES: Mapping[str, Life] = {
    "woman of 51 still on site": life(
        "woman of 51 still on site", place="米易县", typed=SITE_WOMAN, phone="13900000071", born="19750308"
    ),
    "boy of 17": life("boy of 17", place="南关区", typed=TRAINING, phone="13900000072", born="20090630"),
    "man with silicosis whose employer is gone": replace(
        life(
            "man with silicosis whose employer is gone",
            place="小店区",
            typed=SILICOSIS,
            phone="13900000073",
            born="19700115",
        ),
        hukou_place="大庸市永定区",  # now 张家界市
    ),
    "grandparents for a child": life(
        "grandparents for a child", place="米易县", typed=GRANDCHILD, phone="13900000074", born="19630901"
    ),
    "one of twelve unpaid together": replace(
        life(
            "one of twelve unpaid together",
            place="凌海市",
            typed=TWELVE,
            phone="13900000075",
            born="19811212",
        ),
        hukou_place="库车县",  # now 库车市
    ),
    "unpaid in a county that is gone": life(
        "unpaid builder of 52", place="会理县", typed=GONE_COUNTY, phone="13900000076", born="19740502"
    ),
}
# What the office cannot do without.
WANTED = {
    "woman of 51 still on site": ("虚构五建", "钢筋工", "没上工伤保险", "1975年3月8日"),
    "boy of 17": ("电焊", "初中", "2009年6月30日"),
    "man with silicosis whose employer is gone": ("矽肺二期", "找不到是哪家", "40,000 元", "虚构·木沙"),
    "grandparents for a child": ("虚构孙", "2017年5月6日", "虚构村4组", "东莞打工"),
    "one of twelve unpaid together": ("阿依古丽·虚构", "虚构六建", "虚构友子", "10,000 元", "18,500 元"),
    "unpaid in a county that is gone": ("四川省凉山彝族自治州会理市", "虚构建筑公司", "18,500 元"),
}

# Whoever may apply where they live is not sent to where their hukou is: the page before sending named this one.
OFFICES = {
    "man with silicosis whose employer is gone": "140105/civil",
    "one of twelve unpaid together": "210781/hrss",
    "unpaid in a county that is gone": "513402/hrss",
}


def played(life: Life) -> tuple[Count, Case]:
    count = get_it(Plain(Client()), life, first_page="/", code_for=code_sent_to, show_card=seen_at_a_counter)
    return count, Case.objects.get()


@pytest.mark.parametrize("name", OVER_HTTP)
def test_a_life_that_waits_for_its_browser(name: str, codes_in_files: Path) -> None:
    count, _ = played(IN_A_BROWSER_TOO[name])
    got_what_they_came_for(name, count)


@pytest.mark.parametrize("name", LIVES)
def test_somebody_gets_what_they_came_for(name: str, codes_in_files: Path) -> None:
    count, case = played(LIVES[name])
    assert case.service_id == LIVES[name].came_for
    if count.offered:
        assert f"/services/{case.service_id}/" in count.offered[:2], "what the law gives stands first"
    assert case.accountable_office == OFFICES.get(name, case.accountable_office)
    full = whole_form(case)
    for said in WANTED[name]:
        assert said in full


def last_day(start: date) -> date:
    """Of the year that began with this day: work injury insurance regulation art. 17, arbitration law art. 27."""
    last = Period(12, "月", date.today(), WorkCalendar.published()).last_day(start, 0)
    assert last
    return last.moved


def hurt(day: date) -> Life:
    cook = life("cook who fell at work", place="小店区", typed=INJURY, phone="13900000077", born="19791103")
    return replace(
        cook,
        facts={**cook.facts, "受伤或确诊日期": day},
        typed={**cook.typed, "受伤日期": in_words(day)},
    )


def latest_in_time() -> date:
    """The earliest day of which the year is not over today."""
    day = months_after(date.today(), -12)
    assert day
    while last_day(day - timedelta(days=1)) >= date.today():
        day -= timedelta(days=1)
    return day


def page_after(life: Life) -> str:
    """The page of the service that somebody came for, once they have answered everything."""
    hand = Plain(Client())
    find_out_about(hand, life, first_page="/")
    assert hand.path == f"/services/{life.came_for}/"
    return hand.tree.text


def test_on_the_last_day_it_is_said_and_taken(codes_in_files: Path) -> None:
    day = latest_in_time()
    page = page_after(hurt(day))
    assert f"最后一天：{in_words(last_day(day))}" in page
    if last_day(day) == date.today():
        assert "就是今天" in page
    _, case = played(hurt(day))
    assert "虚构酒楼" in whole_form(case)


def test_a_day_later_the_day_is_named_and_what_can_still_be_done() -> None:
    day = latest_in_time() - timedelta(days=1)
    told = replace(hurt(day), facts={**hurt(day).facts, "工伤申请被耽误天数": 0})
    page = page_after(told)
    assert "最后一天是" in page and "耽误的日子可以扣掉" in page
    assert "仍要申请" in page, "the office must answer in writing"


def dismissed(day: date) -> Life:
    worker = life(
        "one of twelve unpaid together", place="凌海市", typed=TWELVE, phone="13900000078", born="19811212"
    )
    more: dict[str, Any] = {
        "劳动关系终止日期": day,
        "知道受侵害日期": day,
        "欠薪终了日期": day,
        "最近主张权利日期": "没要过",
        "共同请求人数": 1,
    }
    return replace(worker, came_for="labour-arbitration", facts={**worker.facts, **more})


def test_whoever_has_left_is_asked_on_which_day_and_told_until_when() -> None:
    day = latest_in_time()
    page = page_after(dismissed(day))
    assert f"最后一天：{in_words(last_day(day))}" in page


def test_whoever_left_too_long_ago_reads_that_they_may_still_apply() -> None:
    page = page_after(dismissed(latest_in_time() - timedelta(days=1)))
    assert "还是可以申请" in page
