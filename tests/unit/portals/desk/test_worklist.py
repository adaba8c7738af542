"""The work list's pages: filters in the address, kept lists, the workbook, several at once, days and loads."""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine_plus import CalamineWorkbook

from huigong.audit.models import AuditEvent
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Task
from huigong.casework.queries import load, options
from huigong.directory.models import Account
from huigong.directory.principals import Grant
from huigong.kernel import regions
from tests.unit.portals.desk.staff import (
    GRANTS,
    POLICE,
    accepted,
    at_desk,
    lodged,
    official,
    past,
    principal,
)
from tests.unit.portals.desk.test_tasks import questions
from tests.unit.registry.someone import HERE

pytestmark = pytest.mark.usefixtures("wednesday")
TASKS = "/desk/tasks/"


def numbers(page: Any) -> list[str]:
    return [line.task.number for line in page.context["lines"]]


def number_of(case_id: str) -> str:
    return Case.objects.get(public_id=case_id).number


def task_of(case_id: str) -> Task:
    return Task.objects.select_related("assignee").get(case__public_id=case_id, kind="decide", status="open")


def test_filters_stand_in_the_address_and_are_kept_by_tabs_and_pages() -> None:
    late, fine = accepted(days_ago=20, sequence=1), accepted(days_ago=2, sequence=2)
    lodged(sequence=3)
    client = at_desk("police")
    page = client.get(f"{TASKS}?status=accepted&due=late&sort=newest&column=opened&column=status")
    assert numbers(page) == [number_of(late)]
    assert page.context["columns"] == ("status", "opened")
    assert "status=accepted&due=late&sort=newest" in page.context["tabs"][2].address
    assert numbers(client.get(f"{TASKS}?status=accepted&sort=newest")) == [number_of(fine), number_of(late)]
    assert len(numbers(client.get(f"{TASKS}?status=nonsense&due=x&sort=y&from=z&holder=q'&since=1"))) == 0
    assert len(numbers(client.get(f"{TASKS}?status=nonsense&due=x&sort=y&from=z"))) == 3


def test_a_number_is_found_also_when_the_case_is_no_task_any_more() -> None:
    case_id = accepted()
    client, number = at_desk("police"), number_of(case_id)
    assert numbers(client.get(f"{TASKS}?number={number[-6:]}")) == [number]
    Task.objects.update(status="withdrawn")
    page = client.get(f"{TASKS}?number={number}")
    assert page.context["elsewhere"] == case_id
    assert at_desk("hrss").get(f"{TASKS}?number={number}").context["elsewhere"] == "", "another office's"


def test_in_a_province_a_region_is_chosen_before_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, "province", Grant("case-officer", "510000"))
    monkeypatch.setattr(options, "MANY", 0)
    accepted(sequence=1)
    elsewhere = accepted(sequence=2)
    Case.objects.filter(public_id=elsewhere).update(region="510421")
    client = at_desk("province")
    filters = client.get(TASKS).context["filters"]
    assert "office" not in filters.fields and filters.fields["region"].help_text
    narrowed = client.get(f"{TASKS}?region={HERE}").context["filters"]
    assert "office" in narrowed.fields and not narrowed.fields["region"].help_text
    kept = client.get(f"{TASKS}?office={POLICE}")
    assert kept.context["filters"].cleaned_data["office"] == POLICE, "a kept list still says which office"


def test_pages_have_no_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huigong.portals.desk.cases.views.tasks.SIZE", 2)
    for sequence in range(1, 6):
        accepted(days_ago=sequence, sequence=sequence)
    client = at_desk("police")
    page, seen = client.get(f"{TASKS}?status=accepted"), []
    while True:
        seen += numbers(page)
        if not page.context["pages"]["after"]:
            break
        page = client.get(TASKS + page.context["pages"]["after"])
    assert len(seen) == len(set(seen)) == 5
    back = client.get(TASKS + page.context["pages"]["before"])
    assert numbers(back) == seen[2:4]


def test_a_list_is_kept_under_a_name_and_dropped() -> None:
    client = at_desk("police")
    client.post(f"{TASKS}keep/?status=accepted&page=3", {"name": "在办的"})
    ((row, here),) = client.get(f"{TASKS}?status=accepted").context["kept"]
    assert (row.name, row.query, here) == ("在办的", "status=accepted", True)
    assert client.post(f"{TASKS}keep/?status=accepted", {"name": ""}).status_code == 400
    assert not at_desk("hrss").get(TASKS).context["kept"], "another officer's"
    client.post(f"{TASKS}keep/", {"drop": row.list_id})
    assert not client.get(TASKS).context["kept"]


