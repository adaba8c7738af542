"""Tables of duties in every format and with every way of saying who leads."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
import xlsxwriter

from huigong.policy.reading import ReadDocument, read_file, read_text

HEAD = """云中市人民政府办公室关于印发务工人员服务任务分工的通知
云政办发〔2031〕12号
各县（区）人民政府，市政府各部门：
现将任务分工印发给你们，请认真贯彻落实，加强管理，完善制度。
云中市人民政府办公室
2031年5月6日
"""
HEADS = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "办好夜校，健全培训制度", "市织造局", "市灯塔局、市信鸽委", "2031年9月"],
    ["2", "建成驿站20个", "市灯塔局", "各县（区）人民政府", "2031年底"],
    ["3", "按月公开账本", "市财务局、市审计局", "", "长期坚持"],
]
EXPECTED = [
    ("1", ("市织造局",), ("市灯塔局", "市信鸽委")),
    ("2", ("市灯塔局",), ("各县（区）人民政府",)),
    ("3", ("市财务局", "市审计局"), ()),
]


def parts(read: ReadDocument) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(clause.number, clause.lead, clause.support) for clause in read.clauses]


def check(read: ReadDocument) -> None:
    assert parts(read) == EXPECTED
    assert (read.issuer, str(read.date)) == ("云中市人民政府办公室", "2031-05-06")
    assert read.document_number == "云政办发〔2031〕12号"


def lines(cells_apart: str, rows: list[list[str]]) -> str:
    return "\n".join(cells_apart.join(row) for row in rows)


TYPED = {
    "tabs": lines("\t", [HEADS, *ROWS]),
    "bars": "\n".join(f"| {' | '.join(row)} |" for row in [HEADS, ["---"] * 5, *ROWS]),
    "commas": lines(",", [HEADS, *ROWS]),
    "wide spaces": lines("    ", [HEADS, *([*row[:3], row[3] or "无", *row[4:]] for row in ROWS)]),
    "single spaces": lines(" ", [HEADS, *([*row[:3], row[3] or "无", *row[4:]] for row in ROWS)]),
    "a caption above": "附件\n云中市务工人员服务任务分工表\n" + lines("\t", [HEADS, *ROWS]),
    "the head again on a new page": lines("\t", [HEADS, *ROWS[:2]])
    + "\n— 2 —\n"
    + lines("\t", [HEADS, ROWS[2]]),
    "one cell a line": lines("\n", [HEADS, *([*row[:3], row[3] or "无", *row[4:]] for row in ROWS)]),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_table_typed_as_text(name: str) -> None:
    check(read_text(HEAD + TYPED[name] + "\n"))


def test_a_time_column_is_a_deadline_of_its_own_and_the_day_of_the_goals() -> None:
    first, second, third = read_text(HEAD + TYPED["tabs"]).clauses
    assert [(target.kind, target.by_when) for target in first.targets] == [("deadline", "2031年9月")]
    assert [(target.kind, target.by_when) for target in second.targets] == [
        ("goal", "2031年底"),
        ("deadline", "2031年底"),
    ]
    assert third.n_targets == 0


WAYS = [
    ("责任单位", "市织造局（牵头）、市灯塔局", ("市织造局",), ("市灯塔局",), ()),
    ("责任单位", "市织造局牵头，市灯塔局配合", ("市织造局",), ("市灯塔局",), ()),
    ("责任单位", "牵头单位：市织造局 配合单位：市灯塔局", ("市织造局",), ("市灯塔局",), ()),
    ("责任单位（第一个为牵头单位）", "市织造局、市灯塔局", ("市织造局",), ("市灯塔局",), ()),
    ("责任单位（标★的为牵头单位）", "市灯塔局、★市织造局", ("市织造局",), ("市灯塔局",), ()),
    ("责任单位", "市织造局、市灯塔局", (), (), ("市织造局", "市灯塔局")),
    ("责任部门", "市织造局 市灯塔局", (), (), ("市织造局", "市灯塔局")),
    ("主办单位", "市织造局", ("市织造局",), (), ()),
    ("责任科室", "就业科、监察科", (), (), ("就业科", "监察科")),
]


@pytest.mark.parametrize(("head", "cell", "lead", "support", "joint"), WAYS)
def test_every_way_of_saying_who_leads(
    head: str, cell: str, lead: tuple[str, ...], support: tuple[str, ...], joint: tuple[str, ...]
) -> None:
    (clause,) = read_text(f"{HEAD}序号\t主要任务\t{head}\n1\t办好夜校，健全培训制度\t{cell}\n").clauses
    assert (clause.lead, clause.support, clause.joint) == (lead, support, joint)


def test_merged_cells_below_and_sections_across() -> None:
    read = read_text(
        HEAD
        + "序号\t重点任务\t具体措施\t牵头单位\t配合单位\n"
        + "一、加强培训\t\t\t\t\n"
        + "1\t开展培训\t办好夜校\t市织造局\t市灯塔局\n"
        + "\t\t发放补贴\t市财务局\t\n"
        + "二、保障权益\t\t\t\t\n"
        + "2\t按时领薪\t设立专户\t市信鸽委\t市织造局\n"
    )
    assert [(c.number, c.chapter, c.lead) for c in read.clauses] == [
        ("1", "一、加强培训", ("市织造局",)),
        ("1", "一、加强培训", ("市财务局",)),
        ("2", "二、保障权益", ("市信鸽委",)),
    ]


PLAN = """云中市务工人员服务工作方案
一、重点任务
（一）办好夜校。完善培训制度，规范补贴发放，健全管理机制。
（二）设立专户。施工企业应当依法开设专用账户，加强日常管理。
二、工作要求
各地要加强组织。
云中市人民政府
2031年5月6日
附件
任务分工表
"""


def test_a_table_that_repeats_the_clauses_gives_them_their_duties() -> None:
    table = (
        "序号\t任务\t牵头单位\t配合单位\n1\t办好夜校\t市织造局\t市灯塔局\n2\t设立专户\t市信鸽委\t市织造局\n"
    )
    read = read_text(PLAN + table)
    assert [(c.number, c.heading, c.lead) for c in read.clauses][:2] == [
        ("（一）", "办好夜校", ("市织造局",)),
        ("（二）", "设立专户", ("市信鸽委",)),
    ]
    assert all(clause.number not in ("1", "2") for clause in read.clauses)
    assert str(read.date) == "2031-05-06"


def test_a_table_that_contradicts_the_clauses_is_a_doubt() -> None:
    marked = PLAN.replace("健全管理机制。", "健全管理机制。（市织造局负责）").replace(
        "加强日常管理。", "加强日常管理。（市信鸽委负责）"
    )
    table = "序号\t任务\t责任单位\n1\t办好夜校\t市灯塔局\n2\t设立专户\t市信鸽委\n"
    read = read_text(marked + table)
    assert [clause.joint for clause in read.clauses] == [("市织造局",), ("市信鸽委",)]
    assert [doubt.place for doubt in read.unsure if "任务分工表" in doubt.what] == ["（一）办好夜校"]


def test_other_tables_are_no_duties() -> None:
    read = read_text(
        PLAN.replace("健全管理机制。", "健全管理机制。（市织造局负责）")
        + "序号\t驿站名称\t地址\t电话\n1\t东站\t虚构路1号\t000\n"
    )
    assert [clause.number for clause in read.clauses] == ["（一）", "（二）"]


# Files ------------------------------------------------------------------------------------------


def word_table() -> bytes:
    """Lead cells merged downwards, a section across all columns, several bodies in paragraphs of one cell."""
    document = docx.Document()
    for line in HEAD.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=4, cols=4)
    for column, words in enumerate(HEADS[:4]):
        table.cell(0, column).text = words
    table.cell(1, 0).merge(table.cell(1, 3)).text = "一、加强培训"
    for row, (number, task) in enumerate((("1", "办好夜校"), ("2", "发放补贴")), start=2):
        table.cell(row, 0).text, table.cell(row, 1).text = number, task
    table.cell(2, 2).merge(table.cell(3, 2)).text = "市织造局"
    table.cell(2, 3).text = "市灯塔局"
    table.cell(2, 3).add_paragraph("市信鸽委")
    table.cell(3, 3).text = "各县（区）\n人民政府"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page_table(body: str) -> bytes:
    above = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div>{above}{body}</div></body></html>".encode()


HTML_TABLE = (
    "<table><thead><tr><th rowspan=2>序号</th><th rowspan=2>任务</th><th colspan=2>责任单位</th></tr>"
    "<tr><th>牵头单位</th><th>配合单位</th></tr></thead><tbody><tr><td colspan=4>一、加强培训</td></tr>"
    "<tr><td>1</td><td>办好夜校</td><td rowspan='2'>市织造局</td><td>市灯塔局<br>市信鸽委</td></tr>"
    "<tr><td>2</td><td>发放补贴</td><td><p>各县（区）</p><p>人民政府</p></td></tr></tbody></table>"
)


@pytest.mark.parametrize("data", [word_table(), page_table(HTML_TABLE)], ids=["word", "web page"])
def test_merged_cells_of_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    read = read_file(path)
    assert [(c.number, c.chapter, c.heading, c.lead, c.support) for c in read.clauses] == [
        ("1", "一、加强培训", "办好夜校", ("市织造局",), ("市灯塔局", "市信鸽委")),
        ("2", "一、加强培训", "发放补贴", ("市织造局",), ("各县（区）人民政府",)),
    ]
    assert str(read.date) == "2031-05-06"


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任务")
        sheet.merge_range(0, 0, 0, 3, "云中市务工人员服务任务分工表")
        sheet.write_row(1, 0, HEADS[:4])
        sheet.merge_range(2, 0, 2, 3, "一、加强培训")
        sheet.write_row(3, 0, [1, "办好夜校", "", "市灯塔局\n市信鸽委"])
        sheet.write_row(4, 0, [2, "发放补贴", "", "各县（区）\n人民政府"])
        sheet.merge_range(3, 2, 4, 2, "市织造局")
        sheet.write_row(5, 0, [3, "不再保留", "市财务局", ""])
        sheet.set_row(5, None, None, {"hidden": True})
        hidden = book.add_worksheet("草稿")
        hidden.write_row(0, 0, [*HEADS[:4]])
        hidden.write_row(1, 0, [9, "草稿事项", "市财务局", ""])
        hidden.hide()
    return buffer.getvalue()


def test_a_workbook_without_its_hidden_rows_and_sheets(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook())
    read = read_file(path)
    assert read.title == "云中市务工人员服务任务分工表"
    assert [(c.number, c.chapter, c.heading, c.lead, c.support) for c in read.clauses] == [
        ("1", "一、加强培训", "办好夜校", ("市织造局",), ("市灯塔局", "市信鸽委")),
        ("2", "一、加强培训", "发放补贴", ("市织造局",), ("各县（区）人民政府",)),
    ]
