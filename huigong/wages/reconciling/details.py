"""What a month says of each worker and each project, beside what differs: for who has to see more than the differences.

`workers.parquet`, a row a project and worker: project, worker, name, paper (as
the roster has it, "" where it says two things), days (their numbers within the month), attended, lines, payroll_days
(ten-thousandths), gross, net, confirmed, credited, last_day, cards (their last figures), covered and contracted
(whether every attended day is), expected. `projects.parquet`, a row a project: see `_PROJECT`. Sums are fen.

`expected` is what the worker will earn by the next pay-day: the monthly rate of the roster, or the daily one for as
many days as now; NULL where neither can be told.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from huigong.wages.reconciling.loading import WRITTEN_RATE
from huigong.wages.reconciling.months import Month, literal
from huigong.wages.reconciling.reading import Reader
from huigong.wages.reconciling.sources import Sources
from huigong.wages.reconciling.tables import LONGEST_NAME, MOST_PAY, ROSTER

FILES = ("workers.parquet", "projects.parquet")
_NAMED = f"length(name) <= {LONGEST_NAME} AND NOT contains(name, chr(0))"
_STANDS = "reason IS NULL AND NOT twice"
_TAIL = 4  # figures of a card by which its owner knows it
_LISTED_DAYS = "list_filter(range(1, 32), lambda day: (days_worked & (1::BIGINT << (day - 1))) <> 0)"
_LISTED = f"array_to_string({_LISTED_DAYS}, ',')"
_RATE = f"CASE WHEN {WRITTEN_RATE} <= {MOST_PAY // 100} THEN round({WRITTEN_RATE} * 100)::BIGINT END"
_WORDS = "concat(pay_form, rate)"

_BORN = "CASE WHEN regexp_full_match(worker, '[0-9]{17}[0-9X]') THEN CAST(try_strptime(worker[7:14], '%Y%m%d') AS DATE) END"

_PROJECT = {
    "on_roster": "count(*) FILTER (on_roster)",
    "attended": "count(*) FILTER (attended > 0)",
    "attended_days": "coalesce(sum(attended), 0)",
    "registered": "count(*) FILTER (attended > 0 AND covered)",
    "contracted": "count(*) FILTER (attended > 0 AND contracted)",
    "on_payroll": "count(*) FILTER (lines > 0)",
    "confirmed": "count(*) FILTER (lines > 0 AND confirmed)",
    "gross": "coalesce(sum(gross), 0)",
    "net": "coalesce(sum(net), 0)",
    "paid": "count(*) FILTER (credited > 0)",
    "credited": "coalesce(sum(credited), 0)",
    "owed": "coalesce(sum(greatest(coalesce(net, 0) - credited, 0)), 0)",
    "youngest": "min(age) FILTER (attended > 0)",
    "worked_not_on_payroll": "count(*) FILTER (attended > 0 AND coalesce(lines, 0) = 0)",
    "not_credited": "count(*) FILTER (net > 0 AND credited <= 0)",
    "expected": "CASE WHEN count(*) FILTER (stays AND expected IS NULL) = 0 THEN coalesce(sum(expected) FILTER (stays), 0) END",
}


def make_details(reader: Reader, sources: Mapping[str, Sources], month: Month) -> None:
    """Makes `worker_details` and `project_details` from `months`, the roster and the lines that count."""
    connection = reader.connection
    connection.execute(f"CREATE TABLE named AS {_named(reader, sources['roster'], month)}")
    connection.execute(f"CREATE TABLE worker_details AS {_workers(month)}")
    counted = ", ".join(f"CAST({sql} AS BIGINT) AS {name}" for name, sql in _PROJECT.items())
    connection.execute(
        "CREATE TABLE project_details AS SELECT places.project, any_value(places.region) AS region, "
        "any_value(places.pay_day) AS pay_day, any_value(places.opening) AS opening, "
        "any_value(places.transferred) AS transferred, any_value(places.closing) AS closing, "
        f"{counted} FROM places LEFT JOIN worker_details USING (project) WHERE inside GROUP BY places.project"
    )


def write_details(connection: duckdb.DuckDBPyConnection, workers: str, projects: str) -> None:
    """Writes both, each to a text literal of SQL."""
    for table, out in (("worker_details", workers), ("project_details", projects)):
        connection.execute(
            f"COPY (SELECT * FROM {table} ORDER BY ALL) TO {out} (FORMAT parquet, USE_TMP_FILE false)"
        )


def _named(reader: Reader, roster: Sources, month: Month) -> str:
    """A row a project and worker of the roster whose interval touches the month: what they are called and what they cost."""
    rows = reader.rows(ROSTER, roster.parts)
    inside = f"starts <= {literal(month.last)} AND coalesce(ends >= {literal(month.first)}, TRUE)"
    return (
        f"SELECT project, worker, max_by(name, starts) FILTER ({_NAMED}) AS name, max_by(rate, starts) AS rate, "
        "CASE WHEN count(DISTINCT paper) = 1 THEN any_value(paper) END AS paper, "
        f"max_by(per, starts) AS per, bool_or(coalesce(ends > {literal(month.last)}, TRUE)) AS stays FROM ("
        f"SELECT project, worker, name, paper, starts, ends, {_RATE} AS rate, "
        f"CASE WHEN contains({_WORDS}, '件') THEN '' WHEN contains({_WORDS}, '月') THEN 'month' "
        f"WHEN regexp_matches({_WORDS}, '[天日]') THEN 'day' ELSE '' END AS per "
        f"FROM ({rows}) WHERE {inside} AND project IS NOT NULL AND worker IS NOT NULL) GROUP BY project, worker"
    )


def _workers(month: Month) -> str:
    pay = (
        "SELECT project, worker, sum(gross)::BIGINT AS gross FROM payroll_read "
        f"WHERE {_STANDS} AND NOT replaced GROUP BY project, worker"
    )
    cards = (
        f"SELECT project, worker, array_to_string(list_sort(list(DISTINCT right(card, {_TAIL}))), '、') AS cards "
        f"FROM bank_read WHERE {_STANDS} AND paid AND card IS NOT NULL GROUP BY project, worker"
    )
    expected = (
        "CASE per WHEN 'month' THEN rate WHEN 'day' THEN rate * coalesce(attended, 0) END::BIGINT AS expected"
    )
    return (
        f"SELECT project, worker, coalesce(named.name, '') AS name, coalesce(named.paper, '') AS paper, {_LISTED} AS days, "
        "coalesce(attended, 0) AS attended, coalesce(lines, 0) AS lines, months.days AS payroll_days, pay.gross, net, "
        "coalesce(confirmed, FALSE) AS confirmed, coalesce(credited, 0) AS credited, last_day, "
        "coalesce(cards.cards, '') AS cards, coalesce((days_worked & ~covered) = 0, TRUE) AS covered, "
        "coalesce((days_worked & ~contracted) = 0, TRUE) AS contracted, named.worker IS NOT NULL AS on_roster, "
        f"coalesce(named.stays, FALSE) AS stays, {expected}, {_age(month)} AS age "
        "FROM months FULL JOIN named USING (project, worker) "
        f"LEFT JOIN ({pay}) AS pay USING (project, worker) LEFT JOIN ({cards}) AS cards USING (project, worker)"
    )


def _age(month: Month) -> str:
    """SQL: full years on the first attended day, by the resident number; NULL where it is another paper's."""
    first = f"list_min({_LISTED_DAYS})"
    return f"date_part('year', age({literal(month.first)} + CAST({first} - 1 AS INTEGER), {_BORN}))"
