"""The worker portal in a real browser: no serious finding, nothing wider than the phone; what can be touched is in `test_touch_browser`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bench.lives.phone import Phone
from bench.lives.playing import fill_in
from huigong.kernel.identity import check_character
from huigong.messages.sms import code_file
from huigong.registry.actions import claiming
from huigong.registry.models import Person
from tests.journeys.accessibility import grave_findings
from tests.journeys.focus import has_focus
from tests.journeys.touches import follow
from tests.unit.portals.worker.filling import PERMIT
from tests.unit.portals.worker.visiting import COUNTER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = "13900000004"
# Without a place; the pages that a place changes nothing of, and with a place, are in `test_touch_browser` too.
OPEN_PAGES = (
    "/",
    "/ask/?event=unpaid",
    "/services/arrears-complaint/",
    "/place/",
    "/place/?in=510000",
    "/no-such-page/",
)
ONLY_HERE = ("/ask/?fact=居住起始日期", "/ask/?event=school", "/for/permit/", "/services/residence-permit/")
PLACED_PAGES = (
    "/",
    "/ask/",
    *ONLY_HERE,
    "/ask/check/",
    "/results/",
    "/services/",
    "/services/arrears-complaint/",
)
ALIKE = ("/about/", "/for/unpaid/", "/ask/check/", "/place/?name=朝阳区", "/login/", "/login/new-phone/")


def choose_place(page: Any, live: str) -> None:
    page.goto(f"{live}/place/?in=510400")
    follow(page, 'button[value="510400"]')


def check(page: Any, where: str) -> None:
    assert grave_findings(page) == [], where
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} is {wide} px wider than the screen"


def answer_once(page: Any) -> None:
    if page.locator("input[name=box]").count():
        page.locator("input[name=box]").first.check()
        follow(page, "button.button-main")
    elif page.locator("input[name=year]").count():
        for name, value in (("year", "2024"), ("month", "3"), ("day", "1")):
            page.fill(f"input[name={name}]", value)
        follow(page, "button.button-main")
    elif page.locator("details.exactly").count():
        follow(page, page.locator("button[name=choice]"))
    elif page.locator("input[name=answer]").count():
        page.fill("input[name=answer]", "40")
        follow(page, "button.button-main")
    else:
        follow(page, page.locator("button.choice"))


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.release)])
def test_pages_for_everyone(phone: Any, live: str, scheme: str) -> None:
    light = scheme == "light"
    phone.emulate_media(color_scheme=scheme)
    for path in OPEN_PAGES if light else (*OPEN_PAGES, *ALIKE):
        phone.goto(live + path)
        check(phone, f"{path} {scheme}")
    choose_place(phone, live)
    for path in ONLY_HERE if light else PLACED_PAGES:
        phone.goto(live + path)
        check(phone, f"{path} {scheme}")


@pytest.mark.release
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_large_letters(phone: Any, live: str, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)
    phone.context.add_cookies([{"name": "mode", "value": "elder", "url": live}])
    choose_place(phone, live)
    for path in (*PLACED_PAGES, "/login/", "/about/"):
        phone.goto(live + path)
        check(phone, f"{path} elder {scheme}")


def test_a_wide_screen_and_english(screen: Any, live: str) -> None:
    choose_place(screen, live)
    screen.context.add_cookies([{"name": "language", "value": "en", "url": live}])
    for path in PLACED_PAGES:
        screen.goto(live + path)
        check(screen, f"{path} wide English")


def test_from_question_to_receipt(phone: Any, live: str, codes_in_files: Path) -> None:
    choose_place(phone, live)
    phone.goto(f"{live}/ask/?about=residence-permit")
    while "/ask/" in phone.url:
        check(phone, "a question")
        answer_once(phone)
    follow(phone, "text=我要申请")
    while "/form/check/" not in phone.url:
        check(phone, "a question of the form")
        fill_in(Phone(phone), PERMIT)
    follow(phone, "form.screen button.button-main")
    assert phone.input_value("input[name=phone]") == PERMIT["申请人.phone"], "asked once"
    phone.fill("input[name=phone]", "")
    follow(phone, "button.button-main")
    check(phone, "login with a mistake")
    has_focus(phone, "[name=phone]")
    phone.fill("input[name=phone]", PHONE)
    follow(phone, "button.button-main")
    check(phone, "code")
    code = re.search(r"\d{6}", code_file(codes_in_files, PHONE).read_text(encoding="utf-8"))
    assert code
    phone.fill("input[name=code]", code.group())
    follow(phone, "button.button-main")
    check(phone, "whose form it is")
    follow(phone, "button[value=mine]")
    check(phone, "registration")
    body = "99999919850312009"
    phone.fill("input[name=name]", "虚构·" + "丁" * 24)
    phone.fill("input[name=resident_number]", body + check_character(body))
    phone.fill("input[name=hukou_place]", "海北藏族自治州门源回族自治县")
    phone.check("input[name=consent]")
    follow(phone, "button.button-main")
    check(phone, "registration with a home that is too wide")
    has_focus(phone, "[name=residence]")
    phone.fill("input[name=residence]", "攀枝花市仁和区")
    follow(phone, "button.button-main")
    check(phone, "how to show who one is")
    seen_at_a_counter()
    phone.reload()
    follow(phone, "text=接着提交")
    check(phone, "what is sent")
    phone.check("input[name=true]")
    follow(phone, "button.button-main")
    check(phone, "receipt")
    assert phone.locator("text=打印或存成PDF").is_visible()
    follow(phone, "text=看办到哪一步")
    check(phone, "case")
    phone.goto(f"{live}/cases/")
    check(phone, "cases")


def seen_at_a_counter() -> None:
    """A clerk sees the card of the one who has just registered."""
    (person,) = Person.objects.all()
    claiming.check_papers(
        by=COUNTER,
        now=timezone.now(),
        person_id=person.public_id.hex,
        shown="居民身份证",
        phone=person.account.phone,
    )


def test_the_keyboard_reaches_the_content_first(phone: Any, live: str) -> None:
    phone.goto(live)
    phone.keyboard.press("Tab")
    has_focus(phone, ".skip")
    phone.keyboard.press("Enter")
    has_focus(phone, "#content")


def test_what_was_read_can_be_read_again_without_network(phone: Any, live: str) -> None:
    phone.goto(live)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.goto(f"{live}/for/unpaid/")
    phone.wait_for_function("caches.match(location.href).then(Boolean)")
    choose_place(phone, live)
    phone.goto(f"{live}/results/")
    kept = phone.evaluate(
        "caches.open('pages').then((pages) => pages.keys()).then((all) => all.map((one) => one.url))"
    )
    assert not [url for url in kept if "/results/" in url or "/ask/" in url], (
        "what depends on who asks is not kept"
    )
    phone.context.set_offline(True)
    try:
        phone.goto(f"{live}/for/unpaid/")
        assert "没拿到工钱" in phone.inner_text("h1").replace("\n", "")
        phone.goto(f"{live}/results/")
        assert phone.inner_text("h1") == "现在没有网络"
        check(phone, "without network")
    finally:
        phone.context.set_offline(False)
