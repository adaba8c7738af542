"""Whether a number is the least or the most that there may be, by the words on both of its sides.

不超过3% and 控制在3%以内 are a ceiling, 不低于85% and 85%以上 a floor. Whether the number itself is still
inside (超过, 低于) is left to the print.
"""

from __future__ import annotations

import re

from huigong.policy.reading.cues import any_of, worded
from huigong.policy.reading.document import Bound
from huigong.policy.reading.quantities import Quantity

AT_MOST_BEFORE = worded(
    "at_most",
    "缺勤{}3%",
    "不超过|不得超过|不能超过|不可超过|不应超过|不高于|不得高于|不多于|不得多于|不大于|不得大于|不突破|不得突破|未超过|最高|最多|最长|至多|上限为|低于|少于|小于|不足|不到|不满|未满|控制在|限制在|≤|＜|<",
)
AT_LEAST_BEFORE = worded(
    "at_least",
    "缺勤{}3%",
    "不低于|不得低于|不能低于|不可低于|不应低于|不少于|不得少于|不小于|不得小于|不短于|不得短于|不下于|至少|最少|最低|最短|下限为|超过|高于|多于|大于|突破|≥|＞|>",
)
AT_MOST_AFTER = worded("at_most", "缺勤为3%{}", "以内|之内|以下|及以下|封顶")
AT_LEAST_AFTER = worded("at_least", "缺勤为3%{}", "以上|及以上|起步")
# Between such a word and its number stands what it is counted of (不超过申请额的30%), and no other number. 最低工资 is a name.
_BETWEEN = r"[^，。；;：:、（）()！？\n0-9零〇一二三四五六七八九十百千万亿]{0,12}$"
_NAMES = "工资|生活|限度|限价|价|标准"
_BEFORE = re.compile(
    rf"(?:(?P<least>{any_of(AT_LEAST_BEFORE)})|(?P<most>{any_of(AT_MOST_BEFORE)}))(?!{_NAMES})"
)
_AFTER = re.compile(
    rf" ?(?:(?P<least>{any_of(AT_LEAST_AFTER)})|(?P<most>{any_of(AT_MOST_AFTER)})|(?P<about>左右|上下))"
)
_NEGATED = re.compile(r"[不没未](?:得|能|可|应|曾)?$")
_SIDES: dict[str | None, Bound] = {"least": "at_least", "most": "at_most", "about": "", None: ""}
REACH = 20


def bound_of(text: str, quantity: Quantity) -> Bound:
    """Neither for a number to be met as it is, for a range, and where the words before and after contradict each other."""
    if quantity.upper is not None:
        return ""
    after = _AFTER.match(text, quantity.end)
    behind = _SIDES[after.lastgroup] if after else ""
    if after and after.lastgroup == "about":
        return ""
    ahead = _said_before(text[max(0, quantity.start - REACH) : quantity.start])
    return (ahead or behind) if "" in (ahead, behind) or ahead == behind else ""


def _said_before(words: str) -> Bound:
    """What the last such word says that reaches up to the number."""
    said = list(_BEFORE.finditer(words))
    if not said or not re.match(_BETWEEN, words[said[-1].end() :]):
        return ""
    return "" if _NEGATED.search(words[: said[-1].start()]) else _SIDES[said[-1].lastgroup]
