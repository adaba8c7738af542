"""A worker who reads English: events, questions, results, services, forms and reasons, all in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from huigong.casework.procedures import bars
from huigong.casework.procedures import register as procedures
from huigong.catalogue.services import catalogue
from huigong.kernel import days, writing
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId
from huigong.kernel.sentences import CHINESE, say
from huigong.notices.templates import book
from huigong.portals.shared import languages
from huigong.portals.shared.fields import as_mistake
from huigong.portals.worker import findings
from huigong.portals.worker.visit import Visit
from huigong.registry.acting import PARENT
from huigong.registry.models.standing import Acting, Ground
from tests.architecture.house import short, templates
from tests.unit.portals.worker.filling import WAGE, fill_in, send
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
_MARKED = re.compile(r'<span[^>]*\blang="zh-hans"[^>]*>.*?</span>', re.DOTALL)
_OUTSIDE = re.compile(r"<(script|style|head)\b.*?</\1>|<button[^>]*lang=.*?</button>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/place/", {"region": "510421"})
    return client


def chinese_unmarked(page: str) -> list[str]:
    """Chinese that a reader of English meets without being told that it is Chinese."""
    body = _TAG.sub(" ", _MARKED.sub("", _OUTSIDE.sub("", page)))
    return CHINESE.findall(body)


def marked(page: str) -> list[str]:
    return [_TAG.sub("", each) for each in _MARKED.findall(page)]


def pages() -> Iterator[str]:
    yield from ("/", "/for/unpaid/", "/for/school/", "/ask/?event=unpaid", "/ask/?about=", "/services/")
    yield from (
        f"/services/{service}/" for service in ("arrears-complaint", "residence-permit", "hukou-settlement")
    )


@pytest.mark.parametrize("address", list(pages()))
def test_what_stays_chinese_is_marked(english: Client, address: str) -> None:
    response = english.get(address, follow=True)
    assert response.status_code == 200
    assert not chinese_unmarked(response.content.decode())


def test_a_service_is_read_in_english(english: Client) -> None:
    page = english.get("/services/arrears-complaint/").content.decode()
    for words in ("Complain about unpaid wages", "People who are owed wages", "Within 60 working days"):
        assert words in page


def test_every_service_of_every_place_is_english() -> None:
    """Who it is for, what it gives, what to bring, where, how long, remedies and reasons."""
    left: dict[str, str] = {}
    with translation.override("en"):
        for region in ("140000", "210702", "220000", "510421"):
            for service in catalogue().services_for(region, TODAY):
                finding = findings.finding(Visit(region), service.id, TODAY)
                told = [
                    service.name,
                    service.summary,
                    service.for_whom,
                    service.result,
                    service.refused,
                    service.caution,
                    service.charge,
                    finding.amount,
                    *service.channels,
                    *(need.name for need in service.evidence),
                    *(limit.text for limit in service.limits),
                    *(reason.text for reason in finding.reasons),
                ]
                for text in filter(None, told):
                    if CHINESE.search(languages.said(text)):
                        left[text] = languages.said(text)
    assert not left


def test_every_step_of_every_procedure_is_english() -> None:
    """Where a case stands, what a party may press, why a matter has no form, and what letters are called."""
    told = [service.without_form for service in catalogue().services_for("510421", TODAY)]
    told += [template.name for template in book().templates]
    for bar in bars.in_force(TODAY):
        told += [bar.why, bar.do]
    for procedure in procedures.everyone():
        told += [procedure.name, *(stage.words for stage in procedure.stages)]
        for status in procedure.statuses:
            told += [status.name, status.next_step]
        for move in procedure.moves:
            told += [move.button, move.advice, move.done, *(field.ask for field in move.form)]
    with translation.override("en"):
        left = {text for text in filter(None, told) if CHINESE.search(languages.said(text))}
    assert not left


def test_by_what_somebody_acts_for_another_is_english() -> None:
    ways = [
        say("{acting}（{kinship}）：{ground}", acting=acting.label, kinship=PARENT, ground=ground.label)
        for acting in Acting
        for ground in Ground
    ]
    with translation.override("en"):
        assert not [way for way in ways if CHINESE.search(languages.said(way))]


@pytest.mark.parametrize("path", [path for path in templates() if "desk" not in path.parts], ids=short)
def test_no_page_calls_chinese_what_may_be_translated(path: Path) -> None:
    """`|say` marks what stays Chinese; a template cannot know it, except of the name and of the last page."""
    if path.name not in ("broken.html", "brand.html"):
        assert 'lang="zh-hans"' not in path.read_text(encoding="utf-8")


def test_a_text_without_translation_is_shown_and_marked() -> None:
    with translation.override("en"):
        assert languages.shown("没有译文的一句<b>") == '<span lang="zh-hans">没有译文的一句</span>&lt;b&gt;'
    assert languages.shown("没有译文的一句<b>") == "没有译文的一句&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("或者2020年5月起", "或者2020年5月起"),
        ("2026年7月前欠 5,200 元", "2026年7月前欠 5,200 元"),
        ("打 12348", "打 12348"),
        ("<b>第3条", "第3条"),
    ],
)
def test_from_right_to_left_chinese_keeps_its_figures(text: str, marked: str) -> None:
    """Piece by piece a reader would see 7年2026 for 2026年7."""
    with translation.override("ar"):
        page = str(languages.shown(text))
    assert f'<span lang="zh-hans" dir="ltr">{marked}</span>' in page
    assert "<b>" not in page


def test_from_the_form_to_the_case_only_names_stay_chinese(english: Client) -> None:
    """A complaint filled in, sent and looked at: places, offices, laws and what was typed stay as they are."""
    log_in(english)
    register(english)
    fill_in(english, "arrears-complaint", WAGE)
    pages = [
        english.get(f"/services/arrears-complaint/form/{each}/").content.decode()
        for each in ("check", "paper")
    ]
    pages.append(english.get("/services/arrears-complaint/apply/").content.decode())
    receipt = send(english, "arrears-complaint")
    pages += [
        english.get(address).content.decode()
        for address in (receipt, "/cases/", receipt.removesuffix("receipt/"))
    ]
    names = "惠工 四川省攀枝花市仁和区 四川省攀枝花市盐边县 攀枝花市仁和区人力资源和社会保障局 " + "".join(
        WAGE.values()
    )
    law = "关于实施《劳动保障监察条例》若干规定第十八条"
    for page in pages:
        assert not chinese_unmarked(page)
        assert [each for each in marked(page) if each not in names + law] == []


def test_a_message_is_read_in_english(english: Client) -> None:
    log_in(english)
    register(english)
    fill_in(english, "arrears-complaint", WAGE)
    send(english, "arrears-complaint")
    page = english.get("/me/messages/").content.decode()
    assert "Your application has arrived" in page
    assert "Your matter &quot;Complain about unpaid wages&quot; has arrived" in page


def test_what_cannot_be_done_is_said_in_english_too(english: Client) -> None:
    page = english.get("/messages/no-such-message/", follow=True).content.decode()
    assert not chinese_unmarked(page) and set(marked(page)) <= {"惠工"}
    with translation.override("en"):
        name = as_mistake(refused(lambda: writing.person_name("甲1")))
        number = as_mistake(refused(lambda: ResidentId.parse("110101199003070")))
        day = as_mistake(refused(lambda: days.read("后天")))
    for mistake in (name, number, day):
        (said,) = mistake.messages
        assert not CHINESE.search(said.replace("后天", "").replace("·", "")), said


def refused(read: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        read()
    return caught.value
