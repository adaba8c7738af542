"""Apache Spark, for a cluster: the same rules over the same Parquet. Needs Java and `huigong[spark]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huigong.catalogue.screening_many.mark import BESIDE, mark_of
from huigong.catalogue.screening_many.people import People
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.screening_many.sql_plan import Plan, plan
from huigong.rules.compile.dialects import Spark


def screen(asked: Asked, people: People, out: Path, *, session: Any) -> Plan:
    """Writes one row a person into the folder `out`, a Parquet file for each part of the work."""
    session.read.parquet(str(people.path)).createOrReplaceTempView("huigong_people")
    screening = plan(asked, people, Spark(), "huigong_people")
    session.sql(screening.query).write.mode("overwrite").parquet(str(out))
    (out / BESIDE).write_text(mark_of(asked, people).text, encoding="utf-8")
    return screening
