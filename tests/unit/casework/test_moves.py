"""Moves on a case: rights, the table, one event each; and that no sequence of moves loses the owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, clocks, tasks
from huigong.casework.models import Case, Clock, Decision, Task
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.standard import At as Status
from huigong.casework.queries import cases as queries
from huigong.casework.queries import orphans
from huigong.casework.timekeeping import reckon
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError
from huigong.registry import facts
from tests import effort
from tests.unit.audit.trail import is_whole
from tests.unit.casework.between import interrupted
from tests.unit.casework.desk import (
    CLERK,
    HOUSING,
    HOUSING_OFFICER,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    OFFICER_FAR,
    PERMIT,
    POLICE,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    officer,
    on_day,
    worker,
)

pytestmark = pytest.mark.django_db
REASONS = {"reasons": "材料齐全，符合条件", "clause": "居住证暂行条例第二条"}


def decide(
    case: Case, verdict: str = "approved", *, by: Principal = INSPECTOR, **changed: object
) -> Decision:
    return cases.decide(
        **{"by": by, "now": NOW, "case_id": case.public_id.hex, "verdict": verdict, **REASONS, **changed}
    )


def test_acceptance_stops_its_clock_and_starts_the_sixty_days_of_s03() -> None:
    case = lodge()
    cases.accept(by=INSPECTOR, now=on_day(6, 6), case_id=case.public_id.hex)
    acceptance, statutory = Clock.objects.filter(case=case).order_by("pk")
    assert acceptance.stopped_on == date(2016, 6, 6)
    assert (statutory.kind, statutory.started_on) == ("statutory", date(2016, 6, 6))
    case.refresh_from_db()
    assert case.due_on == statutory.due_on


def test_several_clocks_run_on_one_case() -> None:
    """晋农工办函〔2019〕4号（三） (Q05) promises three months beside the sixty working days of S03."""
    person = applicant()
    case = lodge(person, region="140902", now=on_day(6, 3, year=2019))
    shanxi = officer("140902/hrss", region="140902")
    cases.accept(by=shanxi, now=on_day(6, 3, year=2019), case_id=case.public_id.hex)
    running = Clock.objects.filter(case=case, stopped_on__isnull=True)
    kinds = {clock.kind: clock.due_on for clock in running}
    assert set(kinds) == {"statutory", "promised"}
    assert kinds["promised"] == date(2019, 9, 3)
    case.refresh_from_db()
    assert case.due_on == min(kinds.values())


def test_approval_becomes_a_fact_about_the_person() -> None:
    case = accepted(PERMIT, by=POLICE_OFFICER)
    person = case.application.person
    decision = decide(case, by=POLICE_OFFICER, now=on_day(6, 10))
    case.refresh_from_db()
    assert (case.status, case.closed_on, case.due_on) == ("approved", date(2016, 6, 10), None)
    assert case.decisions.get().outcome.facts == ["持有居住证", "居住起始日期"]
    kept = person.facts.get(fact="持有居住证")
    assert (kept.verification, kept.valid_from) == ("decided", date(2016, 6, 10))
    assert kept.source == f"casework.Case:{case.public_id.hex}"
    assert kept.basis == decision.clause
    assert facts.gather(person, date(2016, 6, 10)).values["持有居住证"] is True
    assert "持有居住证" not in facts.gather(person, date(2016, 6, 9)).values


def test_refusal_writes_no_fact() -> None:
    case = accepted(PERMIT, by=POLICE_OFFICER)
    decide(case, "refused", by=POLICE_OFFICER)
    assert not case.application.person.facts.exists()


def test_deciding_twice_alike_is_one_decision_and_otherwise_is_refused() -> None:
    case = accepted(PERMIT, by=POLICE_OFFICER)
    first = decide(case, by=POLICE_OFFICER)
    events = AuditEvent.objects.count()
    assert decide(case, by=POLICE_OFFICER).pk == first.pk
    assert AuditEvent.objects.count() == events
    with pytest.raises(DomainError) as refused:
        decide(case, "refused", by=POLICE_OFFICER)
    assert refused.value.code == "case.move_not_allowed"


def test_a_second_decision_with_other_words_or_by_another_officer_is_told() -> None:
    case = accepted(PERMIT, by=POLICE_OFFICER)
    first = decide(case, by=POLICE_OFFICER)
    colleague = replace(POLICE_OFFICER, account_id="another", name="虚构同事")
    for by, words in ((POLICE_OFFICER, {"reasons": "另一个理由"}), (colleague, {})):
        with pytest.raises(Conflict) as refused:
            decide(case, by=by, **words)
        assert refused.value.code == "case.decided_already"
    assert list(case.decisions.all()) == [first]


def test_a_decision_gives_reasons_and_clause() -> None:
    case = accepted()
    with pytest.raises(DomainError) as refused:
        decide(case, "refused", reasons=" ")
    assert refused.value.code == "case.field_missing"
    case.refresh_from_db()
    assert case.status == Status.ACCEPTED


@pytest.mark.parametrize("stranger", [POLICE_OFFICER, OFFICER_FAR, LEADING_GROUP, CLERK, SYSTEM])
def test_only_the_accountable_office_decides(stranger: Principal) -> None:
    case = accepted()
    events = AuditEvent.objects.count()
    with pytest.raises(DomainError) as refused:
        decide(case, by=stranger)
    assert refused.value.code == "access.denied"
    assert AuditEvent.objects.count() == events


def test_the_wrong_office_refers_and_the_days_are_told_apart() -> None:
    """RW art. 10 (W03): whoever receives first must pass on; nobody says "not ours"."""
    case = lodge(service=PERMIT)
    case_id = case.public_id.hex
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    cases.refer(by=POLICE_OFFICER, now=on_day(6, 6), case_id=case_id, to_office=HOUSING, reason="归住建")
    case.refresh_from_db()
    assert case.accountable_office == HOUSING
    assert [(task.office, task.status) for task in case.tasks.order_by("pk")] == [
        (POLICE, "withdrawn"),
        (HOUSING, "open"),
    ]
    with pytest.raises(DomainError):
        decide(case, by=POLICE_OFFICER)
    assert decide(case, by=HOUSING_OFFICER, now=on_day(6, 8)).office == HOUSING


@pytest.mark.parametrize(
    ("office", "code"),
    [(HRSS, "case.already_there"), ("510400/nothing", "office.unknown"), ("", "case.field_missing")],
)
def test_a_case_is_never_referred_into_the_void(office: str, code: str) -> None:
    case = lodge()
    with pytest.raises(DomainError) as refused:
        cases.refer(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, to_office=office, reason="不归我")
    assert refused.value.code == code


def test_a_case_is_not_referred_to_an_office_that_has_been_merged_away() -> None:
    """The health and family planning office of 2016 was merged away in the reform of 2018."""
    later = on_day(6, 1, year=2020)
    old = lodge(service="basic-public-health").accountable_office
    assert lodge(applicant(2), "basic-public-health", now=later).accountable_office != old
    case = lodge(applicant(3), now=later)
    with pytest.raises(DomainError) as refused:
        cases.refer(by=INSPECTOR, now=later, case_id=case.public_id.hex, to_office=old, reason="归卫生")
    assert refused.value.code == "case.no_such_office"


class TestCompletion:
    def request(self, case: Case) -> Case:
        return cases.request_completion(
            by=INSPECTOR, now=on_day(6, 3), case_id=case.public_id.hex, note="请补充考勤记录"
        )

    def test_is_asked_once_and_time_runs_again_when_it_comes(self) -> None:
        case = self.request(lodge())
        assert case.due_on is None
        person = case.application.person
        cases.complete(
            by=worker(person),
            now=on_day(6, 13),
            case_id=case.public_id.hex,
            evidence=["考勤表"],
        )
        case.refresh_from_db()
        assert (case.status, case.due_on) == (Status.COMPLETED, date(2016, 6, 20))
        assert case.application.evidence == ["工资条照片", "考勤表"]
        seen = queries.page(INSPECTOR, case.public_id.hex, now=on_day(6, 13))
        assert (seen.note, seen.entries[-1].lines) == (
            "",
            (("当时要求", "请补充考勤记录"), ("一起交的", "考勤表（交到窗口的）")),
        )
        with pytest.raises(DomainError) as refused:
            self.request(case)
        assert refused.value.code == "case.move_not_allowed"

    def test_must_say_what_is_missing(self) -> None:
        with pytest.raises(DomainError) as refused:
            cases.request_completion(by=INSPECTOR, now=NOW, case_id=lodge().public_id.hex, note="")
        assert refused.value.code == "case.field_missing"


def under_a_law_that_deems(case: Case) -> Case:
    """The case's time for acceptance as AL art. 32 has it: silence accepts."""
    clock = case.clocks.get()
    clock.limit = {**clock.limit, "article": "行政许可法第三十二条", "on_expiry": "deemed_accepted"}
    clock.save()
    return case


