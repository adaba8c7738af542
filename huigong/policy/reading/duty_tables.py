"""Tables of duties: which lines of a text are one, and what each row says.

The lines come from a table of a file (cells parted by tabs) or from a text that was typed or
copied so, with tabs, bars, commas, or runs of spaces between its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from huigong.policy.reading.cues import any_of
from huigong.policy.reading.dates import is_date_line
from huigong.policy.reading.rows import RULED, SPLITTERS, Row, TableCell, lines_of, splits, trimmed
from huigong.policy.reading.table_cues import CAPTIONS, head_of, is_duty_header

PAGE_MARK = re.compile(r"^\s*(?:[-—–－_ ]*[0-9]{1,4}[-—–－_ ]*|第 ?[0-9]{1,4} ?页.*)$")
CAPTION = re.compile(rf"^(?:{any_of(CAPTIONS)})$")
MAY_HEAD = re.compile(
    "单位|部门|主体|处室|科室|股室|机关|牵头|主办|主责|配合|协办|参加|参与|责任|分工|序号|编号|项次|次序|条"
)
SERIAL = re.compile(r"^[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?$")
OPENS_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}部分"
)
LONGEST_SECTION = 60
# What figures are counted in, where a task or a head says it in brackets: 培训人数（人次）.
MEASURE_NAMED = re.compile(r"[（(](?:单位[：:])?(?P<measure>[^（()）0-9，、：:]{1,4})[）)]$")
GAP_LINES = 2


@dataclass
class DutyTable:
    """Heads by column, and rows of cells; `span` covers its lines and caption in the source."""

    kinds: list[str]
    heads: Row
    way: str
    start: int
    end: int
    rows: list[Row] = field(default_factory=list)

    @property
    def head_words(self) -> str:
        return " ".join(cell.text for cell in self.heads)


def find_tables(source: str) -> list[DutyTable]:
    """Every table of duties in the source, in order."""
    lines = lines_of(source)
    tables: list[DutyTable] = []
    place = 0
    while place < len(lines):
        table, following = _table_at(lines, place)
        if table is not None and table.rows:
            table.start = _caption_start(lines, place, source)
            if tables and _goes_on(tables[-1], table, source):
                tables[-1].rows += table.rows
                tables[-1].end = table.end
            else:
                tables.append(table)
            place = following
        else:
            place = max(following, place + 1)
    return tables


def _table_at(lines: list[tuple[str, int]], place: int) -> tuple[DutyTable | None, int]:
    line, at = lines[place]
    if not MAY_HEAD.search(line):
        return None, place + 1
    for way, cells in splits(line, at):
        if is_duty_header([cell.text for cell in cells]) and (way != " " or _reads_narrow(cells)):
            table = DutyTable([head_of(cell.text) for cell in cells], cells, way, at, at + len(line))
            return table, _read_rows(table, lines, place + 1)
    return _one_cell_a_line(lines, place)


def _reads_narrow(cells: Row) -> bool:
    """Whether single spaces part heads: then every one must be known, lest a sentence be taken for a table."""
    return len(cells) > 2 and all(head_of(cell.text) for cell in cells)


def _read_rows(table: DutyTable, lines: list[tuple[str, int]], place: int) -> int:
    """Add rows until the lines are no rows any more; gives the place after the last row."""
    last = place
    width = len(table.kinds)
    while place < len(lines) and place - last <= GAP_LINES:
        line, at = lines[place]
        cells = SPLITTERS[table.way](*trimmed(line, at, table.way))
        words = [cell.text for cell in cells]
        place += 1
        if RULED.match(line) or PAGE_MARK.match(line):
            last += last == place - 1
            continue
        if is_duty_header(words):
            if not table.rows and len(cells) == width:
                _second_head(table, cells)
        elif (
            len(cells) == width
            or (table.way == "\t" and 1 < len(cells) <= width)
            or (len(cells) == 1 and _is_section(cells[0].text, table, lines[place : place + 1]))
        ):
            table.rows.append(cells)
        else:
            continue
        table.end, last = at + len(line), place
    return last


def _second_head(table: DutyTable, cells: Row) -> None:
    """A head over two rows: the lower one says what the columns hold."""
    lower = [head_of(cell.text) for cell in cells]
    table.kinds = [below or above for below, above in zip(lower, table.kinds, strict=True)]
    table.heads = (*table.heads, *cells)


def _is_section(words: str, table: DutyTable, following: list[tuple[str, int]]) -> bool:
    """A line of its own inside a table names the section below it."""
    if len(words) > LONGEST_SECTION or words[-1] in "。；：，" or is_date_line(words) or not following:
        return False
    return len(SPLITTERS[table.way](*trimmed(*following[0], table.way))) == len(table.kinds)


def _goes_on(table: DutyTable, following: DutyTable, source: str) -> bool:
    """Whether a table with the same head right after another is its next page."""
    between = source[table.end : following.start]
    return table.kinds == following.kinds and len(re.sub(r"\s", "", between)) < 12


def _caption_start(lines: list[tuple[str, int]], place: int, source: str) -> int:
    """Where the table's own caption begins; a caption that opens the document is its title and stays."""
    start = lines[place][1]
    above = place - 1
    while above >= 0 and place - above <= 4 and CAPTION.match(lines[above][0].strip()):
        start = lines[above][1]
        above -= 1
    opens = not any(len(line.strip()) > 40 or is_date_line(line.strip()) for line, _ in lines[: above + 1])
    return lines[place][1] if opens else start


