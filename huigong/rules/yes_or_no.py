"""How people answer a yes-or-no question: in its own words.

有工友和您一起投诉吗 is answered 有 or 没有, 说得清吗 is answered 说得清 or 说不清; 是 and 不是 fit only what asks
whether something is so. What is not listed here, and whatever has a no in the question, is answered 是 or 不是:
"没有继续上学吗 — 没有" says both.
"""

from __future__ import annotations

import re
from functools import lru_cache

from huigong.kernel.sentences import instead, wording

YesOrNo = tuple[str, str]
"""What the two buttons say, yes first."""

IS: YesOrNo = (wording("是"), wording("不是"))
_IN_BRACKETS = re.compile("（[^）]*）")
_WHO = "(?:您|他|孩子|单位|家里人|[单位和您都也还家里人]{0,6})"


def _pair(yes: str, no: str) -> YesOrNo:
    """Words that other languages say as yes and no."""
    return instead(yes, "是"), instead(no, "不是")


# Each question by its verb, first that fits.
_PAIRS: tuple[tuple[str, YesOrNo], ...] = (
    ("是不是|，是吗", IS),
    ("有没有", _pair("有", "没有")),
    ("说得清吗", _pair("说得清", "说不清")),
    ("送得到.*吗", _pair("送得到", "送不到")),
    (f"^{_WHO}知道", _pair("知道", "不知道")),
    (f"^{_WHO}愿意", _pair("愿意", "不愿意")),
    (f"^{_WHO}同意[^了]*吗", _pair("同意", "不同意")),
    (f"^{_WHO}想(?!落户|让您)", _pair("想", "不想")),
    (f"^{_WHO}能", _pair("能", "不能")),
    ("^要(?!办事)", _pair("要", "不要")),
    ("^(?:[^，没是]{0,14}，)?[^，没是想要把或不]{0,12}有(?!的|效|毒|欠条、)", _pair("有", "没有")),
    ("^[^没不未是]*(?:了|过(?!日子))[^没不未是]*吗", _pair("是的", "没有")),
)


@lru_cache(maxsize=1024)
def yes_or_no(question: str) -> YesOrNo:
    """The words for yes and no below a question, `您说得清吗？` → `说得清`, `说不清`."""
    asked = _IN_BRACKETS.sub("", question)
    return next((pair for pattern, pair in _PAIRS if re.search(pattern, asked)), IS)