class TestDeemedAcceptance:
    """AL art. 32: who does not tell the applicant within five days has accepted, from the day of receipt."""

    @pytest.fixture
    def case(self) -> Case:
        return under_a_law_that_deems(lodge())

    def test_silence_accepts_from_the_day_of_receipt(self, case: Case) -> None:
        assert cases.expire(on_day(6, 8)) == []
        (deemed,) = cases.expire(on_day(6, 12))
        assert (deemed.status, deemed.deemed_accepted, deemed.accepted_on) == (Status.ACCEPTED, True, TODAY)
        statutory = Clock.objects.get(case=case, kind="statutory")
        assert statutory.started_on == TODAY
        assert AuditEvent.objects.last().verb == "casework.case.deemed_accepted"
        assert cases.expire(on_day(6, 13)) == []

    @pytest.mark.parametrize("move", ["decline", "request_completion"])
    def test_it_is_too_late_to_turn_away(self, case: Case, move: str) -> None:
        words = (
            {"reasons": "不归我", "clause": "行政许可法第三十二条"}
            if move == "decline"
            else {"note": "补材料"}
        )
        with pytest.raises(DomainError) as refused:
            getattr(cases, move)(by=INSPECTOR, now=on_day(6, 12), case_id=case.public_id.hex, **words)
        assert refused.value.code == "case.overtaken"
        assert "视为受理" in refused.value.why
        assert "办理中" in refused.value.do

    def test_accepting_late_does_not_win_days(self, case: Case) -> None:
        late = cases.accept(by=INSPECTOR, now=on_day(6, 20), case_id=case.public_id.hex)
        assert (late.accepted_on, late.deemed_accepted) == (TODAY, True)

    def test_no_official_deems(self, case: Case) -> None:
        with pytest.raises(DomainError) as refused:
            cases.expire(on_day(6, 12), by=INSPECTOR)
        assert refused.value.code == "access.denied"

    def test_a_law_without_that_outcome_only_makes_late(self) -> None:
        lodge()
        assert cases.expire(on_day(7, 30)) == []


