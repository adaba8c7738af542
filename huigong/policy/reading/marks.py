"""Parts that stand behind a single name: 甲局（牵头）、乙局、丙局（配合）."""

from __future__ import annotations

import re

from huigong.policy.reading.cues import any_of, worded

LEAD_MARKS = worded(
    "lead",
    "市织造局（{}）、市灯塔局",
    "牵头|总牵头|牵头单位|牵头部门|牵头负责|主责|主办|主办单位|主责单位|第一责任单位",
)
OTHER_MARKS = worded(
    "support",
    "市灯塔局（牵头）、市织造局（{}）",
    "配合|协办|参与|参加|协助|配合单位|协办单位|责任单位|负责|落实",
)
_MARK = r"(?<=[\u4e00-\u9fff）)〕])[（(〔\[【［<＜](?:{})[)）〕\]】］>＞]"
LEAD_MARK = re.compile(_MARK.format(any_of(LEAD_MARKS)))
OTHER_MARK = re.compile(_MARK.format(any_of(OTHER_MARKS)))
NAME_BEFORE = re.compile(r"[^、，,；;。：:（(〔\[【［\s]+(?:[（(][^（()）]{1,20}[）)])?$")
STAR = "★"


def starred(words: str) -> str:
    """★甲局 for 甲局（牵头）, and 丙局 for 丙局（配合）; the words themselves where no name is marked to lead."""
    if not LEAD_MARK.search(words):
        return words
    while match := LEAD_MARK.search(words):
        name = NAME_BEFORE.search(words[: match.start()])
        if name is None:
            words = words[: match.start()] + words[match.end() :]
            continue
        at = name.start() + len(name.group()) - len(name.group().lstrip("和及与并由"))
        words = words[:at] + STAR + words[at : match.start()] + words[match.end() :]
    return OTHER_MARK.sub("", words)
