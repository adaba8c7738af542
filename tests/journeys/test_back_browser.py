"""The back key of a phone, in the interview and in a form."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.test_worker_browser import answer_once, choose_place
from tests.journeys.touches import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def title(page: Any) -> str:
    return str(page.inner_text("h1"))


def test_back_leads_to_the_question_before_and_on_again(phone: Any, live: str) -> None:
    choose_place(phone, live)
    phone.goto(f"{live}/ask/?about=")
    asked = []
    for _ in range(3):
        asked.append(title(phone))
        answer_once(phone)
    last = title(phone)
    phone.go_back()
    assert title(phone) == asked[2]
    phone.go_back()
    assert title(phone) == asked[1]
    phone.go_back()
    assert title(phone) == asked[0]
    phone.go_forward()
    assert title(phone) == asked[1]
    answer_once(phone)
    assert title(phone) == last, "what was answered already is not asked again"


def test_back_over_a_mistake_asks_the_page_anew(phone: Any, live: str) -> None:
    """What was sent with a mistake is not to be sent a second time, which a browser refuses or asks about."""
    question = f"{live}/services/arrears-complaint/form/q/欠薪总额/"
    phone.goto(question)
    phone.fill("[name=欠薪总额]", "三万多吧")
    follow(phone, "form.screen button.button-main")
    assert phone.locator(".field-wrong").count()
    phone.fill("[name=欠薪总额]", "30000")
    follow(phone, "form.screen button.button-main")
    assert not phone.locator(".field-wrong").count()
    phone.go_back()
    assert phone.input_value("[name=欠薪总额]") == "30000"


def test_back_in_a_form_shows_what_was_typed(phone: Any, live: str) -> None:
    phone.goto(f"{live}/services/arrears-complaint/form/")
    first = phone.url
    phone.locator("form.screen input:not([type=hidden])").first.fill("攀枝花市仁和区")
    follow(phone, "form.screen button.button-main")
    assert phone.url != first
    phone.go_back()
    assert phone.url == first
    assert "仁和区" in phone.content()


def test_without_network_what_was_written_stays_until_there_is_some(phone: Any, live: str) -> None:
    phone.goto(f"{live}/services/arrears-complaint/form/q/欠薪总额/")
    here = phone.url
    phone.fill("[name=欠薪总额]", "30000")
    phone.context.set_offline(True)
    phone.click("form.screen button.button-main")
    phone.wait_for_selector("#no-line", state="visible")
    assert phone.url == here
    assert phone.input_value("[name=欠薪总额]") == "30000"
    phone.context.set_offline(False)
    phone.wait_for_selector("#no-line", state="hidden")
    follow(phone, "form.screen button.button-main")
    assert phone.url != here


NO_LINE = "Object.defineProperty(navigator, 'onLine', { get: () => false })"


def test_a_server_that_answers_is_used_where_the_browser_knows_of_no_network(phone: Any, live: str) -> None:
    """On one machine without any network, say."""
    phone.add_init_script(NO_LINE)
    phone.goto(f"{live}/services/arrears-complaint/form/q/欠薪总额/")
    here = phone.url
    phone.fill("[name=欠薪总额]", "30000")
    phone.click("form.screen button.button-main")
    phone.wait_for_url(lambda url: url != here)
    assert not phone.is_visible("#no-line")


def test_a_search_without_network_is_not_said_to_be_unsaved(phone: Any, live: str) -> None:
    phone.goto(f"{live}/place/")
    phone.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    phone.context.set_offline(True)
    phone.fill("[name=name]", "仁和区")
    phone.press("[name=name]", "Enter")
    phone.wait_for_timeout(300)
    assert phone.evaluate("document.getElementById('no-line').hidden")