class TestExport:
    def sheet(self, answer: Any) -> list[list[Any]]:
        data = b"".join(answer.streaming_content)
        assert (
            b"&amp;" not in ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").split(b"sheetData")[1]
        )
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    def test_the_workbook_has_the_list_and_its_mark_and_the_trail_knows(self) -> None:
        late = accepted(days_ago=20, sequence=1)
        accepted(days_ago=2, sequence=2)
        client = at_desk("police")
        answer = client.post(f"{TASKS}export/?due=late&column=person&column=office", {"purpose": "=周例会"})
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        mark, heads, *rows = self.sheet(answer)
        assert mark[0] == "虚构police 于 2026-06-10 10:00 导出，事由：=周例会"
        assert heads == ["期限", "到期日", "事项", "办件编号", "任务种类", "申请人", "部门"]
        assert [row[3] for row in rows] == [number_of(late)]
        assert "*" in rows[0][5], "names stay masked"
        event = AuditEvent.objects.get(verb="casework.list.exported")
        assert (event.purpose, event.data) == (
            "=周例会",
            {"rows": 1, "list": {"tab": "all", "due": "late"}},
        )

    def test_the_trail_keeps_the_list_as_understood_however_long_its_address(self) -> None:
        accepted()
        junk = "&".join(f"column={n:05}" for n in range(20)) + "&number=" + "9" * 300 + "&due=never"
        at_desk("police").post(f"{TASKS}export/?{junk}&holder={'h' * 300}", {"purpose": "核对"})
        event = AuditEvent.objects.get(verb="casework.list.exported")
        assert event.data == {"rows": 0, "list": {"tab": "all", "holder": "h" * 36}}

    def test_without_a_purpose_nothing_is_given(self) -> None:
        accepted()
        answer = at_desk("police").post(f"{TASKS}export/", {"purpose": " "})
        assert answer.status_code == 400
        assert "请写明导出是为了什么" in answer.content.decode()
        assert not AuditEvent.objects.filter(verb="casework.list.exported").exists()

    def test_another_office_takes_nothing_of_it_away(self) -> None:
        accepted()
        _mark, _heads, *rows = self.sheet(at_desk("hrss").post(f"{TASKS}export/", {"purpose": "核对"}))
        assert rows == []


class TestTogether:
    def ticked(self, *case_ids: str) -> dict[str, Any]:
        ticked = [task_of(case_id) for case_id in case_ids]
        holders = {
            f"held-{task.public_id.hex}": str(task.assignee.public_id) if task.assignee else ""
            for task in ticked
        }
        return {"task": [task.public_id.hex for task in ticked], **holders}

    def test_nothing_is_done_before_it_is_confirmed(self) -> None:
        case_ids = [lodged(sequence=1), accepted(sequence=2)]
        page = at_desk("police").post(f"{TASKS}together/", self.ticked(*case_ids))
        assert len(page.context["lines"]) == 2
        assert {each.move: each.cases for each in page.context["moves"]} == {"accept": 1}
        assert "made" not in page.context
        assert task_of(case_ids[0]).assignee is None

    def test_take_and_hand_over(self) -> None:
        case_ids = [accepted(sequence=1), accepted(sequence=2)]
        colleague = official("police", username="colleague")
        client = at_desk("police")
        client.post(f"{TASKS}together/", {**self.ticked(*case_ids), "what": "take", "confirm": "1"})
        assert {str(task_of(case_id).assignee) for case_id in case_ids} == {"虚构police"}
        given = {"what": "hand_over", "confirm": "1"}
        assert client.post(f"{TASKS}together/", {**self.ticked(*case_ids), **given}).status_code == 400
        given["to"] = str(colleague.public_id)
        client.post(f"{TASKS}together/", {**self.ticked(*case_ids), **given})
        assert {str(task_of(case_id).assignee) for case_id in case_ids} == {"虚构colleague"}

    def test_one_that_is_refused_stops_no_other_and_says_why(self) -> None:
        first, second = accepted(sequence=1), accepted(sequence=2)
        colleague = official("police", username="colleague")
        client = at_desk("police")
        ticked = self.ticked(first, second)
        tasking.assign(
            by=principal("police"),
            now=past(0),
            task_id=task_of(first).public_id.hex,
            account_id=str(colleague.public_id),
        )
        page = client.post(f"{TASKS}together/", {**ticked, "what": "take", "confirm": "1"})
        made = page.context["made"]
        assert [row.number for row in made.done] == [number_of(second)]
        ((row, words),) = made.refused
        assert row.number == number_of(first)
        assert "已经由虚构colleague接办" in words[0]

    def test_a_move_without_text_is_made_for_all_that_allow_it(self) -> None:
        case_ids = [lodged(sequence=1), lodged(sequence=2)]
        client = at_desk("police")
        client.post(f"{TASKS}together/", {**self.ticked(*case_ids), "what": "accept", "confirm": "1"})
        statuses = set(Case.objects.filter(public_id__in=case_ids).values_list("status", flat=True))
        assert statuses == {"accepted"}

    def test_a_move_that_needs_words_or_another_offices_task_is_not_made(self) -> None:
        case_id = accepted()
        ticked = self.ticked(case_id)
        refused = at_desk("police").post(f"{TASKS}together/", {**ticked, "what": "refuse", "confirm": "1"})
        elsewhere = at_desk("hrss").post(f"{TASKS}together/", {**ticked, "what": "take", "confirm": "1"})
        assert (refused.status_code, elsewhere.status_code) == (400, 400)
        assert task_of(case_id).assignee is None
        assert Case.objects.get(public_id=case_id).status == "accepted"


