"""Reads the packs when a process starts, before the first request or transaction needs them."""

from __future__ import annotations

import gc
from datetime import date

from huigong.catalogue.interview import interview
from huigong.catalogue.services import catalogue
from huigong.kernel import packs
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.packs import PackError
from huigong.kernel.regions import NATION
from huigong.registry.linking.sounds import readings


def load_packs() -> tuple[PackError, ...]:
    """What is wrong with regions that are set aside; raises `Unavailable` where nothing can be served.

    A change of the files counts from the next start.
    """
    packs.read_all()
    WorkCalendar.published()
    return packs.troubles()


def settle(today: date) -> None:
    """Takes what stands now out of garbage collection, before a process serves or forks.

    Packs and code live as long as the process. A full collection that walks them stops every request for a third
    of a second, and in a forked process it writes to all the memory that it would share with its parent.
    """
    interview(catalogue(), NATION, today)
    readings("某")  # loads the dictionaries, which the first who looks for a person would wait for
    gc.collect()
    gc.freeze()
