"""Who would gain, who would lose and what it would cost: the same people under two versions of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huigong.catalogue.screening_many.change import Change
from huigong.catalogue.screening_many.duck import MEMORY, connected, told
from huigong.catalogue.screening_many.people import People, Progress
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.screening_many.small_cells import hidden
from huigong.catalogue.services import PublicService
from huigong.kernel.errors import Invalid
from huigong.kernel.packs import nearest_name
from huigong.rules.compile.dialects import DuckDB
from huigong.rules.compile.sql import SqlProgram

_COLUMN = DuckDB().column
_GROUP = "huigong group {}"
EVERYBODY = ""


@dataclass(frozen=True)
class Effect:
    """What changes for one group of people: `dimension` is the column, empty for everybody.

    `gain` become a yes, `lose` are one no more, `differ` get another amount; `fen` is the
    cost after less the cost before. All are None where the numbers are too small to be shown.
    """

    service: PublicService
    dimension: str
    group: str
    gain: int | None
    lose: int | None
    differ: int | None
    fen: int | None


def effects(
    change: Change,
    before: Asked,
    after: Asked,
    people: People,
    *,
    smallest: int,
    memory: str = MEMORY,
    progress: Progress | None = None,
) -> tuple[Effect, ...]:
    """The effects on everybody, by place and by each group, small cells hidden.

    `people` must have the columns that `change` counts by, else `DomainError`.
    """
    dimensions = _dimensions(change, people)
    query = _query(before, after, people, dimensions)
    with connected(memory=memory) as connection, told(connection, progress):
        rows = connection.execute(query).fetchall()
    effects: list[Effect] = []
    for place, offer in enumerate(before.offers):
        for number, name in enumerate((EVERYBODY, *dimensions)):
            of_dimension = [row for row in rows if row[0] == number]
            cells = [
                (_group(row, number), row[1 + len(dimensions) + 4 * place :][:4]) for row in of_dimension
            ]
            effects += _shown(offer.service, name, sorted(cells), smallest)
    return tuple(effects)


def _dimensions(change: Change, people: People) -> dict[str, str]:
    """SQL of each thing to count by, by column name; of a place, its city."""
    columns = (*people.facts, *people.others)
    dimensions = {}
    for name in (*([change.place] if change.place else []), *change.by):
        if name not in columns:
            near = nearest_name(name, columns)
            raise Invalid(
                "whatif.no_column",
                what=f"“{people.path}”里没有“{name}”这一列",
                do=f"是不是“{near}”？" if near else "place 和 by 只能写人的文件里有的列",
            )
        text = f"CAST({_COLUMN(name)} AS VARCHAR)"
        dimensions[name] = f"left({text}, 4) || '00'" if name == change.place else text
    return dimensions


def _group(row: tuple[Any, ...], number: int) -> str:
    return "" if number == 0 or row[number] is None else str(row[number])


def _query(before: Asked, after: Asked, people: People, dimensions: Mapping[str, str]) -> str:
    """One row a group: its dimension's number, its value, and four counts a service."""
    groups = [_GROUP.format(number) for number in range(len(dimensions))]
    named = [f"{sql} AS {_COLUMN(group)}" for sql, group in zip(dimensions.values(), groups, strict=True)]
    source = f"(SELECT {', '.join(['*', *named])} FROM {people.source})"
    first, then = (
        SqlProgram(DuckDB(), before.setting, people.facts),
        SqlProgram(DuckDB(), after.setting, people.facts),
    )
    was, will = _answers(first, before, "before"), _answers(then, after, "after")
    first.used |= then.used
    handed_on = {name: _COLUMN(name) for name in then.used}
    both = then.query(f"({first.query(source, was | handed_on, keep=groups)})", will, keep=(*groups, *was))
    sets = ", ".join(["()", *(f"({_COLUMN(group)})" for group in groups)])
    counted = [text for offer in before.offers for text in _counts(offer.service.id)]
    numbered = " + ".join(
        ["0", *(f"{place} * (1 - grouping({_COLUMN(group)}))" for place, group in enumerate(groups, start=1))]
    )
    columns = [f"{numbered} AS dimension", *map(_COLUMN, groups), *counted]
    return f"SELECT {', '.join(columns)} FROM ({both}) GROUP BY GROUPING SETS ({sets})"


def _answers(program: SqlProgram, asked: Asked, when: str) -> dict[str, str]:
    program.expect(offer.service.rule for offer in asked.offers)
    outputs = {}
    for offer in asked.offers:
        name = offer.service.id
        outputs[f"{when}.{name}"] = program.add(offer.service.rule).made
        fen = "CAST(NULL AS BIGINT)" if offer.amount is None else program.add(offer.amount).made
        outputs[f"{when}.{name}.amount"] = fen
    return outputs


def _counts(name: str) -> list[str]:
    was, will = _COLUMN(f"before.{name}"), _COLUMN(f"after.{name}")
    fen_was, fen_will = _COLUMN(f"before.{name}.amount"), _COLUMN(f"after.{name}.amount")
    spent = f"coalesce(sum({fen_will}) FILTER ({will}), 0) - coalesce(sum({fen_was}) FILTER ({was}), 0)"
    return [
        f"count(*) FILTER ({will} AND {was} IS DISTINCT FROM TRUE)",
        f"count(*) FILTER ({was} AND {will} IS DISTINCT FROM TRUE)",
        f"count(*) FILTER ({was} AND {will} AND {fen_was} IS DISTINCT FROM {fen_will})",
        spent,
    ]


def _shown(
    service: PublicService, dimension: str, cells: list[tuple[str, tuple[int, ...]]], smallest: int
) -> list[Effect]:
    """The cells of one dimension; a group that is small in one count is hidden in all of them."""
    away: set[int] = set()
    for column in range(3):
        away |= hidden([numbers[column] for _, numbers in cells], smallest)
    shown = []
    for place, (group, numbers) in enumerate(cells):
        gain, lose, differ, fen = (None,) * 4 if place in away else map(int, numbers)
        shown.append(Effect(service, dimension, group, gain, lose, differ, fen))
    return shown
