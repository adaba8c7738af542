"""Who has a task: taking it, handing it over, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huigong.audit.models import AuditEvent
from huigong.casework.actions import tasks
from huigong.casework.models import Task
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM
from huigong.portals.shared.purposes import WATCHING
from tests.unit.audit.trail import is_whole
from tests.unit.portals.desk.staff import BACKEND, HRSS, accepted, at_desk, lodged, official, past, principal
from tests.unit.portals.desk.test_tasks import questions

pytestmark = pytest.mark.usefixtures("wednesday")


def address(case_id: str, move: str = "") -> str:
    return f"/desk/cases/{case_id}/{move + '/' if move else ''}"


def logged_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def form(case_id: str, *, held_by: Account | None = None, to: Account | None = None) -> dict[str, str]:
    """What the page's form would send for the open decide task."""
    task = Task.objects.get(case__public_id=case_id, kind="decide", status="open")
    return {
        "task_id": task.public_id.hex,
        "held_by": str(held_by.public_id) if held_by else "",
        **({"account_id": str(to.public_id)} if to else {}),
    }


def holder(case_id: str) -> str:
    task = Task.objects.get(case__public_id=case_id, kind="decide", status="open")
    return str(task.assignee or "")


def handed_over() -> list[dict[str, Any]]:
    return [event.data for event in AuditEvent.objects.filter(verb="casework.task.assigned")]


def test_an_open_task_without_anybody_says_so_and_is_taken_in_one_press() -> None:
    client, case_id = at_desk("police"), accepted()
    assert "还没有人办" in client.get(address(case_id)).content.decode()
    page = client.post(address(case_id, "take"), form(case_id), follow=True)
    assert page.redirect_chain == [(address(case_id), 302)]
    assert "这项任务现在由您办。" in page.content.decode()
    assert "还没有人办" not in page.content.decode()
    assert holder(case_id) == "虚构police"
    assert page.context["case"].history[-1].what == "分派经办人：虚构police"


def test_the_list_shows_who_has_what_and_takes_in_one_press() -> None:
    client = at_desk("police")
    case_id, free = lodged(sequence=1), lodged(sequence=2)
    client.post(address(case_id, "take"), form(case_id))
    page = client.get("/desk/tasks/")
    assert page.content.decode().count(">接过来办<span") == 1
    assert address(free, "take") in page.content.decode()
    assert {tab.title: tab.count for tab in page.context["tabs"]}["还没有人办的"] == "1"
    listed = {
        tab: [line.task.case_id for line in client.get(f"/desk/tasks/?tab={tab}").context["lines"]]
        for tab in ("mine", "free")
    }
    assert listed == {"mine": [case_id], "free": [free]}
    client.post(address(free, "take"), form(free))
    assert "每项任务都有人办。" in client.get("/desk/tasks/?tab=free").content.decode()


def test_handing_over_and_again_to_another() -> None:
    client, case_id = at_desk("police"), accepted()
    second, third = official("police", username="second"), official("police", username="third")
    (one,) = client.get(address(case_id)).context["assignments"]
    choices = one.form.fields["account_id"].widget.choices
    assert [name for _, name in choices] == ["请选择同事", "虚构second", "虚构third"]
    page = client.post(address(case_id, "hand_over"), form(case_id, to=second), follow=True)
    assert "已交给同事。" in page.content.decode()
    assert [
        line.task.case_id for line in logged_in(second).get("/desk/tasks/?tab=mine").context["lines"]
    ] == [case_id]
    client.post(address(case_id, "hand_over"), form(case_id, held_by=second, to=third))
    assert holder(case_id) == "虚构third"
    assert [data["assignee"] for data in handed_over()] == [second.public_id.hex, third.public_id.hex]
    assert is_whole()


def test_pressing_twice_does_it_once() -> None:
    client, case_id = at_desk("police"), accepted()
    sent = form(case_id)
    for _ in range(2):
        assert client.post(address(case_id, "take"), sent).status_code == 302
    assert len(handed_over()) == 1


def test_a_late_press_takes_it_from_nobody() -> None:
    client, case_id = at_desk("police"), accepted()
    sent, second = form(case_id), official("police", username="second")
    logged_in(second).post(address(case_id, "take"), sent)
    page = client.post(address(case_id, "take"), sent)
    assert page.status_code == 409
    assert "这项任务刚才已经由虚构second接办" in page.content.decode()
    assert holder(case_id) == "虚构second"
    assert f'name="held_by" value="{second.public_id}"' in page.content.decode()
    assert client.post(address(case_id, "take"), form(case_id, held_by=second)).status_code == 302


