"""A file of people as the tables that are compared: every cell in one spelling, or nothing where it says nothing.

Cells that are as they should be are taken as they stand; each other spelling is mended once, by the kernel's readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb
import pyarrow as pa

from huigong.kernel import days, identity, writing
from huigong.kernel.errors import DomainError
from huigong.registry.linking import columns, sounds
from huigong.registry.linking.columns import People, quoted

COMMON_NAME = 0.002  # of the rows bear a name that is common
HEADED = 0.001  # of the rows; whoever heads more households is no name but a "yes"
SHARED_PHONE = 12  # more people than this have no phone in common: it is a company's, or made up
_LONGEST_SHORTENED = 12  # characters; longer names are foreign, and found by sound
HOUSEHOLD = 12  # nor do more live in one home, or bear one number that is a number
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(
    f"{weight} * try_cast(number[{place}] AS INTEGER)" for place, weight in enumerate(_WEIGHTS, start=1)
)
_BORN = "try_cast(number[7:10] || '-' || number[11:12] || '-' || number[13:14] AS DATE)"
_BORN_OLD = "try_cast('19' || number[7:8] || '-' || number[9:10] || '-' || number[11:12] AS DATE)"
# What `identity.ResidentId` asks of a number, for many at once; a test holds the two together.
_IS_SOUND = (
    "regexp_full_match(number, '[1-9][0-9]{16}[0-9X]') AND number[18] = '10X98765432'[1 + ("
    + _SUM
    + ") % 11] "
    f"AND {_BORN} BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'"
)


def read(connection: duckdb.DuckDBPyConnection, people: People, table: str) -> int:
    """Makes `table` (one row a person), `table_sounds` (one row for each reading of a name) and `table_shortened` (one
    for each name that is left when a character is missing); gives how many people.

    Columns: row, name, sounds, number (only if its check character is right), loose (a number that is not right),
    old (its fifteen digits), birth, birth_of_number, number_of_another (it tells another birth or sex), sex, phone, hukou,
    address, head, former, name_is_common, of_name, of_day (rows of that name, and of that day and
    county), chance (how many of that name and day there would be in the county if names and days were dealt out at random).
    """
    texts = ", ".join(_text(people, column) for column in columns.CHINESE if column != columns.ID)
    connection.execute(
        f"CREATE TABLE {table}_cells AS SELECT file_row_number AS row, {texts} FROM {people.relation}"
    )
    _mend(connection, table, columns.NUMBER, "[0-9]{17}[0-9X]", identity.resident_code)
    _mend(connection, table, columns.PHONE, "1[3-9][0-9]{9}", identity.normalise_phone)
    _mend(
        connection,
        table,
        columns.BIRTH,
        "[12][0-9]{3}-[0-9]{2}-[0-9]{2}",
        lambda text: days.read(text).isoformat(),
    )
    _mend(connection, table, columns.HUKOU, "[0-9]{6}|[0-9]{9}|[0-9]{12}", _hukou)
    _mend(connection, table, columns.ADDRESS, "[\u4e00-\u9fff0-9]+", writing.place)
    _names(connection, table)
    connection.execute(_people(table))
    connection.execute(
        f"CREATE TABLE {table}_sounds AS SELECT row, unnest(sounds) AS sound, birth FROM {table} WHERE name IS NOT NULL"
    )
    # Two names that differ in one character become the same when each loses one.
    connection.execute(f"""
        CREATE TABLE {table}_shortened AS
        SELECT DISTINCT row, birth, unnest(list_append(list_transform(range(1, length(name) + 1),
            lambda place : name[1:place - 1] || name[place + 1:]), name)) AS shortened
        FROM {table} WHERE birth IS NOT NULL AND length(name) BETWEEN 2 AND {_LONGEST_SHORTENED}""")
    connection.execute(f"DELETE FROM {table}_shortened WHERE length(shortened) < 2")
    return int((connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0])


def _text(people: People, column: str) -> str:
    heading = people.columns.get(column)
    if heading is None:
        return f"CAST(NULL AS VARCHAR) AS {column}"
    if people.types[heading] in ("DOUBLE", "FLOAT"):
        # A number of eighteen digits has lost some of them; a phone or a code of a place has not. What is infinite or
        # no number at all says nothing.
        return f"CAST({'NULL' if column == columns.NUMBER else f'TRY_CAST({quoted(heading)} AS BIGINT)'} AS VARCHAR) AS {column}"
    if column == columns.BIRTH and people.types[heading].startswith("TIMESTAMP"):
        return f"CAST(CAST({quoted(heading)} AS DATE) AS VARCHAR) AS {column}"
    return f"nullif(trim(CAST({quoted(heading)} AS VARCHAR)), '') AS {column}"


def _mend(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, plain: str, mended: Callable[[str], str]
) -> None:
    """Every other spelling is read once; what cannot be read says nothing."""
    rows = connection.execute(
        f"SELECT DISTINCT {column} FROM {table}_cells WHERE NOT regexp_full_match({column}, $plain)",
        {"plain": plain},
    ).fetchall()
    if not rows:
        return
    pairs = [(row[0], _or_nothing(mended, row[0])) for row in rows]
    spellings = pa.table({"said": [said for said, _ in pairs], "meant": [meant for _, meant in pairs]})
    connection.register("spellings", spellings)
    connection.execute(
        f"UPDATE {table}_cells SET {column} = spellings.meant FROM spellings WHERE {column} = spellings.said"
    )
    connection.unregister("spellings")


def _or_nothing(mended: Callable[[str], str], text: str) -> str | None:
    try:
        return mended(text) or None
    except DomainError:
        return None


def _hukou(text: str) -> str:
    """A code as digits, the name of a place without spaces and commas."""
    digits = writing.code(text)
    return digits if digits.isdigit() else writing.place(text)


def _names(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """The names of `table`: said, name (in one spelling, without dots), sounds (of the people themselves), accent."""
    rows = connection.execute(f"""
        SELECT said, bool_or(own) FROM (
            SELECT name AS said, true AS own FROM {table}_cells UNION ALL
            SELECT head, false FROM {table}_cells UNION ALL SELECT former, false FROM {table}_cells) names
        WHERE said IS NOT NULL GROUP BY said""").fetchall()
    said = [row[0] for row in rows]
    names = [one_spelling(each) for each in said]
    heard = [
        sounds.readings(name) if own and name else () for name, (_, own) in zip(names, rows, strict=True)
    ]
    listed = pa.table({
        "said": pa.array(said, pa.string()),
        "name": pa.array([name or None for name in names], pa.string()),
        "sounds": pa.array([list(each) for each in heard], pa.list_(pa.string())),
        "accent": pa.array([sounds.accented(each[0]) if each else None for each in heard], pa.string()),
    })  # fmt: skip
    connection.register("listed", listed)
    connection.execute(f"CREATE TABLE {table}_names AS SELECT * FROM listed")
    connection.unregister("listed")


def one_spelling(text: str) -> str:
    """A name for comparing: as on the card, without the dots that some registers leave out; '' for what is no name."""
    if _PLAIN_NAME.fullmatch(text):
        return text  # most are, and the kernel would say the same
    try:
        name = writing.person_name(text)
    except DomainError:
        name = writing.place(text).replace(" ", "") if text.strip() else ""
    return name.replace(writing.MIDDLE_DOT, "")


def _people(table: str) -> str:
    """Two statements: every row by itself, then what others in the file have in common with it."""
    return f"""
        CREATE TABLE {table}_read AS
        WITH numbered AS (
            SELECT * REPLACE (CASE WHEN on_number IS NULL THEN number END AS number),
                coalesce(on_number IS NULL AND {_IS_SOUND}, false) AS is_sound
            FROM {table}_cells
            LEFT JOIN ({_shared(f"{table}_cells", "number", "on_number", f"{HOUSEHOLD}")}) USING (number)),
        told AS (
            SELECT row, names.name, coalesce(names.sounds, []) AS sounds, names.accent,
                CASE WHEN is_sound THEN number END AS number,
                CASE WHEN NOT is_sound AND regexp_full_match(number, '[0-9X]{{14,20}}') THEN number END AS loose,
                CASE WHEN is_sound AND number[7:8] = '19' THEN number[1:6] || number[9:17]
                     WHEN regexp_full_match(number, '[1-9][0-9]{{14}}') THEN number END AS old,
                CASE WHEN is_sound THEN {_BORN}
                     WHEN regexp_full_match(number, '[1-9][0-9]{{14}}') THEN {_BORN_OLD} END AS birth_of_number,
                try_cast(birth AS DATE) AS birth_said,
                CASE WHEN is_sound THEN CASE WHEN try_cast(number[17] AS INTEGER) % 2 = 1 THEN 'm' ELSE 'f' END END
                    AS sex_of_number,
                CASE WHEN lower(sex) IN ('男', '男性', 'm', 'male', '1') THEN 'm'
                     WHEN lower(sex) IN ('女', '女性', 'f', 'female', '2') THEN 'f' END AS sex_said,
                phone, hukou, address, heads.name AS head, formers.name AS former
            FROM numbered
            LEFT JOIN {table}_names names ON names.said = numbered.name
            LEFT JOIN {table}_names heads ON heads.said = numbered.head
            LEFT JOIN {table}_names formers ON formers.said = numbered.former)
        SELECT row, name, sounds, accent, number, loose, old,
            coalesce(birth_said, birth_of_number) AS birth, birth_of_number,
            coalesce(year(birth_said) <> year(birth_of_number) OR sex_said <> sex_of_number, false) AS number_of_another,
            coalesce(sex_of_number, sex_said) AS sex, phone, hukou, address, head, former
        FROM told;
        CREATE TABLE {table} AS
        SELECT row, name, sounds, accent, number, loose, old, read.birth, birth_of_number, number_of_another, sex,
            CASE WHEN on_phone IS NULL THEN phone END AS phone, hukou,
            CASE WHEN at_home IS NULL THEN address END AS address,
            CASE WHEN headed IS NULL AND head <> name THEN head END AS head, former,
            of_name > greatest({HOUSEHOLD}, {COMMON_NAME} * people) AS name_is_common,
            of_name, of_day, of_name * of_day / people AS chance
        FROM {table}_read read
        LEFT JOIN ({_shared(f"{table}_read", "phone", "on_phone", f"{SHARED_PHONE}")}) USING (phone)
        LEFT JOIN ({_shared(f"{table}_read", "address", "at_home", f"{HOUSEHOLD}")}) USING (address)
        LEFT JOIN ({_shared(f"{table}_read", "head", "headed", f"greatest({HOUSEHOLD}, {HEADED} * (SELECT count(*) FROM {table}_read))")})
            USING (head)
        LEFT JOIN (SELECT name, count(*) AS of_name FROM {table}_read GROUP BY 1) USING (name)
        LEFT JOIN (SELECT birth, coalesce(hukou[1:6], '') AS county, count(*) AS of_day FROM {table}_read GROUP BY ALL) days
            ON days.birth = read.birth AND days.county = coalesce(read.hukou[1:6], '')
        CROSS JOIN (SELECT count(*) AS people FROM {table}_read)"""


def _shared(table: str, column: str, many: str, most: str) -> str:
    """What more than `most` rows have in common."""
    return f"SELECT {column}, count(*) AS {many} FROM {table} GROUP BY 1 HAVING count(*) > {most}"
