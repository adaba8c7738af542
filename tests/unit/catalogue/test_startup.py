"""What a process does before it serves."""

from __future__ import annotations

import gc
from datetime import date

from huigong.catalogue.services import catalogue
from huigong.catalogue.startup import settle


def test_the_packs_are_out_of_garbage_collection_when_a_process_serves() -> None:
    try:
        settle(date(2026, 11, 27))
        walked = {id(kept) for kept in gc.get_objects()}
        assert gc.get_freeze_count() > len(walked)
        assert not walked & {id(fact) for fact in catalogue().facts.values()}
    finally:
        gc.unfreeze()
