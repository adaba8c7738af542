"""How each paper that a service wants stands once its form was sent: sent, filled in, looked up, or to be brought."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.casework.papers import brought_beside, handed_in, paper_views
from huigong.casework.shapes import PaperState
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from tests.filled import lodged_for
from tests.unit.portals.desk.staff import HERE, person

pytestmark = pytest.mark.django_db
Typed = dict[str, dict[str, str]]
FILES: Any = ("第一个文件", "第二个文件")


def lodged(service_id: str, *, evidence: tuple[str, ...] = (), typed: Typed | None = None) -> Case:
    someone, now = person(1), timezone.now()
    return applications.lodge(
        by=Principal("worker-1", "务工人员", person_id=someone.public_id.hex),
        now=now,
        key="k",
        person_id=someone.public_id.hex,
        service_id=service_id,
        region=HERE,
        answers={},
        evidence=evidence,
        lodged=lodged_for(service_id, region=HERE, now=now, typed=typed),
    )


def states(case: Case, **held: Any) -> dict[str, PaperState]:
    service = catalogue().find(case.service_id, case.region, case.opened_on)
    return {paper.name: paper.state for paper in paper_views(case, service, held)}


def test_the_letter_to_the_court_is_the_form_and_what_was_photographed_is_counted() -> None:
    case = lodged("double-wage-claim")
    assert states(case)["仲裁申请书"] is PaperState.FILLED
    (wages,) = (name for name in states(case) if "工资条" in name)
    assert states(case)[wages] is PaperState.MISSING
    assert states(case, 证据材料=FILES)[wages] is PaperState.FILES
    assert "仲裁申请书" in handed_in(case) and wages not in handed_in(case)


def test_papers_of_one_field_are_not_told_apart() -> None:
    case = lodged("maternity-pay-from-employer")
    both = [state for name, state in states(case, 证据材料=FILES).items() if name != "居民身份证"]
    assert both == [PaperState.TOGETHER, PaperState.TOGETHER]


def test_what_must_be_brought_is_said_to_be_brought() -> None:
    assert PaperState.WINDOW in states(lodged("id-card-elsewhere")).values()


def test_a_paper_that_came_on_paper_stands_once() -> None:
    brought = "能说明上班时间和工资的东西：工资条、转账记录、考勤，有什么拿什么"
    case = lodged("double-wage-claim", evidence=(brought, "虚构的收据"))
    service = catalogue().find(case.service_id, case.region, case.opened_on)
    assert {paper.name: paper.brought for paper in paper_views(case, service, {})}[brought]
    assert brought_beside(case, service) == ("虚构的收据",)
    assert handed_in(case) == ("仲裁申请书", brought, "虚构的收据")


def test_what_was_left_unknown_in_the_form_is_not_said_to_be_filled_in() -> None:
    where = "单位名称和地址，孩子在哪里干活，知道多少说多少"
    case = lodged("child-labour-report", typed={"用人单位": {"?": "不知道是谁"}})
    assert states(case)[where] is PaperState.OPEN
    assert not handed_in(case)