class TestClocks:
    def pause(self, case: Case, now: object, **changed: object) -> Case:
        given = {"reason": "听证", "article": "行政许可法第四十五条", "told_in_writing": TODAY}
        return clocks.pause(by=INSPECTOR, now=now, case_id=case.public_id.hex, **{**given, **changed})

    def due(self, case: Case) -> date:
        return Clock.objects.get(case=case, stopped_on__isnull=True).due_on

    def test_a_pause_moves_the_due_day_by_its_working_days(self) -> None:
        """AL art. 45: Monday 6 to Wednesday 8 June are out, Thursday to Saturday are the festival."""
        case = accepted()
        before = self.due(case)
        self.pause(case, on_day(6, 6))
        clocks.resume(by=INSPECTOR, now=on_day(6, 9), case_id=case.public_id.hex)
        moved = self.due(case)
        case.refresh_from_db()
        assert case.due_on == moved
        assert WorkCalendar.published().count_working_days(before + timedelta(days=1), moved).count == 3

    def test_a_pause_resumed_the_same_day_changes_nothing(self) -> None:
        case = accepted()
        before = self.due(case)
        self.pause(case, on_day(6, 6))
        clocks.resume(by=INSPECTOR, now=on_day(6, 6), case_id=case.public_id.hex)
        assert self.due(case) == before

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"told_in_writing": None}, "case.field_missing"),
            ({"told_in_writing": date(2016, 6, 7)}, "clock.not_told"),
            ({"told_in_writing": date(2016, 5, 31)}, "clock.told_before"),
            ({"told_in_writing": date(1, 1, 1)}, "case.field_wrong"),
            ({"reason": " "}, "case.field_missing"),
            ({"article": ""}, "case.field_missing"),
            ({"article": "长" * 121}, "text.too_long"),
        ],
    )
    def test_a_pause_is_told_in_writing_with_reason_and_article(self, changed: dict, code: str) -> None:
        with pytest.raises(DomainError) as refused:
            self.pause(accepted(), on_day(6, 6), **changed)
        assert refused.value.code == code

    def test_pausing_twice_and_resuming_nothing_are_refused(self) -> None:
        case = accepted()
        with pytest.raises(DomainError) as refused:
            clocks.resume(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
        assert refused.value.code == "clock.not_paused"
        self.pause(case, on_day(6, 6))
        with pytest.raises(DomainError) as refused:
            self.pause(case, on_day(6, 7))
        assert refused.value.code == "clock.paused_already"

    def test_one_extension_with_its_approver(self) -> None:
        """LI art. 17 (S03): sixty working days, thirty more once, approved by the head of the office."""
        case = accepted()
        before = self.due(case)
        extend = {"by": INSPECTOR, "case_id": case.public_id.hex, "reason": "案情复杂"}
        with pytest.raises(DomainError) as refused:
            clocks.extend(**extend, now=on_day(7, 1), approver="")
        assert refused.value.code == "case.field_missing"
        clocks.extend(**extend, now=on_day(7, 1), approver="局长甲")
        assert self.due(case) > before + timedelta(days=30)
        with pytest.raises(DomainError) as refused:
            clocks.extend(**extend, now=on_day(7, 2), approver="局长甲")
        assert refused.value.code == "timelimit.extended_already"

    def test_recomputing_after_the_calendar_changed_mends_due_days(self) -> None:
        case = accepted()
        right = self.due(case)
        Clock.objects.update(due_on=TODAY)
        Case.objects.update(due_on=TODAY)
        assert clocks.recompute_all(by=SYSTEM, now=NOW) == 1
        case.refresh_from_db()
        assert (self.due(case), case.due_on) == (right, right)
        assert clocks.recompute_all(by=SYSTEM, now=NOW) == 0
        with pytest.raises(DomainError):
            clocks.recompute_all(by=INSPECTOR, now=NOW)

    def test_what_was_paused_while_all_are_recomputed_stays_paused(self) -> None:
        """The pause of another desk comes after the running clocks were read and before any is written."""
        case = accepted()
        Clock.objects.update(due_on=TODAY)
        with interrupted(lambda: self.pause(case, on_day(6, 6))):
            clocks.recompute_all(by=SYSTEM, now=on_day(6, 8))
        case.refresh_from_db()
        right = reckon(Clock.objects.get(case=case, stopped_on__isnull=True), on=on_day(6, 8).date()).due
        assert (self.due(case), case.due_on, case.paused) == (right, right, True)


class TestSupport:
    def ask(self, case: Case, **changed: object) -> Task:
        given = {"by": INSPECTOR, "now": NOW, "office": HOUSING, "question": "请核实工地名称"}
        return tasks.ask_support(case_id=case.public_id.hex, **{**given, **changed})

    def test_asking_leaves_the_owner_accountable(self) -> None:
        case = accepted()
        asked = self.ask(case)
        assert self.ask(case).pk == asked.pk
        case.refresh_from_db()
        assert case.accountable_office == HRSS
        answered = tasks.answer_support(
            by=HOUSING_OFFICER, now=NOW, task_id=asked.public_id.hex, answer="工地属实"
        )
        assert (answered.status, answered.answer) == (Task.Status.DONE, "工地属实")

    def test_what_the_receiver_was_asked_it_knows_itself_once_the_case_is_its_own(self) -> None:
        case = accepted()
        self.ask(case)
        cases.refer(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, to_office=HOUSING, reason="归住建")
        waiting = case.tasks.filter(status=Task.Status.OPEN)
        assert [(task.office, task.kind) for task in waiting] == [(HOUSING, Task.Kind.DECIDE)]

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"office": HRSS}, "task.own_office"),
            ({"question": ""}, "case.field_missing"),
            ({"office": "510400/nothing"}, "office.unknown"),
            ({"by": POLICE_OFFICER}, "access.denied"),
        ],
    )
    def test_what_cannot_be_asked(self, changed: dict, code: str) -> None:
        with pytest.raises(DomainError) as refused:
            self.ask(accepted(), **changed)
        assert refused.value.code == code

    def test_only_the_asked_office_answers_and_only_while_open(self) -> None:
        case = accepted()
        asked = self.ask(case)
        answer = {"now": NOW, "task_id": asked.public_id.hex, "answer": "工地属实"}
        with pytest.raises(DomainError) as refused:
            tasks.answer_support(by=POLICE_OFFICER, **answer)
        assert refused.value.code == "access.denied"
        decide(case)
        asked.refresh_from_db()
        assert asked.status == Task.Status.WITHDRAWN
        with pytest.raises(DomainError) as refused:
            tasks.answer_support(by=HOUSING_OFFICER, **answer)
        assert refused.value.code == "task.not_open"


