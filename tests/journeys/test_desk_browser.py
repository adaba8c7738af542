"""The desk in a real browser: no serious finding, nothing wider than the screen, everything by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from tests.effort import before_a_release
from tests.journeys.accessibility import grave_findings
from tests.journeys.touches import follow
from tests.unit.portals.desk.staff import PASSWORD, POLICE, accepted, lodged, official, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOCUMENT = "510400/panbanfa-2016-10"
NARROW, WIDE = 360, 1440
LIBRARY_PAGES = (
    "/desk/library/",
    f"/desk/library/documents/{DOCUMENT}/",
    "/desk/library/compare/",
    f"/desk/library/lineage/?document={DOCUMENT}",
    "/desk/library/search/?q=居住证",
    f"/desk/duties/?document={DOCUMENT}",
    "/desk/library/coverage/",
    "/desk/library/services/",
    "/desk/library/services/startup-tax-deduction/?region=220000&on=2020-06-01&unverified=1",
    "/desk/library/services/schooling-of-accompanying-children/",
    "/desk/library/services/startup-tax-deduction/?region=510400",
    "/desk/library/services/residence-permit/examples/?example=6",
)


def log_in(page: Any, live: str, username: str) -> None:
    page.goto(f"{live}/desk/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    follow(page, "main form button")
    page.wait_for_url(lambda address: "/login/" not in address)


def check(page: Any, where: str) -> None:
    assert grave_findings(page) == [], where
    narrow_enough(page, where)


def narrow_enough(page: Any, where: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} is {wide} px wider than the screen"


def check_both(page: Any, where: str) -> None:
    """The page as it stands at a desk and on a phone; afterwards it has the width that it had.

    With every change what is found is looked for in the first width alone.
    """
    before = page.viewport_size
    for width, looks in ((WIDE, check), (NARROW, check if before_a_release() else narrow_enough)):
        page.set_viewport_size({**before, "width": width})
        looks(page, f"{where}, {width} px")
    page.set_viewport_size(before)


@pytest.fixture(params=["phone", pytest.param("screen", marks=pytest.mark.release)])
def page(request: pytest.FixtureRequest) -> Any:
    """Where the way is gone; what is met on it is looked at in both widths."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.release)])
def test_the_officers_pages(page: Any, live: str, scheme: str) -> None:
    official("police")
    official("police", username="second")
    case_id, fresh = accepted(days_ago=20, sequence=1), lodged(sequence=2)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live}/desk/login/")
    check_both(page, "login")
    log_in(page, live, "police")
    for address in (
        "/desk/home/",
        "/desk/tasks/?due=late",
        "/desk/tasks/days/",
        "/desk/tasks/load/",
        f"/desk/cases/{case_id}/",
        f"/desk/cases/{fresh}/evidence/",
        f"/desk/cases/{fresh}/",
        "/desk/people/",
        "/desk/duties/",
    ):
        page.goto(live + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        check_both(page, f"{address} {scheme}")


@pytest.mark.parametrize("width", ["screen", pytest.param("phone", marks=pytest.mark.release)])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.release)])
def test_the_library_pages(request: pytest.FixtureRequest, live: str, scheme: str, width: str) -> None:
    page = request.getfixturevalue(width)
    official("leading")
    page.emulate_media(color_scheme=scheme)
    log_in(page, live, "leading")
    for address in LIBRARY_PAGES:
        page.goto(live + address)
        check(page, f"{address} {scheme}")


def test_finding_a_person_and_opening_the_record(page: Any, live: str) -> None:
    official("clerk")
    someone = person()
    log_in(page, live, "clerk")
    page.goto(f"{live}/desk/people/")
    page.fill("[name=sought]", someone.name)
    follow(page, "main form button")
    check_both(page, "refused without a purpose")
    assert page.input_value("[name=sought]") == someone.name
    page.select_option("[name=why]", "核实申请材料")
    follow(page, "main form button")
    check_both(page, "found")
    follow(page, "tbody a")
    check_both(page, "record")
    assert someone.phone not in page.content()


def test_a_case_is_decided_by_keyboard_alone(screen: Any, live: str) -> None:
    official("police")
    accepted()
    log_in(screen, live, "police")
    tab_to(screen, "办居住证")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    screen.locator("#id_approve_reasons").focus()
    screen.keyboard.type("材料齐全，符合条件。")
    tab_to(screen, "同意申请")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert "同意决定书" in screen.locator(".sheet").inner_text()
    check(screen, "the letter before the decision")
    tab_to(screen, "同意申请，发出文书")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert "已作出同意的决定" in screen.locator("#notes").inner_text()
    check(screen, "decided")


