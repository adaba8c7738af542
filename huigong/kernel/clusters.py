"""A session of Apache Spark, for work that is spread over machines. Needs Java and `huigong[spark]`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Without these Spark answers an overflow with an error, and moves dates before 1582 by days.
SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@contextmanager
def spark(master: str, *, scratch: Path) -> Iterator[Any]:
    """A Spark session at `master` (`local[2]`, `spark://…`) that keeps its scratch files in one folder; stopped at the end."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("huigong")
    folders = {"spark.local.dir": str(scratch), "spark.sql.warehouse.dir": str(scratch / "warehouse")}
    for name, value in (SETTINGS | folders).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
