"""What people are told of what they owe."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

_WIDEST = (("名称", "农民工返乡创业担保贷款贴息资格"), ("到期日", "2026年11月30日"), ("怎么办", "字" * 120))
OPENED = Occasion("obligation-open", _WIDEST)
LAPSED = Occasion("obligation-lapsed", _WIDEST)
WITHDRAWN = Occasion("obligation-withdrawn", _WIDEST[:2])
ALL = (OPENED, LAPSED, WITHDRAWN)
