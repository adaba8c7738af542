"""A child in a case: form, printed form, papers and letters open to a post that is approved to handle such cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.access import FILES
from huigong.casework.models import Case
from huigong.directory.actions import approvals
from huigong.directory.principals import Grant
from huigong.files.models import StoredFile
from huigong.kernel.errors import DomainError
from huigong.notices.models import Notice
from huigong.registry import queries
from tests.unit.files import makers
from tests.unit.portals.desk.staff import GRANTS, at_desk, lodged, past, person, principal
from tests.unit.portals.desk.test_evidence import handed_in
from tests.unit.portals.desk.test_letters import send

pytestmark = pytest.mark.usefixtures("wednesday")
WHY = {"why": "核实申请材料", "more": ""}
REFUSED = "这是未成年人，看完整内容要先经过批准"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES = str(tmp_path / "files")


def of_child(*, years: int = 15) -> Case:
    """A case of the police whose applicant is so old today, with a contract as PDF and a letter."""
    case = Case.objects.get(public_id=lodged())
    whom, today = case.application.person, timezone.localdate()
    send(at_desk("police", username="sender"), case.public_id.hex)
    handed_in(case.public_id.hex, makers.pdf(), "租房合同.pdf")
    whom.born_on = date(today.year - years, today.month, today.day)
    whom.save()
    return case


def approve(post: Grant, *, own_cases: bool = True) -> None:
    approvals.approve(
        by=principal("leading"),
        now=past(0),
        post=post,
        purpose="虚构的经办事由",
        minors=True,
        own_cases=own_cases,
        valid_until=timezone.localdate() + timedelta(days=9),
    )


def opens(client: Client, case: Case) -> dict[str, bool]:
    """What of the case opens in full to an officer."""
    case_id, letter = case.public_id.hex, Notice.objects.get().public_id.hex
    beside = client.get(f"/desk/cases/{case_id}/evidence/")
    file = case_file(case)
    client.post(f"/desk/letters/{letter}/reveal/", WHY)
    today = timezone.localdate().isoformat()
    return {
        "form": client.post(f"/desk/cases/{case_id}/form/", WHY).status_code == 200,
        "papers": bool(beside.context["papers"]),
        "leaf": client.get(f"/desk/cases/{case_id}/evidence/{file}/1/").status_code == 200,
        "file": client.get(f"/files/{file}/").status_code == 200,
        "letter": client.get(f"/desk/letters/{letter}/pdf/").status_code == 200,
        "printed again": client.post(f"/desk/letters/{letter}/again/").status_code == 200,
        "of the day": client.post("/desk/letters/print/", {"day": today, **WHY}).status_code == 200,
    }


def case_file(case: Case) -> str:
    return str(StoredFile.objects.get(places__holder=case.public_id.hex, places__purpose=FILES).public_id)


def test_nothing_of_a_child_opens_to_an_office_without_an_approval_and_all_of_it_with() -> None:
    case, client = of_child(), at_desk("police")
    assert set(opens(client, case).values()) == {False}
    approve(GRANTS["hrss"])
    assert set(opens(client, case).values()) == {False}, "the approval of another post"
    approve(GRANTS["police"])
    assert set(opens(client, case).values()) == {True}
    looks = AuditEvent.objects.filter(
        verb="personal_data.read", person_ref=case.application.person.public_id.hex
    )
    told = looks.filter(actor_name="虚构police", purpose__contains="虚构的经办事由")
    fields = {field.split()[0] for event in told for field in event.data["fields"]}
    assert fields == {"form", "PDF", "文书"}


def test_a_refused_file_counts_like_any_refused_look(settings: Any) -> None:
    """Opening what is handed in, and the page on which it is listed; then nothing opens in full for an hour."""
    settings.REFUSED_LOOKS = 2
    case, client = of_child(), at_desk("police")
    file = f"/files/{case_file(case)}/"
    assert client.get(file).status_code == 403
    client.get(f"/desk/cases/{case.public_id.hex}/evidence/")
    refused = AuditEvent.objects.filter(verb="personal_data.refused").order_by("pk")
    assert [event.subject.partition(":")[0] for event in refused] == ["files.StoredFile", "casework.Case"]
    approve(GRANTS["police"])
    assert client.get(file).status_code == 429


def test_a_refusal_says_whom_to_ask() -> None:
    case, client = of_child(), at_desk("police")
    for answer in (
        client.post(f"/desk/cases/{case.public_id.hex}/form/", WHY),
        client.get(f"/desk/cases/{case.public_id.hex}/evidence/"),
    ):
        assert REFUSED in answer.content.decode()
        assert "请农民工办按岗位批准" in answer.content.decode()


def test_of_whoever_has_come_of_age_all_opens() -> None:
    assert set(opens(at_desk("police"), of_child(years=18)).values()) == {True}


def test_the_counter_prints_a_childs_form_by_approval_alone() -> None:
    case, clerk = of_child(), at_desk("clerk")
    whom = case.application.person.public_id.hex
    clerk.post(f"/desk/people/{whom}/", WHY)
    address = f"/desk/people/{whom}/form/{case.public_id.hex}/"
    assert clerk.post(address).status_code == 403
    approve(GRANTS["clerk"])
    assert clerk.post(address)["Content-Type"] == "application/pdf"


def test_an_approval_for_own_cases_opens_no_other_child() -> None:
    case, other, officer = of_child(), person(9), principal("police").with_purpose("核实申请材料")
    other.born_on = case.application.person.born_on
    other.save()
    approve(GRANTS["police"])
    named = queries.reveal(officer, case.application.person.public_id.hex, ["name"], now=past(0))
    assert named == {"name": "虚构一"}
    with pytest.raises(DomainError) as refused:
        queries.reveal(officer, other.public_id.hex, ["name"], now=past(0))
    assert refused.value.code == "person.minor_not_approved"


def test_an_approval_for_own_cases_is_of_children() -> None:
    with pytest.raises(DomainError) as refused:
        approvals.approve(
            by=principal("leading"), now=past(0), post=GRANTS["police"], purpose="虚构", minors=False,
            own_cases=True, valid_until=timezone.localdate(),
        )  # fmt: skip
    assert refused.value.code == "look.nothing_more"
