"""What the lines of a month add up to: a row for each project and worker, in `months`, and for each project, in `accounts`.

Everything here is plain SQL over the lines that count, which each engine of `engines` says alike.
"""

from __future__ import annotations

from huigong.wages.reconciling.engines import Dialect, Engine
from huigong.wages.reconciling.months import Month, literal

READ = ("places", "roster_read", "payroll_read", "bank_read", "work")  # what is compared, as it was read
_COUNTS = "reason IS NULL AND NOT twice"


def add_up(engine: Engine, month: Month, *, as_of: str) -> None:
    """Makes `months`, a row a project and worker, `credits`, a row a line that was paid, and `leaving`.

    Columns of `months`: project, worker; attended (days), days_worked (bits); lines (NULL where none stands on the
    payroll), days, net, own_share, positive, confirmed; credited, last_day; covered, contracted (bits), left_on; minimum, share_counts, pay_day,
    due (by `as_of`, a day in SQL). Whoever stands on the roster alone has no row.
    """
    engine.view(
        "credits", f"SELECT project, worker, day, card, amount FROM bank_read WHERE {_COUNTS} AND paid"
    )
    sums = _sums(month, engine.dialect)
    for name, query in sums.items():
        engine.make(name, query)
    engine.make("months", _months(as_of))
    engine.drop(sums)
    engine.make("leaving", f"SELECT project, worker FROM months WHERE left_on <= {literal(month.last)}")


def compare(engine: Engine) -> None:
    """Makes what the other kinds are judged by (`kinds`) from `months`, `credits`, `work`, `places` and `earlier`."""
    for name, query in _compared(engine.dialect).items():
        engine.make(name, query)


def _compared(dialect: Dialect) -> dict[str, str]:
    left = dialect.left
    return {
        "late": _late(),
        "leavers": "SELECT months.*, credited + coalesce(earlier.amount, 0) AS ever FROM months "
        f"{left}SEMI JOIN leaving USING (project, worker) LEFT JOIN earlier USING (project, worker)",
        "other_cards": _other_cards(left),
        "shared_cards": _shared_cards(dialect),
        "two_sites": "SELECT here.project, here.worker FROM work AS here JOIN work AS there "
        "ON here.worker = there.worker AND here.project <> there.project "
        "WHERE (here.long_days & there.long_days) <> 0 GROUP BY here.project, here.worker",
        "accounts": "SELECT places.project, '' AS worker, opening, transferred, closing, "
        "CAST(coalesce(sum(credited), 0) AS BIGINT) AS credited FROM places LEFT JOIN months USING (project) "
        "WHERE inside GROUP BY ALL",
    }


def _sums(month: Month, dialect: Dialect) -> dict[str, str]:
    """A row a project and worker of each table; one sum over the lines of all tables was tried, and did not fit into memory."""
    own, days = "project, worker", month.bits("starts", "ends", dialect)
    return {
        "pay": f"SELECT {own}, count(*) AS lines, CAST(sum(days) AS BIGINT) AS days, CAST(sum(net) AS BIGINT) AS net, "
        "CAST(coalesce(sum(own_share), 0) AS BIGINT) AS own_share, "
        "bool_or(coalesce(days > 0, FALSE) OR coalesce(gross > 0, FALSE) OR net > 0) AS positive, "
        f"bool_and(confirmed) AS confirmed FROM payroll_read WHERE {_COUNTS} AND NOT replaced GROUP BY {own}",
        "paid": f"SELECT {own}, CAST(sum(amount) AS BIGINT) AS credited, max(day) AS last_day FROM credits GROUP BY {own}",
        "engaged": f"SELECT {own}, bit_or({days}) AS covered, "
        f"bit_or(CASE WHEN contracted THEN {days} ELSE 0 END) AS contracted, "
        f"max(coalesce(ends, DATE '9999-12-31')) AS left_on FROM roster_read WHERE {_COUNTS} GROUP BY {own}",
    }


def _months(as_of: str) -> str:
    return (
        "SELECT project, worker, coalesce(bit_count(work.days), 0) AS attended, coalesce(work.days, 0) AS days_worked, "
        "pay.lines, pay.days, pay.net, pay.own_share, coalesce(pay.positive, FALSE) AS positive, coalesce(pay.confirmed, FALSE) AS confirmed, "
        "coalesce(paid.credited, 0) AS credited, paid.last_day, coalesce(engaged.covered, 0) AS covered, "
        "coalesce(engaged.contracted, 0) AS contracted, engaged.left_on, places.minimum, places.share_counts, places.pay_day, "
        f"coalesce(places.pay_day <= {as_of}, TRUE) AS due "
        "FROM work FULL JOIN pay USING (project, worker) FULL JOIN paid USING (project, worker) "
        "LEFT JOIN engaged USING (project, worker) LEFT JOIN places USING (project)"
    )


def _late() -> str:
    """Who had their pay in full only after the pay-day: from some line after it on, the sum stays at or above net.

    Not late is whose sum is at or above net on the pay-day and after each later line.
    """
    asked = "SELECT project, worker, net, pay_day, due FROM months WHERE net > 0 AND credited >= net AND last_day > pay_day"
    running = (
        "SELECT project, worker, net, pay_day, due, day, "
        "sum(sum(amount)) OVER (PARTITION BY project, worker ORDER BY day) AS total "
        f"FROM credits JOIN ({asked}) AS asked USING (project, worker) GROUP BY project, worker, net, pay_day, due, day"
    )
    on_day = "coalesce(max_by(total, day) FILTER (WHERE day <= pay_day), 0)"
    return (
        f"SELECT project, worker, net, due FROM ({running}) GROUP BY project, worker, net, due "
        f"HAVING {on_day} < net OR min(total) FILTER (WHERE day > pay_day) < net"
    )


def _other_cards(left: str) -> str:
    """Sums on cards that no roster row of the worker has; a roster row whose card nobody can read may have any."""
    rows = f"FROM roster_read WHERE {_COUNTS}"
    return (
        "SELECT project, worker, CAST(sum(amount) AS BIGINT) AS amount FROM ("
        "SELECT project, worker, card, sum(amount) AS amount FROM credits "
        f"{left}ANTI JOIN (SELECT worker, card {rows} AND card IS NOT NULL) AS own USING (worker, card) "
        f"{left}ANTI JOIN (SELECT worker {rows} AND card_bad) AS unread USING (worker) "
        "WHERE card IS NOT NULL GROUP BY project, worker, card HAVING sum(amount) > 0"
        ") GROUP BY project, worker"
    )


def _shared_cards(dialect: Dialect) -> str:
    """Cards on which two workers or more have positive sums over all projects; looked for among those with two names."""
    left, mark = dialect.left, f"{dialect.mark}(worker)"
    several = (
        f"SELECT card FROM credits WHERE card IS NOT NULL GROUP BY card HAVING min({mark}) <> max({mark})"
    )
    return (
        f"WITH several AS ({several}), lines AS (SELECT * FROM credits {left}SEMI JOIN several USING (card)), "
        "holders AS (SELECT card, worker FROM lines GROUP BY card, worker HAVING sum(amount) > 0), "
        "shared AS (SELECT card FROM holders GROUP BY card HAVING count(*) > 1) "
        "SELECT project, worker, CAST(sum(amount) AS BIGINT) AS amount FROM ("
        f"SELECT project, worker, card, sum(amount) AS amount FROM lines {left}SEMI JOIN holders USING (card, worker) "
        f"{left}SEMI JOIN shared USING (card) GROUP BY project, worker, card HAVING sum(amount) > 0"
        ") GROUP BY project, worker"
    )
