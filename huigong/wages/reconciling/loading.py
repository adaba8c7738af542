"""Roster, payroll and bank: the lines of the month and region, why some are refused, and which stand there twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.reading import Reader
from huigong.wages.reconciling.sources import Source, Sources
from huigong.wages.reconciling.tables import BANK, LONGEST_NAME, MOST_PAY, PAYROLL, ROSTER, Table

_REVERSAL = (
    "冲[\\s　]*正.*[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"  # with the number of the line that is reversed behind it
)
_CORRECTION = "更正"
_LONGEST_MONTH = 31  # days

WRITTEN_RATE = "try_cast(regexp_extract(replace(rate, ',', ''), '[0-9]+(?:[.][0-9]+)?') AS DOUBLE)"  # yuan


def _beyond(*sums: str) -> str:
    """SQL: whether one of the sums is more than one line can be."""
    return " OR ".join(f"coalesce(abs({each}) > {MOST_PAY}, FALSE)" for each in sums)


@dataclass(frozen=True)
class Wanted:
    """Which columns of a table are kept, under which name, and what makes a line unusable: (reason, SQL), first wins."""

    table: Table
    kept: dict[str, str]
    refused: tuple[tuple[str, str], ...]


ROSTER_LINES = Wanted(
    ROSTER,
    {
        "starts": "starts",
        "ends": "ends",
        "contracted": "contract IS NOT NULL",
        "card": "card",
        "card_bad": "card_bad",
    },
    (
        ("starts", "starts IS NULL"),
        ("ends", "ends_bad"),
        ("interval", "ends < starts"),
        ("name", f"length(name) > {LONGEST_NAME} OR contains(name, chr(0))"),
        ("rate", f"coalesce(length(rate) > 7 AND {WRITTEN_RATE} > {MOST_PAY // 100}, FALSE)"),
    ),
)
PAYROLL_LINES = Wanted(
    PAYROLL,
    {
        "days": "days",
        "gross": "gross",
        "net": "net",
        "own_share": "greatest(own_share, 0)",
        "confirmed": "coalesce(confirmed, FALSE)",
        "correcting": f"coalesce(contains(line_kind, '{_CORRECTION}'), FALSE)",
        "replaced": "FALSE",
    },
    (
        ("net", "net IS NULL"),
        ("amount", "gross_bad OR withheld_bad OR own_share_bad"),
        ("too_much", _beyond("gross", "withheld", "own_share", "net")),
        ("days", f"days_bad OR abs(days) > {_LONGEST_MONTH * SCALE}"),
    ),
)
BANK_LINES = Wanted(
    BANK,
    {
        "serial": "serial",
        "day": "day",
        "amount": "amount",
        "card": "card",
        "paid": "paid",
    },
    (
        ("result", "paid IS NULL"),
        ("amount", "amount IS NULL"),
        ("too_much", _beyond("amount")),
        ("day", "paid AND day IS NULL"),
        ("serial", "serial_bad"),
        ("negative", f"amount < 0 AND NOT coalesce(regexp_matches(memo, '{_REVERSAL}'), FALSE)"),
    ),
)


def load(wanted: Wanted, sources: Sources, reader: Reader, month: Month, *, placed: bool) -> None:
    """Makes `<table>_read`: place, project, worker, what is kept, `reason`, `twice`. `placed`: whether projects are known."""
    name, made = wanted.table.name, reader.connection
    kept = ", ".join(f"{sql} AS {column}" for column, sql in wanted.kept.items())
    content = ", ".join(column.id for column in wanted.table.columns)
    selected = (
        f"place, project, worker, {kept}, hash({content}) AS content, {_reason(wanted, placed=placed)} AS reason, "
        "FALSE AS twice"
    )
    where = (
        f"LEFT JOIN sites ON site = project WHERE {_of_month(wanted.table, month)} AND coalesce(inside, TRUE)"
    )
    plainly = reader.plain_rows(wanted.table, sources.parts) or reader.rows(wanted.table, ())
    odd = "odd" if sources.parts else "FALSE AS odd"
    made.execute(f"CREATE TABLE {name}_read AS SELECT {selected}, {odd} FROM ({plainly}) {where}")
    if reader.any(f"SELECT 1 FROM {name}_read WHERE odd"):
        rows = reader.rows(wanted.table, sources.parts)
        made.execute(f"CREATE OR REPLACE TABLE {name}_read AS SELECT {selected} FROM ({rows}) {where}")
    without_others(wanted.table, sources.parts, reader)
    if wanted.table is BANK:
        _refuse_other_content(reader)
    mark_repeated(name, reader)
    if wanted.table is PAYROLL:
        _correct(reader)
        _refuse_below_nothing(reader)


def whose(*, placed: bool) -> list[tuple[str, str]]:
    """Why a line is nobody's; `placed`: whether the projects are known."""
    unknown = [("unknown_project", "site IS NULL")] if placed else []
    return [("project", "project IS NULL"), *unknown, ("worker", "worker IS NULL")]


def _reason(wanted: Wanted, *, placed: bool) -> str:
    cases = whose(placed=placed)
    if any(column.id == "month" for column in wanted.table.columns):
        cases.append(("month", "month IS NULL"))
    return case_of([*cases, *wanted.refused])


def case_of(cases: list[tuple[str, str]]) -> str:
    """SQL: the reason of the first condition that holds, NULL where none does."""
    return "CASE " + " ".join(f"WHEN {condition} THEN '{reason}'" for reason, condition in cases) + " END"


