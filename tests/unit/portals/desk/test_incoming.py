"""What waits at the counter: to complete, decided, to hand over, to carry to the offices."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.casework.actions import cases
from huigong.casework.models import Application, Case
from huigong.correspondence.actions import delivery
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.notices.models import Notice, NoticeService
from huigong.registry.actions import households
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import GRANTS, accepted, at_desk, lodged, person, principal
from tests.unit.portals.desk.test_letters import send
from tests.unit.registry.someone import CLERK, HERE

pytestmark = pytest.mark.usefixtures("wednesday")
INCOMING = "/desk/incoming/"


def shown(client: Client, tab: str) -> Any:
    return client.get(INCOMING, {"show": tab})


def to_complete(sequence: int = 1) -> str:
    case_id = lodged(sequence=sequence)
    cases.request_completion(by=principal("police"), now=timezone.now(), case_id=case_id, note="请带居住证明")
    return case_id


def decide(case_id: str) -> None:
    cases.decide(
        by=principal("police"),
        now=timezone.now(),
        case_id=case_id,
        verdict="approved",
        reasons="符合条件",
        clause="居住证暂行条例第二条",
    )


def text(page: Any) -> str:
    return unescape(page.content.decode())


def test_who_must_complete_something_stands_first() -> None:
    case_id = to_complete()
    page = at_desk("clerk").get(INCOMING)
    assert page.context["show"] == "complete"
    (line,) = page.context["lines"]
    assert line[0].case_id == case_id
    assert "待补正" in text(page)
    assert "虚构一" not in text(page), "masked"


def test_what_came_by_phone_is_not_the_counters() -> None:
    to_complete()
    Application.objects.update(channel=Application.Channel.ONLINE)
    assert shown(at_desk("clerk"), "complete").context["lines"] == []


def test_a_decided_case_is_told_for_a_month() -> None:
    case_id = accepted(days_ago=5)
    decide(case_id)
    clerk = at_desk("clerk")
    assert [line[0].case_id for line in shown(clerk, "decided").context["lines"]] == [case_id]
    Case.objects.update(closed_on=timezone.localdate().replace(month=4))
    assert shown(clerk, "decided").context["lines"] == []


def test_a_letter_is_handed_over_and_signed_for() -> None:
    send(at_desk("police"), lodged())
    clerk, letter = at_desk("clerk"), Notice.objects.get()
    page = shown(clerk, "letters")
    (waiting,) = page.context["letters"]
    assert waiting.letter.letter_id == letter.public_id.hex
    assert "送达回证" in text(page)
    address = f"{INCOMING}{letter.public_id.hex}/delivered/"
    assert "没有写送达的凭证" in text(clerk.post(address, {"proof": " "}, follow=True))
    assert "已登记送达" in text(clerk.post(address, {"proof": "送达回证，本人签名"}, follow=True))
    service = NoticeService.objects.get()
    assert (service.way, service.outcome, service.happened_on) == ("当面", "done", timezone.localdate())
    assert shown(clerk, "letters").context["letters"] == ()
    assert "已经送到了" in text(clerk.post(address, {"proof": "又一次"}, follow=True))
    assert NoticeService.objects.count() == 1


def test_who_does_not_work_at_a_counter_hands_nothing_over() -> None:
    send(at_desk("police"), lodged())
    letter = Notice.objects.get()
    for role, status in (("hrss", 404), ("auditor", 404), ("leading", 403)):
        client = at_desk(role)
        assert client.get(INCOMING).status_code == 403
        answer = client.post(f"{INCOMING}{letter.public_id.hex}/delivered/", {"proof": "签名"})
        assert answer.status_code == status, role
    assert not NoticeService.objects.exists()


def test_a_clerk_hands_over_no_letter_of_their_own_household() -> None:
    send(at_desk("police"), lodged())
    letter, applicant = Notice.objects.get(), Person.objects.get()
    me = person(sequence=2)
    members = [(applicant.public_id.hex, "head"), (me.public_id.hex, "spouse")]
    households.form(by=CLERK, now=timezone.now(), region=HERE, members=members, valid_from=date(2015, 1, 1))
    wife = Principal("clerk", "虚构配偶", (GRANTS["clerk"],), person_id=me.public_id.hex)
    given = {"letter_id": letter.public_id.hex, "proof": "送达回证", "now": timezone.now()}
    with pytest.raises(DomainError) as refused:
        delivery.hand_over(by=wife, **given)
    assert refused.value.code == "case.own_matter"
    assert not NoticeService.objects.exists()
    colleague = Principal("clerk", "虚构同事", (GRANTS["clerk"],), person_id=person(sequence=3).public_id.hex)
    assert delivery.hand_over(by=colleague, **given).outcome == "done"


def test_what_was_lodged_today_goes_to_its_office_with_a_sheet() -> None:
    lodged(days_ago=0)
    lodged(days_ago=1, sequence=2)
    clerk = at_desk("clerk")
    page = shown(clerk, "today")
    ((office, name, count),) = page.context["offices"]
    assert count == 1 and name in text(page)
    made = clerk.get(f"{INCOMING}sheet/{office}/")
    assert made["Content-Type"] == "application/pdf"
    assert clerk.get(f"{INCOMING}sheet/510403/hrss/").status_code == 404


def test_as_many_queries_for_one_as_for_several() -> None:
    clerk, police = at_desk("clerk"), at_desk("police")

    def asked(tab: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert shown(clerk, tab).status_code == 200
        return len(captured)

    def one_more(sequence: int) -> None:
        to_complete(sequence)
        send(police, lodged(days_ago=0, sequence=sequence + 10))
        decide(accepted(days_ago=0, sequence=sequence + 20))

    one_more(1)
    tabs = ("complete", "decided", "letters", "today")
    for tab in tabs:
        shown(clerk, tab)
    few = {tab: asked(tab) for tab in tabs}
    for sequence in (2, 3, 4):
        one_more(sequence)
    assert {tab: asked(tab) for tab in tabs} == few
    assert max(few.values()) <= 22
