"""Who may be whom, and what speaks for it: pairs of rows that have something in common, compared cell by cell.

Each comparison has few outcomes, in words; NULL where one side says nothing. The table is the meaning of the rules.
"""

from __future__ import annotations

import duckdb

# Pairs that have one of these in common are compared. `x` is a row of the first table, `y` of the second.
_KEYS = (
    # the number; that of fifteen digits, where one side has no other
    "SELECT x.row, y.row FROM a x JOIN b y USING (number)",
    "SELECT x.row, y.row FROM a x JOIN b y USING (old) WHERE x.number IS NULL OR y.number IS NULL",
    "SELECT x.row, y.row FROM a x JOIN b y USING (loose)",
    # how the name sounds, and the birth: the same day, or one that a slip makes of it
    "SELECT x.row, y.row FROM a_of_day x JOIN b_of_day y USING (sound, birth)",
    """SELECT x.row, y.row FROM a_of_year x JOIN b_of_year y ON x.sound = y.sound AND year(x.birth) = year(y.birth)
       AND x.birth <> y.birth AND (month(x.birth) = month(y.birth) OR day(x.birth) = day(y.birth)
       OR (month(x.birth) = day(y.birth) AND day(x.birth) = month(y.birth)))""",
    """SELECT x.row, y.row FROM a_of_date x JOIN b_of_date y ON x.sound = y.sound AND month(x.birth) = month(y.birth)
       AND day(x.birth) = day(y.birth) AND x.birth <> y.birth""",
    # the phone, where name or birth have something in common too
    """SELECT x.row, y.row FROM a x JOIN b y USING (phone)
       WHERE x.birth = y.birth OR list_has_any(x.sounds, y.sounds)
       OR damerau_levenshtein(x.name, y.name) <= 1""",
    # the birth, and the home, a name that differs in one character, the first part of a long name, or a former name
    "SELECT x.row, y.row FROM a x JOIN b y USING (birth, address)",
    "SELECT x.row, y.row FROM a_of_name x JOIN b_of_name y USING (birth, shortened)",
    """SELECT x.row, y.row FROM a_of_part x JOIN b_of_part y ON x.birth = y.birth AND x.name[1:3] = y.name[1:3]
       WHERE length(x.name) + length(y.name) >= 8 AND (starts_with(x.name, y.name) OR starts_with(y.name, x.name))""",
    "SELECT x.row, y.row FROM a_of_former x JOIN b_of_part y ON x.birth = y.birth AND x.former = y.name",
    "SELECT x.row, y.row FROM a_of_part x JOIN b_of_former y ON x.birth = y.birth AND x.name = y.former",
    # without a birth: the name with home, householder or county
    """SELECT x.row, y.row FROM a x JOIN b y USING (name)
       WHERE NOT x.name_is_common AND NOT y.name_is_common AND (x.birth IS NULL OR y.birth IS NULL) AND (x.address = y.address OR x.hukou = y.hukou OR x.head = y.head)""",
)  # fmt: skip

# So many rows of one file with the same key are no namesakes any more, but a column that says one thing of everybody:
# comparing each with each would not end. They are compared one to one, so that people see some of them.
_MOST_OF_DAY, _MOST_OF_YEAR = 300, 3000
_CROWDED = (
    ("day", "_sounds", "sound, birth", _MOST_OF_DAY),
    ("year", "_sounds", "sound, year(birth)", _MOST_OF_YEAR),
    ("date", "_sounds", "sound, month(birth), day(birth)", _MOST_OF_YEAR),
    ("name", "_shortened", "birth, shortened", _MOST_OF_DAY),
    ("part", "", "birth, name[1:3]", _MOST_OF_DAY),
    ("former", "", "birth, former", _MOST_OF_DAY),
)

