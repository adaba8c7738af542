"""The files of a case beside its form; papers asked for again by name; who has the task moves the case."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter

from huigong.casework.access import FILES
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Task
from huigong.directory.principals import SYSTEM
from huigong.files import actions
from huigong.files.places import Place
from tests.unit.files import makers
from tests.unit.portals.desk.staff import HERE, HRSS, accepted, at_desk, lodged, official, past, principal

pytestmark = pytest.mark.usefixtures("wednesday")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES = str(tmp_path / "files")


def handed_in(case_id: str, data: bytes, name: str) -> str:
    """A file of the case that came later; its public id."""
    case = Case.objects.get(public_id=case_id)
    person = case.application.person.public_id.hex
    place = Place(owner=person, purpose=FILES, holder=case_id, person=person, region=HERE)
    return actions.keep(data=data, name=name, place=place, by=SYSTEM, now=past(0)).public_id.hex


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for month in ("三月", "四月"):
            book.add_worksheet(month).write_row(0, 0, ["实发", f"{month}五千二"])
    return out.getvalue()


def address(case_id: str, rest: str = "") -> str:
    return f"/desk/cases/{case_id}/evidence/{rest}"


def test_photo_pdf_and_sheet_are_shown_beside_the_verdict() -> None:
    case_id = lodged()
    photo = handed_in(case_id, makers.jpeg(), "居住证明.jpg")
    contract = handed_in(case_id, makers.pdf(), "租房合同.pdf")
    wages = handed_in(case_id, sheet(), "工资表.xlsx")
    client = at_desk("police")
    page = client.get(address(case_id))
    assert [paper.here for paper in page.context["papers"]] == [True, False, False]
    assert page.context["screened"] is not None
    assert f"/files/{photo[:8]}" in page.content.decode()
    body = client.get(address(case_id, f"?file={wages}&page=2")).content.decode()
    assert "四月五千二" in body and "三月五千二" not in body
    assert "page=1" in body and "page=3" not in body
    body = client.get(address(case_id, f"?file={contract}")).content.decode()
    (leaf,) = (part for part in body.split('"') if part.endswith("/1/") and "evidence" in part)
    assert client.get(leaf)["Content-Type"] == "image/jpeg"
    assert client.get(address(case_id, f"?file={contract}&page=nonsense")).status_code == 200


def test_a_file_of_another_case_or_for_another_office_is_not_shown() -> None:
    case_id, other = lodged(sequence=1), lodged(sequence=2)
    foreign = handed_in(other, makers.pdf(), "别人的.pdf")
    own = handed_in(case_id, makers.pdf(), "自己的.pdf")
    client = at_desk("police")
    leaf = str(uuid4())
    for file in (foreign, leaf.replace("-", "")):
        dashed = f"{file[:8]}-{file[8:12]}-{file[12:16]}-{file[16:20]}-{file[20:]}"
        assert client.get(address(case_id, f"{dashed}/1/")).status_code == 404
    assert at_desk("hrss").get(address(case_id, f"?file={own}")).status_code == 404
    leading = at_desk("leading")
    leading.post(f"/desk/cases/{case_id}/why/", {"why": "督办超期的办件"})
    assert not leading.get(address(case_id)).context["papers"], "numbers, not papers"


def test_papers_are_asked_for_again_by_name() -> None:
    case_id = lodged()
    client = at_desk("police")
    page = client.get(f"/desk/cases/{case_id}/")
    names = page.context["again"]
    assert "本人照片" in names
    assert "居民身份证" not in names, "an office looks that up itself, and calls nobody for it"
    given = "?again=2&why-2=unclear&again=1&again=99&again=x&again=2&why-1=nonsense"
    page = client.get(f"/desk/cases/{case_id}/{given}")
    (offer,) = (offer for offer in page.context["offers"] if offer.move == "request_completion")
    assert offer.open
    assert offer.form["note"].value() == f"1. {names[1]}：看不清，请重新拍\n2. {names[0]}：没有交"
    assert Case.objects.get(public_id=case_id).status == "lodged", "only written down so far"
    assert not client.get(f"/desk/cases/{accepted(sequence=2)}/").context["again"], "once, before acceptance"


def test_a_colleagues_case_is_taken_over_before_it_is_decided() -> None:
    case_id = accepted()
    colleague = official("police", username="colleague")
    task = Task.objects.get(case__public_id=case_id)
    tasking.assign(
        by=principal("police"), now=past(0), task_id=task.public_id.hex, account_id=str(colleague.public_id)
    )
    client = at_desk("police")
    page = client.get(f"/desk/cases/{case_id}/")
    assert page.context["with_colleague"].name == "虚构colleague"
    body = page.content.decode()
    assert f"/desk/letters/of/{case_id}/approve/" not in body
    assert f"/desk/letters/of/{case_id}/refer/" in body, "handing it on is open to others"
    client.post(
        f"/desk/cases/{case_id}/take/", {"task_id": str(task.public_id), "held_by": str(colleague.public_id)}
    )
    page = client.get(f"/desk/cases/{case_id}/")
    assert page.context["with_colleague"] is None
    assert "approve" in page.content.decode()


def test_a_question_says_how_long_it_has_waited() -> None:
    case_id = accepted(days_ago=8)
    asked = tasking.ask_support(
        by=principal("police"), now=past(5), case_id=case_id, office=HRSS, question="请核实"
    )
    client = at_desk("police")
    assert "已等 5 天" in client.get(f"/desk/cases/{case_id}/").content.decode()
    tasking.answer_support(by=principal("hrss"), now=past(2), task_id=asked.public_id.hex, answer="属实")
    assert "用了 3 天" in client.get(f"/desk/cases/{case_id}/").content.decode()
