"""Every page of the worker portal on a phone: large enough to touch, in ordinary letters and in large ones,
nothing cut off with letters of twice the size, no serious finding.

Names, roles and contrast are the same in large letters; `test_worker_browser` looks at those before a release."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from huigong.casework.actions import applications, cases
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.messages.sms import code_file
from huigong.portals.worker.urls import urlpatterns
from huigong.registry import queries
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.journeys.accessibility import grave_findings, small_targets, smallest_text
from tests.journeys.touches import follow
from tests.unit.casework.desk import officer
from tests.unit.portals.worker.visiting import made_up_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = "13900000007"
CLERK = Principal("clerk-1", "虚构窗口", (Grant("clerk", "100000"),), purpose="窗口受理申请")
ORDINARY, ELDER = 44, 60
ELDER_TEXT = 18

COMPLAINT, PERMIT = "arrears-complaint", "residence-permit"
# No pages: what a browser fetches by itself, what only takes a form, what is a file, and what leads on.
NO_PAGES = {"keeper", "manifest", "again", "logout", "form-drop", "form", "code", "owner", "apply"}
NO_PAGES |= {
    "letter",
    "real-name",
    "real-name-back",
    "helping-turn",
    "helping-end",
    "helping-code",
    "go-against",
    "offer-answer",
    "one",
    "wage-answer",
    "wage-respond",
    "wage-complain",
    "wage-claim",
    "ask-on",
    "had",
    "site-explain",
    "site-tables",
    "site-notice-pdf",
    "site-file",
    "site-filed",
    "site-paid",
    "site-pay",
    "offer-round",  # these are pages, which nothing fills here: no round is open, no month was handed in
    "offer-sure",
    "site",
    "site-notice",
    "at-site",
}
OPEN = {
    "home": "/",
    "offline": "/offline/",
    "about": "/about/",
    "place": "/place/?name=朝阳区",
    "interview": "/ask/",
    "check": "/ask/check/",
    "event": "/for/unpaid/",
    "results": "/results/",
    "services": "/services/",
    "service": f"/services/{COMPLAINT}/",
    "form-check": f"/services/{COMPLAINT}/form/check/",
    "form-paper": f"/services/{COMPLAINT}/form/paper/",
    "login": "/login/",
    "new-phone": "/login/new-phone/",
    "letter-check": "/letters/check/",
    "follow": "/cases/follow/",
}
OWN = {
    "me": "/me/",
    "correct": "/me/correct/name/",
    "copy": "/me/copy/",
    "looks": "/me/looks/",
    "messages": "/me/messages/",
    "channels": "/me/messages/channels/",
    "papers": "/me/papers/",
    "cases": "/cases/",
    "offers": "/offers/",
    "wages": "/wages/",
    "sites": "/sites/",
    "prove": "/me/prove/",
    "claim": "/me/claim/",
    "helping": "/me/helping/",
    "helping-child": "/me/helping/child/",
    "helping-adult": "/me/helping/adult/",
}

HEADER_LINES = """() => {
    const parts = [...document.querySelectorAll(".top .brand, .top .top-mode, .top nav a")];
    const middles = parts.map((part) => part.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2);
    middles.sort((one, other) => one - other);
    return middles.filter((middle, at) => !at || middle - middles[at - 1] > 20).length;
}"""
LETTERS = """() => {
    const of = (part) => parseFloat(getComputedStyle(document.querySelector(part)).fontSize);
    return {page: of("html"), header: of(".top nav a")};
}"""
HEADER_CUT = """[...document.querySelectorAll(".top .brand, .top nav a, .top .top-mode")].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || part.scrollWidth > part.clientWidth + 1;
}).map((part) => part.textContent.trim())"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def log_in(phone: Any, live: str, codes: Path, least: int) -> list[str]:
    """Logs in and fills in the registration; what cannot be touched on the way."""
    phone.goto(f"{live}/login/?next=/me/")
    phone.fill("input[name=phone]", PHONE)
    follow(phone, "button.button-main")
    code = re.search(r"\d{6}", code_file(codes, PHONE).read_text(encoding="utf-8"))
    assert code
    phone.fill("input[name=code]", code.group())
    follow(phone, "button.button-main")
    wrong = measured(phone, "whose", least)
    follow(phone, "button[value=mine]")
    phone.fill("input[name=name]", "虚构·" + "丁" * 20)
    phone.fill("input[name=resident_number]", made_up_number(serial=7))
    phone.fill("input[name=hukou_place]", "盐边县")
    phone.check("input[name=consent]")
    return wrong


def begin(phone: Any, live: str) -> None:
    """A place, some answers and a form that was begun."""
    phone.goto(f"{live}/place/?in=510400")
    follow(phone, 'button[value="510400"]')
    phone.goto(f"{live}/ask/?event=unpaid")
    phone.locator("input[name=box]").first.check()
    follow(phone, "button.button-main")
    phone.goto(f"{live}/services/{COMPLAINT}/form/")
    follow(phone, "button.button-main")


