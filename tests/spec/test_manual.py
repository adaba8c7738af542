"""The reference page says what the specification says."""

from __future__ import annotations

import pytest

from tests.spec import manual


def test_the_page_is_fresh() -> None:
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "python -m tests.spec.manual"


def test_check_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = manual.PAGE.stat().st_mtime_ns

    assert manual.main(["--check"]) == 0
    assert manual.PAGE.stat().st_mtime_ns == before
    assert "fresh" in capsys.readouterr().out
