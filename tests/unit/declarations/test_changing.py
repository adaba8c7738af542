"""What was kept is read by what became of its fields, and never becomes a lie."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from huigong.declarations.changing import CHANGE, Change, as_read, check_examples, read_changes
from huigong.kernel.packs import Report, Shape, load
from huigong.kernel.packs.kinds import rows
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type
from tests.each import each

FACTS = {
    name: Fact(name, Type.INT, measure=measure)
    for name, measure in {"重量": "克", "车重": "千克", "座": "", "货": "", "载重": "", "轮数": ""}.items()
}
WHOLE = """
    changes:
      - {field: 车重, of: [重量], from: 2027-01-01, do: convert, rule: 向下取整(重量 / 1000), examples: [{given: {重量: 52500}, gives: 52}]}
      - {field: 座, of: [载重], from: 2027-01-01, do: split, rule: 载重 * 2, examples: [{given: {载重: 3}, gives: 6}]}
      - {field: 货, of: [载重], from: 2027-01-01, do: split, rule: 载重 + 1, examples: [{given: {载重: 3}, gives: 4}]}
      - {field: 轮数, from: 2027-01-01, do: default, rule: 2, examples: [{given: {}, gives: 2}]}
      - {field: 载重, of: [座, 货], from: 2028-01-01, do: merge, rule: 座 + 货, examples: [{given: {座: 6, 货: 4}, gives: 10}]}
      - {field: 车重, from: 2028-01-01, do: retire}
"""


def changes(text: str) -> tuple[tuple[Change, ...], Report]:
    report = Report()
    entry = Shape("记录", {"changes": rows(CHANGE)}).read(load(dedent(text)), report=report)
    if entry is None:
        return (), report
    made = read_changes(entry["changes"], facts=FACTS, parameters={})
    check_examples(made, FACTS)
    return made, report


def read(kept: dict[str, Answer], on: date, *, kept_on: date = date(2026, 1, 1)) -> dict[str, Answer]:
    made, report = changes(WHOLE)
    assert not report, str(report.errors)
    return as_read(kept, made, kept_on=kept_on, on=on)


KEPT: dict[str, Answer] = {"重量": 52500, "载重": 3}


def test_what_was_kept_is_read_as_of_a_day() -> None:
    assert read(KEPT, date(2026, 12, 31)) == KEPT
    assert read(KEPT, date(2027, 1, 1)) == {"车重": 52, "座": 6, "货": 4, "轮数": 2}
    assert read(KEPT, date(2028, 1, 1)) == {"载重": 10, "轮数": 2}


def test_what_was_kept_after_a_change_is_read_as_it_is() -> None:
    assert read({"车重": 60, "座": 1, "货": 1}, date(2027, 6, 1), kept_on=date(2027, 1, 1)) == {
        "车重": 60,
        "座": 1,
        "货": 1,
    }


def test_what_cannot_be_converted_is_unknown_and_not_nothing() -> None:
    assert read({"重量": UNKNOWN, "载重": 3}, date(2027, 1, 1))["车重"] is UNKNOWN
    assert "车重" not in read({"载重": 3}, date(2027, 1, 1))  # it was never asked


@each(
    "row, says",
    [
        ("{field: 车重, of: [重量], from: 2027-01-01, do: convert, rule: 重量 / 1000}", "要有例子"),
        (
            "{field: 座, of: [载重], from: 2027-01-01, do: convert, rule: 载重, examples: [{given: {载重: 3}, gives: 4}]}",
            "得出的是“3”",
        ),
        ("{field: 车重, from: 2027-01-01, do: rename}", "正好一个原来的字段"),
        ("{field: 车重, of: [重量], from: 2027-01-01, do: merge, rule: 重量}", "两个以上"),
        ("{field: 车重, of: [重两], from: 2027-01-01, do: rename}", "没有叫“重两”的字段"),
        ("{field: 车重, of: [重量], from: 2027-01-01, do: rename, rule: 重量}", "不写 rule"),
        ("{field: 车重, of: [重量], from: 2027-01-01, do: turn}", "rename"),
    ],
)
def test_a_change_that_cannot_be_tried_is_refused(row: str, says: str) -> None:
    _, report = changes(f"changes:\n  - {row}\n")
    assert says in "\n".join(map(str, report.errors))