def _of_month(table: Table, month: Month) -> str:
    dated = any(column.id == "month" for column in table.columns)
    return f"coalesce(month, {month.number}) = {month.number}" if dated else "TRUE"


def without_others(table: Table, parts: Sequence[Source], reader: Reader) -> None:
    """Takes out what is no line of the table: sums, titles, signatures."""
    unsure = f"SELECT place FROM {table.name}_read WHERE reason IS NOT NULL AND worker IS NULL"
    if others := reader.beside(table, parts, unsure):
        reader.keep("others", pa.table({"place": pa.array(others, pa.int64())}))
        reader.connection.execute(f"DELETE FROM {table.name}_read WHERE place IN (SELECT place FROM others)")


def mark_repeated(name: str, reader: Reader) -> None:
    """Of lines with the same content all but the first stand there twice."""
    reader.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE alike AS SELECT content FROM {name}_read WHERE reason IS NULL "
        "GROUP BY content HAVING count(*) > 1"
    )
    reader.connection.execute(
        f"UPDATE {name}_read SET twice = TRUE WHERE place IN (SELECT unnest(list_slice(list_sort(list(place)), 2, -1)) "
        f"FROM {name}_read SEMI JOIN alike USING (content) WHERE reason IS NULL GROUP BY content, project, worker)"
    )


def _refuse_other_content(reader: Reader) -> None:
    """A number of the bank names one line: the same number with other content is refused, the first line stays."""
    # Which numbers may stand there twice is cheaply told by what they hash to; of those alone the text is compared.
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS SELECT serial, arg_min(content, place) AS first FROM bank_read "
        "SEMI JOIN (SELECT hash(serial) AS number FROM bank_read WHERE reason IS NULL AND serial IS NOT NULL "
        "GROUP BY hash(serial) HAVING min(content) <> max(content)) AS several ON several.number = hash(serial) "
        "WHERE reason IS NULL AND serial IS NOT NULL GROUP BY serial HAVING min(content) <> max(content)"
    )
    reader.connection.execute(
        "UPDATE bank_read SET reason = 'serial_conflict' FROM numbered "
        "WHERE numbered.serial = bank_read.serial AND reason IS NULL AND content <> numbered.first"
    )


def _correct(reader: Reader) -> None:
    """Of a worker whose line was corrected, the last correction alone counts, in whatever order the files came."""
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE corrected AS SELECT project, worker, max(place) AS last FROM payroll_read "
        "WHERE correcting AND reason IS NULL AND NOT twice GROUP BY project, worker"
    )
    reader.connection.execute(
        "UPDATE payroll_read SET replaced = TRUE FROM corrected WHERE corrected.project = payroll_read.project "
        "AND corrected.worker = payroll_read.worker AND reason IS NULL AND NOT twice AND place <> corrected.last"
    )


def _refuse_below_nothing(reader: Reader) -> None:
    """A second line may take days and money back, not more than the others give: nobody works or earns less than nothing.

    A correction says what it corrects, and stands as it is written.
    """
    if not reader.any("SELECT 1 FROM payroll_read WHERE days < 0 OR gross < 0 OR net < 0"):
        return
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE below AS SELECT project, worker FROM payroll_read "
        "WHERE reason IS NULL AND NOT twice AND NOT replaced GROUP BY project, worker "
        "HAVING NOT bool_or(correcting) AND (sum(days) < 0 OR sum(gross) < 0 OR sum(net) < 0)"
    )
    reader.connection.execute(
        "UPDATE payroll_read SET reason = 'below' FROM below WHERE below.project = payroll_read.project "
        "AND below.worker = payroll_read.worker AND reason IS NULL AND NOT twice "
        "AND (days < 0 OR gross < 0 OR net < 0)"
    )


def load_earlier(sources: Sources, reader: Reader, month: Month) -> None:
    """Makes `earlier`: what was credited under other months to those whose last interval has ended by the month's end."""
    plainly = reader.plain_rows(BANK, sources.parts)
    parts = sources.parts
    if plainly and not reader.any(f"SELECT 1 FROM ({plainly}) WHERE month IS DISTINCT FROM {month.number}"):
        parts = []  # mostly there are no others, and nothing but the column of months was read
    lines = (
        f"SELECT * FROM ({reader.rows(BANK, parts)}) AS line WHERE month <> {month.number} "
        f"AND project IS NOT NULL AND worker IS NOT NULL AND {case_of(list(BANK_LINES.refused))} IS NULL"
    )
    # A number names its first line, whosever it is, so every line with a number of theirs is looked at.
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE of_leaving AS SELECT DISTINCT month, serial "
        f"FROM ({lines}) SEMI JOIN leaving USING (project, worker)"
    )
    reader.connection.execute(
        "CREATE TABLE earlier AS SELECT project, worker, sum(amount)::BIGINT AS amount FROM ("
        "SELECT DISTINCT ON (month, serial, CASE WHEN serial IS NULL THEN place END) project, worker, amount, paid "
        f"FROM ({lines}) AS line SEMI JOIN of_leaving ON of_leaving.month = line.month "
        "AND of_leaving.serial IS NOT DISTINCT FROM line.serial "
        "ORDER BY month, serial, CASE WHEN serial IS NULL THEN place END, place"
        ") SEMI JOIN leaving USING (project, worker) WHERE paid GROUP BY project, worker"
    )
