"""Whether name, day and place prove a person in these files: nobody knows for every county, so the files are asked.

Two people of one name and one birthday in one county are rare and real. A rule that goes by these alone merges only
where the two files show that it is safe: enough pairs of sound numbers confirm it and hardly one contradicts it, and
hardly any two rows inside one file are such namesakes. Small files never show enough.
"""

from __future__ import annotations

import duckdb

from huigong.registry.linking.rules import ANY_NUMBER, Rule

ENOUGH = 2_000  # pairs whose numbers confirm the rule
_CONTRADICTED = 5e-5
_NAMESAKES = 5e-6  # pairs of namesakes inside a file, for each row


def proved(connection: duckdb.DuckDBPyConnection, rule: Rule) -> bool:
    """Whether these files, as the tables `a`, `b` and `scored`, bear the rule out."""
    holds = rule.holds.format(numbers=ANY_NUMBER)
    confirmed, contradicted = connection.execute(
        "SELECT count(*) FILTER (number_is = 'same'), count(*) FILTER (number_is = 'other') "
        f"FROM scored WHERE {holds}"
    ).fetchone() or (0, 0)
    if contradicted > _CONTRADICTED * confirmed or confirmed < ENOUGH:
        return False
    rows, namesakes = 0, 0
    for table in ("a", "b"):
        counted = connection.execute(f"""
            SELECT sum(people), count(*) FILTER (apart > 1) FROM (
                SELECT count(*) AS people, count(DISTINCT coalesce(number, phone, CAST(row AS VARCHAR))) AS apart
                FROM {table} WHERE name IS NOT NULL AND birth IS NOT NULL AND hukou IS NOT NULL
                GROUP BY name, birth, {rule.alike}) groups""").fetchone() or (0, 0)
        rows, namesakes = rows + (counted[0] or 0), namesakes + counted[1]
    return bool(namesakes <= _NAMESAKES * rows)
