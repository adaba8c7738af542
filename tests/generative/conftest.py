"""One Spark for the run, where there is Java."""

from __future__ import annotations

import gc
import shutil
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on this machine; skipped, and said so, where Java or PySpark is missing."""
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine: rules were not compared on Spark")
    pytest.importorskip("pyspark", reason="huigong[spark] is not installed: rules were not compared on Spark")
    from huigong.kernel import clusters

    with ExitStack() as stack:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = clusters.spark("local[2]", scratch=Path(tmp_path_factory.mktemp("spark")))
            session = stack.enter_context(opened)
        yield session
    gc.collect()
