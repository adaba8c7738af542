"""The auditor's page: what is wanted, how far it is whole, and a copy that leaves a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.audit.actions import record, record_access, seal, verify
from huigong.audit.models import AuditEvent
from huigong.audit.words import everything
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.registry.actions import people
from huigong.registry.watched import SOUGHT_VERB
from tests.unit.portals.desk.staff import at_desk, lodged, person
from tests.unit.registry.someone import CLERK_FAR, FAR, new_person, resident_number

TRAIL = "/desk/audit/"
OFFICER = Principal("a-1", "虚构经办", (Grant("case-officer", "510400", "510400/police"),))
PERSON = "1" * 32


@pytest.fixture
def auditor() -> Client:
    return at_desk("auditor")


def told(verb: str = "casework.case.accepted", *, minutes_ago: int = 0, **options: Any) -> None:
    with transaction.atomic():
        record(
            by=OFFICER,
            now=timezone.now() - timedelta(minutes=minutes_ago),
            verb=verb,
            subject="casework.Case:" + "2" * 32,
            region="510411",
            **options,
        )


def looked() -> None:
    record_access(
        viewer=OFFICER,
        now=timezone.now(),
        person=PERSON,
        purpose="办理居住证",
        fields=["name"],
        region="510411",
    )


def verbs(page: Any) -> list[str]:
    return [line.event.verb for line in page.context["lines"]]


def test_an_auditor_begins_the_day_here(auditor: Client) -> None:
    home = auditor.get("/desk/", follow=True)
    assert home.redirect_chain[-1][0] == TRAIL
    assert home.status_code == 200


def test_an_event_says_who_of_which_office_did_what_for_what(auditor: Client) -> None:
    looked()
    text = auditor.get(TRAIL).content.decode()
    for words in ("虚构经办", "攀枝花市公安局", "查看个人信息", "办理居住证"):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"person": PERSON}, ["personal_data.read"]),
        ({"verb": "casework.case.accepted"}, ["casework.case.accepted"]),
        ({"actor": "虚构经办"}, ["personal_data.read", "casework.case.accepted"]),
        ({"actor": "虚构"}, []),
        ({"subject": "casework.Case:" + "2" * 32}, ["casework.case.accepted"]),
        ({"until": "2001-01-01"}, []),
    ],
)
def test_filters(auditor: Client, asked: dict[str, str], seen: list[str]) -> None:
    told()
    looked()
    assert verbs(auditor.get(TRAIL, asked)) == seen


@pytest.mark.parametrize(
    "asked",
    [
        {"person": "张三"},
        {"since": "9999-99-99"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2026-02-02", "until": "2026-01-01"},
        {"verb": "no.such.verb"},
        {"subject": "x" * 300},
    ],
)
def test_a_filter_that_cannot_be_is_said_at_its_place(auditor: Client, asked: dict[str, str]) -> None:
    page = auditor.get(TRAIL, asked)
    assert page.status_code == 400
    assert page.context["asked"].errors


@pytest.mark.parametrize("before", ["-1", "x", "9" * 30, "²"])
def test_a_page_number_that_is_none_shows_the_newest(auditor: Client, before: str) -> None:
    told()
    assert verbs(auditor.get(TRAIL, {"before": before}))[0] == "casework.case.accepted"


def test_pages_lead_to_older_ones_with_the_filters_kept(auditor: Client) -> None:
    for _ in range(51):
        told()
    first = auditor.get(TRAIL, {"verb": "casework.case.accepted"})
    second = auditor.get(f"{TRAIL}?{first.context['older']}")
    assert (len(first.context["lines"]), len(second.context["lines"])) == (50, 1)
    assert "verb=casework.case.accepted" in first.context["older"]


def test_the_same_questions_for_any_number_of_events(auditor: Client) -> None:
    counts = []
    for more in (2, 40):
        for _ in range(more):
            told()
        with CaptureQueriesContext(connection) as questions:
            auditor.get(TRAIL)
        counts.append(len(questions))
    assert counts[0] == counts[1] <= 11


def test_the_state_of_the_seal(auditor: Client) -> None:
    told()
    seal(now=timezone.now())
    verify(now=timezone.now())
    page = auditor.get(TRAIL)
    assert page.context["state"].alarms == ()
    assert "没有发现问题" in page.content.decode()


def test_what_nobody_seals_is_an_alarm_at_the_top(auditor: Client) -> None:
    told(minutes_ago=5)
    assert "超过一分钟还没有封存" in auditor.get(TRAIL).content.decode()


def test_a_copy_needs_a_purpose_and_leaves_an_event(auditor: Client) -> None:
    looked()
    assert auditor.post(f"{TRAIL}export/", {"purpose": " "}).status_code == 400
    assert not AuditEvent.objects.filter(verb="audit.exported").exists()
    copy = auditor.post(f"{TRAIL}export/?person={PERSON}", {"purpose": "核查投诉"})
    text = b"".join(copy.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].endswith("核查投诉")
    assert "办理居住证" in text
    event = AuditEvent.objects.get(verb="audit.exported")
    assert (event.purpose, event.person_ref) == ("核查投诉", PERSON)


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_cell_of_a_copy_is_a_formula(auditor: Client, sign: str) -> None:
    told(purpose=f"{sign}HYPERLINK(1)")
    copy = auditor.post(f"{TRAIL}export/", {"purpose": "核查"})
    assert f",'{sign}HYPERLINK(1)," in b"".join(copy.streaming_content).decode()


def by_number(client: Client, number: str) -> Any:
    return client.post(f"{TRAIL}person/", {"number": number}, follow=True)


def test_who_complains_is_found_by_the_card_that_they_show(auditor: Client) -> None:
    someone, other = person(1), person(2)
    at_desk("clerk").post(f"/desk/people/{someone.public_id.hex}/", {"why": "窗口受理申请"}, follow=True)
    answer = by_number(auditor, f" {someone.resident_number[:6]} {someone.resident_number[6:]} ")
    assert answer.redirect_chain == [(f"{TRAIL}?person={someone.public_id.hex}", 302)]
    assert {line.event.person for line in answer.context["lines"]} == {someone.public_id.hex}
    assert "查看个人信息" in answer.content.decode() and other.public_id.hex not in answer.content.decode()
    assert AuditEvent.objects.filter(verb=SOUGHT_VERB, person_ref=someone.public_id.hex).count() == 1


@pytest.mark.parametrize("number", ["", "12", resident_number(999)])
def test_a_number_of_nobody_is_told_beside_the_field(auditor: Client, number: str) -> None:
    answer = by_number(auditor, number)
    assert answer.status_code in (400, 404) and answer.context["number_form"].errors
    assert not number or number not in answer.redirect_chain


def test_somebody_of_whom_the_trail_here_tells_nothing_is_nobody_each_time(auditor: Client) -> None:
    row = new_person(7, residence=FAR, hukou_place=FAR)
    people.register_many(by=CLERK_FAR, now=timezone.now(), rows=[row])
    tried = [row.resident_number, row.resident_number, resident_number(999)]
    assert [by_number(auditor, number).status_code for number in tried] == [404, 404, 404]
    lines = [line.event for line in auditor.get(TRAIL).context["lines"]]
    told_of = [(event.verb, event.subject, event.person, event.data) for event in lines if event.visit]
    nobody = ("registry.person.not_found", "registry.Person", "", {"searched_by": "resident_number"})
    assert told_of[:3] == [nobody] * 3
    assert SOUGHT_VERB not in {event.verb for event in lines}


def test_numbers_are_not_tried_without_end(auditor: Client, settings: Any) -> None:
    settings.REFUSED_LOOKS = 2
    someone = person(1)
    at_desk("clerk").post(f"/desk/people/{someone.public_id.hex}/", {"why": "窗口受理申请"}, follow=True)
    known, nobodys = someone.resident_number, [resident_number(each) for each in (997, 998, 999)]
    tried = [nobodys[0], known, nobodys[1], nobodys[2], known]
    assert [by_number(auditor, number).status_code for number in tried] == [404, 200, 404, 429, 429]


@pytest.mark.parametrize("role", ["clerk", "police", "leading", "administrator"])
def test_nobody_else_reads_the_trail(role: str) -> None:
    client = at_desk(role)
    assert client.get(TRAIL).status_code == 403
    assert client.post(f"{TRAIL}export/", {"purpose": "核查"}).status_code == 403
    assert client.post(f"{TRAIL}person/", {"number": person().resident_number}).status_code == 403


def test_a_case_is_sought_by_its_number_and_its_rows_say_it(auditor: Client) -> None:
    case_id, other = lodged(sequence=1), lodged(sequence=2)
    number = Case.objects.get(public_id=case_id).number
    page = auditor.get(TRAIL, {"subject": f" {number} "})
    assert {line.event.subject for line in page.context["lines"]} == {f"casework.Case:{case_id}"}
    body = page.content.decode()
    assert number in body
    assert Case.objects.get(public_id=other).number not in body
    by_link = auditor.get(f"{TRAIL}?{page.context['lines'][0].of_subject}")
    assert verbs(by_link) == verbs(page)


def test_a_number_of_no_case_is_told(auditor: Client) -> None:
    page = auditor.get(TRAIL, {"subject": "510400-虚构-1"})
    assert (page.status_code, list(page.context["asked"].errors)) == (400, ["subject"])


def test_no_two_actions_of_the_filter_read_alike() -> None:
    words = list(everything().values())
    assert len(words) == len(set(words))