def test_every_open_status_has_a_way_out_and_an_ended_case_none() -> None:
    for status in STANDARD.statuses:
        ways = [STANDARD.after(status.id, move) for move in STANDARD.moves_from(status.id)]
        assert any(not end.is_open for end in ways) or not status.is_open
    for status in (Status.DECLINED, Status.WITHDRAWN, Status.CLOSED):
        with pytest.raises(DomainError):
            STANDARD.after(status, STANDARD.move("accept"))


MOVES: dict[str, Callable[..., object]] = {
    "accept": lambda **at: cases.accept(**at),
    "request_completion": lambda **at: cases.request_completion(note="补材料", **at),
    "complete": lambda **at: cases.complete(evidence=["合同"], **at),
    "decline": lambda **at: cases.decline(reasons="不属受理范围", clause="行政许可法第三十二条", **at),
    "refer": lambda **at: cases.refer(to_office=HOUSING, reason="归住建", **at),
    "ask_support": lambda **at: tasks.ask_support(office=POLICE, question="请核实", **at),
    "pause": lambda **at: clocks.pause(
        reason="鉴定", article="行政许可法第四十五条", told_in_writing=TODAY, **at
    ),
    "resume": lambda **at: clocks.resume(**at),
    "extend": lambda **at: clocks.extend(approver="局长甲", reason="复杂", **at),
    "finish_step": lambda **at: cases.make(move="finish_step", form={"step": "决定受理并立案"}, **at),
    "approve": lambda **at: cases.decide(verdict="approved", **REASONS, **at),
    "refuse": lambda **at: cases.decide(verdict="refused", **REASONS, **at),
    "withdraw": lambda **at: cases.withdraw(**at),
    "close": lambda **at: cases.close(**at),
}
WHO = ("office", "applicant", "stranger")


