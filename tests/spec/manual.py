"""Builds docs/reference/rules.md from the tables: `python -m tests.spec.manual` (`--check` changes nothing)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from huigong.kernel import packs
from huigong.rules.check import check, shape
from huigong.rules.errors import RuleError
from huigong.rules.explain import explain
from huigong.rules.nodes import Fact, FactReference, Node, walk
from huigong.rules.parse import parse_condition, parse_expression
from huigong.rules.render import render, render_plain
from huigong.rules.values import Answer, Type, show
from tests.spec import bars, brackets, comparisons, logic, numbers
from tests.spec.refusals import REFUSALS
from tests.spec.table import FACTS, PARAMETERS, TODAY, Row, Table, parameters
from tests.spec.walks import BRACKETS, STRUCTURED, WALKS, Walk

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
INTRODUCTION = """\
# 规则语言

<!-- Built from tests/spec by `python -m tests.spec.manual`; change the tables there, not this page. -->

规则写在 `policies/` 里，用登记过的中文事实名称，回答三种：**是**、**否**、**还不清楚**。
本页的每一张表都是测试：左边是已知的事实，右边是答案；“还不清楚”的行总是写出来。
没有另外写明的，判定日期是 {today}。规则只会被读成一棵树，不会被当作程序运行。
"""
SECTIONS = (
    ("事实、固定的值和比较", comparisons.TABLES),
    ("条件的连接", logic.TABLES),
    ("数字和时间", numbers.TABLES),
    ("分段表", brackets.TABLES),
    ("期限", bars.TABLES),
)
FACT_FILE = """\
## 登记事实

事实登记在 `policies/facts.yaml`，每一个要有 `type` 和 `question`：

| 写什么 | 意思 |
|---|---|
| `type` | {types} |
| `measure` | 数字按什么计：月、年、岁、天、人、次；金额写 `type: int` 和 `measure: 分`，填写和显示都用元 |
| `values` | `enum` 的选项 |
| `question` | 问劳动者的话 |
| `is` | `region` 表示存的是行政区划代码，页面上写地名、看地名；`type` 写 `text` |
| `phrase`、`not_phrase` | 说给劳动者听的短语，和相反的说法 |
| `never` | 日期除了哪一天，还可以答“没有过”的，写这个答案，例如 `没要过`；它比哪一天都早，从它起算的期限都过了 |
| `attain` | 本人可以去办的，写怎么办；办不到的不写 |
| `local`、`decided` | 不问劳动者的，不用写 `question`：`local` 是当地自己定、部门说得准的；`decided` 是由仲裁、法院在案子里看的 |
| `lasting` | 日期是持续的事从哪天开始的（出生、居住、经营），写 `true`；这样的事可以写“不满几年”，别的日期限期要用 `期限内` |
| `help` | 怎么填的提示 |
| `verified_by` | 由哪些部门核实 |
| `one_of` | 问的是几个里的一个（`孩子`、`一份活`）：再答另一个时重新问；有哪几种写在 `questions.yaml` 的 `several` 里 |
| `of_place` | 问的是“这里”的：写 `市` 或 `县`，只在说的时候那个市、那个县算数，换了地方重新问；`local` 的不写就是 `市` |
| `good_for` | 核实以后多久有效，例如 `12个月`；不写就不过期；问“这次”“这份”“这个”的，一定要写 |
| `derived` | 由别的事实推算，例如 `周岁(出生日期, 判定日期)`；或者就是地区的一个数，例如 `参数:城区常住人口数`；直接填了就用填的；不能绕成圈 |

