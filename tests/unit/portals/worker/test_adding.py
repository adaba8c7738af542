"""What a worker could not say when they sent a complaint, they add to it later, asked and unasked."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases
from huigong.casework.answers import answers_of, form_of
from huigong.casework.models import Case, Entry
from huigong.casework.procedures import register
from huigong.casework.procedures.effects import effects_of
from huigong.casework.procedures.roles import Origin
from huigong.directory.principals import Grant, Principal
from huigong.files.models import Attachment
from huigong.rules.values import UNKNOWN
from tests.unit.files import makers
from tests.unit.portals.worker.filling import WAGE, fill_in, send, shown
from tests.unit.portals.worker.test_form_files import officer
from tests.unit.portals.worker.visiting import log_in
from tests.unit.portals.worker.visiting import register as register_person

pytestmark = pytest.mark.django_db(transaction=True)
SERVICE = "arrears-complaint"
BOSS = "用人单位.name"
LEFT_OUT = (BOSS, "用人单位.contact", "用人单位.phone", "谁招的", "欠到哪天", "职业", "工钱怎么算")
OPEN = {key: value for key, value in WAGE.items() if key not in LEFT_OUT} | {
    "用人单位.?": "1",
    "谁招的": "不清楚",
    "欠到哪天.?": "不清楚",
}
OFFICE = "510411/hrss"
INSPECTOR = Principal("o" * 32, "虚构经办", (Grant("case-officer", "510411", OFFICE),))
NEXT_DAY = {BOSS: "虚构劳务公司", "职业": "木工", "says": "公司名字是今天早上在牌子上看到的"}


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Any) -> None:
    settings.FILES = str(tmp_path / "files")


@pytest.fixture
def case(worker: Client) -> Case:
    """A complaint of somebody who does not know who owes them, just lodged."""
    fill_in(worker, SERVICE, OPEN)
    send(worker, SERVICE)
    return Case.objects.get()


def page_of(case: Case, move: str = "") -> str:
    return f"/cases/{case.public_id.hex}/{move}{'/' if move else ''}"


def ask(case: Case, note: str = "请补：单位全名、哪几个月没发") -> None:
    cases.request_completion(by=INSPECTOR, now=timezone.now(), case_id=case.public_id.hex, note=note)


def said_in(case: Case, field: str) -> Any:
    case.application.refresh_from_db()
    sent = form_of(case.application)
    assert sent
    return sent.lodged.answers[field].value if field in sent.lodged.answers else None


def at_the_desk(case: Case) -> str:
    """The page of the case and the whole of its form, as the office sees them."""
    clerk = officer("case-officer", OFFICE, "510411")
    full = clerk.post(f"/desk/cases/{case.public_id.hex}/form/", {"why": "处理投诉举报"})
    return shown(clerk, f"/desk/cases/{case.public_id.hex}/") + unescape(full.content.decode())


def test_who_learns_the_name_the_next_day_adds_it_to_the_case(worker: Client, case: Case) -> None:
    began, due = form_of(case.application), case.due_on
    assert began and answers_of(case.application).get("知道用人单位") is False
    assert "补充内容" in shown(worker, page_of(case))
    page = shown(worker, page_of(case, "add"))
    assert f'name="{BOSS}"' in page and 'name="says"' in page and 'type="file"' in page
    assert 'name="经过"' not in page, "what was said is not asked again"
    assert worker.post(page_of(case, "add"), NEXT_DAY)["Location"] == page_of(case)
    mine = shown(worker, page_of(case))
    assert "虚构劳务公司" in mine and "我后来补充的" in mine and "今天早上在牌子上看到的" in mine
    case.refresh_from_db()
    now = form_of(case.application)
    assert now and now.lodged.version == began.lodged.version and now.form == began.form
    assert now.lodged.added == {"用人单位": timezone.localdate(), "职业": timezone.localdate()}
    assert "职业" in began.lodged.to_help and "职业" not in now.lodged.to_help
    assert answers_of(case.application)["知道用人单位"] is True
    assert (case.status, case.due_on, case.added_on) == ("lodged", due, timezone.localdate())
    desk = at_the_desk(case)
    for words in (
        "虚构劳务公司",
        "补填",
        "用人单位（原来：不知道是谁）",
        "今天早上在牌子上看到的",
        "申请人补充内容",
    ):
        assert words in desk, words
    tasks = officer("inspector", OFFICE, "510411")
    assert "有补充" in shown(tasks, "/desk/tasks/")


def test_asked_to_complete_they_answer_in_words_alone(worker: Client, case: Case) -> None:
    ask(case)
    page = shown(worker, page_of(case, "complete"))
    assert "单位全名、哪几个月没发" in page and f'name="{BOSS}"' in page
    says = "单位是虚构劳务公司，8月9月没发"
    assert worker.post(page_of(case, "complete"), {"says": says})["Location"] == page_of(case)
    case.refresh_from_db()
    assert case.status == "completed"
    desk = at_the_desk(case)
    assert says in desk and "单位全名、哪几个月没发" in desk
    cases.accept(by=INSPECTOR, now=timezone.now(), case_id=case.public_id.hex)
    case.refresh_from_db()
    assert case.added_on is None, "the office has answered"


def test_what_cannot_be_read_is_told_and_kept(worker: Client, case: Case) -> None:
    typed = {"欠到哪天": "去年年底", "says": "公司牌子在门口", BOSS: "虚构劳务公司"}
    refused = worker.post(page_of(case, "add"), typed)
    text = unescape(refused.content.decode())
    assert refused.status_code == 400 and "有几处要改" in text
    assert said_in(case, "欠到哪天") is UNKNOWN and not Entry.objects.exists()
    again = shown(worker, page_of(case, "add"))
    for kept in ("去年年底", "公司牌子在门口", "虚构劳务公司"):
        assert kept in again, kept
    worker.post(page_of(case, "add"), {**typed, "欠到哪天": "2026年9月30日"})
    assert said_in(case, "欠到哪天") == date(2026, 9, 30)
    assert "公司牌子在门口" not in shown(worker, page_of(case, "add")), "sent, it is kept no longer"


def test_it_is_kept_on_the_way_without_being_sent(worker: Client, case: Case) -> None:
    kept = worker.post(page_of(case, "add"), {"says": "想一想再交", "职业": "木工", "save": "1"})
    assert kept["Location"].startswith(page_of(case, "add")) and not Entry.objects.exists()
    again = shown(worker, page_of(case, "add"))
    assert "想一想再交" in again and 'value="木工"' in again


def test_the_same_in_two_tabs(worker: Client, case: Case) -> None:
    worker.post(page_of(case, "add"), NEXT_DAY)
    worker.post(page_of(case, "add"), NEXT_DAY)
    assert Entry.objects.count() == 1, "pressed twice it is one addition"
    other = worker.post(page_of(case, "add"), {BOSS: "另一个虚构公司", "says": "不对，是另一个"})
    text = unescape(other.content.decode())
    assert other.status_code == 400 and "已经填过了" in text and "不对，是另一个" in text
    assert said_in(case, "用人单位").name == "虚构劳务公司"


def window(client: Client, case: Case) -> dict[str, str]:
    """The page opened once more: what it sends back of what stood in its fields."""
    (marks,) = re.findall(r'name="drawn" value="([^"]*)"', shown(client, page_of(case, "add")))
    return {"drawn": marks}


def test_what_another_window_kept_meanwhile_is_shown_before_it_is_written_over(
    worker: Client, case: Case
) -> None:
    add, here = page_of(case, "add"), window(worker, case)
    worker.post(add, {**window(worker, case), "职业": "木工", "says": "第一个窗口写的", "save": "1"})
    typed = {"职业": "瓦工", "says": "第二个窗口写的"}
    for button in ({"save": "1"}, {}):
        refused = worker.post(add, {**here, **typed, **button})
        page = unescape(refused.content.decode())
        assert refused.status_code == 400 and not Entry.objects.exists()
        assert "改成了“木工”" in page and "改成了“第一个窗口写的”" in page
        assert 'value="瓦工"' in page and "\n第二个窗口写的" in page, "nothing that was typed is lost"
        kept = shown(worker, add)
        assert 'value="木工"' in kept and "第二个窗口写的" not in kept
    (marks,) = re.findall(r'name="drawn" value="([^"]*)"', page)
    assert worker.post(add, {"drawn": marks, **typed})["Location"] == page_of(case)
    assert said_in(case, "职业") == "瓦工"
    assert "第二个窗口写的" in shown(worker, page_of(case))


def test_what_this_window_left_as_it_was_gives_way(worker: Client, case: Case) -> None:
    add = page_of(case, "add")
    worker.post(add, {"职业": "木工", "says": "先写的", "save": "1"})
    here = window(worker, case)
    worker.post(add, {**window(worker, case), "职业": "瓦工", "says": "后写的", "save": "1"})
    sent = worker.post(add, {**here, "职业": "木工", "says": "先写的", BOSS: "虚构劳务公司"})
    assert sent["Location"] == page_of(case)
    assert (said_in(case, "职业"), said_in(case, "用人单位").name) == ("瓦工", "虚构劳务公司")
    mine = shown(worker, page_of(case))
    assert "后写的" in mine and "先写的" not in mine


def test_what_another_window_handed_in_is_not_offered_to_be_written_over(worker: Client, case: Case) -> None:
    add, here = page_of(case, "add"), window(worker, case)
    worker.post(add, {**window(worker, case), **NEXT_DAY})
    other = worker.post(add, {**here, BOSS: "另一个虚构公司", "says": "不对，是另一个"})
    page = unescape(other.content.decode())
    assert other.status_code == 400 and "已经填过了" in page and "再点一次就存上" not in page
    (marks,) = re.findall(r'name="drawn" value="([^"]*)"', page)
    more = worker.post(add, {"drawn": marks, "欠到哪天": "2026年9月30日", "says": "又想起一件"})
    assert more["Location"] == page_of(case)
    assert said_in(case, "用人单位").name == "虚构劳务公司"


def test_pressed_twice_what_was_kept_before_is_one_addition(worker: Client, case: Case) -> None:
    worker.post(page_of(case, "add"), {**NEXT_DAY, "save": "1"})
    here = window(worker, case)
    for _press in range(2):
        assert worker.post(page_of(case, "add"), {**here, **NEXT_DAY})["Location"] == page_of(case)
    assert Entry.objects.count() == 1


def test_what_was_typed_for_a_request_that_is_over_is_kept(worker: Client, case: Case) -> None:
    ask(case)
    worker.post(page_of(case, "complete"), {"says": "第一个窗口写的"})
    late = worker.post(page_of(case, "complete"), {"says": "第二个窗口写的"})
    assert late.status_code == 409
    assert "第二个窗口写的" in shown(worker, page_of(case, "add"))


def test_after_acceptance_words_and_a_photograph(worker: Client, case: Case) -> None:
    cases.accept(by=INSPECTOR, now=timezone.now(), case_id=case.public_id.hex)
    case.refresh_from_db()
    due, clocks = case.due_on, case.clocks.count()
    photo = SimpleUploadedFile("牌子.jpg", makers.jpeg())
    worker.post(page_of(case, "add"), {"op": "add", "files": [photo]})
    assert worker.post(page_of(case, "add"), {"says": "工头打过电话"})["Location"] == page_of(case)
    case.refresh_from_db()
    assert (case.status, case.due_on, case.clocks.count()) == ("accepted", due, clocks)
    assert Attachment.objects.get().purpose == "casework.case"
    assert "一起交的" in at_the_desk(case)


def test_nothing_is_refused_and_so_is_a_closed_case_and_anothers(worker: Client, case: Case) -> None:
    nothing = worker.post(page_of(case, "add"), {"says": " "})
    assert nothing.status_code == 400 and "还没有补任何内容" in unescape(nothing.content.decode())
    other = Client()
    log_in(other, "13900000002")
    register_person(other, serial=2)
    assert other.get(page_of(case, "add")).status_code == 404
    assert other.post(page_of(case, "add"), NEXT_DAY).status_code == 404
    worker.post(page_of(case, "withdraw"))
    assert worker.get(page_of(case, "add")).status_code == 404
    assert worker.post(page_of(case, "add"), NEXT_DAY).status_code == 409
    assert not Entry.objects.exists()


def test_every_procedure_that_takes_applications_can_be_added_to() -> None:
    known = [each for each in register.everyone() if Origin.APPLICATION in each.opened_by]
    assert len(known) > 1
    for procedure in known:
        for status in procedure.statuses:
            moves = procedure.moves_from(status.id) if status.is_open else ()
            adds = [move for move in moves if any(each.takes_more for each in effects_of(move))]
            assert bool(adds) is status.is_open, (procedure.id, status.id)