SWEEP = "sweep"


@settings(
    max_examples=effort.examples(15, release=60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from([*sorted(MOVES), SWEEP]), st.sampled_from(WHO), st.integers(0, 9)),
        max_size=12,
    )
)
def test_no_sequence_of_moves_leaves_an_orphan(steps: list[tuple[str, str, int]]) -> None:
    """Legal or not, whoever tries: a case is open with one live owner, or closed with none owing."""
    with transaction.atomic():
        case, now = lodge(), NOW
        under_a_law_that_deems(case)
        for move, who, days in steps:
            now += timedelta(days=days)
            if move == SWEEP:
                cases.expire(now)
                _check(Case.objects.get(pk=case.pk))
            else:
                _try(case, move, who=who, now=now)
        assert is_whole()
        transaction.set_rollback(True)


def _try(case: Case, move: str, *, who: str, now: object) -> None:
    case.refresh_from_db()
    before = (case.status, AuditEvent.objects.count())
    actors = {
        "office": HOUSING_OFFICER if case.accountable_office == HOUSING else INSPECTOR,
        "applicant": worker(case.application.person),
        "stranger": OFFICER_FAR,
    }
    try:
        MOVES[move](by=actors[who], now=now, case_id=case.public_id.hex)
    except DomainError:
        case.refresh_from_db()
        assert (case.status, AuditEvent.objects.count()) == before
    else:
        assert who != "stranger"
        case.refresh_from_db()
        events = AuditEvent.objects.count() - before[1]
        assert events <= 1, "the complaint writes no facts, so every action leaves one event"
        assert case.status == (STANDARD.after(before[0], STANDARD.move(move)).id if events else before[0])
    _check(case)