填写时，空着或写“不知道”就是还不清楚；日期写 `2016-06-01`、`2016年6月1日` 都可以；金额写 `3000`、`3000元`、`0.3万元` 都是 3000 元。
"""


def page() -> str:
    """The whole manual."""
    parts = [INTRODUCTION.format(today=show(TODAY))]
    for title, tables in SECTIONS:
        parts += [f"## {title}\n", *map(_table, tables)]
    types = "、".join(f"`{one.value}` {one.chinese}" for one in Type)
    parts += [FACT_FILE.format(types=types), _structured(), *map(_walk, WALKS), _refusals()]
    return "\n".join(parts)


def _table(table: Table) -> str:
    tree = parse_expression(table.expression, facts=FACTS)
    facts = {one.name: one.fact for one in walk(tree) if isinstance(one, FactReference)}
    for row in table.rows:
        facts |= {name: FACTS[name] for name in row.given if name not in facts}
    dated = any(row.on != TODAY for row in table.rows)
    heads = [*facts, *(["判定日期"] if dated else []), "答案"]
    lines = [_cells(tree, row, facts, dated=dated) for row in table.rows]
    return f"### {table.title}\n\n{table.about}\n\n```\n{table.expression}\n```\n\n{_grid(heads, lines)}"


def _cells(tree: Node, row: Row, facts: dict[str, Fact], *, dated: bool) -> list[str]:
    given = [_value(row.given.get(name), fact) for name, fact in facts.items()]
    measure = _measure(tree)
    return [*given, *([show(row.on)] if dated else []), f"**{show(row.answer, measure)}**"]


def _measure(tree: Node) -> str:
    return shape(tree, PARAMETERS).measure


def _value(value: Answer | None, fact: Fact) -> str:
    return "还不清楚" if value is None else show(value, fact.measure)


def _grid(heads: list[str], lines: Iterable[list[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows)


def _structured() -> str:
    tree = parse_condition(packs.load(STRUCTURED), facts=FACTS)
    stepped = parse_condition(packs.load(BRACKETS), facts=FACTS)
    return f"""\
## 分行写的规则

条件多的时候分行写：`全部`、`任一`、`非`、`若`/`则`/`否则`，每一处可以带 `依据` 和说给劳动者听的 `说法`；
一处只有一个条件又要带依据时，写 `条件`。直接列出几行，就是全部都要符合。

分段表写成 `分段`：`看` 是看哪个事实，`表` 里每行写 `不超过` 或 `不满` 和 `取`，最后一行写 `其余`：

```yaml
{BRACKETS}```

给工作人员看：{render(stepped, FACTS)}

再看一条完整的规则：

```yaml
{STRUCTURED}```

给工作人员看：{render(tree, FACTS)}

给劳动者看：{render_plain(tree, FACTS)}

下面都是这条规则，看看它怎么说明理由、问什么、等到哪天。
"""


def _walk(one: Walk) -> str:
    tree = parse_condition(packs.load(STRUCTURED), facts=FACTS)
    found = explain(tree, values=one.given, on=one.on, parameters=parameters)
    known = "；".join(f"{name}：{show(value, FACTS[name].measure)}" for name, value in one.given.items())
    return "\n".join([f"### {one.about}\n", *_walk_lines(one, known or "没有", found.answer), ""])


def _walk_lines(one: Walk, known: str, answer: Answer) -> Iterator[str]:
    yield f"- 已知：{known}"
    yield f"- 答案：**{show(answer)}**"
    for text, clause in zip(one.reasons, one.clauses, strict=True):
        yield f"- 理由：{text}" + (f"（{clause}）" if clause else "")
    if one.missing:
        yield f"- 还差：{'、'.join(one.missing)}；先问“{FACTS[one.question or ''].question}”"
    if one.wait:
        yield f"- {one.wait}"


def _refusals() -> str:
    lines = [[f"`{one.text}`" if one.text else "（空）", _message(one.text)] for one in REFUSALS]
    return "## 写错了会怎样\n\n每个错误都说明在第几行第几列、应当是什么，并提示最像的名称。\n\n" + _grid(
        ["写的是", "提示"], lines
    )


def _message(text: str) -> str:
    try:
        check(parse_expression(text, facts=FACTS), FACTS, PARAMETERS)
    except RuleError as error:
        return str(error)
    raise AssertionError(f"{text} is a rule")


def main(arguments: list[str]) -> int:
    """Writes the page, or with `--check` returns 1 where it is stale."""
    if "--check" in arguments:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print(
            "docs/reference/rules.md is fresh" if fresh else "docs/reference/rules.md is stale: run.py docs"
        )
        return 0 if fresh else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
