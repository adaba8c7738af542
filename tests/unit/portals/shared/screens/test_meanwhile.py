"""One form in two windows: what was said in the other one since is not overwritten in silence."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.unit.portals.shared.screens.test_pages import COMPLAINT, screen, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unit.portals.shared.screens.gallery")]
DENSE = f"{COMPLAINT}/dense/"
ROWS = {"每月欠薪.1.欠薪月份": "2026年3月", "每月欠薪.1.欠发": "6000"}


def window(client: Client, address: str) -> dict[str, str]:
    """A page that is open: what it sends back of what stood in its fields."""
    return drawn(client.get(address))


def drawn(response) -> dict[str, str]:  # type: ignore[no-untyped-def]
    (marks,) = re.findall(r'name="drawn" value="([^"]*)"', unescape(text_of(response)))
    return {"drawn": marks}


def stands(client: Client, address: str, name: str) -> str:
    page = unescape(text_of(client.get(address)))
    (said,) = re.findall(rf'name="{name}"[^>]*?value="([^"]*)"', page)
    return str(said)


def test_what_another_window_said_meanwhile_is_shown_and_kept_over_only_when_sent_again(
    client: Client,
) -> None:
    here = window(client, screen("欠薪总额"))
    elsewhere = window(client, screen("欠薪总额"))
    assert client.post(screen("欠薪总额"), {**elsewhere, "欠薪总额": "12000"}).status_code == 302
    again = client.post(screen("欠薪总额"), {**here, "欠薪总额": "9000"})
    page = unescape(text_of(again))
    assert again.status_code == 400
    assert "这一题在别的页面改成了“12,000 元”" in page
    assert 'value="9000"' in page, "nothing that was typed is lost"
    assert stands(client, screen("欠薪总额"), "欠薪总额") == "12000"
    assert client.post(screen("欠薪总额"), {**drawn(again), "欠薪总额": "9000"}).status_code == 302
    assert stands(client, screen("欠薪总额"), "欠薪总额") == "9000"


def test_a_page_that_was_left_as_it_was_gives_way(client: Client) -> None:
    client.post(screen("欠薪总额"), {"欠薪总额": "9000"})
    here = window(client, screen("欠薪总额"))
    client.post(screen("欠薪总额"), {"欠薪总额": "12000"})
    assert client.post(screen("欠薪总额"), {**here, "欠薪总额": "9000"}).status_code == 302
    assert stands(client, screen("欠薪总额"), "欠薪总额") == "12000"


def test_the_same_said_twice_is_no_contradiction(client: Client) -> None:
    here = window(client, screen("欠薪总额"))
    client.post(screen("欠薪总额"), {"欠薪总额": "12000"})
    assert client.post(screen("欠薪总额"), {**here, "欠薪总额": "12000"}).status_code == 302


def test_rows_of_two_windows_do_not_replace_each_other(client: Client) -> None:
    client.post(screen("按月说得清"), {"按月说得清": "是"})
    here = window(client, screen("每月欠薪"))
    client.post(screen("每月欠薪"), ROWS)
    refused = client.post(
        screen("每月欠薪"), {**here, "每月欠薪.1.欠薪月份": "2026年5月", "每月欠薪.1.欠发": "100"}
    )
    assert refused.status_code == 400
    assert "在别的页面改成了“" in unescape(text_of(refused))
    assert stands(client, screen("每月欠薪"), "每月欠薪.1.欠发") == "6000"


def test_a_whole_form_on_one_page_keeps_what_only_one_window_changed(client: Client) -> None:
    """At a counter: two windows of one clerk, each with another field."""
    here = window(client, DENSE)
    client.post(DENSE, {**window(client, DENSE), "欠薪总额": "12000"})
    sent = client.post(DENSE, {**here, "欠薪总额": "", "工钱怎么算": "一天200元"})
    assert sent.status_code == 302
    assert stands(client, DENSE, "欠薪总额") == "12000"
    assert stands(client, DENSE, "工钱怎么算") == "一天200元"

    both = client.post(DENSE, {**here, "欠薪总额": "9000", "工钱怎么算": "一天200元"})
    page = unescape(text_of(both))
    assert both.status_code == 400
    assert "改成了“12,000 元”" in page
    assert 'value="9000"' in page
    assert stands(client, DENSE, "欠薪总额") == "12000"


def test_files_and_an_unreadable_mark_stop_nobody(client: Client) -> None:
    client.post(screen("欠薪总额"), {"欠薪总额": "9000"})
    for marks in ("", ":", "欠薪总额", "nobody:knows", "欠薪总额:" + "x" * 5000):
        sent = client.post(screen("欠薪总额"), {"drawn": marks, "欠薪总额": "9000"})
        assert sent.status_code == 302, marks
