"""What people are told of what ends soon."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

LONGEST_WAY = 200  # characters of a way to turn to that a message still holds
_DAY = ("到期日", "2026年11月30日")
AHEAD = Occasion("lapse-ahead", (("名称", "农民工返乡创业担保贷款贴息资格"), _DAY, ("怎么办", "字" * 120)))
REMEDY = Occasion(
    "remedy-ends-ahead",
    (
        ("事项", "农民工工资争议仲裁前的先行支付和社会救助联合受理"),
        ("编号", "999999-20160601-9999"),
        _DAY,
        ("途径", "字" * LONGEST_WAY),
    ),
)
ALL = (AHEAD, REMEDY)
