"""DOC, WPS, RTF and ODT, with their tables, and those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.policy.reading import read_file
from huigong.policy.reading.sources import text_of
from tests.unit.policy.reading.invented import PLAN
from tests.unit.policy.reading.old_files import compound_file, open_text, rich_text, word_97
from tests.unit.policy.reading.test_sources import check, written

TABLE: list[str | list[str]] = [
    "云中市务工人员服务工作任务分工表",
    ["序号", "工作任务", "牵头单位", "配合单位"],
    ["1", "办好务工人员夜校", "市织造局", "市灯塔局、市信鸽委"],
    ["2", "建设服务驿站", "市灯塔局", "市织造局"],
]
ROWS = [("1", ("市织造局",), ("市灯塔局", "市信鸽委")), ("2", ("市灯塔局",), ("市织造局",))]
PARAGRAPHS: list[str | list[str]] = [*PLAN.splitlines()]
OPEN_PLAN = open_text("".join(f"<text:p>{line}</text:p>" for line in PLAN.splitlines()))
OPEN_TABLE = open_text(
    f"<text:h>{TABLE[0]}</text:h><table:table>"
    + "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in TABLE[1:]
    )
    + "</table:table>"
)
PLANS = {
    "plan.doc": word_97(PARAGRAPHS),
    "plan.wps": word_97(PARAGRAPHS),
    "plan.rtf": rich_text(PARAGRAPHS),
    "coded.rtf": rich_text(PARAGRAPHS, coded=True),
    "plan.odt": OPEN_PLAN,
}
TABLES = {"table.doc": word_97(TABLE), "table.rtf": rich_text(TABLE), "table.odt": OPEN_TABLE}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_any_office_program(tmp_path: Path, name: str) -> None:
    check(read_file(written(tmp_path, name, PLANS[name])))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_any_office_program(tmp_path: Path, name: str) -> None:
    read = read_file(written(tmp_path, name, TABLES[name]))
    assert read.title == TABLE[0]
    assert [(clause.number, clause.lead, clause.support) for clause in read.clauses] == ROWS


def test_a_break_in_a_cell_of_an_rtf_stays_in_its_row(tmp_path: Path) -> None:
    broken = [*TABLE[:2], ["1", "办好务工人员夜校", "市织造局", "市灯塔局\n市信鸽委"]]
    (clause,) = read_file(written(tmp_path, "table.rtf", rich_text(broken))).clauses
    assert clause.support == ("市灯塔局", "市信鸽委")


def test_deleted_and_hidden_words_of_an_rtf_are_left_out() -> None:
    source = rb"{\rtf1\ansi {\deleted old }{\v hidden }new{\b0\f1 er}\par}"
    assert text_of(source).strip() == "newer"


LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/></text:list-style>'
)


def item(words: str, inside: str = "") -> str:
    return f"<text:list-item><text:p>{words}</text:p>{inside}</text:list-item>"


def test_counted_numbers_of_an_odt_are_written_out() -> None:
    inner = f"<text:list>{item('办好夜校')}{item('建好驿站')}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{item("加强服务", inner)}</text:list><text:p>说明</text:p>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("强化保障", inner)}</text:list>'
    )
    assert text_of(open_text(body, styles=LISTS)).split("\n") == [
        "一、加强服务", "（一）办好夜校", "（二）建好驿站", "说明",
        "二、强化保障", "（一）办好夜校", "（二）建好驿站",
    ]  # fmt: skip


def test_a_merged_cell_of_an_odt_counts_in_every_row() -> None:
    body = (
        "<table:table><table:table-row><table:table-cell><text:p>类别</text:p></table:table-cell>"
        "<table:table-cell><text:p>牵头单位</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>甲</text:p></table:table-cell>'
        "<table:table-cell><text:p>乙局</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>丙局</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    assert text_of(open_text(body)).split("\n")[1:] == ["甲\t乙局", "甲\t丙局"]


def test_notes_spaces_and_changes_of_an_odt() -> None:
    body = (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes><text:p>甲<text:s text:c='2'/>乙"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>出处</text:p></text:note-body></text:note>"
        "<text:line-break/>丙</text:p>"
    )
    assert text_of(open_text(body)) == "甲  乙\n丙\n注：出处"


PLAN_97 = word_97(PARAGRAPHS)
REFUSED = {
    "locked.docx": (compound_file({"EncryptedPackage": b"x"}), "reading.locked", "密码"),
    "locked.doc": (PLAN_97.replace(b"\x00\x12\xbf\x00", b"\x00\x13\xbf\x00"), "reading.locked", "密码"),
    "locked.odt": (open_text("", manifest="<m><encryption-data/></m>"), "reading.locked", "密码"),
    "early.wps": (compound_file({"WPS_DATA": b"x"}), "reading.unreadable", "WPS"),
    "slides.ppt": (compound_file({"PowerPoint Document": b"x"}), "reading.unreadable", "演示"),
    "cut.doc": (PLAN_97[:3000], "reading.unreadable", "另存为 DOCX"),
    "cut.odt": (OPEN_PLAN[: len(OPEN_PLAN) // 2], "reading.unreadable", "损坏"),
    "empty.rtf": (b"{\\rtf1\\ansi\\par}", "reading.unreadable", "没有文字"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str) -> None:
    data, code, words = REFUSED[name]
    with pytest.raises(DomainError) as refusal:
        read_file(written(tmp_path, name, data))
    assert refusal.value.code == code
    assert words in str(refusal.value)


HOSTILE = {
    "deep.rtf": b"{\\rtf1" + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}",
    "rows.rtf": b"{\\rtf1" + b"\\trowd x\\cell" * 100_000 + b"}",
    "wrong.rtf": b"{\\rtf1\\ansicpg99999\\u99999999 ?\\'zz \\uc-5 \\u55357?}",
    "hidden.rtf": b"{\\rtf1" + b"{\\v " * 20_000 + b"}",
    "spaces.odt": open_text("<text:p>甲<text:s text:c='99999999'/>乙</text:p>" * 3),
    "columns.odt": open_text(
        "<table:table>" + "<table:table-row table:number-rows-repeated='999999'>"
        "<table:table-cell table:number-columns-repeated='99999'><text:p>甲</text:p></table:table-cell></table:table-row>"
        * 60
        + "</table:table>"
    ),
    "loop.doc": PLAN_97[:512] + b"\0" * 4096 + PLAN_97[4608:],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_time(tmp_path: Path, name: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_file(written(tmp_path, name, HOSTILE[name]))
    assert refusal.value.code.startswith("reading.")
