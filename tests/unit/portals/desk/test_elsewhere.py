"""What others know of an applicant, for the one case and the papers that its office looks up by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.registry.actions import engagements
from huigong.registry.actions import facts as stating
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import at_desk, lodged
from tests.unit.registry.someone import CLERK, HERE

pytestmark = pytest.mark.django_db
SERVICE = "hukou-settlement"


def told(
    someone: Person, fact: str, value: object, *, sure: str = "shared", source: str = "市公安局共享"
) -> None:
    now = timezone.now()
    stating.record(
        by=CLERK,
        now=now,
        person_id=someone.public_id.hex,
        fact=fact,
        value=value,
        source=source,
        verification=sure,
        valid_from=timezone.localdate(now) - timedelta(days=30),
    )


@pytest.fixture
def case_id() -> str:
    return lodged(service=SERVICE)


@pytest.fixture
def applicant(case_id: str) -> Person:
    return Case.objects.get(public_id=case_id).application.person


def address(case_id: str) -> str:
    return f"/desk/cases/{case_id}/elsewhere/"


def looks(someone: Person) -> list[AuditEvent]:
    rows = AuditEvent.objects.filter(verb=READ_VERB, person_ref=someone.public_id.hex)
    return [row for row in rows.order_by("pk") if "部门自己查" in row.purpose]


def test_what_another_office_said_stands_there_with_source_and_day(case_id: str, applicant: Person) -> None:
    told(applicant, "户籍性质", "农业")
    text = at_desk("police").get(address(case_id)).content.decode()
    for words in ("户口簿", "户籍性质", "农业", "市公安局共享", "部门共享"):
        assert words in text, words
    assert f"{timezone.localdate() - timedelta(days=30):%Y-%m-%d}" in text


def test_the_ledger_answers_for_the_work(case_id: str, applicant: Person) -> None:
    now = timezone.now()
    firm = engagements.register_employer(by=CLERK, now=now, name="虚构公司", region=HERE)
    engagements.start(
        by=CLERK,
        now=now,
        person_id=applicant.public_id.hex,
        employer_id=firm.public_id.hex,
        place=HERE,
        valid_from=timezone.localdate(now) - timedelta(days=90),
    )
    seen = at_desk("police").get(address(case_id)).context["papers"]
    lines = [line.told for paper, lines in seen for line in lines]
    assert all(line.register for line in lines if line.fact == "与用人单位建立劳动关系")


def test_what_no_paper_tells_and_what_the_person_only_said_stay_away(case_id: str, applicant: Person) -> None:
    told(applicant, "享受最低生活保障", True)
    told(applicant, "户籍性质", "农业", sure="claimed", source="本人")
    text = at_desk("police").get(address(case_id)).content.decode()
    assert "最低生活保障" not in text
    assert "没有别人说过的" in text


def test_each_look_is_in_the_trail_with_the_case_and_the_facts(case_id: str, applicant: Person) -> None:
    client = at_desk("police")
    client.get(address(case_id))
    client.get(address(case_id))
    rows = looks(applicant)
    number = Case.objects.get(public_id=case_id).number
    assert len(rows) == 2
    assert number in rows[0].purpose
    assert "户籍性质" in rows[0].data["fields"]


def test_only_whoever_decides_the_case_looks(case_id: str, applicant: Person) -> None:
    for role in ("clerk", "inspector"):
        assert at_desk(role).get(address(case_id)).status_code in (403, 404)
    assert looks(applicant) == []


def test_the_page_of_the_case_leads_there_for_who_may_look_and_for_nobody_else(case_id: str) -> None:
    page = f"/desk/cases/{case_id}/"
    assert address(case_id) in at_desk("police").get(page).content.decode()
    assert address(case_id) not in at_desk("clerk").get(page).content.decode()


def test_a_service_that_leaves_only_the_id_card_to_the_office_leads_nowhere() -> None:
    case_id = lodged(sequence=2)
    client = at_desk("police")
    papers = client.get(f"/desk/cases/{case_id}/").context["case"].papers
    assert [paper.name for paper in papers if paper.state == "sharing"] == ["居民身份证"]
    assert address(case_id) not in client.get(f"/desk/cases/{case_id}/").content.decode()
    assert client.get(address(case_id)).status_code == 403


def test_once_it_is_decided_nobody_looks_on_with_it(case_id: str, applicant: Person) -> None:
    """PIPL 6: as little as the purpose needs; what has become of somebody since is none of a case that is over."""
    told(applicant, "户籍性质", "农业")
    client, page = at_desk("police"), f"/desk/cases/{case_id}/"
    Case.objects.filter(public_id=case_id).update(is_open=False, closed_on=timezone.localdate())
    answer = client.get(address(case_id))
    assert answer.status_code == 403
    assert "农业" not in answer.content.decode()
    assert looks(applicant) == []
    assert address(case_id) not in client.get(page).content.decode()