@pytest.mark.parametrize("role", ["hrss", "clerk", "leading", "auditor"])
def test_it_is_not_given_to_somebody_who_may_not_do_it(role: str) -> None:
    client, case_id = at_desk("police"), accepted()
    official("police", username="second")
    page = client.post(address(case_id, "hand_over"), form(case_id, to=official(role)))
    assert page.status_code == 400
    body = page.content.decode()
    assert "不能交给这位工作人员" in body
    assert page.context["tried_in_vain"] is None
    assert holder(case_id) == ""
    assert handed_over() == []


@pytest.mark.parametrize("account", ["", "nobody", "0" * 32])
def test_a_wrong_account_is_told_in_place(account: str) -> None:
    client, case_id = at_desk("police"), accepted()
    official("police", username="second")
    page = client.post(address(case_id, "hand_over"), {**form(case_id), "account_id": account})
    assert page.status_code == 400
    (one,) = page.context["assignments"]
    assert one.open
    assert one.refused.errors
    assert holder(case_id) == ""


@pytest.mark.parametrize("role", ["leading", "clerk", "hrss"])
def test_who_may_not_do_it_sees_no_control_and_is_refused(role: str) -> None:
    client, case_id = at_desk(role), accepted()
    police = official("police")
    client.post(address(case_id, "why"), {"why": WATCHING[0][0]})
    page, refused = client.get(address(case_id)), 404 if role == "hrss" else 403
    if role == "hrss":
        assert page.status_code == refused
    else:
        assert page.context["assignments"] == []
        assert "还没有人办" in page.content.decode()
        assert "接过来办" not in page.content.decode()
    assert client.post(address(case_id, "take"), form(case_id)).status_code == refused
    assert client.post(address(case_id, "hand_over"), form(case_id, to=police)).status_code == refused
    assert holder(case_id) == ""


def test_an_office_that_was_asked_hands_over_its_own_task_only() -> None:
    case_id = accepted()
    task = tasks.ask_support(
        by=principal("police"), now=past(0), case_id=case_id, office=HRSS, question="请核实用工登记。"
    )
    client = at_desk("hrss")
    inspector = official("inspector")
    (one,) = client.get(address(case_id)).context["assignments"]
    assert one.task.task_id == task.public_id.hex
    assert [shown.name for shown in one.task.colleagues] == ["虚构inspector"]
    sent = {"task_id": task.public_id.hex, "held_by": "", "account_id": str(inspector.public_id)}
    assert client.post(address(case_id, "hand_over"), sent).status_code == 302
    assert client.post(address(case_id, "take"), form(case_id)).status_code == 403


def test_a_task_of_a_closed_account_waits_for_somebody_again() -> None:
    client, case_id = at_desk("police"), accepted()
    second = official("police", username="second")
    client.post(address(case_id, "hand_over"), form(case_id, to=second))
    accounts.close_account(by=SYSTEM, now=past(0), account=second)
    page = client.get("/desk/tasks/?tab=free")
    assert [line.task.case_id for line in page.context["lines"]] == [case_id]
    assert "原经办人虚构second已不能办理" in page.content.decode()
    client.post(address(case_id, "take"), form(case_id, held_by=second))
    assert holder(case_id) == "虚构police"


def test_a_task_that_has_ended_meanwhile_is_told_on_the_page() -> None:
    client, case_id = at_desk("police"), accepted()
    sent = form(case_id)
    client.post(address(case_id, "approve"), {"reasons": "符合。", "clause": "居住证暂行条例第二条"})
    page = client.post(address(case_id, "take"), sent)
    assert page.status_code == 409
    assert "这项任务已经结束" in page.content.decode()


def test_thirty_colleagues_cost_no_more_questions_than_three() -> None:
    client, case_id = at_desk("police"), accepted()
    client.get(address(case_id))  # the first page of a visit also records the look
    counted = []
    for names in (range(3), range(3, 30)):
        for name in names:
            official("police", username=f"colleague-{name}")
        counted.append(questions(client, address(case_id)))
    assert counted[1] == counted[0]
