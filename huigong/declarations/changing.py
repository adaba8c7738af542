"""What was kept under the ids of one day, as it is read under those of another.

Rows are not rewritten. A declaration says what became of a field, and that is applied whenever what was kept before
is read:

    changes:
      - {field: 车重, of: [重量], from: 2027-01-01, do: convert, rule: 重量 / 1000, examples: [{given: {重量: 52500}, gives: 52.5}]}

`rename` takes the value over as it is; `convert` makes it from one field and `merge` from several by a rule;
`split` makes one of several fields from one, and is written once for each; `default` gives what did not exist yet a
value; `retire` reads a field no more. What cannot be converted is UNKNOWN, never 0 and never gone.

All changes of one day read what was there before that day, so their order in the file changes nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import as_written, choice, day, mapped, rows, text, texts, whatever
from huigong.rules.check import check
from huigong.rules.evaluate import evaluate
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup, no_parameters
from huigong.rules.parse import parse_condition
from huigong.rules.reading import parse_value
from huigong.rules.values import UNKNOWN, Answer


class Do(StrEnum):
    """What becomes of a field."""

    RENAME = "rename"
    CONVERT = "convert"
    SPLIT = "split"
    MERGE = "merge"
    DEFAULT = "default"
    RETIRE = "retire"


EXAMPLE: Final = Shape("改动的例子", {"given": mapped(as_written), "gives": whatever(None)})
CHANGE: Final = Shape(
    "字段的改动",
    {
        "field": text(),
        "of": texts(),
        "from": day(),
        "do": choice(Do),
        "rule": whatever(None),
        "examples": rows(EXAMPLE),
    },
    named="field",
)


@dataclass(frozen=True)
class Change:
    """One thing that became of fields on a day: `field` is made of those in `of`, by `rule` where there is one."""

    field: str
    of: tuple[str, ...]
    since: date
    do: Do
    rule: Node | None = None
    entry: Entry | None = dataclasses.field(default=None, compare=False, repr=False)

    def value(self, kept: Mapping[str, Answer], lookup: ParameterLookup) -> Answer:
        """What the field is, of what was kept before."""
        if self.rule is not None:
            return evaluate(self.rule, values=kept, on=self.since, parameters=lookup)
        return kept.get(self.of[0], UNKNOWN) if self.of else UNKNOWN


def read_changes(
    entries: Iterable[Entry], *, facts: Mapping[str, Fact], parameters: ParameterDeclarations
) -> tuple[Change, ...]:
    """The changes of a declaration; `facts` are its fields, retired ones too. What is wrong is noted, and left out."""
    return tuple(change for entry in entries if (change := _change(entry, facts, parameters)) is not None)


def as_read(
    kept: Mapping[str, Answer],
    changes: Sequence[Change],
    *,
    kept_on: date,
    on: date,
    lookup: ParameterLookup = no_parameters,
) -> dict[str, Answer]:
    """What was kept on one day, by the ids of another. A field that was not kept is absent."""
    values = dict(kept)
    turns = sorted({change.since for change in changes if kept_on < change.since <= on})
    for turn in turns:
        values = _turned(values, [change for change in changes if change.since == turn], lookup)
    return values


def check_examples(changes: Iterable[Change], facts: Mapping[str, Fact]) -> None:
    """Notes, where they were read, what the examples of the changes do not give as they say, and which changes have none."""
    for change in changes:
        if change.entry is None or change.do is Do.RETIRE:
            continue
        if not change.entry["examples"] and change.rule is not None:
            change.entry.wrong("examples", "有规则的改动要有例子", "例如 examples: [{given: {…}, gives: …}]")
        for example in change.entry["examples"]:
            _try(change, example, facts)


def _turned(
    before: Mapping[str, Answer], changes: Sequence[Change], lookup: ParameterLookup
) -> dict[str, Answer]:
    values = dict(before)
    for name in (name for change in changes for name in _consumed(change)):
        values.pop(name, None)
    for change in changes:
        if change.do is Do.RETIRE:
            values.pop(change.field, None)
        elif change.do is not Do.DEFAULT:
            if any(name in before for name in change.of):
                values[change.field] = change.value(before, lookup)
        elif change.field not in before:
            values[change.field] = change.value(before, lookup)
    return values


def _consumed(change: Change) -> tuple[str, ...]:
    return () if change.do in (Do.DEFAULT, Do.RETIRE) else change.of


def _change(entry: Entry, facts: Mapping[str, Fact], parameters: ParameterDeclarations) -> Change | None:
    before = len(entry.report.errors)
    _check_sources(entry, facts)
    rule = None
    if entry["rule"] is not None and entry["field"] in facts:
        with entry.report.noting():
            rule = parse_condition(entry["rule"], facts=facts, where=entry.spot("rule").place)
            check(rule, facts, parameters)
    if len(entry.report.errors) > before:
        return None
    return Change(entry["field"], entry["of"], entry["from"], entry["do"], rule, entry)


_SOURCES: Mapping[Do, tuple[range, str]] = {
    Do.RENAME: (range(1, 2), "正好一个原来的字段"),
    Do.CONVERT: (range(1, 2), "正好一个原来的字段"),
    Do.SPLIT: (range(1, 2), "正好一个原来的字段"),
    Do.MERGE: (range(2, 100), "两个以上原来的字段"),
    Do.DEFAULT: (range(0, 1), "不写 of"),
    Do.RETIRE: (range(0, 1), "不写 of"),
}
_WITH_RULE = (Do.CONVERT, Do.SPLIT, Do.MERGE, Do.DEFAULT)


def _check_sources(entry: Entry, facts: Mapping[str, Fact]) -> None:
    do: Do = entry["do"]
    count, words = _SOURCES[do]
    if len(entry["of"]) not in count:
        entry.wrong("of", f"{do} 要写{words}")
    if (entry["rule"] is not None) != (do in _WITH_RULE):
        entry.wrong("rule", f"{do} {'要' if do in _WITH_RULE else '不'}写 rule")
    for key, names in (("field", (entry["field"],)), ("of", entry["of"])):
        for name in (name for name in names if name not in facts):
            entry.wrong(key, f"没有叫“{name}”的字段", "停用的字段也要留着，写 until")


def _try(change: Change, example: Entry, facts: Mapping[str, Fact]) -> None:
    try:
        kept = {
            name: parse_value(facts[name], raw) for name, raw in example["given"].items() if name in facts
        }
        wanted = parse_value(facts[change.field], example["gives"])
    except DomainError as error:
        example.wrong("given", error.what, error.do)
        return
    became = change.value(kept, no_parameters)
    if became != wanted:
        example.wrong("gives", f"按规则得出的是“{became}”", "请改规则，或者改例子")
