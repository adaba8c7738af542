"""Names of departments out of a printed list, by grammar alone.

No list of known departments is used: a body that the reader never met is split the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huigong.policy.reading.brackets import CLOSING, OPENING, split_outside
from huigong.policy.reading.cues import Cue, any_of, worded

SEPARATORS = "、，,；;。/"
SPACES = re.compile(r"\s+")
ALIAS = re.compile(
    r"[（(〔\[【](?:以下|下)?(?:统一|并)?(?:简称|统称|称为?)[：:“\"]?([^（()）〔〕\[\]【】”\"]{1,30})[”\"]?[)）〕\]】]?"
)
# The end of a name that is a body of its own, so that 和 or 及 after it joins two bodies.
BODY_ENDS = (
    Cue("(?<!社)会", "织造学会", "body"),
    *worded(
        "body",
        "云中市织造{}",
        "局|厅|委|部|办|院|府|社|行|署|队|团|组|联|所|站|馆|校|处|科|室|中心|公司|集团|企业|单位|部门|机构|机关|党委|海关|大学|学院|协会|银行|法院|分行|各地|地方|地区|司|军区|园区|高新区|开发区|新区|街道|乡镇|等",
    ),
)
BODY_END = rf"(?:{any_of(BODY_ENDS)})"
ENDS_AS_BODY = re.compile(rf"{BODY_END}(?:[（(〔\[][^（()）〔〕\[\]]{{0,30}}[)）〕\]])?$")
JOINED = re.compile(r"(?:以及|和|及|与|暨)")
ETC = re.compile(
    r"等(?:(?:各|省直?|市直?|中央|国务院|其他|相关|有关|多个|各个|各有关|各相关)*(?:职能|成员|责任|配合|牵头|省级|市级|县级)?(?:部门|单位|机构|方面|地方|地区)?(?:和单位|和地方|、单位|及单位)?)$"
)
LEVEL_WORD = re.compile(
    r"^(?:各|全省各|全市各|全区各|有关|相关|所有|省内各|市内各)?"
    r"(?:省|自治区|直辖市|设区(?:的)?市|地级(?:及)?(?:以上)?市|市|自治州|州|盟|地区|县级市|县|区|旗|乡|镇|乡镇|街道|省直管县|市辖区)"
    r"(?:[（(〔\[][^（()）〔〕\[\]]{0,20}[)）〕\]])?$"
)
LEVEL_LIST_END = re.compile(
    r"^(?:各)?(?:省|自治区|直辖市|自治州|州|盟|市|县|区|旗|乡|镇|街道|省直管县|新疆生产建设兵团)"
    r"[^，。]{0,20}(?:政府|管委会|办事处|党委|部门|局|委员会|兵团)$"
)
LEADING_WORDS = re.compile(r"^(?:(?:并|再|另|还)?由|以及|及|和|与|请|会同)(?=.{2})")


@dataclass(frozen=True)
class Names:
    """Bodies in print order; `etc` where the list ends in 等; `aliases` pairs full and short name."""

    names: tuple[str, ...] = ()
    etc: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


def looks_like_body(name: str) -> bool:
    """Whether the words end as the name of a body does (局, 委员会, 人民政府, 单位, …)."""
    return bool(ENDS_AS_BODY.search(name))


def split_names(printed: str) -> Names:
    """The bodies in a printed list such as 甲局、乙委，各市、县（区）人民政府等有关部门."""
    aliases: list[tuple[str, str]] = []
    names: list[str] = []
    etc = False
    for piece in _level_lists_whole(
        [piece for piece, _ in split_outside(SPACES.sub("", printed), SEPARATORS)]
    ):
        for part in _joined_bodies(piece):
            name, short = _without_alias(part)
            bare = ETC.sub("", name)
            etc = etc or bare != name
            bare = LEADING_WORDS.sub("", bare).strip("*＊★:：“”\"'")
            if short and bare:
                aliases.append((bare, short))
            if bare:
                names.append(bare)
    return Names(tuple(dict.fromkeys(names)), etc, tuple(aliases))


def _level_lists_whole(pieces: list[str]) -> list[str]:
    """Put 各市 + 县（区）人民政府 back together: one body although it is printed with 、."""
    whole: list[str] = []
    waiting: list[str] = []
    for piece in pieces:
        if LEVEL_WORD.match(piece):
            waiting.append(piece)
        elif waiting and LEVEL_LIST_END.match(piece):
            whole.append("、".join([*waiting, piece]))
            waiting = []
        else:
            whole += [*waiting, piece]
            waiting = []
    return [piece for piece in whole + waiting if piece]


def _joined_bodies(piece: str) -> list[str]:
    """Split at 和, 及, 与 only where both sides are bodies: 甲局和乙局, but never 文化和旅游厅."""
    for match in JOINED.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        outside = sum(left.count(sign) for sign in OPENING) == sum(left.count(sign) for sign in CLOSING)
        if (
            outside
            and len(left) > 1
            and looks_like_body(left)
            and (looks_like_body(right) or ETC.search(right))
        ):
            return [left, *_joined_bodies(right)]
    return [piece]


def _without_alias(part: str) -> tuple[str, str]:
    match = ALIAS.search(part)
    return (part[: match.start()] + part[match.end() :], match[1]) if match else (part, "")
