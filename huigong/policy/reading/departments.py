"""Names of departments out of a printed list, by grammar alone.

No list of known departments is used: a body that the reader never met is split the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huigong.policy.reading.brackets import CLOSING, OPENING, split_outside
from huigong.policy.reading.cues import Cue, any_of, worded

SEPARATORS = "、，,；;。/／"
SPACES = re.compile(r"\s+")
ALIAS = re.compile(
    r"[（(〔\[【](?:以下|下)?(?:统一|并)?(?:简称|统称|称为?)[：:“\"]?([^（()）〔〕\[\]【】”\"]{1,30})[”\"]?[)）〕\]】]?"
)
# What a body is said to include: 市人社局（含市就业中心）.
INCLUDED = re.compile(r"[（(〔\[](?:含|包括)[^（()）〔〕\[\]]{2,30}[)）〕\]]")
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
# What a list ends with that names nobody further.
_OTHERS = r"(?:各|省直?|市直?|县直?|州直?|区直?|中央|国务院|其他|相关|有关|多个|各个|各有关|各相关)*(?:职能|成员|责任|配合|牵头|省级|市级|县级|主管)?"
_KINDS = r"(?:部门|单位|机构|方面|地方|地区|企业|组织|团体)"
ETC = re.compile(rf"等(?:{_OTHERS}(?:{_KINDS}(?:[和及、与]{_KINDS})*)?)$")
ETC_INSIDE = re.compile(
    rf"(?<=[\u4e00-\u9fff）)])等{_OTHERS}{_KINDS}(?:[和及、与]{_KINDS}(?![（(]))*(?=[和及、与以，；])"
)
# Words for bodies in general: after 和 or 、 they belong to the words before, and alone they name nobody.
GENERAL = (
    Cue("部门", "各县（区）单位、部门", "各县（区）单位、部门"),
    Cue("单位", "各有关部门和单位", "各有关部门和单位"),
    Cue("机构", "各有关部门及机构", "各有关部门及机构"),
    Cue("政府", "各县（区）党委、政府", "各县（区）党委、政府"),
    Cue("企业", "市属各单位和企业", "市属各单位和企业"),
    Cue("组织", "各有关部门和组织", "各有关部门和组织"),
    Cue("群团", "各有关部门、群团", "各有关部门、群团"),
)
GENERAL_WORD = re.compile(rf"^(?:{any_of(GENERAL)}|机关|地方|地区|有关|相关|县级市|各级|成员|等)$")
IN_GENERAL = re.compile(r"(?:部门|单位|机关|机构|党委|组织|[县区市州]）?)$")
# Names for many bodies at once; none of them leads because it is named first.
COLLECTIVES = (
    Cue("各", "各县（区）人民政府", ""),
    Cue("所有|全体|属地|全[省市县区]|辖区|地方", "属地人民政府", ""),
    Cue("有关|相关|行业主管|主管部门", "市直有关单位", ""),
    Cue("成员单位$", "领导小组成员单位", ""),
    Cue(
        "^(?:[省市州县区旗乡镇、（）()及和]|街道|自治)+级?(?:以上)?(?:地方)?(?:人民政府|政府|党委|管委会|办事处)",
        "县（区）人民政府",
        "",
    ),
)
COLLECTIVE = re.compile(any_of(COLLECTIVES))
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
LIST_NUMBER = re.compile(
    r"^(?:[0-9]{1,2}[.．、)）]|[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳⒈-⒛⑴-⒇])"
)
SIGN_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff）)])[①-⑳](?=[\u4e00-\u9fff])")
LEVELS = "省市县区州旗"
OPENS_NAME = frozenset("省市县区州旗盟国各团中全共驻有相其自")
# A body that begins with its place: 云中市人民政府办公室印发….
PLACED_BODY = re.compile(
    "(?:中共)?[\u4e00-\u9fff]{2,7}?[省市县区州盟旗](?:人民政府|委员会|委办公|人大常委|政协|[\u4e00-\u9fff]{2,12}?(?:局|厅|总工会))"
)
LONGEST_SHARED = 10


@dataclass(frozen=True)
class Names:
    """Bodies in print order; `etc` where the list ends in 等; `aliases` pairs full and short name."""

    names: tuple[str, ...] = ()
    etc: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


def looks_like_body(name: str) -> bool:
    """Whether the words end as the name of a body does (局, 委员会, 人民政府, 单位, …)."""
    return bool(ENDS_AS_BODY.search(name))


def is_collective(name: str) -> bool:
    """Whether the words name many bodies at once (各县（区）人民政府, 有关部门)."""
    return bool(COLLECTIVE.search(name))


def spaces_to_commas(printed: str) -> str:
    """甲局 乙局 as 甲局、乙局, and 甲 局 as 甲局: a space parts two bodies and nothing else."""
    pieces = re.split(r"([、，,；;。/／：:\s]+)", printed)
    words = ""
    for place, piece in enumerate(pieces):
        if place % 2 == 0 or piece.strip():
            words += SPACES.sub("", piece)
            continue
        words += "、" if parts_bodies(words, pieces[place + 1]) else ""
    return words


def parts_bodies(before: str, after: str) -> bool:
    """Whether a space between these words parts two bodies of a list."""
    last = re.split(r"[、，,；;。/／：:]", before)[-1]
    return (
        len(last) > 2
        and looks_like_body(last)
        and len(after) > 2
        and (looks_like_body(after) or after[0] in OPENS_NAME or PLACED_BODY.match(after) is not None)
    )


def cell_names(cell: str) -> str:
    """The words of a table's cell in one line: a break in it parts two bodies or only wraps one name."""
    lines = [line.strip() for line in re.split(r"[\u2028\n]+", cell) if line.strip()]
    levelled = sum(line[0] in OPENS_NAME for line in lines) == len(lines)
    words = ""
    for line in lines:
        whole = looks_like_body(re.split(r"[、，,；;]", words)[-1]) if words else False
        parted = (
            whole
            and len(line) > 2
            and (levelled or (looks_like_body(line) and line[0] not in "会员府局厅（("))
        )
        if words and words[-1] not in SEPARATORS + "：:" and parted:
            words += "、"
        words += line
    return words


