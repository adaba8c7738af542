"""Packs with kinds of offers, laid out once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.offers.packs import LOT, MUTUAL, POINTS, QUEUE, laid_out


@pytest.fixture(scope="session")
def packs_with_offers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("offers") / "policies", POINTS, QUEUE, LOT, MUTUAL)


@pytest.fixture
def packs(packs_with_offers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """These are the packs that the product reads."""
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs_with_offers))
    return packs_with_offers