_LEVELS = """
    CASE WHEN x.name IS NULL OR y.name IS NULL THEN NULL
         WHEN x.name = y.name THEN 'same'
         WHEN x.former = y.name OR y.former = x.name THEN 'former'
         WHEN list_has_any(x.sounds, y.sounds) THEN 'sound'
         WHEN least(length(x.name), length(y.name)) >= 3 AND greatest(length(x.name), length(y.name)) >= 5
              AND (starts_with(x.name, y.name) OR starts_with(y.name, x.name)) THEN 'part'
         WHEN x.accent = y.accent THEN 'accent'
         WHEN least(length(x.name), length(y.name)) >= 2 AND length(x.name) + length(y.name) > 4
              AND damerau_levenshtein(x.name, y.name) <= 1 THEN 'near'
         WHEN x.name[1] = y.name[1] THEN 'surname'
         ELSE 'other' END AS name_is,
    CASE WHEN x.number = y.number THEN 'same'
         WHEN x.number IS NOT NULL AND y.number IS NOT NULL THEN CASE
             WHEN (x.number_of_another OR y.number_of_another) AND x.birth = y.birth THEN 'doubtful' ELSE 'other' END
         WHEN x.old = y.old THEN 'old'
         WHEN coalesce(x.number, x.loose, x.old) IS NULL OR coalesce(y.number, y.loose, y.old) IS NULL THEN NULL
         WHEN x.loose = y.loose THEN 'same_loose'
         WHEN damerau_levenshtein(coalesce(x.number, x.loose, x.old), coalesce(y.number, y.loose, y.old)) <= 1
         THEN 'slip'
         WHEN damerau_levenshtein(coalesce(x.number, x.loose, x.old), coalesce(y.number, y.loose, y.old)) = 2
         THEN 'slips'
         ELSE 'far' END AS number_is,
    CASE WHEN x.birth IS NULL OR y.birth IS NULL THEN NULL
         WHEN x.birth = y.birth OR x.birth_of_number = y.birth OR x.birth = y.birth_of_number THEN 'same'
         WHEN year(x.birth) = year(y.birth) AND month(x.birth) = day(y.birth) AND day(x.birth) = month(y.birth)
         THEN 'swapped'
         WHEN (year(x.birth) = year(y.birth))::INT + (month(x.birth) = month(y.birth))::INT
              + (day(x.birth) = day(y.birth))::INT = 2 THEN 'near'
         ELSE 'other' END AS birth_is,
    CASE WHEN x.sex = y.sex THEN 'same' WHEN x.sex <> y.sex THEN 'other' END AS sex_is,
    CASE WHEN x.phone = y.phone THEN 'same' WHEN x.phone <> y.phone THEN 'other' END AS phone_is,
    CASE WHEN x.hukou IS NULL OR y.hukou IS NULL THEN NULL
         WHEN x.hukou = y.hukou AND length(x.hukou) > 6 THEN 'same'
         WHEN x.hukou = y.hukou OR (x.hukou[1:6] = y.hukou[1:6] AND regexp_full_match(x.hukou || y.hukou, '[0-9]+'))
         THEN 'county'
         ELSE 'other' END AS hukou_is,
    CASE WHEN x.address = y.address THEN 'same' WHEN x.address <> y.address THEN 'other' END AS address_is,
    CASE WHEN x.head = y.head THEN 'same' WHEN x.head <> y.head THEN 'other' END AS head_is,
    x.name_is_common OR y.name_is_common AS name_is_common, greatest(x.chance, y.chance) AS chance
"""  # fmt: skip


def crowded(connection: duckdb.DuckDBPyConnection, *, inside: bool) -> int:
    """How many rows share name and birth with too many others to be compared with each: of both files, or of the one
    that is compared with itself."""
    files = ("a",) if inside else ("a", "b")
    counted = " + ".join(f"(SELECT count(DISTINCT row) FROM ({_crowd(table)}))" for table in files)
    return int((connection.execute(f"SELECT {counted}").fetchone() or (0,))[0])


def _crowd(table: str) -> str:
    return f"""SELECT row, sound, birth, row_number() OVER (PARTITION BY sound, birth ORDER BY row) AS place
        FROM {table}_sounds WHERE birth IS NOT NULL
        QUALIFY count(*) OVER (PARTITION BY sound, birth) > {_MOST_OF_DAY}"""


def _one_to_one(*, inside: bool) -> str:
    """Inside one file each beside the next; of two files the first with the first, as they stand."""
    step = "x.place + 1" if inside else "x.place"
    return f"""SELECT x.row, y.row FROM ({_crowd("a")}) x JOIN ({_crowd("b")}) y
        ON x.sound = y.sound AND x.birth = y.birth AND y.place = {step}"""


def compare(connection: duckdb.DuckDBPyConnection, *, inside: bool) -> int:
    """Makes `pairs` of the tables `a` and `b`: row_a, row_b, and what each comparison says; gives how many.

    `inside`: both tables are the same people, so each pair stands once and nobody beside himself.
    """
    condition = "WHERE row_a < row_b" if inside else ""
    for table in ("a", "b"):
        for of, source, key, most in _CROWDED:
            connection.execute(f"""
                CREATE VIEW {table}_of_{of} AS SELECT * FROM {table}{source}
                QUALIFY count(*) OVER (PARTITION BY {key}) <= {most}""")
    keys = " UNION ".join((*_KEYS, _one_to_one(inside=inside)))
    connection.execute(
        f"CREATE TABLE candidates AS SELECT * FROM ({keys}) AS keyed(row_a, row_b) {condition}"
    )
    connection.execute(f"""
        CREATE TABLE pairs AS
        SELECT row_a, row_b, {_LEVELS}
        FROM candidates JOIN a x ON x.row = row_a JOIN b y ON y.row = row_b""")
    return int((connection.execute("SELECT count(*) FROM pairs").fetchone() or (0,))[0])
