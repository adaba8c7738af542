"""Values that need nothing between them are one test: all are tried, and all that fail are told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT

FOLDS = """
from tests import folded

def pytest_collection_modifyitems(items):
    items[:] = folded.fold(items)
"""
TESTS = """
import pytest

@pytest.fixture(scope="module")
def most():
    return 1

@pytest.mark.parametrize("number", [1, 2, 3])
def test_beside_what_stays(number, most):
    assert number <= most

@pytest.mark.parametrize("number", [1, 2])
def test_with_something_of_its_own(number, tmp_path):
    assert not list(tmp_path.iterdir())

@pytest.fixture
def doubled(request):
    return 2 * request.param

@pytest.mark.parametrize("doubled", [1, 2], indirect=True)
def test_of_what_a_fixture_makes(doubled):
    assert doubled in (2, 4)

@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.skip)])
def test_with_a_mark(number):
    assert number == 1

@pytest.mark.parametrize("number", [1, 2])
def test_that_cannot_be_had(number):
    pytest.skip("not here")
"""


def test_folded_values_are_all_tried_and_others_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(FOLDS, encoding="utf-8")
    (tmp_path / "test_numbers.py").write_text(TESTS, encoding="utf-8")
    bare = ["-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider", "-c", os.devnull]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *bare, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 failed, 5 passed, 2 skipped" in done.stdout, done.stdout
    assert "2 of 3 fail" in done.stdout and "2: AssertionError" in done.stdout and "3: " in done.stdout
