"""What the night does to obligations."""

from __future__ import annotations

from huigong.kernel.routines import Routine, Turn
from huigong.obligations.actions import nightly

ROUTINES = (Routine("obligations", nightly.look_over, Turn.TELL, told="到期的义务有变化 {} 项。"),)
