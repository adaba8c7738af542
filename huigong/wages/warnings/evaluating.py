"""Which warnings hold, of many projects at once: a table of projects, a column each of what rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from huigong.rules.compile.polars import PolarsProgram
from huigong.rules.compile.setting import Setting
from huigong.rules.nodes import Fact, fact_names
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup
from huigong.rules.values import Answer, Type, Unknown
from huigong.wages.warnings.declaring import WarningRule

_TYPES: Final[Mapping[Type, Any]] = {
    Type.BOOL: pl.Boolean(),
    Type.INT: pl.Int64(),
    Type.DECIMAL: pl.Decimal(38, 6),
    Type.DATE: pl.Date(),
    Type.TEXT: pl.String(),
    Type.ENUM: pl.String(),
}
_KEY = "project of the row"


def holding(
    rules: Sequence[WarningRule],
    projects: Mapping[str, Mapping[str, Answer | None]],
    facts: Mapping[str, Fact],
    *,
    on: date,
    parameters: ParameterLookup,
    declared: ParameterDeclarations,
) -> dict[str, dict[str, bool | None]]:
    """Project → id of the warning → whether it holds, None where that cannot be told.

    `projects` are those of one region, by any name, each with what is known of it on the day.
    """
    read = {
        name: facts[name]
        for rule in rules
        for name in fact_names(rule.when, into_derived=True)
        if name in facts
    }
    frame = pl.DataFrame(
        {_KEY: list(projects)} | {name: _column(name, projects.values()) for name in read},
        schema={_KEY: pl.String()} | {name: _TYPES[fact.type] for name, fact in read.items()},
    ).lazy()
    setting = Setting(on, parameters, declared, known=frozenset(read))
    program = PolarsProgram(setting, read, dict(frame.collect_schema()))
    program.expect([rule.when for rule in rules])
    outputs = {rule.id: program.once(program.add(rule.when)).made for rule in rules}
    rows = program.frame(frame, outputs, keep=[_KEY]).collect().to_dicts()
    return {row.pop(_KEY): row for row in rows}


def _column(name: str, projects: Iterable[Mapping[str, Answer | None]]) -> list[Any]:
    values = (each.get(name) for each in projects)
    return [None if isinstance(value, Unknown) else value for value in values]
