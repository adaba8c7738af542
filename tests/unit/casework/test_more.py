"""What may be added to a case, by whom, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, moving
from huigong.casework.actions.more import MOST_A_DAY
from huigong.casework.answers import form_of
from huigong.casework.models import Case, Entry
from huigong.casework.queries import own
from huigong.casework.queries.tasks import mine
from huigong.forms.adding import beyond, sent_draft
from huigong.forms.drafts import Draft
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import CLERK, INSPECTOR, NOW, TODAY, applicant, lodge, worker

pytestmark = pytest.mark.django_db


def addition(case: Case, **typed: dict[str, str]) -> Draft:
    sent = form_of(case.application)
    assert sent
    before = changed = sent_draft(sent.form, sent.lodged)
    for id, parts in typed.items():
        changed = changed.with_typed(id, parts)
    return beyond(before, changed)


def add(case: Case, says: str = "", *, draft: Draft | None = None, now: Any = NOW, **form: Any) -> Case:
    by = form.pop("by", worker(case.application.person))
    return moving.make(
        move="add", case_id=case.public_id.hex, by=by, now=now, form={"says": says, **form}, addition=draft
    )


def refusal(case: Case, says: str = "一句话", **given: Any) -> str:
    with pytest.raises(DomainError) as refused:
        add(case, says, **given)
    assert not Entry.objects.exists()
    return refused.value.code


def test_it_says_what_came_and_the_office_sees_it_until_its_next_move() -> None:
    case = lodge()
    due = case.due_on
    add(case, "老板来过电话", draft=addition(case, 职业={"": "木工"}), evidence=["欠条"])
    case.refresh_from_db()
    assert (case.status, case.due_on, case.application.evidence) == ("lodged", due, ["工资条照片", "欠条"])
    page = own.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
    assert page.added[0].lines == (
        ("补填的栏", "职业"),
        ("一起交的", "欠条（交到窗口的）"),
        ("要告诉部门的话", "老板来过电话"),
    )
    event = AuditEvent.objects.get(verb="casework.case.added_to")
    assert event.data["fields"] == ["职业"] and "木工" not in str(event.data), "no answer in the trail"
    assert [row.added_on for row in mine(INSPECTOR, today=TODAY)] == [TODAY]
    cases.accept(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
    assert [row.added_on for row in mine(INSPECTOR, today=TODAY)] == [None]


def test_a_closed_case_takes_nothing() -> None:
    case = lodge()
    cases.withdraw(by=worker(case.application.person), now=NOW, case_id=case.public_id.hex)
    assert refusal(case) == "case.move_not_allowed"


def test_while_the_office_waits_the_answer_is_the_completion() -> None:
    case = lodge()
    cases.request_completion(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, note="单位全名")
    assert refusal(case) == "case.move_not_allowed"


def test_nobody_adds_to_anothers_case_but_a_clerk_for_them() -> None:
    case = lodge()
    assert refusal(case, by=worker(applicant(2))) == "access.denied"
    assert refusal(case, by=INSPECTOR) == "access.denied"
    add(case, "窗口替他写的", by=CLERK)
    assert Entry.objects.get().content["says"] == "窗口替他写的"


def test_a_field_of_another_form_or_another_day_is_refused() -> None:
    case = lodge()
    good = addition(case, 职业={"": "木工"})
    assert refusal(case, draft=Draft("permit", good.region, good.began, good.said)) == "case.other_form"
    later = Draft(good.form, good.region, good.began + timedelta(days=1), good.said)
    assert refusal(case, draft=later) == "case.other_form"


def test_what_was_answered_is_not_changed_nor_where_it_belongs() -> None:
    case = lodge()
    draft = addition(case, 工作地点={"region": "成都市武侯区"})
    assert refusal(case, draft=draft) == "form.answered"


def test_nothing_is_no_addition() -> None:
    assert refusal(lodge(), " ") == "case.nothing_completed"


def test_the_same_words_twice_are_one_addition() -> None:
    case = lodge()
    add(case, "老板来过电话")
    add(case, "老板来过电话")
    assert Entry.objects.count() == 1
    assert AuditEvent.objects.filter(verb="casework.case.added_to").count() == 1
    add(case, "老板又来过电话")
    add(case, "老板来过电话")
    assert Entry.objects.count() == 3, "said again later it is news"


def test_a_day_has_an_end() -> None:
    case = lodge()
    for count in range(MOST_A_DAY):
        add(case, f"第{count}句")
    with pytest.raises(DomainError) as refused:
        add(case, "还有一句")
    assert refused.value.code == "case.too_many_additions"
    add(case, "还有一句", now=NOW + timedelta(days=1, minutes=1))
