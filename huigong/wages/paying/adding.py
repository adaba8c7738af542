"""The sums that a payroll says of itself, held against its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huigong.kernel.money import Fen, format_yuan
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.sources import Sources
from huigong.wages.reconciling.tables import PAYROLL

_SUMMED = {"gross": "应发", "withheld": "扣款", "net": "实发"}


@dataclass(frozen=True)
class _Line:
    file: int
    number: int
    is_sum: bool
    amounts: tuple[int | None, ...]
    bad: bool


def open_sums(reader: Reader, sources: Sources) -> Iterator[str]:
    """Where a sum of a file is neither that of the lines since the sum before nor that of all lines above it: file, line,
    what it says, what the lines come to, and the line that makes the difference where one alone does."""
    by_file: dict[int, list[_Line]] = {}
    for line in _lines(reader, sources):
        above = by_file.setdefault(line.file, [])
        if line.is_sum:
            for at, says in enumerate(_SUMMED.values()):
                if why := _open(above, line, at, says):
                    yield f"{sources.names[line.file]} 第{line.number}行的{why}"
        above.append(line)


def _lines(reader: Reader, sources: Sources) -> list[_Line]:
    """Every row with an amount, as the files have them, sums among them."""
    reader.connection.execute(
        f"CREATE TEMP TABLE payroll_written AS SELECT * FROM ({reader.rows(PAYROLL, sources.parts)})"
    )
    unsure = "SELECT place FROM payroll_written WHERE worker IS NULL"
    sums = set(reader.beside(PAYROLL, sources.parts, unsure))
    amounts = ", ".join(_SUMMED)
    bad = " OR ".join(f"{name}_bad" for name in _SUMMED)
    query = f"SELECT place, {FILE}, {LINE}, {bad}, {amounts} FROM payroll_written ORDER BY place"
    return [
        _Line(file, number, place in sums, tuple(said), bool(unread))
        for place, file, number, unread, *said in reader.connection.execute(query).fetchall()
        if unread or any(amount is not None for amount in said)
    ]


def _open(above: Sequence[_Line], line: _Line, at: int, says: str) -> str:
    said = line.amounts[at]
    if said is None:
        return ""
    lines = [each for each in above if not each.is_sum]
    last = max((place for place, each in enumerate(above) if each.is_sum), default=-1)
    recent = [each for each in above[last + 1 :] if not each.is_sum]
    sums = [sum(each.amounts[at] or 0 for each in group) for group in (lines, recent)]
    if said in sums:
        return ""
    group, total = (lines, sums[0]) if abs(said - sums[0]) <= abs(said - sums[1]) else (recent, sums[1])
    breaking = _breaking(group, at, total - said)
    return f"{says}合计写的是 {_yuan(said)}，各行相加是 {_yuan(total)}{breaking}"


def _breaking(lines: Sequence[_Line], at: int, over: int) -> str:
    """The line that alone makes the difference: counted twice in one of the two, or not read."""
    unread = [each.number for each in lines if each.bad]
    if unread:
        return f"，没有读出来的是第{'、'.join(map(str, unread[:10]))}行"
    alone = [each.number for each in lines if each.amounts[at] == abs(over)]
    if not alone:
        return f"，差 {_yuan(abs(over))}"
    how = "多" if over > 0 else "少"
    return f"，{how}的 {_yuan(abs(over))} 正好是第{'、'.join(map(str, alone[:10]))}行的数"


def _yuan(fen: int) -> str:
    return format_yuan(Fen(fen))
