"""PDF pages as offices print them: two columns, headers, ruled tables, scans."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.policy.reading import ReadDocument, read_file
from huigong.policy.reading.formats.pdf import pdf_text
from tests.unit.policy.reading.drawn import SIZE, Page, pdf, set_in_lines
from tests.unit.policy.reading.invented import NUMBERS, PLAN

STEP = 16


def read(tmp_path: Path, pages: list[Page]) -> ReadDocument:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(pages))
    return read_file(path)


def check(document: ReadDocument) -> None:
    assert document.title == "云中市人民政府关于做好务工人员服务工作的实施意见"
    assert [clause.number for clause in document.clauses] == NUMBERS
    assert document.clauses[0].lead == ("市织造局",)
    assert document.clauses[0].support == ("市灯塔局", "市信鸽委")
    assert document.clauses[1].joint == ("市织造局", "市财务局")
    assert (document.issuer, str(document.date)) == ("云中市人民政府", "2031-05-06")


def columns() -> tuple[list[str], list[str]]:
    lines = set_in_lines(PLAN, 18)
    half = (len(lines) + 1) // 2
    return lines[:half], lines[half:]


def placed(lines: list[str], x: float, top: float = 60) -> list[tuple[float, float, str]]:
    return [(x, top + STEP * place, line) for place, line in enumerate(lines)]


def test_two_columns_drawn_one_after_the_other(tmp_path: Path) -> None:
    left, right = columns()
    check(read(tmp_path, [Page(placed(left, 60) + placed(right, 320))]))


def test_two_columns_drawn_line_by_line_across_the_page(tmp_path: Path) -> None:
    left, right = columns()
    texts = [piece for pair in zip(placed(left, 60), placed(right, 320), strict=False) for piece in pair]
    check(read(tmp_path, [Page(texts + placed(left, 60)[len(right) :])]))


def test_headers_footers_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    lines = set_in_lines(PLAN, 34)
    pages = []
    for number, at in enumerate(range(0, len(lines), 6), start=1):
        edges = [(60, 40, "云中市人民政府公报"), (280, 800, f"— {number} —")]
        pages.append(Page([edges[0], *placed(lines[at : at + 6], 60), edges[1]]))
    document = read(tmp_path, pages)
    check(document)
    assert not any("公报" in clause.text or "—" in clause.text for clause in document.clauses)


def ruled(rows: list[list[str]], edges: list[int], top: int) -> Page:
    bottom = top + 30 * len(rows)
    rules = [(edges[0], top + 30 * row, edges[-1], top + 30 * row) for row in range(len(rows) + 1)]
    rules += [(x, top, x, bottom) for x in edges]
    texts = []
    for row, cells in enumerate(rows):
        for x, cell in zip(edges, cells, strict=False):
            for line, words in enumerate(cell.split("\n")):
                texts.append((x + 4, top + 30 * row + 12 + line * (SIZE + 2), words))
    return Page(texts, rules)


def test_a_ruled_table_of_duties(tmp_path: Path) -> None:
    above = [*PLAN.splitlines()[:3], "现将任务分工表印发给你们，请认真贯彻落实。", *PLAN.splitlines()[-2:]]
    rows = [
        ["序号", "主要任务", "牵头单位", "配合单位"],
        ["1", "办好夜校，健全\n培训制度", "市织造局", "市灯塔局\n市信鸽委"],
        ["2", "发放补贴", "市财务局", "各县（区）\n人民政府"],
    ]
    table = ruled(rows, [60, 100, 220, 340, 480], 200)
    table.texts = placed(above, 60) + table.texts
    document = read(tmp_path, [table])
    assert [(c.number, c.heading, c.lead, c.support) for c in document.clauses] == [
        ("1", "办好夜校，健全培训制度", ("市织造局",), ("市灯塔局", "市信鸽委")),
        ("2", "发放补贴", ("市财务局",), ("各县（区）人民政府",)),
    ]
    assert str(document.date) == "2031-05-06"


def test_a_scan_says_so() -> None:
    with pytest.raises(DomainError) as refused:
        pdf_text(pdf([Page(rules=[(60, 60, 500, 60)])]))
    assert "扫描" in refused.value.why
    assert "OCR" in refused.value.do


HEADS = ["序号", "主要任务", "牵头单位", "配合单位"]
EDGES = [60, 100, 220, 340, 480]


def test_a_ruled_table_over_two_pages_with_a_name_cut_in_its_cell(tmp_path: Path) -> None:
    first = ruled([HEADS, ["1", "办好夜校", "市人力资源社\n会保障局", "市灯塔局"]], EDGES, 60)
    second = ruled([HEADS, ["2", "发放补贴", "市财务局", "市信鸽委"]], EDGES, 60)
    document = read(tmp_path, [first, second])
    assert [(clause.number, clause.lead, clause.support) for clause in document.clauses] == [
        ("1", ("市人力资源社会保障局",), ("市灯塔局",)),
        ("2", ("市财务局",), ("市信鸽委",)),
    ]


def test_a_table_without_rules(tmp_path: Path) -> None:
    rows = [
        HEADS,
        ["1", "办好夜校", "市织造局", "市灯塔局、市信鸽委"],
        ["2", "发放补贴", "市财务局", "各县（区）人民政府"],
    ]
    texts = [
        (x, 200 + 20 * row, cell)
        for row, cells in enumerate(rows)
        for x, cell in zip((60, 100, 250, 360), cells, strict=True)
    ]
    document = read(tmp_path, [Page(placed(PLAN.splitlines()[:3], 60) + texts)])
    assert [(clause.number, clause.heading, clause.lead) for clause in document.clauses] == [
        ("1", "办好夜校", ("市织造局",)),
        ("2", "发放补贴", ("市财务局",)),
    ]