def own_pages(phone: Any, live: str) -> dict[str, str]:
    """The pages of one's own things, with a case, one that was decided, a message and somebody who looked."""
    queries.person(CLERK, Person.objects.get().public_id.hex, now=_now())
    decided = decide(corrected(phone, live, "sex"))
    case = corrected(phone, live, "name")
    phone.goto(f"{live}/me/messages/")
    message = phone.locator("h2 a").first.get_attribute("href")
    own = {"case": case, "receipt": f"{case}receipt/", "move": f"{case}撤回更正/", "message": message}
    return {**own, "rate": f"{decided}rate/", "complaint": complaint(), "add": f"{complaint()}add/"}


def complaint() -> str:
    """The address of a complaint in which little more was said than must be."""
    person, now = Person.objects.get(), _now()
    case = applications.lodge(
        by=Principal("worker-7", "务工人员", person_id=person.public_id.hex),
        now=now,
        key="complaint",
        person_id=person.public_id.hex,
        service_id=COMPLAINT,
        region="510411",
        answers={},
        lodged=lodged_for(COMPLAINT, region="510411", now=now, typed={"用人单位": {"?": "不知道是谁"}}),
    )
    return f"/cases/{case.public_id.hex}/"


def corrected(phone: Any, live: str, what: str) -> str:
    """The address of the case in which something that is kept is to be put right."""
    phone.goto(f"{live}/me/correct/{what}/")
    phone.fill("textarea[name=says]", "写错了一个字")
    follow(phone, "button.button-main")
    return str(phone.url).removeprefix(live)


def decide(address: str) -> str:
    """The address, once the office that keeps the record has put it right."""
    case = Case.objects.get(public_id=address.split("/")[2])
    form = {"reasons": "核对过户口簿", "clause": "个人信息保护法第四十六条"}
    by = officer(case.accountable_office, region=case.region)
    cases.make(move="更正", case_id=case.public_id, by=by, now=_now(), form=form)
    return address


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def test_no_page_is_left_out() -> None:
    named = {str(pattern.name) for pattern in urlpatterns}
    measured = {*OPEN, *OWN, "whose", "register", "form-screen", "case", "receipt", "move", "message", "rate"}
    assert named - NO_PAGES == measured


@pytest.mark.parametrize(("mode", "least"), [("standard", ORDINARY), ("elder", ELDER)])
def test_every_page_can_be_touched(
    phone: Any, live: str, codes_in_files: Path, mode: str, least: int
) -> None:
    phone.context.add_cookies([{"name": "mode", "value": mode, "url": live}])
    begin(phone, live)
    wrong = look(phone, live, {**OPEN, "form-screen": phone.url.removeprefix(live)}, least)
    wrong += log_in(phone, live, codes_in_files, least)
    wrong += measured(phone, "register", least)
    follow(phone, "button.button-main")
    wrong += look(phone, live, {**OWN, **own_pages(phone, live)}, least)
    assert not wrong, "\n".join(wrong)


def look(phone: Any, live: str, pages: dict[str, str], least: int) -> list[str]:
    wrong = []
    for name, path in pages.items():
        answer = phone.goto(live + path)
        assert answer.status == 200, f"{name} {path}"
        wrong += measured(phone, name, least)
    return wrong


def measured(phone: Any, name: str, least: int) -> list[str]:
    wrong = [f"{name}: {said}" for said in small_targets(phone, least=least)]
    if least == ELDER:
        small = smallest_text(phone) < ELDER_TEXT
        wrong += [f"{name}: letters of {smallest_text(phone)} px"] if small else []
        wrong += narrow(phone, name)
    else:
        wrong += [f"{name}: {said}" for said in grave_findings(phone)]
    if phone.evaluate(HEADER_LINES) > 2:
        wrong.append(f"{name}: the header takes more than two lines")
    before = phone.evaluate(LETTERS)
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    after = phone.evaluate(LETTERS)
    if after["header"] / before["header"] < 0.97 * after["page"] / before["page"]:
        wrong.append(f"{name}: the links of the header do not grow with the letters")
    if cut := phone.evaluate(HEADER_CUT):
        wrong.append(f"{name}: cut in the header: {cut}")
    wide = phone.evaluate(TOO_WIDE)
    if wide > 0:
        wrong.append(f"{name}: {wide} px too wide with letters of twice the size")
    return wrong


def narrow(phone: Any, name: str) -> list[str]:
    """What is too wide for the same phone enlarged to twice the size by its browser."""
    size = phone.viewport_size
    phone.set_viewport_size({**size, "width": size["width"] // 2})
    wide = phone.evaluate(TOO_WIDE)
    phone.set_viewport_size(size)
    return [f"{name}: {wide} px too wide at half the width"] if wide > 0 else []
