"""What people are told of what is new for them."""

from __future__ import annotations

from collections.abc import Sequence

from huigong.kernel.sentences import listed, say
from huigong.messages.occasions import Occasion

_NAMED = 5  # services; of more people are told how many
NEWLY = Occasion("newly-entitled", (("事项", "字" * 160),))


def services_in_words(names: Sequence[str]) -> str:
    """`居住证、技能提升补贴`; of many the first and how many there are."""
    if len(names) <= _NAMED:
        return listed(names)
    return say("{first}等{count}项", first=listed(names[:_NAMED]), count=len(names))
