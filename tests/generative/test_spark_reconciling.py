"""A month compared on Spark: the same differences, the same sums, the same evidence as in one process."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from huigong.wages.reconciling.outcome import as_json
from tests import effort
from tests.unit.wages.test_oracle import worlds
from tests.unit.wages.worlds import World, clean, exceptions, run, write

pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@settings(
    max_examples=effort.examples(3, release=40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(worlds())
def test_both_find_the_same_in_any_small_month(
    spark: Any, tmp_path_factory: pytest.TempPathFactory, world: World
) -> None:
    same(spark, tmp_path_factory.mktemp("month"), world, as_of=date(2026, 11, 14))


def test_a_clean_month_is_clean_on_both(spark: Any, tmp_path: Path) -> None:
    same(spark, tmp_path, clean())


def same(spark: Any, folder: Path, world: World, *, as_of: date | None = None) -> None:
    write(world, folder)
    here = run(folder, as_of=as_of)
    found = exceptions(folder)
    there = run(folder, as_of=as_of, session=spark)
    assert as_json(there) == as_json(here)
    assert exceptions(folder) == found
