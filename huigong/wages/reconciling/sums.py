"""What the lines of a month add up to: a row for each project and worker, in `months`, and for each project, in `accounts`.

Everything here is plain SQL over the lines that count, so that another engine can say the same.
"""

from __future__ import annotations

import duckdb

from huigong.wages.reconciling.months import Month, literal

_COUNTS = "reason IS NULL AND NOT twice"


def add_up(connection: duckdb.DuckDBPyConnection, month: Month) -> None:
    """Makes the sums that `compare` needs: `pay`, `paid`, `engaged` and the others of `_queries`."""
    for name, query in _queries(month).items():
        connection.execute(f"CREATE TABLE {name} AS {query}")


def compare(connection: duckdb.DuckDBPyConnection, *, as_of: str) -> None:
    """Makes `months` and `accounts` from the sums, `work`, `places` and `earlier`; `as_of` is a day in SQL.

    Columns of `months`: project, worker; attended (days), days_worked (bits); lines (NULL where none stands on the
    payroll), days, net, positive, confirmed; credited, ever (under whatever month), late, on_other_card,
    on_shared_card; covered, contracted (bits), left_on; on_two_sites (bits); minimum; due.
    """
    connection.execute(f"CREATE TABLE months AS {_months(as_of)}")
    connection.execute(
        "CREATE TABLE accounts AS SELECT places.project, '' AS worker, opening, transferred, closing, "
        "coalesce(sum(credited), 0)::BIGINT AS credited FROM places LEFT JOIN paid USING (project) "
        "WHERE inside GROUP BY ALL"
    )


def _queries(month: Month) -> dict[str, str]:
    """The sums by name, each from those before it."""
    own = "project, worker"
    return {
        "pay": f"SELECT {own}, count(*) AS lines, sum(days)::BIGINT AS days, sum(net)::BIGINT AS net, "
        "bool_or(coalesce(days > 0, FALSE) OR coalesce(gross > 0, FALSE) OR net > 0) AS positive, "
        f"bool_and(confirmed) AS confirmed FROM payroll_read WHERE {_COUNTS} AND NOT replaced GROUP BY {own}",
        "credits": f"SELECT {own}, day, card, amount FROM bank_read WHERE {_COUNTS} AND paid",
        "paid": f"SELECT {own}, sum(amount)::BIGINT AS credited, max(day) AS last_day FROM credits GROUP BY {own}",
        "engaged": f"SELECT {own}, bit_or({month.bits('starts', 'ends')}) AS covered, "
        f"coalesce(bit_or({month.bits('starts', 'ends')}) FILTER (contracted), 0) AS contracted, "
        f"max(coalesce(ends, DATE '9999-12-31')) AS left_on FROM roster_read WHERE {_COUNTS} GROUP BY {own}",
        "leaving": f"SELECT {own} FROM engaged WHERE left_on <= {literal(month.last)}",
        "late": _late(),
        "other_cards": f"SELECT {own}, sum(amount)::BIGINT AS amount FROM ("
        f"SELECT {own}, card, sum(amount) AS amount FROM credits WHERE card IS NOT NULL GROUP BY {own}, card HAVING sum(amount) > 0"
        f") AS held ANTI JOIN (SELECT worker, card FROM roster_read WHERE {_COUNTS} AND card IS NOT NULL) AS own_card "
        "USING (worker, card) "
        f"ANTI JOIN (SELECT worker FROM roster_read WHERE {_COUNTS} AND card_bad) AS unread USING (worker) GROUP BY {own}",
        "holders": "SELECT card, worker FROM credits WHERE card IS NOT NULL GROUP BY card, worker HAVING sum(amount) > 0",
        "shared_cards": f"SELECT {own}, sum(amount)::BIGINT AS amount FROM ("
        f"SELECT {own}, card, sum(amount) AS amount FROM credits SEMI JOIN holders USING (card, worker) SEMI JOIN ("
        "SELECT card FROM holders GROUP BY card HAVING count(*) > 1) AS several USING (card) "
        f"GROUP BY {own}, card HAVING sum(amount) > 0) GROUP BY {own}",
        "two_sites": "SELECT here.project, here.worker, bit_or(here.long_days & there.long_days) AS days FROM work AS here "
        "JOIN work AS there ON here.worker = there.worker AND here.project <> there.project "
        "WHERE here.long_days <> 0 AND (here.long_days & there.long_days) <> 0 GROUP BY here.project, here.worker",
    }


def _late() -> str:
    """Who had their pay in full only after the pay-day: from some line after it on, the sum stays at or above net.

    Not late is whose sum is at or above net on the pay-day and after each later line.
    """
    in_question = (
        "SELECT project, worker, pay.net, places.pay_day FROM paid JOIN pay USING (project, worker) "
        "JOIN places USING (project) WHERE pay.net > 0 AND credited >= pay.net AND last_day > places.pay_day"
    )
    running = (
        "SELECT project, worker, net, pay_day, day, sum(sum(amount)) OVER (PARTITION BY project, worker ORDER BY day) AS total "
        f"FROM credits JOIN ({in_question}) AS asked USING (project, worker) GROUP BY project, worker, net, pay_day, day"
    )
    on_day = "coalesce(max_by(total, day) FILTER (day <= pay_day), 0)"
    return (
        f"SELECT project, worker FROM ({running}) GROUP BY project, worker, net "
        f"HAVING {on_day} < net OR min(total) FILTER (day > pay_day) < net"
    )


def _months(as_of: str) -> str:
    return (
        "SELECT project, worker, coalesce(bit_count(work.days), 0) AS attended, coalesce(work.days, 0) AS days_worked, "
        "pay.lines, pay.days, pay.net, coalesce(pay.positive, FALSE) AS positive, coalesce(pay.confirmed, FALSE) AS confirmed, "
        "coalesce(paid.credited, 0) AS credited, coalesce(paid.credited, 0) + coalesce(earlier.amount, 0) AS ever, "
        "late.worker IS NOT NULL AS late, coalesce(other_cards.amount, 0) AS on_other_card, "
        "coalesce(shared_cards.amount, 0) AS on_shared_card, coalesce(engaged.covered, 0) AS covered, "
        "coalesce(engaged.contracted, 0) AS contracted, engaged.left_on, coalesce(two_sites.days, 0) AS on_two_sites, "
        f"places.minimum, coalesce(places.pay_day <= {as_of}, TRUE) AS due "
        "FROM work FULL JOIN pay USING (project, worker) FULL JOIN paid USING (project, worker) "
        "LEFT JOIN engaged USING (project, worker) LEFT JOIN late USING (project, worker) "
        "LEFT JOIN other_cards USING (project, worker) LEFT JOIN shared_cards USING (project, worker) "
        "LEFT JOIN two_sites USING (project, worker) LEFT JOIN earlier USING (project, worker) LEFT JOIN places USING (project)"
    )
