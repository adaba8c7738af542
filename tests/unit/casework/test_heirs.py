"""What an office decided before it was closed stays somebody's: its heir reads it, mends it, takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.access import readable, workable
from huigong.casework.actions import cases, corrections, linking, succession
from huigong.casework.models import Case, CaseLink, Decision, Referral, Task
from huigong.correspondence.access import may_serve
from huigong.correspondence.actions import letters
from huigong.directory import offices
from huigong.directory.actions import localoffices
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.notices.models import Notice
from tests.unit.casework.desk import (
    CITY,
    HERE,
    HOUSING,
    HRSS,
    NOW,
    PERMIT,
    POLICE,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    on_day,
    worker,
)
from tests.unit.casework.test_moves import under_a_law_that_deems
from tests.unit.casework.test_owners import give, official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_folder")]
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
CIVIL, FINANCE = f"{HERE}/civil", f"{HERE}/finance"
GROUNDS = {"reasons": "材料齐全，符合条件", "clause": "居住证暂行条例第二条"}


@pytest.fixture
def decided() -> Case:
    """A case of the police that is over."""
    case = lodge(service=PERMIT)
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex)
    cases.decide(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex, verdict="approved", **GROUNDS)
    case.refresh_from_db()
    assert not case.is_open
    return case


def close(successor: str = HOUSING, *, office: str = POLICE) -> None:
    succession.close_office(
        by=ADMINISTRATOR, now=NOW, office_id=office, last_day=TODAY - timedelta(days=1), successor=successor,
        source="机构改革方案",
    )  # fmt: skip


def officer_of(office: str, *, on: int = 0) -> Principal:
    """An official with an account, bound to this office, so many days later."""
    return Principal.for_account(official(f"of-{office[-3:]}-{on}", office), on=TODAY + timedelta(days=on))


def reads(viewer: Principal, case: Case) -> bool:
    return readable(viewer).filter(pk=case.pk).exists()


def test_the_heirs_officials_read_what_is_over_and_nobody_elses_do(decided: Case) -> None:
    assert not reads(officer_of(HOUSING), decided)
    close()
    assert reads(officer_of(HOUSING, on=1), decided)
    assert not reads(officer_of(FINANCE), decided)
    assert reads(officer_of(POLICE), decided), "who was there before may still look"
    assert decided.accountable_office == POLICE, "nothing was rewritten"


def test_what_works_again_is_nobody_elses(decided: Case) -> None:
    close()
    localoffices.reopen(
        by=ADMINISTRATOR, now=NOW, office_id=POLICE, valid_from=TODAY + timedelta(days=30), source="来函"
    )
    assert reads(officer_of(HOUSING, on=29), decided)
    assert not reads(officer_of(HOUSING, on=30), decided)


def test_a_line_of_heirs_is_walked_to_its_end(decided: Case) -> None:
    close()
    succession.close_office(
        by=ADMINISTRATOR, now=NOW, office_id=HOUSING, last_day=TODAY - timedelta(days=1),
        successor=CIVIL, source="机构改革方案",
    )  # fmt: skip
    assert reads(officer_of(CIVIL), decided)
    assert not reads(officer_of(HOUSING), decided)
    assert offices.book().taken_over(TODAY)[CIVIL] == (HOUSING, POLICE)


def test_the_heir_takes_a_decision_back_in_its_own_name(decided: Case) -> None:
    close()
    heir, decision = officer_of(HOUSING), Decision.objects.get(case=decided, kind="final")
    form = {"corrects": decision.number, "reasons": "登记有误", "clause": GROUNDS["clause"]}
    stranger = officer_of(FINANCE)
    with pytest.raises(DomainError) as error:
        cases.make(move="revoke", case_id=decided.public_id.hex, by=stranger, now=NOW, form=form)
    assert error.value.code == "access.denied"
    told = Message.objects.filter(template="case-handed-on").count()
    cases.make(move="revoke", case_id=decided.public_id.hex, by=heir, now=NOW, form=form)
    decided.refresh_from_db()
    assert decided.is_open
    assert decided.accountable_office == HOUSING
    referral = Referral.objects.get(case=decided)
    assert (referral.from_office, referral.to_office) == (POLICE, HOUSING)
    assert [row.office for row in Task.objects.filter(case=decided, status=Task.Status.OPEN)] == [HOUSING]
    assert Decision.objects.get(case=decided, kind="revocation").office == HOUSING
    assert Message.objects.filter(template="case-handed-on").count() == told, "nobody waited for it"


def test_a_correction_is_asked_of_the_heir(decided: Case) -> None:
    close()
    asked = corrections.ask(
        by=worker(decided.application.person), now=on_day(6, 1, 2026), key="k-1", what="户籍性质",
        kept_by=f"casework.Case:{decided.public_id.hex}", says="写错了",
    )  # fmt: skip
    assert asked.accountable_office == HOUSING


def test_the_heir_serves_the_letters_of_the_office() -> None:
    case = lodge(applicant(), service=PERMIT)
    letters.issue_with_move(
        move="accept", case_id=case.public_id.hex, form={}, given={}, by=POLICE_OFFICER, now=NOW
    )
    letter, _able = Notice.objects.get(), official("zhao", HOUSING)
    assert not may_serve(officer_of(HOUSING), letter)
    close()
    assert may_serve(officer_of(HOUSING, on=1), letter)
    assert not may_serve(officer_of(FINANCE), letter)


def test_what_is_open_is_the_heirs_before_it_was_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    case, _able = lodge(service=PERMIT), official("zhao", HOUSING)
    monkeypatch.setattr(succession, "MOST_AT_ONCE", 0)
    close()
    case.refresh_from_db()
    assert case.accountable_office == POLICE
    heir = officer_of(HOUSING)
    assert workable(heir).filter(case=case).exists()
    cases.accept(by=heir, now=NOW, case_id=case.public_id.hex)
    case.refresh_from_db()
    assert case.accountable_office == HOUSING
    assert Task.objects.get(case=case, status=Task.Status.OPEN).office == HOUSING
    assert succession.hand_over_closed(now=NOW) == 0


def test_a_colleague_of_the_closed_office_keeps_what_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    case, wang, _able = lodge(service=PERMIT), official("wang", POLICE), official("zhao", HOUSING)
    Task.objects.filter(case=case).update(assignee=wang)
    monkeypatch.setattr(succession, "MOST_AT_ONCE", 0)
    close()
    with pytest.raises(DomainError) as error:
        cases.accept(by=officer_of(HOUSING), now=NOW, case_id=case.public_id.hex)
    assert error.value.code == "case.with_colleague"


def test_who_already_works_at_the_heir_keeps_the_task() -> None:
    both, wang = lodge(service=PERMIT), official("wang", POLICE)
    give(wang, HOUSING)
    only, _zhao = lodge(applicant(2), service=PERMIT), official("zhao", HOUSING)
    Task.objects.filter(case=both).update(assignee=wang)
    Task.objects.filter(case=only).update(assignee=official("li", POLICE))
    close()
    at_heir = Task.objects.filter(office=HOUSING, status=Task.Status.OPEN).order_by("case_id")
    assert [task.assignee for task in at_heir] == [wang, None]


def test_a_link_is_made_in_the_heirs_name(decided: Case) -> None:
    other, _able = lodge(applicant(2), service=PERMIT), official("zhao", HOUSING)
    close()
    same = CaseLink.Kind.SAME_MATTER
    linking.link(
        case_id=decided.public_id.hex, number=other.number, kind=same, by=officer_of(HOUSING), now=NOW
    )
    decided.refresh_from_db()
    assert decided.accountable_office == HOUSING
    assert AuditEvent.objects.get(verb="casework.case.linked").data["office"] == HOUSING


def test_time_that_runs_out_runs_out_for_the_heir(monkeypatch: pytest.MonkeyPatch) -> None:
    case, _able = under_a_law_that_deems(lodge()), official("zhao", HOUSING)
    monkeypatch.setattr(succession, "MOST_AT_ONCE", 0)
    close(office=HRSS)
    (moved,) = cases.expire(on_day(6, 12))
    assert (moved.pk, moved.status, moved.accountable_office) == (case.pk, "accepted", HOUSING)
    assert Task.objects.get(case=case, status=Task.Status.OPEN).office == HOUSING
