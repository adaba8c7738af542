"""Whether the part of a number that a pattern recognised is the whole of it.

一万2千人 is not 2千人, 一、二万人 is not 二万人, 3个半月 is not 3个: what stands before and after
decides whether a number is read, read together with it, or not certain.
"""

from __future__ import annotations

import re

from huigong.kernel.numerals import ZEROS
from huigong.policy.reading.numerals import PLAIN

_DIGITS = "一二两三四五六七八九"
_LARGE = "十百千万亿"
# What continues to the left: 一万|2千, 两万零|500, 半|万, 三 |万; a sign next to a figure is otherwise a word (统一5000).
_RUN = f"[{PLAIN}0-9半几数][{PLAIN}0-9.,半几数 ]*"
_LEFT_OF_FIGURE = re.compile(
    rf"(?:{_RUN})?[{_LARGE}{ZEROS}半几] *$|{_RUN}[{PLAIN}0-9] *$|(?<![统同逐唯之专单不])[{_DIGITS}] *$|[0-9] +$"
)
_LEFT_OF_SIGN = re.compile(rf"(?:{_RUN})?[半几数] *$|{_RUN} $|[0-9][0-9.,]*[A-Za-zΟО]+$")
# What joins two numbers to one that nobody can be sure of: 一、二万, 2·5万, 2。5万, 3000或5000.
_JOINED = re.compile(
    rf"(?:[0-9]|(?<![第统唯同之其专单逐不万划归合])[{_DIGITS}十]) ?[、，,.．·・•‧∙⋅･。×*xX^/和或及与] ?$"
)
# A figure that text recognition or a copy has spoilt: l万, ②万.
_SPOILT = re.compile(r"[A-Za-z①-⒛Ⅰ-ⅿ❶-❿〡-〩] ?$")
_LIST_MARK = re.compile(r"(?:^|\n) ?[0-9]{1,2} ?[、.．] ?$")
_MINUS = re.compile(r"[－−﹣±负]$")
_RANGE = re.compile(rf"[0-9{PLAIN}%‰] ?(?:[-—–－~～至到]|——) ?$")
_AFTER = re.compile(r"^ ?半(?![数径])")
_AFTER_MYRIAD = re.compile(rf"^ ?(?:点|[几数半{PLAIN}0-9]|(?:[-—–－~～至到]|——) ?[{PLAIN}0-9])")
_AFTER_SHARE = re.compile(rf"^(?:几|[、.．·]?[{PLAIN}0-9])")
REACH = 24


def begin(text: str, start: int) -> int:
    """Where the number begins whose recognised part begins at `start`."""
    pattern = _LEFT_OF_FIGURE if text[start].isdigit() else _LEFT_OF_SIGN
    before = text[max(0, start - REACH) : start]
    match = pattern.search(before)
    return start - (len(before) - match.start()) if match else start


def is_joined(text: str, start: int) -> bool:
    """Whether a number before `start` may belong to the one that begins there."""
    before = text[max(0, start - REACH) : start]
    if _LIST_MARK.search("\n" + before if start <= REACH else before):
        return False
    spoilt = text[start] in _LARGE and _SPOILT.search(before)
    return bool(spoilt) or any(pattern.search(before) for pattern in (_JOINED, _MINUS, _RANGE))


def goes_on(text: str, end: int, *, measured: bool, share: bool) -> bool:
    """Whether the number, its measure included where it has one, is continued after `end`."""
    rest = text[end : end + 3]
    if share:
        return bool(_AFTER_SHARE.match(rest))
    return bool((_AFTER if measured else _AFTER_MYRIAD).match(rest))
