"""What a month came to: counts, sums that close to the fen, and the lines that could not be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from huigong.wages.reconciling.engines import Engine
from huigong.wages.reconciling.judging import Judged
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.tables import TABLES

_SUMMED = {"payroll": "net", "bank": "CASE WHEN paid THEN amount END"}  # fen, of the tables that have money
_STANDS = {"payroll": "reason IS NULL AND NOT twice AND NOT replaced"}
_GOOD = "reason IS NULL AND NOT twice"


@dataclass(frozen=True)
class Outcome:
    """`totals` and the sums in `control` are fen; `refused` counts lines by table, `reasons` by table and reason."""

    judged: Judged
    totals: Mapping[str, int]
    refused: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, int]]
    control: Mapping[str, Mapping[str, int]]
    provisional: bool

    @property
    def differs(self) -> bool:
        return any(self.judged.kinds.values())


def outcome_of(
    connection: duckdb.DuckDBPyConnection, engine: Engine, judged: Judged, *, provisional: bool
) -> Outcome:
    """From the tables that `connection` has read and `engine` has compared; `provisional`: whether the calendar of the month is not published."""
    reasons = {table.name: _reasons(connection, table.name) for table in TABLES}
    return Outcome(
        judged,
        _totals(engine),
        {name: sum(counts.values()) for name, counts in reasons.items()},
        reasons,
        {table.name: _control(connection, table.name) for table in TABLES},
        provisional,
    )


def _totals(engine: Engine) -> dict[str, int]:
    """net + overpaid = credited + owed + not_due, to the fen; an overpaid worker pays for nobody else."""
    due = "greatest(coalesce(net, 0) - credited, 0)"
    (row,) = engine.rows(
        f"SELECT coalesce(sum(net), 0), coalesce(sum(credited), 0), coalesce(sum({due}) FILTER (WHERE due), 0), "
        f"coalesce(sum({due}) FILTER (WHERE NOT due), 0), "
        "coalesce(sum(greatest(credited - coalesce(net, 0), 0)), 0) FROM months"
    )
    return dict(zip(("net", "credited", "owed", "not_due", "overpaid"), map(int, row), strict=True))


def _reasons(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT reason, count(*) FROM {name}_read WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"
    ).fetchall()
    return dict(rows)


def _control(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
    """Lines of the month and region that were handed in, that count, that stand there twice, that are refused."""
    stands, money = _STANDS.get(name, _GOOD), _SUMMED.get(name)
    sums = f", coalesce(sum({money}), 0), coalesce(sum({money}) FILTER ({stands}), 0)" if money else ""
    row = connection.execute(
        f"SELECT count(*), count(*) FILTER ({stands}), count(*) FILTER (reason IS NULL AND twice), count(*) FILTER (reason IS NOT NULL){sums} "
        f"FROM {name}_read"
    ).fetchone()
    names = ("lines", "good", "twice", "refused", *(("sum", "good_sum") if money else ()))
    control = dict(zip(names, map(int, row or ()), strict=True))
    if name == "attendance":
        counted = connection.execute("SELECT coalesce(sum(lines), 0) FROM work").fetchone()
        control["good"] = int(counted[0]) if counted else 0
        control["lines"] += control["good"]
    return control


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Yuan as text with two places."""
    return {
        "kinds": dict(outcome.judged.kinds),
        "totals": {name: _yuan(fen) for name, fen in outcome.totals.items()},
        "refused": dict(outcome.refused),
        "not_judged": dict(outcome.judged.not_judged),
        "reasons": {
            name: {REASONS[reason]: count for reason, count in counts.items()}
            for name, counts in outcome.reasons.items()
            if counts
        },
        "control": {
            name: {key: _yuan(value) if key.endswith("sum") else value for key, value in counts.items()}
            for name, counts in outcome.control.items()
        },
        "provisional": outcome.provisional,
    }


def _yuan(fen: int) -> str:
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{cents:02d}"
