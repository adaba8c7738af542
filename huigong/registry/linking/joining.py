"""Two files, or one with itself: who is merged, and what people have to look at.

A row is merged with one row of the other file at most. What fits several equally well, and what one number or one rule
alone cannot prove, stands in the queue, the most likely first; the queue is never longer than people can work through.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from huigong.kernel import wholefiles
from huigong.registry.linking import comparing, evidence, proving, reading, rules, scoring
from huigong.registry.linking.columns import ID, File, People, held, quoted

QUEUE_SHARE = 0.03  # of the rows of the smaller file
QUEUE_LEAST = 20  # pairs that anybody can look at
_LEAST_LIKELY = 0.02
_FIT_FOR_ONE = 3  # pairs of one row in the queue
_PROVED_BY_NUMBER = 2  # ranks up to here


@dataclass(frozen=True)
class Linked:
    """How many rows and pairs there were; `left_out`: pairs likely enough to be looked at that the queue has no room for;
    `crowded`: rows that share name and birth with so many others that they were compared one to one."""

    rows_a: int
    rows_b: int
    compared: int
    merged: Mapping[str, int]
    queued: int
    left_out: int
    crowded: int = 0


def link(
    first: File, second: File | None, *, out: Path, queue: Path | None, share: float = QUEUE_SHARE
) -> Linked:
    """Writes the pairs that are merged to `out` and those that people decide to `queue`.

    Without `second`, `first` is searched for people who stand in it twice. Raises `OSError` or `duckdb.Error` where a
    file cannot be read or written; what was there before stays.
    """
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as connection:
        linked = _find(connection, first, second, share=share)
        ids = (first, second or first)
        _write(connection, ids, _MERGED, out)
        if queue:
            _write(connection, ids, _QUEUED, queue)
    return linked


@dataclass(frozen=True)
class Pair:
    """Two ids, how likely they are one person (0 to 1), and what speaks for and against it in words."""

    id_a: str
    id_b: str
    score: float
    evidence: str


@dataclass(frozen=True)
class Within:
    """The pairs of one file, and how many more are likely enough to be looked at that there is no room for yet."""

    pairs: tuple[Pair, ...]
    left_out: int


def within(
    rows: pa.Table, *, decided: Collection[tuple[str, str]] = (), share: float = QUEUE_SHARE
) -> Within:
    """Who may stand twice among people whom a number names once, the most likely first, for somebody to look at.

    Pairs that somebody has `decided`, as ids, are told of as they are now and take no room in the queue.
    Nothing is written. `rows` has text columns named as `columns.CHINESE`, at least id and name, empty where nothing is known. It is kept
    in memory alone: raises `duckdb.Error` where that is not enough.
    """
    numbered = rows.append_column("file_row_number", pa.array(range(rows.num_rows), pa.int64()))
    with duckdb.connect(config={"threads": os.cpu_count() or 1, "temp_directory": ""}) as connection:
        connection.register("held", numbered)
        people = held("held", rows.column_names)
        known = _rows_of(decided, rows)
        linked = _find(connection, people, None, share=share, learned=False, decided=known)
        pairs = _worded(connection, (people, people), f"{_MERGED} UNION ALL BY NAME {_QUEUED}").to_pylist()
    told = tuple(Pair(row["id_a"], row["id_b"], row["score"], row["evidence"]) for row in pairs)
    return Within(told, linked.left_out)


def _rows_of(pairs: Iterable[tuple[str, str]], people: pa.Table) -> list[tuple[int, int]]:
    """The rows of pairs of ids, the smaller first; without those of whom one is not among the people."""
    row = {key: place for place, key in enumerate(people[ID].to_pylist())}
    known = ((row[first], row[second]) for first, second in pairs if first in row and second in row)
    return [(min(pair), max(pair)) for pair in known]


def _find(
    connection: duckdb.DuckDBPyConnection,
    first: People,
    second: People | None,
    *,
    share: float,
    learned: bool = True,
    decided: Collection[tuple[int, int]] = (),
) -> Linked:
    """Makes `merged`, and `shown` as the queue; without `second` the first is compared with itself. `decided`: rows."""
    connection.register("decided", _table_of(decided, row_a=pa.int64(), row_b=pa.int64()))
    rows_a = reading.read(connection, first, "a")
    rows_b = reading.read(connection, second, "b") if second else _again(connection, rows_a)
    _mark_numbers(connection)
    compared = comparing.compare(connection, inside=second is None)
    crowd = comparing.crowded(connection, inside=second is None)
    _mark_pairs(connection)
    scoring.score(connection, learned=learned)
    _rank(connection, proved=[])
    if second:
        _rank(connection, proved=proving.proved(connection, rules.RULES))
    connection.register("settled", _settle(connection, inside=second is None))
    connection.execute(f"CREATE TABLE merged AS SELECT * FROM settled WHERE NOT {_CONTESTED}")
    room = max(QUEUE_LEAST, int(share * min(rows_a, rows_b)))
    likely = _line_up(connection, room, inside=second is None)
    counts = connection.execute("SELECT rank, count(*) FROM merged GROUP BY 1 ORDER BY 1").fetchall()
    named = {rule.rank: rule.name for rule in rules.RULES}
    return Linked(
        rows_a,
        rows_b,
        compared,
        {named[rank]: count for rank, count in counts},
        min(room, likely),
        max(0, likely - room),
        crowd,
    )


def _again(connection: duckdb.DuckDBPyConnection, rows: int) -> int:
    for name in ("", "_sounds", "_shortened"):
        connection.execute(f"CREATE VIEW b{name} AS SELECT * FROM a{name}")
    return rows


def _mark_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Numbers that stand in one file under names that do not even sound alike."""
    twice = " UNION ".join(
        f"SELECT x.number FROM {table} x JOIN {table} y USING (number) "
        "WHERE x.row < y.row AND NOT list_has_any(x.sounds, y.sounds)"
        for table in ("a", "b")
    )
    connection.execute(f"CREATE TABLE of_two_names AS {twice}")


