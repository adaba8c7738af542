"""Reads the packs when a process starts, before the first request or transaction needs them."""

from __future__ import annotations

from huigong.kernel import packs
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.packs import PackError


def load_packs() -> tuple[PackError, ...]:
    """What is wrong with regions that are set aside; raises `Unavailable` where nothing can be served.

    A change of the files counts from the next start.
    """
    packs.read_all()
    WorkCalendar.published()
    return packs.troubles()
