"""What moves do besides: every effect has its function, its fields are checked, and it says when it is possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from huigong.casework.actions import cases
from huigong.casework.models import Case, Decision, Task
from huigong.casework.procedures import effects, register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.effects import Counting, Effect
from huigong.casework.procedures.fields import LONGEST, Field, FieldKind, cleaned
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Move, Procedure, Who
from huigong.casework.queries import cases as pages
from huigong.kernel import days, money
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import INSPECTOR, NOW, TODAY, accepted

pytestmark = pytest.mark.django_db
HOW_TO = Path(__file__).parents[3] / "docs/how-to/add-a-procedure.md"
GROUNDS = {"reasons": "材料齐全。", "clause": "行政许可法第三十二条"}


def test_every_effect_has_its_function_and_the_manual_names_it() -> None:
    manual = HOW_TO.read_text(encoding="utf-8")
    for effect in effects.known():
        assert callable(effects.act_of(effect))
        assert f"`{effect}`" in manual
    for kind in FieldKind:
        assert f"`{kind}`" in manual


@pytest.mark.parametrize(
    ("move", "form", "code"),
    [
        ("approve", {**GROUNDS, "reasons": ["甲", "乙"]}, "case.field_wrong"),
        ("approve", {**GROUNDS, "reasons": "长" * (LONGEST + 1)}, "case.field_wrong"),
        ("approve", {**GROUNDS, "clause": 32}, "case.field_wrong"),
        ("ask_support", {"office": "510400/housing", "question": True}, "case.field_wrong"),
        ("ask_support", {"question": "请核实"}, "case.field_missing"),
        ("refer", {"to_office": "510400/police", "reason": " "}, "case.field_missing"),
        ("pause", {"reason": "听证", "article": "第四十五条", "told_in_writing": "昨天"}, "case.field_wrong"),
    ],
)
def test_what_an_effect_reads_is_checked_before_anything_is_done(
    move: str, form: dict[str, object], code: str
) -> None:
    case = accepted()
    with pytest.raises(DomainError) as refused:
        cases.make(move=move, case_id=case.public_id, by=INSPECTOR, now=NOW, form=form)
    assert refused.value.code == code
    after = Case.objects.get(pk=case.pk)
    assert (after.status, after.accountable_office) == (case.status, case.accountable_office)
    assert not Decision.objects.exists()
    assert not Task.objects.filter(kind=Task.Kind.SUPPORT).exists()


@pytest.mark.parametrize(
    ("kind", "last", "wrong"),
    [
        (FieldKind.MONEY, money.MOST, money.MOST + 1),
        (FieldKind.MONEY, 0, -1),
        (FieldKind.DAY, TODAY, TODAY + timedelta(days=1)),
        (FieldKind.DAY, days.EARLIEST, date.min),
    ],
)
def test_an_amount_or_a_day_that_nobody_can_mean_is_refused(
    kind: FieldKind, last: object, wrong: object
) -> None:
    fields = (Field("x", "哪一天、多少", kind),)
    assert cleaned(fields, {"x": last}, today=TODAY) == {"x": last}
    with pytest.raises(DomainError) as refused:
        cleaned(fields, {"x": wrong}, today=TODAY)
    assert (refused.value.code, refused.value.about) == ("case.field_wrong", "x")


def test_a_day_to_come_is_taken_only_where_the_field_says_so() -> None:
    hearing = (Field("x", "哪天开庭", FieldKind.DAY, future=True),)
    assert cleaned(hearing, {"x": days.LATEST}, today=TODAY) == {"x": days.LATEST}
    with pytest.raises(DomainError):
        cleaned(hearing, {"x": date.max}, today=TODAY)


@pytest.mark.parametrize("papers", [[["合同"]], [12], ["长" * (LONGEST + 1)], []])
def test_a_list_of_papers_holds_texts_of_bounded_length(papers: list[object]) -> None:
    fields = (Field("evidence", "材料", FieldKind.LINES),)
    with pytest.raises(DomainError):
        cleaned(fields, {"evidence": papers}, today=TODAY)


@pytest.fixture
def stamped() -> Iterator[Procedure]:
    """The standard procedure with a move by an effect that another folder declares: only while the count stands still."""
    effect = Effect("stamp_file", possible=lambda counting: counting.paused)
    effects.declare(effect, lambda making: making.data.update(stamped=True))
    move = Move("stamp", "盖章", ("accepted",), effects=("stamp_file",))
    yield register.register(replace(STANDARD, version=99, moves=(*STANDARD.moves, move)))
    register.forget(STANDARD.id)
    register.register(STANDARD)


def test_a_folder_above_says_itself_when_its_effect_is_possible(stamped: Procedure) -> None:
    case = accepted()
    assert case.procedure_version == stamped.version
    case_id = case.public_id.hex
    assert "stamp" not in {view.move for view in pages.moves(INSPECTOR, case_id, today=TODAY)}
    pause = {"reason": "听证", "article": "行政许可法第四十五条", "told_in_writing": TODAY}
    cases.make(move="pause", case_id=case_id, by=INSPECTOR, now=NOW, form=pause)
    offered = {view.move for view in pages.moves(INSPECTOR, case_id, today=TODAY)}
    assert "stamp" in offered
    assert "pause" not in offered


@pytest.mark.parametrize(
    ("counting", "offered"),
    [
        (Counting(running=False, paused=False, extendable=False), set()),
        (Counting(running=True, paused=False, extendable=False), {"pause"}),
        (Counting(running=True, paused=False, extendable=True), {"pause", "extend"}),
        (Counting(running=True, paused=True, extendable=False), {"resume"}),
    ],
)
def test_which_moves_the_clocks_allow(counting: Counting, offered: set[str]) -> None:
    moves = {move.id: move for move in STANDARD.moves if move.id in ("pause", "resume", "extend")}
    assert {name for name, move in moves.items() if effects.possible(move, counting)} == offered


def test_time_fills_in_no_form() -> None:
    told = Move("tell_late", "逾期告知", ("accepted",), who=Who.SYSTEM, permission=None, effects=("tell",))
    faults = faults_of(replace(STANDARD, moves=(*STANDARD.moves, told)))
    assert any("没有人能填" in fault.what for fault in faults)