def _mark_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        ALTER TABLE pairs ADD COLUMN number_has_two_names BOOLEAN DEFAULT false;
        UPDATE pairs SET number_has_two_names = true FROM a
        WHERE pairs.number_is = 'same' AND a.row = pairs.row_a AND a.number IN (SELECT number FROM of_two_names)""")


def _rank(connection: duckdb.DuckDBPyConnection, *, proved: Iterable[rules.Rule]) -> None:
    """Makes `ranked`: `scored` with the first rule that holds, of those that always prove and the `proved` ones."""
    rank = rules.first_that_holds([*(rule for rule in rules.RULES if not rule.alike), *proved])
    connection.execute(f"CREATE OR REPLACE TABLE ranked AS SELECT *, {rank} AS rank FROM scored")


def _settle(connection: duckdb.DuckDBPyConnection, *, inside: bool) -> pa.Table:
    """The pairs that are merged: row_a, row_b, rank, score."""
    rows = connection.execute(
        "SELECT row_a, row_b, rank, score FROM ranked WHERE rank IS NOT NULL ORDER BY rank, score DESC, row_a, row_b"
    ).fetchall()
    chosen = list(_of_one_file(rows) if inside else _one_to_one(rows))
    return _table_of(chosen, row_a=pa.int64(), row_b=pa.int64(), rank=pa.int32(), score=pa.float64())


def _table_of(rows: Collection[tuple[Any, ...]], **types: pa.DataType) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(types)
    return pa.table(
        {name: pa.array(column, types[name]) for name, column in zip(types, columns, strict=True)}
    )


Fit = tuple[int, int, int, float]


def _one_to_one(rows: Iterable[Fit]) -> Iterator[Fit]:
    """A number decides between rows; without one, a row that fits two others fits neither for sure."""
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    open_pairs = []
    for pair in rows:
        row_a, row_b, rank, _ = pair
        if rank > _PROVED_BY_NUMBER:
            open_pairs.append(pair)
        elif row_a not in taken_a and row_b not in taken_b:
            taken_a.add(row_a)
            taken_b.add(row_b)
            yield pair
    left = [pair for pair in open_pairs if pair[0] not in taken_a and pair[1] not in taken_b]
    fits_a, fits_b = Counter(pair[0] for pair in left), Counter(pair[1] for pair in left)
    yield from (pair for pair in left if fits_a[pair[0]] == fits_b[pair[1]] == 1)


def _of_one_file(rows: Iterable[Fit]) -> Iterator[Fit]:
    yield from rows


def _line_up(connection: duckdb.DuckDBPyConnection, room: int, *, inside: bool) -> int:
    """Makes `queued`, the most likely first; gives how many pairs that nobody has decided would be worth a look."""
    free = (
        "NOT EXISTS (SELECT 1 FROM merged WHERE merged.row_a = ranked.row_a AND merged.row_b = ranked.row_b)"
        if inside
        else "row_a NOT IN (SELECT row_a FROM merged) AND row_b NOT IN (SELECT row_b FROM merged)"
    )
    connection.execute(f"""
        CREATE TABLE queued AS
        SELECT *, EXISTS (SELECT 1 FROM decided WHERE decided.row_a = ranked.row_a AND decided.row_b = ranked.row_b)
            AS is_decided
        FROM ranked WHERE {free} AND score >= {_LEAST_LIKELY}
            AND (NOT {rules.TWO_PEOPLE} OR {rules.PERHAPS_TWO_NUMBERS})
        QUALIFY row_number() OVER (PARTITION BY is_decided, row_a ORDER BY score DESC, row_b) <= {_FIT_FOR_ONE}
            AND row_number() OVER (PARTITION BY is_decided, row_b ORDER BY score DESC, row_a) <= {_FIT_FOR_ONE}
        ORDER BY score DESC, row_a, row_b""")
    new = "SELECT * FROM queued WHERE NOT is_decided"
    count = int((connection.execute(f"SELECT count(*) FROM ({new})").fetchone() or (0,))[0])
    connection.execute(f"""
        CREATE TABLE shown AS SELECT * FROM ({new} ORDER BY score DESC, row_a, row_b LIMIT {room})
        UNION ALL SELECT * FROM queued WHERE is_decided""")
    return count


# Without a number, a row of one twin may bear the other's name by a slip. So nobody else of that day, phone or home may
# be without a partner while either row is taken.
_RIVAL = """
    birth_is = 'same' AND coalesce(sex_is = 'same', true) AND coalesce(number_is <> 'other', true)
    AND (phone_is = 'same' OR address_is = 'same' OR head_is = 'same')"""
_CONTESTED = f"""
    (rank > {_PROVED_BY_NUMBER} AND (
        row_b IN (SELECT row_b FROM ranked WHERE {_RIVAL} AND row_a NOT IN (SELECT row_a FROM settled))
        OR row_a IN (SELECT row_a FROM ranked WHERE {_RIVAL} AND row_b NOT IN (SELECT row_b FROM settled))))"""
_MERGED = """
    SELECT merged.row_a, merged.row_b, merged.rank, merged.score, ranked.* EXCLUDE (row_a, row_b, rank, score)
    FROM merged JOIN ranked USING (row_a, row_b)"""
_QUEUED = "SELECT * FROM shown"


def _write(
    connection: duckdb.DuckDBPyConnection, people: tuple[People, People], pairs: str, out: Path
) -> None:
    table = _worded(connection, people, pairs)
    with wholefiles.written_whole(out) as part:
        pq.write_table(table, part, compression="zstd")


def _worded(connection: duckdb.DuckDBPyConnection, people: tuple[People, People], pairs: str) -> pa.Table:
    """id_a, id_b, rule, score, evidence: nothing else of anybody leaves the two files."""
    sides = [
        f"(SELECT file_row_number AS row, {quoted(side.columns[ID])} AS id FROM {side.relation})"
        for side in people
    ]
    named = " ".join(f"WHEN {rule.rank} THEN '{rule.name}'" for rule in rules.RULES)
    return connection.execute(f"""
        SELECT first.id AS id_a, second.id AS id_b, CASE rank {named} ELSE 'review' END AS rule,
            round(score, 4) AS score, {evidence.IN_WORDS} AS evidence
        FROM ({pairs}) pairs JOIN {sides[0]} first ON first.row = row_a JOIN {sides[1]} second ON second.row = row_b
        ORDER BY score DESC, row_a, row_b""").to_arrow_table()
