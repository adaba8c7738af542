"""Whoever answers for a case sees which short messages reached no phone, and deals with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from huigong.casework.models import Case
from huigong.messages.actions import sending
from huigong.messages.models import Message, Sending
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import at_desk, lodged

FAILED = "/desk/messages/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_all_night(settings: Any) -> None:
    settings.QUIET_HOURS = "00:00-00:00"


@pytest.fixture
def case() -> Case:
    case = Case.objects.get(public_id=lodged())
    for person in Person.objects.all():
        person.phone = ""
        person.save()
    sending.send_due(now=timezone.now())
    return case


def text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_the_office_sees_why_and_of_which_case_and_not_what_was_said(case: Case) -> None:
    page = text(at_desk("police").get(FAILED))
    assert case.number in page and "没有登记手机号" in page
    assert Message.objects.get().title not in page


def test_another_office_sees_nothing_of_it(case: Case) -> None:
    assert "没有发不出去的短信" in text(at_desk("hrss").get(FAILED))


def test_told_in_person_it_leaves_the_list(case: Case) -> None:
    desk = at_desk("police")
    wanted = {"message": Message.objects.get().public_id.hex, "do": "taken_over"}
    assert "已登记由您通知" in text(desk.post(FAILED, wanted, follow=True))
    assert case.number not in text(desk.get(FAILED))
    assert desk.post(FAILED, wanted).status_code == 409


def test_sent_again_it_waits(case: Case) -> None:
    desk = at_desk("police")
    desk.post(FAILED, {"message": Message.objects.get().public_id.hex, "do": "again"})
    assert Sending.objects.get().state == Sending.State.WAITING


@pytest.mark.parametrize(("role", "wanted", "status"), [
    ("hrss", {"do": "again"}, 403),
    ("leading", {"do": "again"}, 403),
    ("police", {"do": "burn"}, 400),
    ("police", {"do": "again", "message": "zzz"}, 404),
])  # fmt: skip
def test_what_one_may_not_do_is_refused(case: Case, role: str, wanted: dict[str, str], status: int) -> None:
    given = {"message": Message.objects.get().public_id.hex, **wanted}
    assert at_desk(role).post(FAILED, given).status_code == status
    assert Sending.objects.get().state == Sending.State.FAILED
