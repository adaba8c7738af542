"""The pages of declared forms in a real browser: phone and desk, keyboard, no JavaScript, accessibility."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huigong import forms
from tests.journeys.accessibility import grave_findings
from tests.journeys.focus import has_focus
from tests.journeys.touches import follow
from tests.unit.portals.shared.screens.gallery import ON

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.unit.portals.shared.screens.gallery"),
]


@pytest.fixture(autouse=True)
def packs_are_read_before_the_first_page() -> None:
    """A server reads them when it starts."""
    forms.book()


def fill(page: Any, **typed: str) -> None:
    for name, text in typed.items():
        page.locator(f'[name="{name}"]').first.fill(text)


def next_question(page: Any) -> None:
    follow(page, page.locator("button.button-main"))


def narrow_enough(page: Any) -> bool:
    """Whether nothing makes a phone scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def complaint(page: Any, live: str) -> None:
    """A complaint about two months of pay, answered as it is asked."""
    page.goto(f"{live}/gallery/wage-complaint/")
    fill(page, **{"工作地点.region": "凌河区", "工作地点.address": "新区三号工地"})
    next_question(page)
    fill(page, **{"用人单位.name": "测试建筑公司"})
    next_question(page)
    page.locator('[name="谁招的"]').first.select_option("公司或别的单位")
    next_question(page)
    for _ in ("who gave the work out", "where the employer is"):
        page.get_by_label("不清楚").check()
        next_question(page)
    fill(page, 单位负责人="老周", 负责人职务="项目经理")
    next_question(page)
    page.get_by_label("说得清", exact=True).check()
    next_question(page)
    fill(
        page,
        **{
            "每月欠薪.1.欠薪月份": "2026年3月",
            "每月欠薪.1.欠发": "6000",
            "每月欠薪.2.欠薪月份": "4月",
            "每月欠薪.2.欠发": "6000",
        },
    )
    next_question(page)
    assert page.locator('[name="欠薪总额"]').input_value() == "12,000 元"
    next_question(page)
    fill(page, 欠到哪天="2026年4月30日")
    next_question(page)
    next_question(page)
    fill(page, 经过="三月来的，说好月底给，一直没给。")
    next_question(page)
    page.get_by_label("把欠的工资付清", exact=True).check()
    next_question(page)
    page.get_by_label("没有", exact=True).check()
    next_question(page)
    next_question(page)
    fill(page, **{"申请人.name": "王小红", "申请人.phone": "13900000001"})
    next_question(page)
    page.get_by_label("给我自己办").check()
    page.get_by_label("女").check()
    fill(page, 申请人出生日期="1985-3-5", 职业="木工")
    next_question(page)
    fill(page, **{"住所.region": "锦州市"})
    next_question(page)
    page.get_by_label("没有", exact=True).check()
    next_question(page)


def lodged(page: Any) -> dict[str, Any]:
    follow(page, page.get_by_role("button", name="确认提交"))
    page.wait_for_url("**/gallery/sent/")
    sent: dict[str, Any] = json.loads(page.locator("pre").inner_text())
    return sent


def test_a_complaint_on_a_phone(phone: Any, live: str) -> None:
    complaint(phone, live)
    assert "核对一遍再提交" in phone.locator("h1").inner_text()
    assert narrow_enough(phone)
    assert not grave_findings(phone)
    assert lodged(phone)["answers"]["欠薪总额"] == 1_200_000


def test_a_complaint_without_javascript(browser: Any, live: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    complaint(page, live)
    assert lodged(page)["answers"]["欠薪总额"] == 1_200_000
    context.close()


def test_every_question_of_every_form_is_usable_on_a_phone(phone: Any, live: str) -> None:
    """All of a form at once is as wide as its widest question; of each kind of question one is looked at alone."""
    looked_at: set[tuple[str, bool]] = set()
    for form in forms.book().forms(on=ON):
        phone.goto(f"{live}/gallery/{form.id}/dense/")
        assert narrow_enough(phone), form.id
        for field in form.fields.values():
            kind = (field.kind.value, bool(field.group))
            if kind not in looked_at:
                looked_at.add(kind)
                phone.goto(f"{live}/gallery/{form.id}/q/{field.id}/")
                assert narrow_enough(phone), field.id
                assert not grave_findings(phone), field.id


def test_the_dense_page_at_a_desk(screen: Any, live: str) -> None:
    screen.goto(f"{live}/gallery/wage-complaint/dense/")
    fill(screen, 欠薪总额="三万多")
    follow(screen, screen.get_by_role("button", name="提交"))
    wrong = screen.get_by_role("link", name="“三万多”不是一个金额")
    wrong.first.click()
    screen.wait_for_function("document.activeElement?.id || location.hash.endsWith(encodeURI('f-欠薪总额'))")
    assert not grave_findings(screen)
    assert narrow_enough(screen)


def test_a_question_is_answered_by_keyboard_alone(screen: Any, live: str) -> None:
    screen.goto(f"{live}/gallery/wage-complaint/q/欠薪总额/")
    field = screen.locator('[name="欠薪总额"]')
    field.focus()
    screen.keyboard.type("3万")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    screen.goto(f"{live}/gallery/wage-complaint/q/欠薪总额/")
    assert screen.locator('[name="欠薪总额"]').input_value() == "3万"


def test_a_mistake_in_the_third_row_has_the_focus_there(phone: Any, live: str) -> None:
    """Also where a row was just added, whose place still stands in the address."""
    phone.goto(f"{live}/gallery/wage-complaint/q/有工友一起/")
    phone.get_by_label("有", exact=True).check()
    next_question(phone)
    for row in (1, 2, 3):
        fill(
            phone, **{f"工友.{row}.工友姓名.name": "虚构" + "甲乙丙"[row - 1], f"工友.{row}.工友欠薪": "8000"}
        )
        if row < 3:
            follow(phone, phone.locator("button[name=add]"))
    fill(phone, **{"工友.3.工友欠薪": "八千多吧"})
    next_question(phone)
    has_focus(phone, '[name="工友.3.工友欠薪"]')


def test_a_row_that_was_added_is_where_the_page_goes_on(phone: Any, live: str) -> None:
    """Twelve workers are not scrolled past eleven of them for the twelfth."""
    phone.goto(f"{live}/gallery/wage-complaint/q/有工友一起/")
    phone.get_by_label("有", exact=True).check()
    next_question(phone)
    for row in (1, 2):
        fill(phone, **{f"工友.{row}.工友姓名.name": "虚构甲"})
        follow(phone, phone.locator("button[name=add]"))
    has_focus(phone, "[id='f-工友.3']")
    assert phone.locator("[name='工友.3.工友姓名.name']").evaluate(
        "box => box.getBoundingClientRect().bottom < innerHeight"
    )
    phone.keyboard.press("Tab")
    has_focus(phone, "[name='工友.3.工友姓名.name']")
