"""What a document states once for all its attributions: who leads, and who carries out everything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huigong.policy.reading.cues import Cue, any_of
from huigong.policy.reading.departments import split_names

STARS = "*＊★☆▲△●◆※#"
FIRST = (
    Cue(
        r"(?:排|列|位)[^，。；;（）()、]{0,6}(?:第一|首位|最前|前面)[^，。；;（）()]{0,10}(?:为|是|即)[^，。；;（）()]{0,4}牵头[^，。；;（）()\s]{0,6}(?:，下同)?",
        "列在第一位的为牵头单位，下同",
        "first leads",
    ),
    Cue(
        r"(?:第一个|首个|第1个)[^，。；;（）()]{0,10}(?:为|是|即)[^，。；;（）()]{0,4}牵头[^，。；;（）()\s]{0,6}(?:，下同)?",
        "第一个单位为牵头单位",
        "first leads",
    ),
    Cue(
        r"(?:第一|首位|首家)(?:责任)?(?:单位|部门)(?:为|是|即)[^，。；;（）()]{0,4}牵头[^，。；;（）()\s]{0,6}(?:，下同)?",
        "首位单位为牵头单位，下同",
        "first leads",
    ),
)
COMMA = (
    Cue(
        r"(?:第一个|首个|第1个|第一)(?:逗号|分号)(?:之)?前(?:面|边)?(?:的|列|列出的|所列)*(?:责任)?(?:单位|部门)?(?:均|都)?(?:为|是|即)[^，。；;（）()]{0,4}牵头[^，。；;（）()\s]{0,6}(?:[，；](?:其后|其余|其他|之后|后面|其它)[^，。；;（）()]{0,14})?(?:，下同)?",
        "第一个逗号前为牵头单位，其余为配合单位，下同",
        "first list leads",
    ),
)
STAR = (
    Cue(
        r"[^，。；;（）()\n]{0,8}[*＊★☆▲△●◆※#][^，。；;（）()、\n]{0,8}(?:为|是|表示)[^，。；;（）()\n]{0,4}牵头[^，。；;（）()\n]{0,6}(?:，下同)?",
        "加★的为牵头单位，下同",
        "star leads",
    ),
)
CARRIED_ON = (
    Cue(
        r"以下(?:各项|任务|工作|措施|条款|内容|各条|政策|事项)*(?:均|都|也)?(?:需|须|由|含|包括)(?:要)?(?P<who>[^。；;]{2,60}?)"
        r"(?:负责|贯彻|组织|抓好|具体|配合|分别)*(?:落实|实施|负责|配合)?[，,]?(?:以下)?(?:不再|不另)(?:一一|逐一|重复|另行|单独)?(?:列出|列举|重复)",
        "以下各项均需各县（区）人民政府落实，不再列出",
        "各县（区）人民政府",
    ),
)
FIRST_LEADS = re.compile(any_of(FIRST))
COMMA_LEADS = re.compile(any_of(COMMA))
STAR_LEADS = re.compile(any_of(STAR))
INHERITED = re.compile(any_of(CARRIED_ON))


@dataclass(frozen=True)
class LeadRule:
    """How the document says who leads: the first listed body, or all before the first comma."""

    first: bool = False
    before_comma: bool = False

    def __bool__(self) -> bool:
        return self.first or self.before_comma


NO_RULE = LeadRule()


def lead_rule(rules: Iterable[str]) -> LeadRule:
    """What the stated rules, as printed, say for every list of the document."""
    rules = list(rules)
    comma = any(COMMA_LEADS.search(rule) for rule in rules)
    first = any(not any(sign in rule for sign in STARS) and FIRST_LEADS.search(rule) for rule in rules)
    return LeadRule(first=first and not comma, before_comma=comma)


def stated_rules(text: str) -> list[str]:
    """Rules stated once, as printed: the first listed body leads, an asterisk leads."""
    rules: list[str] = []
    # Both patterns begin with common words; the rare ones decide whether to look at all.
    if "牵头" in text and any(
        word in text for word in ("第一", "首位", "最前", "前面", "首个", "第1", "首家")
    ):
        rules += [match.group().strip() for match in FIRST_LEADS.finditer(text)]
    if "牵头" in text and ("号前" in text):
        rules += [match.group().strip() for match in COMMA_LEADS.finditer(text)]
    if "牵头" in text and any(sign in text for sign in STARS):
        rules += [match.group().strip() for match in STAR_LEADS.finditer(text)]
    return list(dict.fromkeys(rules))


def inherited_bodies(text: str) -> tuple[int, tuple[str, ...]] | None:
    """Where 以下均需…落实，不再列出 stands, and whom it names; None where the text has no such words."""
    match = INHERITED.search(text)
    return (match.start(), split_names(match["who"]).names) if match else None
