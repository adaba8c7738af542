"""The benches still run: what they fill and copy follows the product, or the figures of a release cannot be made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from bench.portals.crowded import crowd
from huigong.catalogue.services import load_catalogue
from huigong.kernel import packs


@pytest.mark.release
def test_the_packs_crowded_with_copies_of_every_service_are_without_mistakes(tmp_path: Path) -> None:
    crowd(tmp_path / "packs", times=2)
    copies = [each for each in load_catalogue(tmp_path / "packs").ids if each.endswith("-again-1")]
    assert len(copies) > len(load_catalogue(packs.folder()).ids) // 2


@pytest.mark.release
@pytest.mark.skipif(run.postgres_binaries() is None, reason="no PostgreSQL server on this machine")
def test_every_list_of_the_desk_is_measured_over_a_filled_province() -> None:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    words = ("-m", "bench.lists", "--cases", "2000", "--times", "1")
    done = subprocess.run([sys.executable, *words], cwd=run.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "unowned" in done.stdout
