"""Whether name, day and place prove a person in these files: nobody knows for every county, so the files are asked.

Two people of one name and one birthday in one county are rare and real. A rule that goes by these alone merges only
where no wrong merge is expected. Two things tell how many would be: pairs whose numbers differ, and such namesakes
inside one file. Small files never show enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import prod, sqrt

import duckdb

from huigong.registry.linking.rules import ANY_NUMBER, Rule

ENOUGH = 2_000  # pairs that a number or a phone confirms
_WRONG = 3e-5  # of all that is merged
_WRONG_AT_MOST = 0.5  # pairs to expect
_CHANCES = (0.005, 0.001, 0.0002, 0.00005)  # of somebody else with that name, day and place


def proved(connection: duckdb.DuckDBPyConnection, rules: Iterable[Rule]) -> list[Rule]:
    """Those that the files bear out, of rules with `alike`; `ranked` has the ranks of the others already."""
    confirmed = "name_is = 'same' AND birth_is = 'same' AND (number_is = 'same' OR phone_is = 'same')"
    row = connection.execute(f"SELECT count(*) FROM ranked WHERE {confirmed}").fetchone()
    if (row or (0,))[0] < ENOUGH:
        return []
    connection.execute("""
        CREATE TABLE open_a AS SELECT row FROM a ANTI JOIN (SELECT row_a AS row FROM ranked WHERE rank IS NOT NULL) USING (row);
        CREATE TABLE open_b AS SELECT row FROM b ANTI JOIN (SELECT row_b AS row FROM ranked WHERE rank IS NOT NULL) USING (row)
    """)
    return [rule for each in rules if each.alike for rule in _as_far_as_proved(connection, each)]


def _as_far_as_proved(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[Rule]:
    """The rule for all names, or for the rarer ones only, or not at all."""
    for chance in _CHANCES:
        limited = replace(rule, holds=rule.holds.replace("{chance}", str(chance)))
        if _is_proved(connection, limited, chance):
            yield limited
            return


def _is_proved(connection: duckdb.DuckDBPyConnection, rule: Rule, chance: float) -> bool:
    merged = (connection.execute("SELECT count(*) FROM ranked WHERE rank IS NOT NULL").fetchone() or (0,))[0]
    told = _product(connection, "count(number) / count(*)")
    wrong = [_among_namesakes(connection, rule, chance) * (1 - told)]
    if told:
        wrong.append(_with_two_numbers(connection, rule) * (1 - told) / told)
    return max(wrong) <= min(_WRONG * merged, _WRONG_AT_MOST)


def _with_two_numbers(connection: duckdb.DuckDBPyConnection, rule: Rule) -> float:
    """Pairs for which the rule holds and whose numbers differ, beyond those of one person who was given two numbers.

    How many of one person to expect is told by the pairs with one phone or one home, which namesakes do not have.
    """
    different, same, given_two = connection.execute(f"""
        WITH together AS (
            SELECT count(*) FILTER (number_is = 'other') / nullif(count(*), 0) AS given_two FROM ranked
            WHERE name_is = 'same' AND birth_is = 'same' AND (phone_is = 'same' OR address_is = 'same')
                AND number_is IN ('same', 'other'))
        SELECT count(*) FILTER (number_is = 'other' AND coalesce(address_is <> 'same', true)
                AND row_a IN (SELECT row FROM open_a) AND row_b IN (SELECT row FROM open_b)),
            count(*) FILTER (number_is = 'same'), (SELECT coalesce(given_two, 0) FROM together)
        FROM ranked WHERE {rule.holds.replace("{numbers}", ANY_NUMBER)}""").fetchone() or (0, 0, 0.0)
    expected = given_two * same
    return float(max(0.0, different - expected - 2 * sqrt(expected)))


def _among_namesakes(connection: duckdb.DuckDBPyConnection, rule: Rule, chance: float) -> float:
    """Pairs across the files to expect for which the rule holds wrongly, from such namesakes as stand inside one file.

    As many pairs of them cross the files as stand inside both together. One is merged only where neither has a partner.
    """
    inside = 0
    for table in ("a", "b"):
        inside += (
            connection.execute(f"""
            SELECT count(*) FROM (
                SELECT 1 FROM {table} WHERE name IS NOT NULL AND birth IS NOT NULL AND chance <= {chance}
                GROUP BY name, birth, {rule.alike}
                HAVING count(DISTINCT coalesce(number, phone, CAST(row AS VARCHAR))) > 1) namesakes""").fetchone()
            or (0,)
        )[0]
    both_phones = _product(connection, "count(phone) / count(*)")
    share = both_phones if rule.new_phone else 1 - both_phones
    return inside * share * _product(connection, "(SELECT count(*) FROM open_{table}) / count(*)")


def _product(connection: duckdb.DuckDBPyConnection, share: str) -> float:
    """How often something holds for both rows of a pair, of its share in each file."""
    shares = (
        (connection.execute(f"SELECT {share.format(table=table)} FROM {table}").fetchone() or (0.0,))[0]
        for table in ("a", "b")
    )
    return prod(each or 0.0 for each in shares)
