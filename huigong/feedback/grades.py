"""The five grades (X13)."""

from __future__ import annotations

from huigong.kernel.labelled import Labelled


class Grade(Labelled):
    """Kept as 5 to 1, so that they can be counted and compared."""

    VERY_GOOD = "5", "非常满意"
    GOOD = "4", "满意"
    FAIR = "3", "基本满意"
    BAD = "2", "不满意"
    VERY_BAD = "1", "非常不满意"
