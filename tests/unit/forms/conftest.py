"""One form with a field of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.forms.fields import Form
from tests.unit.forms.packs import EVERY_KIND, form_of


@pytest.fixture(scope="session")
def plate(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """电动车上牌, from `packs.EVERY_KIND`."""
    folder: Path = tmp_path_factory.mktemp("plate")
    return form_of(folder, EVERY_KIND)