def test_the_days_show_what_is_due_and_lead_to_the_list() -> None:
    accepted(days_ago=14, sequence=1)
    accepted(days_ago=20, sequence=2)
    client = at_desk("police")
    page = client.get(f"{TASKS}days/")
    due = [(day.on.isoformat(), day.due) for day, *_ in page.context["days"] if day.due]
    assert due == [("2026-06-11", 1)]
    assert page.context["late"] == 1
    assert len(numbers(client.get(f"{TASKS}?from=2026-06-11&until=2026-06-11"))) == 1
    assert client.get(f"{TASKS}days/?from=0001-01-01&whose=mine").status_code == 200
    assert client.get(f"{TASKS}days/?from=2199-12-31").status_code == 200


def test_the_load_leads_to_a_colleagues_list() -> None:
    case_id = accepted(days_ago=20, sequence=1)
    client = at_desk("police")
    account = Account.objects.get(username="police")
    Task.objects.update(assignee=account)
    ((row, _bar),) = client.get(f"{TASKS}load/").context["loads"]
    assert (row.name, row.open, row.late) == ("虚构police", 1, 1)
    assert numbers(client.get(f"{TASKS}?holder={row.account_id}")) == [number_of(case_id)]


def test_an_internal_note_is_written_on_the_case_page() -> None:
    case_id = accepted()
    client = at_desk("police")
    assert client.post(f"/desk/cases/{case_id}/note/", {"text": ""}).status_code == 400
    page = client.post(f"/desk/cases/{case_id}/note/", {"text": "下周再打电话"}, follow=True)
    assert "下周再打电话" in page.content.decode()
    assert "下周再打电话" not in at_desk("leading").get(f"/desk/cases/{case_id}/").content.decode()


@pytest.mark.parametrize("address", [TASKS, f"{TASKS}days/", f"{TASKS}load/"])
def test_thirty_tasks_cost_no_more_questions_than_three_beside_the_list(address: str) -> None:
    client = at_desk("police")
    for sequence in range(1, 4):
        accepted(days_ago=sequence, sequence=sequence)
    three = questions(client, address)
    for sequence in range(4, 16):
        accepted(days_ago=sequence, sequence=sequence)
    assert questions(client, address) == three


def test_too_many_tasks_are_told_by_place_first(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted(days_ago=3)
    monkeypatch.setattr(load, "MOST", 0)
    client = at_desk("leading")
    body = client.get(f"{TASKS}load/").content.decode()
    assert "请先选地方" in body
    (place,) = re.findall(r'href="\?in=(\d{6})"', body)
    narrowed = client.get(f"{TASKS}load/?in={place}").content.decode()
    assert "请先选地方" not in narrowed
    assert regions.find(place).name in narrowed
    assert client.get(f"{TASKS}load/?in=nonsense").status_code == 200
