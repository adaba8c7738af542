"""splink by itself on two registers, as its guide sets it up; runs in an environment of its own.

    python splink_alone.py A.parquet B.parquet PAIRS.parquet

Writes id_a, id_b and the probability of each pair that it finds likely (≥ 0.02); prints seconds and version as JSON.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from typing import Any

import duckdb
import splink
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = {"name": ("姓名", "name"), "number": ("身份证号", "证件号码", "id_number"), "birth": ("出生日期", "birth_date"), "sex": ("性别", "sex"),
           "phone": ("手机号", "phone"), "hukou": ("户籍地", "hukou_code"), "address": ("住址", "address")}  # fmt: skip


def main(first: str, second: str, out: str) -> None:
    logging.disable(logging.WARNING)
    began = time.monotonic()
    connection = duckdb.connect()
    known = read(connection, first, "a") & read(connection, second, "b")
    blocks: list[Any] = [
        block_on(*columns)
        for columns in (("number",), ("phone",), ("name", "birth"), ("birth", "hukou"), ("birth", "sex"))
        if set(columns) <= known
    ]
    comparisons = {
        "name": compare.LevenshteinAtThresholds("name", [1]).configure(term_frequency_adjustments=True),
        "number": compare.DamerauLevenshteinAtThresholds("number", [1, 2]),
        "birth": compare.DamerauLevenshteinAtThresholds("birth", [1, 2]),
        "sex": compare.ExactMatch("sex"),
        "phone": compare.DamerauLevenshteinAtThresholds("phone", [1]),
        "hukou": compare.ExactMatch("hukou"),
        "address": compare.ExactMatch("address"),
    }
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=[comparisons[column] for column in comparisons if column in known],
        blocking_rules_to_generate_predictions=blocks,
    )
    api = DuckDBAPI(connection)
    linker = Linker([api.register(table, dataset_display_name=table) for table in ("a", "b")], settings)
    linker.training.estimate_probability_two_random_records_match(blocks[:1], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=10)
    for block in blocks[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    pairs = linker.inference.predict(threshold_match_probability=0.02)
    connection.execute(
        f"COPY (SELECT id_l AS id_a, id_r AS id_b, match_probability AS score FROM {pairs.physical_name}) "
        f"TO '{out}' (FORMAT parquet)"
    )
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - began,
                "processor": used.ru_utime + used.ru_stime,
                "version": splink.__version__,
            }
        )
    )


def read(connection: duckdb.DuckDBPyConnection, path: str, table: str) -> set[str]:
    """The file as a table whose columns have our words; gives those that say anything."""
    headings = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
    said = {column: heading for column, known in COLUMNS.items() for heading in headings if heading in known}
    columns = ", ".join(f'CAST("{heading}" AS VARCHAR) AS {column}' for column, heading in said.items())
    connection.execute(f"CREATE TABLE {table} AS SELECT id, {columns} FROM '{path}'")
    counts = ", ".join(f"count({column})" for column in said)
    filled = connection.execute(f"SELECT {counts} FROM {table}").fetchall()[0]
    return {column for column, count in zip(said, filled, strict=True) if count}


if __name__ == "__main__":
    main(*sys.argv[1:])
