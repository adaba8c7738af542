"""An inspector goes on from a complaint to an order, sees the letter first and sends it out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case, CaseLink
from huigong.casework.procedures.roles import Role
from huigong.notices.models import Notice
from tests.unit.casework.desk import HRSS, accepted
from tests.unit.portals.desk.staff import at_desk

pytestmark = pytest.mark.django_db
ORDER, PUBLICATION = "labour-inspection-order", "major-violation-publication"
GROUNDS = {"reasons": "有考勤表和工资表为证。", "clause": "劳动保障监察条例第二十六条"}


def opening(procedure: str) -> str:
    return f"/desk/cases/open/{procedure}/inspection/"


def goes_on(inspector: Client, case: Case, procedure: str, **typed: str) -> Case:
    """What the page of a case leads to, opened with what is proposed there."""
    form = inspector.get(opening(procedure), {"of": case.public_id.hex})
    block = {block.role: block.forms[0] for block in form.context["blocks"]}[Role.RESPONDENT]
    employer = block.initial.get("employer", "")
    given = {
        **form.context["matter"].initial,
        "key": procedure,
        "rows": "3",
        "respondent-0-employer": employer,
    }
    answer = inspector.post(opening(procedure), {**given, **typed})
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("pk")


def ordered(inspector: Client) -> Case:
    return goes_on(inspector, accepted(), ORDER, **{"respondent-0-employer": "虚构建筑有限公司"})


def sent(inspector: Client, case: Case, move: str, **typed: str) -> Any:
    address = f"/desk/letters/of/{case.public_id.hex}/{move}/"
    page = inspector.post(address, {**GROUNDS, **typed})
    shown = {field.html_name: field.value() or "" for field in page.context["letter_form"]}
    return inspector.post(address, {**shown, **GROUNDS, **typed, "do": "issue"})


def test_the_page_of_a_complaint_leads_to_the_order_which_follows_it() -> None:
    case, inspector = accepted(), at_desk("inspector")
    text = inspector.get(f"/desk/cases/{case.public_id.hex}/").content.decode()
    assert f"{opening(ORDER)}?of={case.public_id.hex}" in text
    order = goes_on(inspector, case, ORDER, **{"respondent-0-employer": "虚构建筑有限公司"})
    link = CaseLink.objects.get(kind=CaseLink.Kind.FOLLOWS)
    assert (link.case_id, link.other_id) == (order.pk, case.pk)
    assert order.accountable_office == HRSS


def test_the_order_leads_to_the_publication_about_the_same_employer() -> None:
    inspector = at_desk("inspector")
    case = goes_on(inspector, ordered(inspector), PUBLICATION)
    assert case.parties.get().employer.name == "虚构建筑有限公司"


def test_the_order_goes_out_as_a_letter_to_the_employer_with_its_day() -> None:
    inspector = at_desk("inspector")
    order, last = ordered(inspector), timezone.localdate() + timedelta(days=20)
    typed = {
        "违法事实": "三个月没有发工资。",
        "要求": "付清工资。",
        "应付金额": "9600",
        "最后一天": f"{last:%Y-%m-%d}",
    }
    assert sent(inspector, order, "责令改正", **typed).status_code == 302
    letter = Notice.objects.get(template="order-to-correct")
    assert letter.recipient == "虚构建筑有限公司"
    order.refresh_from_db()
    assert (order.status, order.due_on) == ("限期改正", last)
    page = inspector.get(f"/desk/cases/{order.public_id.hex}/").content.decode()
    assert "已责令限期改正" in page


def test_a_day_that_is_over_is_said_beside_its_field_and_no_letter_goes_out() -> None:
    inspector = at_desk("inspector")
    order = ordered(inspector)
    given = {
        "违法事实": "没有发工资。",
        "要求": "付清。",
        "应付金额": "",
        "最后一天": f"{timezone.localdate():%Y-%m-%d}",
    }
    inspector.post(f"/desk/cases/{order.public_id.hex}/责令改正/", {**GROUNDS, **given})
    order.refresh_from_db()
    assert order.status == "调查中"
    assert Notice.objects.count() == 0


def test_of_a_case_that_is_not_ones_own_nothing_is_proposed() -> None:
    case, clerk = accepted(), at_desk("clerk")
    assert ORDER not in clerk.get(f"/desk/cases/{case.public_id.hex}/").content.decode()
    police = at_desk("inspector", username="inspector-2").get(opening(ORDER), {"of": "0" * 32})
    assert "cause" not in police.context["matter"].initial
