"""The engines under the declarations have one habit: each tells the house what it declares, keeps, shows and answers for."""

from __future__ import annotations

import pytest

from huigong.declarations import locking
from huigong.kernel import retention
from huigong.portals.desk.frame.sections import sections
from huigong.registry import owncopy
from tests.architecture.house import PRODUCT
from tests.shipped import POLICIES

ENGINES = ("funds", "obligations", "offers", "records")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_has_its_pages_its_lock_its_trail_and_its_row_among_what_is_kept(engine: str) -> None:
    assert engine in {section.id for section in sections}
    assert engine in {section.name for section in locking.registered(POLICIES)[0]}
    assert engine in retention.rules()
    assert engine in {part.folder for part in owncopy.parts()}
    assert (PRODUCT / engine / "owncopy.py").exists()
    registering = (PRODUCT / engine / "apps.py").read_text(encoding="utf-8")
    for said in ("expectations.expect(", "words.register("):
        assert said in registering