def test_a_task_is_handed_to_a_colleague_by_keyboard_alone(screen: Any, live: str) -> None:
    official("police")
    official("police", username="second")
    case_id = accepted()
    log_in(screen, live, "police")
    screen.goto(f"{live}/desk/cases/{case_id}/")
    tab_to(screen, "交给同事")
    screen.keyboard.press("Enter")
    screen.keyboard.press("Tab")
    screen.keyboard.press("ArrowDown")
    tab_to(screen, "交给同事")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert "已交给同事" in screen.locator("#notes").inner_text()
    assert "虚构second" in screen.locator("[aria-labelledby=holders]").inner_text()
    check(screen, "handed over")
    tab_to(screen, "接过来办")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert "我在办" in screen.locator("[aria-labelledby=holders]").inner_text()


def test_the_second_factor_can_be_set_up(page: Any, live: str) -> None:
    official("police")
    log_in(page, live, "police")
    page.goto(f"{live}/desk/me/")
    check_both(page, "my account")
    follow(page, "main >> text=登录安全")
    check_both(page, "security")
    follow(page, "main a.button-main")
    page.fill("[type=password]", PASSWORD)
    follow(page, "main form button")
    page.wait_for_selector("img[src^='data:image/svg']")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    check_both(page, "set up")


def tab_to(page: Any, words: str) -> None:
    """Presses Tab until what has the focus says `words`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == words:
            return
    raise AssertionError(f"{words} cannot be reached by keyboard")


def test_tabs_and_search_change_the_page_without_loading_it_anew(screen: Any, live: str) -> None:
    """A mark set in the page survives what htmx does and would not survive a new page."""
    official("police")
    accepted(days_ago=20, sequence=1)
    log_in(screen, live, "police")
    screen.goto(f"{live}/desk/")
    screen.evaluate("window.mark = 1")
    screen.click("nav.tabs a >> nth=2")
    screen.wait_for_url("**tab=late")
    assert screen.locator("nav.tabs a[aria-current]").inner_text().startswith("已超期")
    assert screen.evaluate("window.mark") == 1
    screen.goto(f"{live}/desk/library/search/?q=落户")
    screen.evaluate("window.mark = 1")
    screen.fill("#q", "居住证")
    screen.wait_for_url("**q=%E5%B1%85%E4%BD%8F%E8%AF%81")
    assert "居住证" in screen.locator("#found").inner_text()
    assert screen.evaluate("window.mark") == 1


def test_an_invented_person_is_put_to_a_rule(page: Any, live: str) -> None:
    """From the list to the examples; a mistake is told beside its field, and the answer follows the facts."""
    official("policy")
    log_in(page, live, "policy")
    page.goto(f"{live}/desk/library/services/?on=2026-11-21")
    follow(page, "text=办居住证 >> nth=0")
    page.click("nav.tabs a >> nth=1")
    page.click("table.examples a >> nth=0")
    page.wait_for_selector("#trial .chip-yes")
    page.evaluate("window.mark = 1")
    page.fill("[name='fact-居住月数']", "很久")
    page.fill("[name='fact-居住起始日期']", "")
    page.click("#trial form button")
    page.wait_for_selector("#trial .field-wrong")
    assert page.input_value("[name='fact-居住月数']") == "很久"
    check_both(page, "mistake")
    page.fill("[name='fact-居住月数']", "4")
    page.click("#trial form button")
    page.wait_for_selector("#trial .reasons .chip-no")
    assert "居住证暂行条例第二条" in page.locator("#trial").inner_text()
    assert page.evaluate("window.mark") == 1
    check_both(page, "answered")


BROKEN = """() => [...document.querySelectorAll('main .number')].filter(each => {
    const text = document.createRange();
    text.selectNodeContents(each);
    return new Set([...text.getClientRects()].map(line => Math.round(line.top))).size > 1;
}).map(each => each.textContent.trim())"""


def test_dates_and_numbers_stay_on_one_line(screen: Any, live: str) -> None:
    official("police")
    case_id = accepted(days_ago=20)
    log_in(screen, live, "police")
    for address in (f"/desk/cases/{case_id}/", f"/desk/cases/?office={POLICE}"):
        screen.goto(f"{live}{address}")
        for width in (NARROW, 1024, WIDE):
            screen.set_viewport_size({"width": width, "height": 900})
            assert screen.evaluate(BROKEN) == [], f"{address}, {width} px"
            check(screen, f"{address}, {width} px")
