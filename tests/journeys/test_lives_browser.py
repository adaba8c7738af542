"""Four lives on a phone, from the first page to the receipt and to the officer's desk.

With every change one of them has a browser; the others are played over HTTP by `test_lives` and have one before a release.
`python3 run.py bench lives --write` puts what it took into docs/reference/performance.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from bench.lives.phone import Phone
from bench.lives.playing import Count, Life, get_it
from huigong import forms
from huigong.casework.models import Case
from huigong.directory.actions import approvals
from huigong.directory.principals import Grant, Principal
from tests.architecture.house import ROOT
from tests.journeys.test_worker_browser import seen_at_a_counter
from tests.unit.portals.worker.filling import SCHOOL, USUAL, WAGE
from tests.unit.portals.worker.test_filling import officer_of
from tests.unit.portals.worker.visiting import code_sent_to, made_up_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRUE = yaml.safe_load((ROOT / "bench" / "interview" / "lives.yaml").read_text(encoding="utf-8"))
ONE_CHILD = {name: text for name, text in SCHOOL.items() if not name.startswith("入学孩子.2.")} | {
    "入学孩子.1.孩子出生日期": "2020年4月2日",
    "入学孩子.1.上几年级": "小学一年级",
}
GRANDCHILD_AT_SCHOOL = {
    **ONE_CHILD,
    "申请人.name": "虚构奶奶",
    "和孩子的关系": "祖辈",
    "孩子父母.name": "虚构爸爸",
    "孩子父母.phone": "13900000098",
    "父母有居住证": "是",
}
GRANDMOTHER = {
    "出生日期": date(1963, 9, 1),
    "性别": "女",
    "有未满18周岁子女": "是",
    "有随迁子女": "是",
    "带孩子来上学": "是",
    "子女年龄": 6,
    "子女八月底满六周岁": "是",
    "子女学段": "没上学",
    "离开户籍地": "是",
    "在本地居住或务工": "是",
}
SHOP = {
    "经营主体.name": "虚构面馆",
    "经营地址.region": "吉林省长春市南关区",
    "经营项目": "开面馆",
    "开业日期": "2026年9月10日",
    "申请贷款金额": "10万",
    "贷款期限": "24",
    "贷款用途": "买桌椅、冰柜，交半年房租。",
    "怎么担保": "担保基金担保",
    "申请人.name": "虚构甲",
    "申请人.phone": "13900000063",
    "属于哪种人": "返乡创业农民工",
    "户籍地址.region": "盐边县",
    "住所.region": "吉林省长春市南关区",
}


def life(name: str, *, place: str, typed: dict[str, str], phone: str, born: str) -> Life:
    told = TRUE[name]
    return Life(
        event=told["event"],
        came_for=told["came_for"],
        place=place,
        facts=told["facts"],
        typed={**USUAL, **typed, "申请人.phone": phone},
        phone=phone,
        resident_number=made_up_number(born, int(phone[-3:])),
    )


LIVES = {
    "unpaid builder of 52": life(
        "unpaid builder of 52", place="米易县", typed=dict(WAGE), phone="13900000061", born="19740502"
    ),
    "mother with a child of six": life(
        "mother with a child of six", place="锦州市", typed=ONE_CHILD, phone="13900000062", born="19930211"
    ),
    "grandmother for a child of six": replace(
        life(
            "mother with a child of six",
            place="锦州市",
            typed=GRANDCHILD_AT_SCHOOL,
            phone="13900000079",
            born="19630901",
        ),
        facts=GRANDMOTHER,
    ),
    "man of 24 coming home": life(
        "man of 24 coming home", place="南关区", typed=SHOP, phone="13900000063", born="20020420"
    ),
}

# What the office cannot do without.
WANTED = {
    "unpaid builder of 52": ("虚构三号工地", "虚构建筑公司", "18,500 元", "2026年8月"),
    "mother with a child of six": ("虚构大宝", "小学一年级", "2020年4月2日", "虚构路2号"),
    "grandmother for a child of six": ("虚构大宝", "虚构奶奶", "虚构爸爸", "父母持有居住证"),
    "man of 24 coming home": ("虚构面馆", "100,000 元", "担保基金担保", "买桌椅、冰柜"),
}
MOST_QUESTIONS = 8
IN_A_BROWSER = "unpaid builder of 52"
OVER_HTTP = tuple(name for name in LIVES if name != IN_A_BROWSER)


@pytest.fixture(autouse=True)
def packs_are_read_before_the_first_page() -> None:
    """A server reads them when it starts."""
    forms.book()


@pytest.mark.parametrize(
    "name", [IN_A_BROWSER, *(pytest.param(name, marks=pytest.mark.release) for name in OVER_HTTP)]
)
def test_somebody_gets_what_they_came_for(
    name: str, phone: Any, live: str, codes_in_files: Path, record_property: Callable[[str, object], None]
) -> None:
    life = LIVES[name]
    count = get_it(
        Phone(phone), life, first_page=f"{live}/", code_for=code_sent_to, show_card=seen_at_a_counter
    )
    got_what_they_came_for(name, count)
    for each in fields(count):
        if each.name != "pages":
            record_property(each.name, getattr(count, each.name))
    record_property("life", name)


def got_what_they_came_for(name: str, count: Count) -> None:
    assert count.questions <= MOST_QUESTIONS
    case = Case.objects.get()
    assert case.service_id == LIVES[name].came_for
    full = whole_form(case)
    for said in WANTED[name]:
        assert said in full


def whole_form(case: Case) -> str:
    """The form as the office sees it that answers for the case, once it has said why; children in its cases are approved."""
    region = case.accountable_office.partition("/")[0]
    approvals.approve(
        by=Principal("approver", "虚构批准人", (Grant("leading-group-officer", region),)),
        now=timezone.now() - timedelta(minutes=1),
        post=Grant("case-officer", region, case.accountable_office),
        purpose="经办本部门的办件",
        minors=True,
        own_cases=True,
        valid_until=timezone.localdate() + timedelta(days=9),
    )
    desk = officer_of(case.accountable_office, region)
    address = f"/desk/cases/{case.public_id.hex}/form/"
    return unescape(desk.post(address, {"why": "处理投诉举报"}).content.decode())
