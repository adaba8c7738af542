"""What people are told of money that is to come to them."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

ACCOUNT_ENTERED = Occasion(
    "payee-account-entered",
    (("日期", "2026年11月30日"), ("部门", "攀枝花市西区人力资源和社会保障局"), ("尾号", "尾号0001")),
)
ALL = (ACCOUNT_ENTERED,)
