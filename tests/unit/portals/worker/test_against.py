"""After a refusal: the next step's form has what the case knows already, and goes above the office that decided."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.portals.worker.keeping import load
from tests.unit.portals.worker.filling import WAGE, fill_in, send, shown
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = pytest.mark.django_db
REVIEW = "labour-authority-review"
GROUNDS = {"reasons": "这件事已经在仲裁", "clause": "劳动保障监察条例第二十一条"}


@pytest.fixture
def declined(visitor: Client) -> Case:
    """A complaint about a place in 仁和区 that the county's office did not take."""
    log_in(visitor)
    register(visitor)
    fill_in(visitor, "arrears-complaint", WAGE)
    send(visitor, "arrears-complaint")
    case = Case.objects.get()
    inspector = Principal(
        "inspector", "虚构经办人", (Grant("case-officer", "510400", case.accountable_office),)
    )
    return cases.decline(by=inspector, now=timezone.now(), case_id=case.public_id.hex, **GROUNDS)


def going(client: Client, case: Case, service: str = REVIEW) -> str:
    """Presses the button on the case's page; where it leads."""
    page = shown(client, f"/cases/{case.public_id.hex}/")
    address = f"/cases/{case.public_id.hex}/against/{service}/"
    assert f'action="{address}"' in page
    return str(client.post(address)["Location"])


def test_what_was_said_and_who_decided_stand_in_the_form_and_can_be_changed(
    visitor: Client, declined: Case
) -> None:
    assert going(visitor, declined) == f"/services/{REVIEW}/"
    visit = load(visitor.session)
    draft = visit.draft_of(REVIEW)
    assert draft is not None
    assert draft.typed("部门地点") == {"region": "四川省攀枝花市仁和区"}
    assert draft.typed("职业") == {"": "木工"}
    assert "仁和区人力资源和社会保障局" in draft.typed("被申请人")[""]
    assert draft.typed("哪一级") == {"": "县级"}
    assert "经过" not in draft.said, "the reasons are another story"
    checked = unescape(visitor.get(f"/services/{REVIEW}/form/check/").content.decode())
    assert "仁和区人力资源和社会保障局" in checked
    change = re.search(rf"/services/{REVIEW}/form/q/[^/]+/\?from=check", checked)
    assert change


def test_it_goes_to_the_government_of_the_office_that_decided(visitor: Client, declined: Case) -> None:
    going(visitor, declined)
    rest = {
        **WAGE,
        "不服什么": "不受理",
        "决定文号.?": "1",
        "哪天知道": timezone.localdate().isoformat(),
        "复议请求": "撤销重作",
    }
    fill_in(visitor, REVIEW, rest)
    visitor.post(f"/services/{REVIEW}/form/check/")
    send(visitor, REVIEW)
    review = Case.objects.get(service_id=REVIEW)
    assert review.accountable_office == "510411/government"


def test_a_city_decided_so_the_city_reviews(visitor: Client) -> None:
    log_in(visitor)
    register(visitor)
    rest = {
        **WAGE,
        "被申请人": "攀枝花市人力资源和社会保障局",
        "部门地点.region": "攀枝花市",
        "哪一级": "市级",
        "不服什么": "处理决定",
        "决定文号.?": "1",
        "哪天知道": timezone.localdate().isoformat(),
        "复议请求": "撤销重作",
    }
    fill_in(visitor, REVIEW, rest)
    visitor.post(f"/services/{REVIEW}/form/check/")
    assert "攀枝花市人民政府" in shown(visitor, f"/services/{REVIEW}/apply/")
    send(visitor, REVIEW)
    assert Case.objects.get().accountable_office == "510400/government"


def test_somebody_who_does_not_know_the_level_is_told_who_takes_it_in(visitor: Client) -> None:
    log_in(visitor)
    register(visitor)
    rest = {
        **WAGE,
        "被申请人": "虚构的局",
        "部门地点.region": "仁和区",
        "哪一级": "不清楚",
        "哪一级.?": "1",
        "不服什么": "处理决定",
        "决定文号.?": "1",
        "哪天知道": timezone.localdate().isoformat(),
        "复议请求": "撤销重作",
    }
    fill_in(visitor, REVIEW, rest)
    visitor.post(f"/services/{REVIEW}/form/check/")
    page = shown(visitor, f"/services/{REVIEW}/apply/")
    assert "没有说清是不是“决定是市一级劳动部门作的" in page
    send(visitor, REVIEW)
    assert Case.objects.get().accountable_office == "510411/government"


def test_nobody_goes_on_from_what_is_not_theirs_or_not_refused(visitor: Client, declined: Case) -> None:
    address = f"/cases/{declined.public_id.hex}/against"
    assert visitor.post(f"{address}/residence-permit/").status_code == 404
    assert visitor.get(f"{address}/{REVIEW}/").status_code == 405
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    assert other.post(f"{address}/{REVIEW}/").status_code == 404
    assert load(other.session).draft_of(REVIEW) is None