def _check(case: Case) -> None:
    deciding = Task.objects.filter(case=case, kind=Task.Kind.DECIDE, status=Task.Status.OPEN)
    assert [task.office for task in deciding] == ([case.accountable_office] if case.is_open else [])
    assert orphans(LEADING_GROUP, today=TODAY) == ()
    running = Clock.objects.filter(case=case, stopped_on__isnull=True)
    assert case.is_open or not running.exists()
    assert case.due_on == min((clock.due_on for clock in running), default=None)


@pytest.mark.parametrize("clause", [
    "100000/residence-permit-regulation#第二条", "居住证暂行条例第二条", "《居住证暂行条例》（国务院令第663号） 第二条",
    "行政许可法第三十八条第二款", "《中华人民共和国行政许可法》第四十五条、第八十二条", "攀办发〔2016〕10号（六）",
    "居住证暂行条例第二条；行政许可法第三十八条",
])  # fmt: skip
def test_a_decision_rests_on_a_clause_that_the_library_knows(clause: str) -> None:
    case_id = accepted(service=PERMIT, by=POLICE_OFFICER).public_id.hex
    made = cases.decide(
        by=POLICE_OFFICER, now=NOW, case_id=case_id, verdict="approved", reasons="符合条件", clause=clause
    )
    assert made.clause == clause


NO_CLAUSES = [
    "'; drop", "甲", "无", "居住证暂行条例", "第二条", "虚构规定第一条", "居住证暂行条例第二条'; drop",
    "100000/residence-permit-regulation#'; drop", "100000/no-such-law#第一条", "#第二条", "行政许可法及有关规定",
    "居住证暂行条例第二条；甲",
]  # fmt: skip


@pytest.mark.parametrize("clause", NO_CLAUSES)
def test_words_that_name_no_clause_are_refused_by_every_move_that_cites(clause: str) -> None:
    opened, taken = lodge(applicant(2), PERMIT), accepted(PERMIT, by=POLICE_OFFICER)
    tries: list[Callable[[], object]] = [
        lambda: cases.decline(
            by=POLICE_OFFICER, now=NOW, case_id=opened.public_id.hex, reasons="不属受理范围", clause=clause
        ),
        lambda: clocks.pause(
            by=POLICE_OFFICER,
            now=NOW,
            case_id=taken.public_id.hex,
            reason="鉴定",
            article=clause,
            told_in_writing=TODAY,
        ),
        *(
            lambda verdict=verdict: cases.decide(
                by=POLICE_OFFICER,
                now=NOW,
                case_id=taken.public_id.hex,
                verdict=verdict,
                reasons="核过",
                clause=clause,
            )
            for verdict in ("approved", "refused")
        ),
    ]
    for act in tries:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "case.clause_unknown"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("case_id", [None, 5, "", "x", 2.5, b"x", "\x00"])
def test_what_names_no_case_is_not_found(case_id: object) -> None:
    with pytest.raises(DomainError) as refused:
        cases.make(move="accept", case_id=case_id, by=INSPECTOR, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == "case.not_found"
