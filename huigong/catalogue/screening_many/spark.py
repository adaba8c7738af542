"""Apache Spark, for a cluster: the same rules over the same Parquet. Needs Java and `huigong[spark]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huigong.catalogue.screening_many.mark import BESIDE, mark_of
from huigong.catalogue.screening_many.people import People
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.screening_many.sql_plan import Plan, plan
from huigong.rules.compile.dialects import Spark

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


def open_session(master: str, *, scratch: Path) -> Any:
    """A Spark session at `master` (`local[2]`, `spark://…`) that keeps its scratch files in one folder."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("huigong")
    folders = {"spark.local.dir": str(scratch), "spark.sql.warehouse.dir": str(scratch / "warehouse")}
    for name, value in (SETTINGS | folders).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def screen(asked: Asked, people: People, out: Path, *, session: Any) -> Plan:
    """Writes one row a person into the folder `out`, a Parquet file for each part of the work."""
    session.read.parquet(str(people.path)).createOrReplaceTempView("huigong_people")
    screening = plan(asked, people, Spark(), "huigong_people")
    session.sql(screening.query).write.mode("overwrite").parquet(str(out))
    (out / BESIDE).write_text(mark_of(asked, people).text, encoding="utf-8")
    return screening
