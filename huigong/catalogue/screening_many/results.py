"""What a screening found: counts and sums by service, and who changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huigong.catalogue.screening_many.duck import connected
from huigong.catalogue.screening_many.mark import read_mark
from huigong.catalogue.screening_many.people import ID, quoted
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.services import PublicService
from huigong.rules.compile.dialects import DuckDB


@dataclass(frozen=True)
class Counted:
    """How many people a service answers yes, no and not known, and how many have it already; `fen` is what
    the yes are worth together."""

    service: PublicService
    yes: int
    no: int
    unknown: int
    held: int
    fen: int | None


def table_of(out: Path) -> str:
    """A written screening as a table in DuckDB's SQL: a file, or the folder that Spark wrote."""
    return f"read_parquet({quoted(str(out / '*.parquet') if out.is_dir() else str(out))})"


def summary(asked: Asked, out: Path) -> tuple[Counted, ...]:
    """One line a service, in the order of the catalogue."""
    counted, column = [], DuckDB().column
    for offer in asked.offers:
        service, answer = offer.service, column(offer.service.id)
        held = column(f"{service.id}.held") if service.holding is not None else "FALSE"
        tests = (answer, f"NOT {answer} AND NOT {held}", f"{answer} IS NULL", held)
        counted += [f"coalesce(count_if({test}), 0)" for test in tests]
        amount = f"sum({column(service.id + '.amount')}) FILTER ({answer})"
        counted.append(amount if offer.amount is not None else "NULL")
    with connected() as connection:
        row = connection.execute(f"SELECT {', '.join(counted)} FROM {table_of(out)}").fetchone() or ()
    groups = [row[place : place + 5] for place in range(0, len(row), 5)]
    return tuple(
        Counted(offer.service, int(yes), int(no), int(unknown), int(held), None if fen is None else int(fen))
        for offer, (yes, no, unknown, held, fen) in zip(asked.offers, groups, strict=True)
    )


def changed(asked: Asked, before: Path, after: Path, out: Path) -> int:
    """Writes who answers differently than before, a row for each person and service; gives how many rows.

    Columns: `id`, `service`, `before` (empty for a person or service that was not there), `now`,
    `amount`, `reason`. Raises `DomainError` where `before` is no earlier screening.
    """
    column, earlier = DuckDB().column, read_mark(before).services
    with connected(scratch=out.parent) as connection:
        rows = []
        for offer in asked.offers:
            service = offer.service
            was = _word(f"o.{column(service.id)}", known=f"o.{ID}") if service.id in earlier else "NULL"
            amount = f"n.{column(service.id + '.amount')}" if offer.amount is not None else "NULL"
            rows.append(
                f"{{'service': {quoted(service.id)}, 'before': {was}, "
                f"'now': {_word(f'n.{column(service.id)}', known=f'n.{ID}')}, 'amount': CAST({amount} AS BIGINT), "
                f"'reason': CAST(n.{column(service.id + '.reason')} AS VARCHAR)}}"
            )
        listed = f"list_filter([{', '.join(rows)}], lambda one: one.before IS DISTINCT FROM one.now)"
        joined = f"{table_of(after)} AS n LEFT JOIN {table_of(before)} AS o ON n.{ID} = o.{ID}"
        query = f"SELECT {ID}, unnest(found, recursive := true) FROM (SELECT n.{ID}, {listed} AS found FROM {joined})"
        copied = connection.execute(
            f"COPY ({query}) TO {quoted(str(out))} (FORMAT parquet, USE_TMP_FILE false)"
        ).fetchone()
    return int(copied[0]) if copied else 0


def _word(answer: str, *, known: str) -> str:
    return f"CASE WHEN {answer} THEN 'yes' WHEN NOT {answer} THEN 'no' WHEN {known} IS NOT NULL THEN 'unknown' END"
