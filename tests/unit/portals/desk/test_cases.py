"""The case page: what it explains, what it offers, and what it does with a refusal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huigong.casework.actions import tasks
from huigong.casework.queries import cases
from huigong.portals.desk.cases.views import cases as case_views
from huigong.portals.shared.purposes import WATCHING
from tests.unit.audit.trail import is_whole
from tests.unit.portals.desk.staff import HRSS, accepted, at_desk, lodged, past, principal

pytestmark = pytest.mark.usefixtures("wednesday")

CLAUSE = "居住证暂行条例第二条"


def address(case_id: str, move: str = "") -> str:
    return f"/desk/cases/{case_id}/{move + '/' if move else ''}"


def offered(page: Any) -> list[str]:
    return [offer.move for offer in page.context["offers"]]


def status_of(case_id: str) -> str:
    return cases.page(principal("police"), case_id, now=timezone.now()).status


def test_the_clock_is_told_in_words() -> None:
    body = at_desk("police").get(address(accepted(days_ago=14))).content.decode()
    assert "还剩 1 天" in body
    assert "已计 14 天，共 15 天" in body
    assert "期限为15日（居住证暂行条例第九条）" in body


def test_the_rule_is_explained_with_its_clauses() -> None:
    page = at_desk("police").get(address(accepted()))
    screened = page.context["screened"]
    assert screened.answer.verdict == "no"
    kinds = [(kind, clause.text) for kind, _, clause in screened.lines]
    assert ("no", CLAUSE) in kinds
    assert "居住月数4个月" in page.content.decode()


def test_a_lodged_case_offers_what_the_table_allows() -> None:
    page = at_desk("police").get(address(lodged()))
    assert offered(page) == ["accept", "request_completion", "ask_support", "refer", "decline"]


def test_an_accepted_case_offers_the_decision_first() -> None:
    moves = offered(at_desk("police").get(address(accepted())))
    assert moves[0] == "approve"
    assert moves[-1] == "refuse"


def test_the_leading_group_reads_and_moves_nothing() -> None:
    client, case_id = at_desk("leading"), accepted()
    client.post(address(case_id, "why"), {"why": WATCHING[0][0]})
    assert offered(client.get(address(case_id))) == []
    assert client.post(address(case_id, "approve"), decision()).status_code == 403
    assert status_of(case_id) == "accepted"


def test_accepting_leads_back_to_the_page_with_a_word() -> None:
    client, case_id = at_desk("police"), lodged()
    page = client.post(address(case_id, "accept"), follow=True)
    assert page.redirect_chain == [(address(case_id), 302)]
    assert "已受理" in page.content.decode()
    assert status_of(case_id) == "accepted"


def test_approval_writes_the_fact_and_shows_it() -> None:
    client, case_id = at_desk("police"), accepted()
    page = client.post(address(case_id, "approve"), decision(), follow=True)
    shown = page.context["case"].decision
    assert (shown.verdict, shown.facts) == ("approved", ("持有居住证", "居住起始日期"))
    assert shown.clause == "100000/residence-permit-regulation#第二条"
    assert page.context["decisions"][0][1].document_id == "100000/residence-permit-regulation"
    assert is_whole()


def test_a_decision_in_another_tab_is_told_and_shows_what_was_not_used() -> None:
    client, case_id = at_desk("police"), accepted()
    client.post(address(case_id, "approve"), decision())
    assert client.post(address(case_id, "approve"), decision()).status_code == 302
    for move in ("approve", "refuse"):
        late = client.post(address(case_id, move), decision(reasons="虚构的第二个理由"))
        body = late.content.decode()
        assert late.status_code == 409
        assert "虚构的第二个理由" in body
        assert late.context["case"].decision.reasons == decision()["reasons"]


def test_a_clause_that_nobody_offered_is_kept_where_the_library_knows_the_document() -> None:
    client, case_id = at_desk("police"), accepted()
    page = client.post(address(case_id, "refuse"), decision(clause="本市实施细则第三条"), follow=True)
    assert page.status_code == 400
    assert "资料库里没有" in page.content.decode() and "本市实施细则第三条" in page.content.decode()
    page = client.post(address(case_id, "refuse"), decision(clause="行政许可法第三十八条"), follow=True)
    assert page.context["case"].decision.clause == "行政许可法第三十八条"


def test_a_decision_without_reasons_keeps_what_was_typed() -> None:
    client, case_id = at_desk("police"), accepted()
    page = client.post(address(case_id, "refuse"), decision(reasons="", clause="本市实施细则第三条"))
    assert page.status_code == 400
    refused = next(offer for offer in page.context["offers"] if offer.move == "refuse")
    assert refused.open
    assert refused.form.errors["reasons"]
    assert 'value="本市实施细则第三条"' in page.content.decode()
    assert status_of(case_id) == "accepted"


def test_a_move_that_the_law_refuses_says_why_at_the_form() -> None:
    client, case_id = at_desk("police"), accepted()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    given = {"reason": "实地查验", "article": "行政许可法第四十五条", "told_in_writing": tomorrow}
    page = client.post(address(case_id, "pause"), given)
    body = page.content.decode()
    assert page.status_code == 400
    assert "应当先书面告知申请人" in body
    assert 'value="实地查验"' in body


def test_a_move_made_by_somebody_else_meanwhile_is_told_on_the_page() -> None:
    client, case_id = at_desk("police"), accepted()
    page = client.post(address(case_id, "accept"))
    assert page.status_code == 409
    assert "现在不能“受理”" in page.content.decode()


def test_asking_and_answering_between_offices() -> None:
    case_id = accepted()
    at_desk("police").post(address(case_id, "ask_support"), {"office": HRSS, "question": "请核实用工登记。"})
    asked = at_desk("hrss")
    page = asked.get(address(case_id))
    ((task, _),) = page.context["answers"]
    empty = asked.post(address(case_id, "answer_support"), {"task_id": task.task_id, "answer": ""})
    assert empty.status_code == 400
    done = asked.post(
        address(case_id, "answer_support"), {"task_id": task.task_id, "answer": "登记属实。"}, follow=True
    )
    assert "登记属实。" in done.content.decode()
    assert not done.context["answers"]


def test_a_list_says_which_cases_another_office_answers_for() -> None:
    """The labour office was asked by the police: a residence permit among its own cases would puzzle it."""
    case_id = accepted()
    asked = {"office": HRSS, "question": "请核实用工登记"}
    police, listed = at_desk("police"), "/desk/cases/?open=1"
    police.post(address(case_id, "ask_support"), asked)
    assert "本部门只协办或经手过" in at_desk("hrss").get(listed).content.decode()
    assert "本部门只协办或经手过" not in police.get(listed).content.decode()


def test_an_office_does_not_ask_itself() -> None:
    page = at_desk("police").get(address(accepted()))
    form = next(offer.form for offer in page.context["offers"] if offer.move == "ask_support")
    choices = [value for value, _ in form.fields["office"].choices]
    assert HRSS in choices
    assert "510403/police" not in choices


def test_a_clerk_hands_in_what_was_missing() -> None:
    client, case_id = at_desk("police"), lodged()
    client.post(address(case_id, "request_completion"), {"note": "请补住处证明。"})
    clerk = at_desk("clerk")
    assert offered(clerk.get(address(case_id))) == ["complete", "withdraw"]
    page = clerk.post(address(case_id, "complete"), {"evidence": "租房合同\n\n房东身份证"}, follow=True)
    case = page.context["case"]
    assert case.evidence == ("租房合同", "房东身份证")
    assert [paper.name for paper in case.papers if paper.brought] == ["居民身份证"]


def test_reading_a_case_is_recorded_with_the_case_as_purpose() -> None:
    case_id = accepted()
    client = at_desk("police")
    client.get(address(case_id))
    person = cases.page(principal("police"), case_id, now=timezone.now()).person
    reader = at_desk("auditor", "clerk")
    reader.post(f"/desk/people/{person.public_id}/", {"why": "核实申请材料"})
    looks = reader.get(f"/desk/people/{person.public_id}/").context["readers"]
    assert any(look.who == "虚构police" and look.purpose.startswith("办理 ") for look in looks)


def test_unknown_cases_and_moves_are_not_found() -> None:
    client = at_desk("police")
    assert client.get(address("0" * 32)).status_code == 404
    assert client.post(address(accepted(), "vanish")).status_code == 404
    assert client.get(address(lodged(sequence=2), "accept")).status_code == 405


def test_the_history_says_who_did_what() -> None:
    case_id = accepted()
    tasks.ask_support(by=principal("police"), now=past(0), case_id=case_id, office=HRSS, question="请核实。")
    page = at_desk("police").get(address(case_id))
    assert [line.what for line in page.context["case"].history] == ["提交申请", "受理", "请求协办"]


def decision(**changed: str) -> dict[str, str]:
    return {"reasons": "材料齐全，符合条件。", "clause": CLAUSE, **changed}


def test_a_list_of_cases_goes_on_where_its_last_row_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    for sequence in range(1, 4):
        accepted(sequence=sequence)
    monkeypatch.setattr(case_views, "SIZE", 2)
    client = at_desk("leading")
    first = client.get("/desk/cases/?open=1")
    onward = first.context["pages"]["after"]
    assert onward.startswith("?open=1&after=")
    assert "共 3 条" in first.content.decode()
    second = client.get(f"/desk/cases/{onward}")
    assert len(second.context["rows"]) == 1
    back = client.get(f"/desk/cases/{second.context['pages']['before']}")
    assert [row.number for row, *_ in back.context["rows"]] == [
        row.number for row, *_ in first.context["rows"]
    ]
    assert client.get("/desk/cases/?page=7").status_code == 200, "an address of before shows the beginning"
