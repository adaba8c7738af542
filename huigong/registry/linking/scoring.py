"""How likely an undecided pair is one person: learned from those pairs of the same two files that have both numbers.

Where both numbers are sound they tell whether two rows are one person. How often each comparison then comes out as it
does, for one person and for two who merely have something in common, is what the other pairs are judged by (Fellegi
and Sunter's weights, with what numbers prove in the place of guesses). Small files lean on the usual shares below.
"""

from __future__ import annotations

from math import log

import duckdb

_COMPARED = ("name_is", "birth_is", "sex_is", "phone_is", "hukou_is", "address_is", "head_is")
# Usual shares of each outcome in a thousand: (of one person, of two people who came to be compared).
_USUAL = {
    "name_is": {"same": (930, 250), "former": (5, 1), "sound": (25, 60), "part": (5, 2), "accent": (8, 30), "near": (18, 150),
                "surname": (6, 400), "other": (3, 300)},
    "birth_is": {"same": (970, 350), "swapped": (8, 60), "near": (17, 450), "other": (5, 350)},
    "sex_is": {"same": (995, 550), "other": (5, 450)},
    "phone_is": {"same": (850, 150), "other": (150, 850)},
    "hukou_is": {"same": (880, 200), "county": (60, 200), "other": (60, 600)},
    "address_is": {"same": (800, 120), "other": (200, 880)},
    "head_is": {"same": (850, 120), "other": (150, 880)},
}  # fmt: skip
_AS_MANY_PAIRS = 200  # the usual shares count like so many pairs of the files
_ONE_IN = 4  # so many compared pairs to one that is one person, before anything else is known
# What a number says that does not prove: a slip away from the other, the same mistake in both, far off.
_NUMBER = {
    "same": 4.0,
    "same_loose": 3.0,
    "old": 4.0,
    "slip": 5.0,
    "slips": 1.5,
    "doubtful": -2.0,
    "other": -4.0,
    "far": -2.5,
}
_MOST_ALIKE = 50  # pairs of one pattern count for themselves from here on


def score(connection: duckdb.DuckDBPyConnection, *, learned: bool = True) -> None:
    """Adds `score`, from 0 to 1, to `pairs`.

    Not `learned` where a number cannot stand twice: all pairs would teach that they are two people. Then the usual shares
    count alone, and that two numbers differ tells no pair from another.
    """
    told = "number_is IN ('same', 'other')" if learned else "false"
    shares = {column: _shares(connection, column, told) for column in _COMPARED}
    weights = [
        f"CASE pairs.{column} {' '.join(f'WHEN {outcome!r} THEN {weight:.4f}' for outcome, weight in column_weights.items())} ELSE 0 END"
        for column, column_weights in shares.items()
    ]
    said = _NUMBER if learned else {**_NUMBER, "other": 0.0}
    numbers = " ".join(f"WHEN {outcome!r} THEN {weight}" for outcome, weight in said.items())
    prior = _prior(connection, told)
    alike = ", ".join(_COMPARED)
    connection.execute(f"""
        CREATE TABLE alike AS
        SELECT {alike}, count(*) FILTER (number_is = 'same') AS one, count(*) FILTER (number_is = 'other') AS two
        FROM pairs WHERE {told} GROUP BY ALL""")
    same = " AND ".join(f"pairs.{column} IS NOT DISTINCT FROM alike.{column}" for column in _COMPARED)
    connection.execute(f"""
        CREATE TABLE scored AS
        WITH weighed AS (
            SELECT pairs.*, coalesce(alike.one, 0) AS one, coalesce(alike.two, 0) AS two,
                1 / (1 + exp(-({prior:.4f} + {" + ".join(weights)}))) AS usual
            FROM pairs LEFT JOIN alike ON {same}),
        likely AS (
            SELECT *, (one + {_MOST_ALIKE} * usual) / (one + two + {_MOST_ALIKE}) AS alike_share FROM weighed)
        SELECT * EXCLUDE (one, two, usual, alike_share),
            1 / (1 + exp(-(ln(greatest(alike_share, 1e-6) / greatest(1 - alike_share, 1e-6))
                + CASE number_is {numbers} ELSE 0 END))) AS score
        FROM likely""")


def _shares(connection: duckdb.DuckDBPyConnection, column: str, told: str) -> dict[str, float]:
    rows = connection.execute(f"""
        SELECT {column}, count(*) FILTER (number_is = 'same'), count(*) FILTER (number_is = 'other')
        FROM pairs WHERE {told} AND {column} IS NOT NULL GROUP BY 1""").fetchall()
    counted = {outcome: (same, different) for outcome, same, different in rows}
    usual = _USUAL[column]
    totals = [sum(pair[side] for pair in counted.values()) + _AS_MANY_PAIRS for side in (0, 1)]
    in_all = [sum(pair[side] for pair in usual.values()) for side in (0, 1)]
    weights = {}
    for outcome, said in usual.items():
        of_one, of_two = (
            (counted.get(outcome, (0, 0))[side] + _AS_MANY_PAIRS * said[side] / in_all[side]) / totals[side]
            for side in (0, 1)
        )
        weights[outcome] = log(of_one / of_two)
    return weights


def _prior(connection: duckdb.DuckDBPyConnection, told: str) -> float:
    row = connection.execute(f"""
        SELECT count(*) FILTER (number_is = 'same'), count(*) FILTER (number_is = 'other')
        FROM pairs WHERE {told}""").fetchone()
    same, different = row or (0, 0)
    return log((same + _AS_MANY_PAIRS / _ONE_IN) / (different + _AS_MANY_PAIRS))
