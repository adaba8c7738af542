"""What people are told of what they owe."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

LONGEST_NAME, LONGEST_WHAT = 15, 120
_WIDEST = (("名称", "字" * LONGEST_NAME), ("到期日", "2026年11月30日"), ("怎么办", "字" * LONGEST_WHAT))
OPENED = Occasion("obligation-open", _WIDEST)
LAPSED = Occasion("obligation-lapsed", _WIDEST)
WITHDRAWN = Occasion("obligation-withdrawn", _WIDEST[:2])
ALL = (OPENED, LAPSED, WITHDRAWN)
