"""What `pack check` says of procedures and bars that are written wrongly: where, and what was probably meant."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from huigong.casework.procedures import drawing
from huigong.casework.procedures.checking import check_procedures, faults_of
from huigong.casework.procedures.fields import FieldKind
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Who
from huigong.catalogue.checking import PackCheck
from huigong.catalogue.services import catalogue
from huigong.kernel.packs import Report
from huigong.portals.desk.parts import moveforms
from huigong.portals.desk.parts.moveforms import PAGE as DESK
from huigong.portals.shared.declared import Drawing
from huigong.portals.worker import offers
from huigong.portals.worker.offers import PAGE as WORKER
from tests.shipped import shipped_library, shipped_offices

NOISE = Path(__file__).parents[2] / "journeys/packs/510400/house-rules/procedures/noise.yaml"
FILE = "510400/house-rules/procedures/noise.yaml"


def errors(folder: Path, text: str) -> list[str]:
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = Report()
    check_procedures(folder, PackCheck(catalogue=catalogue()), found)
    assert all(error.file == FILE for error in found.errors)
    return [f"{error.line} {error.words}" for error in found.errors]


def test_the_procedures_of_the_packs_and_of_the_tests_are_whole(tmp_path: Path) -> None:
    assert errors(tmp_path, NOISE.read_text(encoding="utf-8")) == []
    assert faults_of(STANDARD) == ()


@pytest.mark.parametrize(
    ("procedure", "said"),
    [
        ("own-data-corection", "是不是“own-data-correction”"),
        ("site-noise-report", "不由申请立案"),
        ("own-data-correction", ""),
    ],
)
def test_a_service_names_a_procedure_that_takes_its_applications(
    tmp_path: Path, procedure: str, said: str
) -> None:
    known = catalogue()
    (first, *others) = known.services
    given = replace(known, services=(replace(first, procedure=procedure), *others))
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(NOISE.read_text(encoding="utf-8"), encoding="utf-8")
    told = Report()
    check_procedures(tmp_path, PackCheck(catalogue=given), told)
    assert [(error.file, said in error.words) for error in told] == (
        [(first.place.file, True)] if said else []
    )


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("starts: [待核查]\n    to: 待告知", "starts: [待核查]\n    to: 待告之", "是不是“待告知”"),
        (
            "effects: [decide]\n    decision: {verdict: 属实",
            "effects: [decid]\n    decision: {verdict: 属实",
            "是不是“decide”",
        ),
        (
            "参数:劳动监察办结期限}}\n  - {id: 告知",
            "参数:劳动监察办结}}\n  - {id: 告知",
            "是不是“劳动监察办结期限”",
        ),
        ("参数:劳动监察办结期限}}\n  - {id: 告知", "60}}\n  - {id: 告知", "期限要写成"),
        ("      notice: 反映答复书\n", "", "用哪份文书告知"),
        ("owner: {line: hrss}\n", "", "没有人负责"),
        ("phase: received", "phase: recieved", "只能写"),
        ("by: system, after: 核查", "by: system", "没有写等哪个时限"),
        ("reporter: [person, anonymous]", "reporter: [person, anonymus]", "是不是“anonymous”"),
        ("refer: [待核查, 待告知]", "reefer: [待核查]", "是不是“refer”"),
        ("starts: 核查.结束", "starts: 核查.结速", "是不是“核查.结束”"),
        ("clock: {starts: 立案, length: 参数:劳动监察办结期限}", "", "没有时限"),
        ("stages: [告知]}", "stages: []}", "没有一个进度里有"),
        ("trail: 收到反映", "trails: 收到反映", "不认识这个字段"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(
    tmp_path: Path, written: str, instead: str, said: str
) -> None:
    text = NOISE.read_text(encoding="utf-8")
    assert written in text
    told = errors(tmp_path, text.replace(written, instead, 1))
    assert any(said in line for line in told), told
    assert all(line.split()[0].isdigit() and int(line.split()[0]) >= 1 for line in told)


DAY = "{id: 期限, ask: 到哪一天, kind: day, future: true}"
WHOLE = "{id: 欠的, ask: 欠多少, kind: money}"
SHARE = "{id: 加的, ask: 加多少, kind: money, share_of: 欠的, least: 参数:加付赔偿最低比例}"


def ordered(tmp_path: Path, *, clock: str = "", fields: tuple[str, ...] = (DAY, WHOLE, SHARE)) -> list[str]:
    """The noise with a clock that its first move sets, and amounts in that move."""
    text = NOISE.read_text(encoding="utf-8")
    clock = (
        clock or '{starts: 登记核查, until: 期限, clause: "100000/labour-inspection-regulation#第二十六条"}'
    )
    text = text.replace("{starts: 核查.结束, length: 参数:劳动监察办结期限}", clock)
    more = "".join(f"      - {field}\n" for field in fields)
    return errors(tmp_path, text.replace("    form:\n", f"    form:\n{more}", 1))


def test_a_clock_may_end_on_the_day_that_its_move_names_and_an_amount_be_a_share_of_another(
    tmp_path: Path,
) -> None:
    assert ordered(tmp_path) == []


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("{starts: 登记核查, until: 期限}", "哪一条让部门定日子"),
        ('{starts: 登记核查, until: 分贝, clause: "#第一条"}', "必填的日子"),
        ('{starts: 立案, until: 期限, clause: "#第一条"}', "必填的日子"),
        ("{starts: 登记核查}", "只写一样"),
        ('{starts: 登记核查, length: 参数:劳动监察办结期限, until: 期限, clause: "#第一条"}', "只写一样"),
    ],
)
def test_a_clock_without_a_length_of_law_needs_a_day_and_a_clause(
    tmp_path: Path, clock: str, said: str
) -> None:
    told = ordered(tmp_path, clock=clock)
    assert any(said in line for line in told), told


LENGTH = "{starts: 核查.结束, length: 参数:劳动监察办结期限"


def test_an_extension_is_of_a_length_of_law_in_its_measure_and_names_who_grants_it(tmp_path: Path) -> None:
    assert ordered(tmp_path, clock=f"{LENGTH}, longer: 参数:劳动监察延长期限, approver: 负责人}}") == []


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (f"{LENGTH}, longer: 参数:劳动监察延长期限}}", "批准的人"),
        (f"{LENGTH}, approver: 负责人}}", "批准的人"),
        (f"{LENGTH}, longer: 参数:劳动监察追查月数, approver: 负责人}}", "一样的单位"),
        (f"{LENGTH}, longer: 参数:劳动监察延长, approver: 负责人}}", "是不是“劳动监察延长期限”"),
    ],
)
def test_an_extension_that_lacks_its_grantor_or_counts_otherwise_is_told(
    tmp_path: Path, clock: str, said: str
) -> None:
    told = ordered(tmp_path, clock=clock)
    assert any(said in line for line in told), told


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (SHARE.replace("share_of: 欠的", "share_of: 分贝"), "按同一步里另一个金额"),
        (SHARE.replace("share_of: 欠的, ", ""), "要一起写"),
        (SHARE.replace("加付赔偿最低比例", "劳动监察办结期限"), "不是登记过的百分比参数"),
        (
            DAY.replace("future: true", "share_of: 欠的, least: 参数:加付赔偿最低比例").replace(
                "期限", "哪天"
            ),
            "要是金额",
        ),
    ],
)
def test_a_share_names_its_amount_and_bounds_in_percent(tmp_path: Path, field: str, said: str) -> None:
    told = ordered(tmp_path, fields=(DAY, WHOLE, field))
    assert any(said in line for line in told), told


@pytest.mark.parametrize("page", ["desk", "worker"])
@pytest.mark.parametrize("kind", FieldKind)
def test_a_move_asks_for_nothing_that_a_page_cannot_draw(tmp_path: Path, kind: FieldKind, page: str) -> None:
    """Every kind of field on every page that makes the move: the desk an officer's, both a party's."""
    by = {"desk": "office", "worker": "party, roles: [respondent]"}[page]
    field = f"{{id: 换, ask: 换成什么, kind: {kind}, options: {{甲: 甲}}}}"
    move = f"  - {{id: 换人, starts: [待核查], by: {by}, form: [{field}]}}\ntakes:"
    told = errors(tmp_path, NOISE.read_text(encoding="utf-8").replace("takes:", move))
    drawn = kind in {"desk": DESK, "worker": WORKER}[page].kinds
    assert [line for line in told if "填不了" not in line] == []
    assert bool(told) is not drawn


def test_what_an_effect_asks_for_must_be_drawn_too(tmp_path: Path) -> None:
    text = NOISE.read_text(encoding="utf-8")
    move = (
        "  - {id: 自己转, starts: [待核查], by: party, roles: [respondent], effects: [tell, refer]}\ntakes:"
    )
    (told,) = errors(tmp_path, text.replace("takes:", move))
    assert "转给" in told
    assert "务工人员的网页" in told


def test_a_portal_draws_what_it_is_declared_to_draw() -> None:
    assert DESK.kinds == frozenset(FieldKind)
    assert DESK.kinds <= moveforms.DRAWING.makers.keys()
    assert WORKER.kinds <= offers.DRAWING.makers.keys()
    with pytest.raises(ValueError, match=r"desk declares .* cannot draw"):
        Drawing(DESK)


def test_a_portal_that_declares_itself_is_asked_what_it_draws(tmp_path: Path) -> None:
    """A third portal, declared in test code alone."""
    asked = "  - {id: 说明, starts: [待核查], by: party, roles: [respondent], form: [{id: 何时, ask: 何时, kind: day}]}\ntakes:"
    text = NOISE.read_text(encoding="utf-8").replace("takes:", asked)
    assert errors(tmp_path, text) == []
    employer = drawing.Page("employer", "单位的网页", frozenset({Who.PARTY}), frozenset({FieldKind.TEXT}))
    drawing.declare(employer)
    try:
        (told,) = errors(tmp_path, text)
        assert "单位的网页填不了" in told
        with pytest.raises(ValueError, match="employer is registered twice"):
            drawing.declare(replace(employer, name="别的网页"))
    finally:
        drawing._PAGES.forget("employer")


@pytest.mark.parametrize("text", ["", "[]", "bars: 3", "id: [", "bars: []"])
def test_a_broken_file_is_an_error_and_no_traceback(tmp_path: Path, text: str) -> None:
    assert len(errors(tmp_path, text)) == 1


def test_a_bar_names_services_that_exist(tmp_path: Path) -> None:
    bar = "bars:\n  - {opening: [arrears-complaint], while_open: [labour-arbitraton], clause: '#第一条', why: 甲, do: 乙, from: 2020-01-01}"
    (told,) = errors(tmp_path, bar)
    assert "labour-arbitration" in told


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("owner: {line: hrss}", "owner: {line: hrs}", 7, "没有登记过，是不是“hrss”"),
        ('clauses: ["#第一条"]', 'clauses: ["100000/labour-contract-law#第九百条"]', 6, "第九百条"),
    ],
)
def test_who_answers_and_the_clauses_are_looked_up(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    text = NOISE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    told = Report()
    known = PackCheck(catalogue(), library=shipped_library(), offices=shipped_offices())
    check_procedures(tmp_path, known, told)
    assert [error.line for error in told if said in error.words] == [line], list(told)


def test_one_id_and_version_stands_once(tmp_path: Path) -> None:
    twin = tmp_path / "510400/other-rules/procedures/noise.yaml"
    twin.parent.mkdir(parents=True)
    shutil.copy(NOISE, twin)
    (tmp_path / FILE).parent.mkdir(parents=True)
    shutil.copy(NOISE, tmp_path / FILE)
    found = Report()
    check_procedures(tmp_path, PackCheck(catalogue=catalogue()), found)
    assert ["已经有了" in error.what for error in found.errors] == [True]


def test_everything_wrong_is_told_at_once_each_at_its_own_place(tmp_path: Path) -> None:
    text = NOISE.read_text(encoding="utf-8")
    mistakes = ("version: 一", "phase: workin,", "effect: [escalate]", "reporter: [person, anonymus]")
    for written, instead in zip(
        ("version: 1", "phase: working,", "effects: [escalate]", "reporter: [person, anonymous]"),
        mistakes,
        strict=True,
    ):
        assert written in text
        text = text.replace(written, instead, 1)
    lines = {text[: text.index(mistake)].count("\n") + 1 for mistake in mistakes}
    assert {int(line.split()[0]) for line in errors(tmp_path, text)} == lines


def test_a_word_that_stands_several_times_is_told_where_it_is_wrong(tmp_path: Path) -> None:
    text = NOISE.read_text(encoding="utf-8").replace(
        "takes:\n  refer: [待核查, 待告知]", "takes:\n  refer: [待核查, 逾期上交]"
    )
    (told,) = errors(tmp_path, text)
    assert int(told.split()[0]) == len(text.splitlines())
    twice = NOISE.read_text(encoding="utf-8").replace(
        "  - {id: 不实,", "  - {id: 待核查, name: 甲, next_step: 乙, phase: done}\n  - {id: 不实,"
    )
    (said,) = [line for line in errors(tmp_path, twice) if "写了两次" in line]
    assert twice.splitlines()[int(said.split()[0]) - 1].startswith("  - {id: 待核查, name: 甲")