def split_names(printed: str) -> Names:
    """The bodies in a printed list such as 甲局、乙委，各市、县（区）人民政府等有关部门."""
    aliases: list[tuple[str, str]] = []
    names: list[str] = []
    words = spaces_to_commas(SIGN_INSIDE.sub("、", printed))
    etc = bool(ETC_INSIDE.search(words))
    pieces = [piece for piece, _ in split_outside(ETC_INSIDE.sub("、", words), SEPARATORS)]
    for piece in _general_whole(_level_lists_whole(pieces)):
        for part in _joined_bodies(piece):
            name, short = _without_alias(part)
            bare = ETC.sub("", name)
            etc = etc or bare != name
            bare = LEADING_WORDS.sub("", LIST_NUMBER.sub("", bare)).strip("*＊★☆▲△●◆:：“”\"'")
            if short and bare:
                aliases.append((bare, short))
            if bare and not GENERAL_WORD.match(bare):
                names.append(bare)
    return Names(
        tuple(dict.fromkeys(_with_shared_ending(names, etc=etc, printed=words))), etc, tuple(aliases)
    )


def _with_shared_ending(names: list[str], *, etc: bool, printed: str) -> list[str]:
    """人社、公安等部门 as 人社部门 and 公安部门; 市教育、公安、民政局 as three bureaus."""
    if etc and re.search("等[^，；]{0,6}部门", printed) and not any(map(looks_like_body, names)):
        return [f"{name}部门" if len(name) <= LONGEST_SHARED else name for name in names]
    last = names[-1] if names else ""
    ending = next((ending for ending in ("部门", "局", "厅") if last.endswith(ending)), "")
    first = names[0][:1] if names else ""
    shares = len(names) > 1 and not any(looks_like_body(name) or is_collective(name) for name in names[:-1])
    if not ending or not shares or any(len(name) > LONGEST_SHARED for name in names):
        return names
    levelled = first in LEVELS and not any(name[0] in LEVELS for name in names[1:])
    if ending != "部门" and not levelled:
        return names
    return [*(name + ending for name in names[:-1]), last]


def _general_whole(pieces: list[str]) -> list[str]:
    """Put 各部门 + 单位 and 党委 + 政府 back together."""
    whole: list[str] = []
    for piece in pieces:
        if whole and GENERAL_WORD.match(piece) and IN_GENERAL.search(whole[-1]) and is_collective(whole[-1]):
            whole[-1] += f"、{piece}"
        else:
            whole.append(piece)
    return whole


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
            and not GENERAL_WORD.match(right)
            and (looks_like_body(right) or ETC.search(right))
        ):
            return [left, *_joined_bodies(right)]
    return [piece]


def _without_alias(part: str) -> tuple[str, str]:
    part = INCLUDED.sub("", part)
    match = ALIAS.search(part)
    return (part[: match.start()] + part[match.end() :], match[1]) if match else (part, "")