def _one_cell_a_line(lines: list[tuple[str, int]], place: int) -> tuple[DutyTable | None, int]:
    """A copy that set every cell on a line of its own: the heads, then row by row from serial to serial."""
    heads: list[TableCell] = []
    while place + len(heads) < len(lines) and len(heads) < 8:
        line, at = lines[place + len(heads)]
        if not head_of(line.strip()):
            break
        heads.append(TableCell(line.strip(), at, at + len(line)))
    kinds = [head_of(cell.text) for cell in heads]
    if len(heads) < 3 or kinds[0] != "number" or not is_duty_header([cell.text for cell in heads]):
        return None, place + 1
    table = DutyTable(kinds, tuple(heads), "\n", heads[0].start, heads[-1].end)
    at = place + len(heads)
    while at + len(heads) <= len(lines) and SERIAL.match(lines[at][0].strip()):
        cells = [
            TableCell(line.strip(), start, start + len(line)) for line, start in lines[at : at + len(heads)]
        ]
        table.rows.append(tuple(cells))
        table.end = cells[-1].end
        at += len(heads)
    return table, at


@dataclass(frozen=True)
class DutyRow:
    """One row: `duties` pairs the part that a column gives (lead, plain, …) with its cell."""

    number: str
    section: str
    groups: tuple[TableCell, ...]
    tasks: tuple[TableCell, ...]
    times: tuple[TableCell, ...]
    value: TableCell | None
    measure: str
    duties: tuple[tuple[str, TableCell], ...]
    start: int
    end: int


def rows_of(table: DutyTable) -> Iterator[DutyRow]:
    """The rows that carry a task; empty cells below a merged one take its words."""
    section = ""
    before: DutyRow | None = None
    columns = _without_groups(table, _task_columns(table))
    above: dict[int, TableCell] = {}
    for cells in table.rows:
        if heads_a_section(table, cells):
            section = next(cell.text for cell in cells if cell.text)
            above.clear()
            continue
        _note_groups(table, cells, above)
        row = _filled(_row(table, cells, section, columns), before)
        row = replace(row, groups=tuple(above[column] for column in sorted(above)))
        if row.tasks:
            before = row
            yield row


def heads_a_section(table: DutyTable, cells: Row) -> bool:
    """Whether a row holds one heading over all columns, as merged cells print it."""
    words = [cell.text for cell in cells if cell.text]
    if len(set(words)) != 1 or SERIAL.match(words[0]):
        return False
    first = bool(cells[0].text) and table.kinds[0] in ("number", "group")
    return len(words) > 1 or len(cells) < len(table.kinds) or first or bool(OPENS_SECTION.match(words[0]))


def _note_groups(table: DutyTable, cells: Row, above: dict[int, TableCell]) -> None:
    """Keep the words of each group column, which stand for the empty cells below them too."""
    for column, kind in enumerate(table.kinds[: len(cells)]):
        if kind == "group" and cells[column].text:
            for lower in [other for other in above if other > column]:
                del above[lower]
            above[column] = cells[column]


def _task_columns(table: DutyTable) -> list[int]:
    """Columns with what is to be done; without one that says so, the one with the longest words."""
    tasks = [column for column, kind in enumerate(table.kinds) if kind == "task"]
    if tasks:
        return tasks
    others = [column for column, kind in enumerate(table.kinds) if kind in ("", "group", "rest")]

    def length(column: int) -> int:
        return sum(len(row[column].text) for row in table.rows if column < len(row))

    return [max(others, key=length)] if others else []


def _without_groups(table: DutyTable, tasks: list[int]) -> list[int]:
    """The task columns without those that group the tasks beside them: partly empty, in a table without numbers."""
    *upper, lowest = tasks or [0]
    full = all(lowest < len(row) and row[lowest].text for row in table.rows)
    for column in upper if full and "number" not in table.kinds else ():
        if any(column < len(row) and not row[column].text for row in table.rows):
            table.kinds[column] = "group"
    return [column for column in tasks if table.kinds[column] != "group"]


def _row(table: DutyTable, cells: Row, section: str, tasks: list[int]) -> DutyRow:
    of_kind: dict[str, list[TableCell]] = {}
    duties: list[tuple[str, TableCell]] = []
    for column, cell in enumerate(cells):
        kind = "task" if column in tasks else table.kinds[column]
        if kind in ("lead", "plain", "support", "guiding") and cell.text:
            duties.append((kind, cell))
        elif cell.text:
            of_kind.setdefault(kind, []).append(cell)
    numbers = of_kind.get("number", [])
    return DutyRow(
        number=numbers[0].text if numbers else "",
        section=section,
        groups=(),
        tasks=tuple(of_kind.get("task", ())),
        times=tuple(of_kind.get("time", ())),
        value=next(iter(of_kind.get("value", ())), None),
        measure=next((cell.text for cell in of_kind.get("measure", ())), "") or _measure_in_head(table),
        duties=tuple(duties),
        start=min(cell.start for cell in cells),
        end=max(cell.end for cell in cells),
    )


def _measure_in_head(table: DutyTable) -> str:
    """The measure that the head of the column of values names: 目标值（万人）."""
    heads = [cell.text for cell in table.heads if head_of(cell.text) == "value"]
    named = [match["measure"] for head in heads if (match := MEASURE_NAMED.search(head))]
    return named[0] if named else ""


def _filled(row: DutyRow, before: DutyRow | None) -> DutyRow:
    """A row without number or duties of its own stands beside merged cells that began above."""
    if before is None or row.section != before.section:
        return row
    merged = not row.number and bool(before.number)
    return replace(
        row,
        number=before.number if merged else row.number,
        duties=row.duties or (before.duties if merged else ()),
    )
