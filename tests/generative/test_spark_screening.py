"""A whole region screened on Spark: the same file as DuckDB writes, also where the work is spread over processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from huigong.catalogue.screening_many import duck
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.plan import ask
from huigong.catalogue.services import catalogue
from tests.unit.catalogue.screening_many.crowd import ASKS_RELATIVES, ON, REGION, people, write

pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
ON_A_CLUSTER = """
import sys
from datetime import date
from pathlib import Path
from huigong.catalogue.screening_many import spark
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.plan import ask
from huigong.catalogue.services import catalogue
from huigong.kernel import clusters

folder = Path(sys.argv[1])
found = open_people(folder / "people.parquet", catalogue().facts)
asked = ask(catalogue(), sys.argv[2], date.fromisoformat(sys.argv[3]), found.facts)
with clusters.spark("local-cluster[2,1,1024]", scratch=folder / "scratch") as session:
    spark.screen(asked, found, folder / "spark", session=session)
"""


def rows(path: Path) -> list[dict[str, Any]]:
    return sorted(ds.dataset(path, format="parquet").to_table().to_pylist(), key=lambda row: row["id"])


@pytest.mark.parametrize("region", [REGION, ASKS_RELATIVES])
def test_spark_writes_what_duckdb_writes(spark: Any, tmp_path: Path, region: str) -> None:
    from huigong.catalogue.screening_many import spark as engine

    crowd = write(tmp_path / "people.parquet", people(200, region=region))
    found = open_people(crowd, catalogue().facts)
    asked = ask(catalogue(), region, ON, found.facts)

    duck.screen(asked, found, tmp_path / "duck.parquet")
    engine.screen(asked, found, tmp_path / "spark", session=spark)

    assert rows(tmp_path / "spark") == rows(tmp_path / "duck.parquet")


def test_a_cluster_of_processes_writes_the_same(spark: Any, tmp_path: Path) -> None:
    """`spark` only says whether there is Java; a cluster needs a driver of its own."""
    found = open_people(write(tmp_path / "people.parquet", people(50)), catalogue().facts)
    duck.screen(ask(catalogue(), REGION, ON, found.facts), found, tmp_path / "duck.parquet")

    words = [sys.executable, "-c", ON_A_CLUSTER, str(tmp_path), REGION, ON.isoformat()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert rows(tmp_path / "spark") == rows(tmp_path / "duck.parquet")
