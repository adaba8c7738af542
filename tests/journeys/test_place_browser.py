"""An administrator keeps the place in a real browser: an office changed and closed, a window, a day off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huigong.casework.models import Case
from huigong.kernel.calendar import WorkCalendar
from tests.journeys.test_desk_browser import check_both, log_in
from tests.journeys.touches import follow
from tests.unit.portals.desk.staff import HRSS, POLICE, accepted, official
from tests.unit.registry.someone import CITY, HERE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("local_folder"),
]


def test_an_administrators_way_through_the_place(phone: Any, live: str, settings: Any) -> None:
    settings.HOME_REGION = CITY
    page, case_id = phone, accepted()
    official("hrss")
    official("administrator")
    log_in(page, live, "administrator")
    an_office_is_changed(page, live)
    a_window_is_entered(page, live)
    a_day_off_is_entered(page, live)
    a_text_is_changed(page, live)
    a_period_is_said(page, live)
    an_office_is_closed(page, live)
    assert Case.objects.get(public_id=case_id).accountable_office == HRSS


def an_office_is_changed(page: Any, live: str) -> None:
    page.goto(f"{live}/desk/offices/?region={HERE}&named=人社")
    check_both(page, "offices")
    follow(page, f"a[href='/desk/offices/{HRSS}/']")
    follow(page, "text=改名称、地址、电话")
    page.fill("[name=name]", "虚构区人社局")
    page.fill("[name=street]", "虚构路1号")
    page.fill("[name=telephone]", "0812-1234567")
    page.fill("[name=source]", "虚构的来函")
    check_both(page, "change an office")
    follow(page, "main form.ask button")
    assert "虚构路1号" in page.content()
    check_both(page, "an office")


def a_window_is_entered(page: Any, live: str) -> None:
    page.goto(f"{live}/desk/offices/desks/?region={HERE}")
    follow(page, "text=登记窗口")
    page.select_option("[name=kind]", "police station")
    page.fill("[name=name]", "虚构东街派出所")
    page.fill("[name=source]", "虚构的来函")
    check_both(page, "enter a window")
    follow(page, "text=登记 >> nth=-1")
    assert "虚构东街派出所" in page.content()
    check_both(page, "windows")


def a_day_off_is_entered(page: Any, live: str) -> None:
    day = WorkCalendar.published().roll(timezone.localdate() + timedelta(days=1), "forward").day
    page.goto(f"{live}/desk/restdays/new/?day={day.isoformat()}&kind=off")
    page.fill("[name=source]", "虚构的通知")
    check_both(page, "a day off")
    follow(page, "main form[method=post] button")
    assert "虚构的通知" in page.content()
    check_both(page, "days off")


def a_text_is_changed(page: Any, live: str) -> None:
    page.goto(f"{live}/desk/texts/?region={HERE}")
    check_both(page, "texts")
    page.goto(f"{live}/desk/texts/case-received/?region={HERE}")
    page.fill("[name=title]", "收到了")
    check_both(page, "a text")
    follow(page, "main form.ask button")
    assert "以后的消息就这样写" in page.content()
    page.goto(f"{live}/desk/channels/")
    check_both(page, "the way to phones")


def a_period_is_said(page: Any, live: str) -> None:
    page.goto(f"{live}/desk/retention/messages/")
    page.fill("[name=days]", "365")
    page.fill("[name=source]", "虚构的规定")
    check_both(page, "a period")
    follow(page, "main form.ask button")
    assert "365 天" in page.content()
    check_both(page, "periods")


def an_office_is_closed(page: Any, live: str) -> None:
    page.goto(f"{live}/desk/offices/{POLICE}/close/")
    page.fill("[name=last_day]", (timezone.localdate() - timedelta(days=1)).isoformat())
    page.select_option("[name=successor]", HRSS)
    page.fill("[name=source]", "虚构的方案")
    check_both(page, "close an office")
    follow(page, "main form[method=post] button")
    assert "已撤并" in page.content()
