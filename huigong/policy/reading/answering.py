"""One printed attribution: which bodies it names, and the part that each takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from huigong.policy.reading.brackets import CLOSING, OPENING, split_outside
from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.departments import (
    SEPARATORS,
    Names,
    is_collective,
    looks_like_body,
    spaces_to_commas,
    split_names,
)
from huigong.policy.reading.document import Attribution, united
from huigong.policy.reading.marks import starred
from huigong.policy.reading.roles import LABEL, MODE_OF_LABEL, ROLE_HINT, Role, role_ending, role_of_label
from huigong.policy.reading.stated import (
    COMMA_LEADS,
    FIRST_LEADS,
    INHERITED,
    NO_RULE,
    STAR_LEADS,
    STARS,
    LeadRule,
    lead_rule,
    stated_rules,
)

LONGEST = 1500
LONGEST_NAME = 45
LABEL_AFTER_SPACE = re.compile(rf"[ \u3000\t\n]+(?=[【\[]?{LABEL.pattern})")
ROLE_THEN_SPACE = re.compile(r"(牵头|负责|配合|落实|参与|指导)[ \u3000]+(?=[\u4e00-\u9fff])")
RUN_TOGETHER = re.compile(
    r"(?<=[局厅委部办会院府])(牵头(?:负责)?)(?=[省市县区各国][^，。、；]{2,30}(?:配合|参与|负责|落实))"
)
# Pieces of a list that say when, and name nobody.
TIMES = (
    Cue("^(?:[0-9]{4}年|[0-9]{1,2}月|20[0-9]{2}—)", "市织造局牵头，2031年完成", "市织造局"),
    *(
        replace(cue, form=f"^{cue.form}")
        for cue in worded("市织造局", "市织造局牵头，{}坚持", "年底|每年|长期|持续|全年|今年|明年|近期")
    ),
    *(
        replace(cue, form=f"{cue.form}$")
        for cue in worded("市织造局", "市织造局牵头，逐步{}", "完成|推进|长期坚持")
    ),
)
TIME_PIECE = re.compile(any_of(TIMES))
# Words that a sentence has and a name has not.
SENTENCES = (
    *worded("", "（市织造局{}一律负责）", "由|应当|必须|不得|可以|如果|例如|包括|不负责|以下|下同|是否|要求"),
    Cue("[0-9]{4}年", "（市织造局2031年工作负责）", ""),
    *worded("", "（市织造局{}方案负责）", "进行|根据|按照|通过|“"),
)
SENTENCE_LIKE = re.compile(any_of(SENTENCES))
# Everybody and nobody: 用人单位负责 is a duty of law and no part in carrying out the document.
EVERYBODY = worded("", "（{}负责）", "企业|用人单位|单位|个人|本人|雇主|施工企业|学校|家庭|用工单位|业主")
ANYBODY = frozenset(cue.form for cue in EVERYBODY)
# Others in general, who beside a named body stand for 等.
UNNAMED = frozenset({"有关部门", "相关部门", "有关单位", "相关单位", "有关方面", "相关方面", "其他部门"})
ATTENDING = re.compile("(?:参加|参与)(?:人员)?[：:]")
TOGETHER = (Cue("(?:牵头|负责)?(?:[，,])?会同", "市织造局会同市灯塔局负责", "市织造局|市灯塔局"),)
JOINTLY = re.compile(any_of(TOGETHER))


@dataclass(frozen=True)
class Group:
    """Bodies with the part that their wording gives them; `mode` is the wording's name."""

    role: Role
    mode: str
    names: Names
    printed: str = ""
    starred: tuple[str, ...] = ()
    responsible: bool = False


def parse_attribution(raw: str, *, rule: LeadRule = NO_RULE) -> Attribution | None:
    """Read one printed attribution; None where the words are not one.

    `rule` is what the document states about who leads in every list.
    """
    if len(raw) > LONGEST or not ROLE_HINT.search(raw):
        return None
    words = _spoken(raw)
    rule_inside = lead_rule(stated_rules(words))
    rule = rule or rule_inside
    for statement in (INHERITED, COMMA_LEADS, FIRST_LEADS, STAR_LEADS):
        words = statement.sub("", words)
    marked = starred(words)
    groups = _labelled(marked) if LABEL.search(marked) else _by_endings(marked)
    if not groups and (marked != words or rule_inside):
        groups = [grouped("plain", "", marked)]
    groups = [group for group in groups if group.names.names]
    if (
        _only_attends(words, groups)
        or not groups
        or any(not plausible(name) for group in groups for name in group.names.names)
    ):
        return None
    if all(name in ANYBODY for group in groups for name in group.names.names):
        return None
    return assigned(raw, groups, rule)


def _only_attends(words: str, groups: list[Group]) -> bool:
    """Whether minutes list who was there, by office and name: 参加：市织造局虚构甲，市灯塔局虚构乙."""
    return bool(ATTENDING.match(words)) and not all(
        looks_like_body(name) or is_collective(name) for group in groups for name in group.names.names
    )


def _spoken(raw: str) -> str:
    """The words without their bracket and spaces; a space that parts two bodies becomes 、."""
    words = ROLE_THEN_SPACE.sub(r"\1，", bare(raw.strip()))
    return RUN_TOGETHER.sub(r"\1，", spaces_to_commas(LABEL_AFTER_SPACE.sub("；", words)))


def bare(words: str) -> str:
    """The words inside the bracket that holds them all; unclosed at the end is held too."""
    if words[:1] and words[0] in OPENING:
        depth = 0
        for place, char in enumerate(words):
            depth += (char in OPENING) - (char in CLOSING)
            if depth == 0:
                words = words[1:place] if place == len(words) - 1 else words
                break
        else:
            words = words[1:]
    return words.strip("。；;，, ")


def plausible(name: str) -> bool:
    if len(name) > LONGEST_NAME or "：" in name or SENTENCE_LIKE.search(name):
        return False
    return len(name) <= 24 or looks_like_body(name)


def _labelled(words: str) -> list[Group]:
    labels = list(LABEL.finditer(words))
    groups = _by_endings(words[: labels[0].start()])
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = words[label.end() : following.start() if following else len(words)].strip("。；;，,、【】[] ")
        role = role_of_label(label["label"])
        if role in ("rest", "time"):
            continue
        value = value.split("。", 1)[0]
        inner = _by_endings(value)
        if inner:
            groups += [replace(group, responsible=role == "plain") for group in inner]
            continue
        groups.append(grouped(role, MODE_OF_LABEL[role], value, responsible=role == "plain"))
    return groups


def _by_endings(words: str) -> list[Group]:
    groups: list[Group] = []
    waiting: list[str] = []
    for piece, separator in split_outside(words, SEPARATORS):
        ending = role_ending(piece)
        if ending is None:
            if not TIME_PIECE.search(piece):
                waiting.append(piece + separator)
            continue
        names = "".join(waiting) + piece[: ending.at]
        waiting = []
        if not names.strip(SEPARATORS):
            groups = _repeated(groups, ending.role, ending.mode)
        else:
            groups += _jointly(ending.role, ending.mode, names)
    left = "".join(waiting).strip(SEPARATORS)
    if left and groups:
        groups.append(grouped("support", "", left))
    return groups


def _repeated(groups: list[Group], role: Role, mode: str) -> list[Group]:
    """甲局牵头，负责落实: the second wording has no body of its own and changes nothing but a plain one."""
    if groups and groups[-1].role == "plain":
        return [*groups[:-1], replace(groups[-1], role=role, mode=mode)]
    return groups


def _jointly(role: Role, mode: str, names: str) -> list[Group]:
    """甲局会同乙局负责: the first answers, the others support it."""
    parts = JOINTLY.split(names, maxsplit=1)
    if len(parts) == 2 and parts[0].strip(SEPARATORS):
        return [grouped("lead", "牵头", parts[0]), grouped("support", "会同", parts[1])]
    return [grouped(role, mode, names)]


def grouped(role: Role, mode: str, printed: str, *, responsible: bool = False) -> Group:
    stars: list[str] = []
    if any(sign in printed for sign in STARS):
        stars = [piece for piece, _ in split_outside(printed, SEPARATORS) if piece[:1] and piece[0] in STARS]
    return Group(
        role,
        mode,
        split_names(printed),
        printed=printed,
        starred=split_names("、".join(stars)).names if stars else (),
        responsible=responsible,
    )


def assigned(raw: str, groups: list[Group], rule: LeadRule) -> Attribution:
    """Give every group its part; 负责 and 责任单位 support where somebody leads and answer jointly where nobody does."""
    groups = _without_unnamed(groups)
    stars = united(group.starred for group in groups)
    lead = united([stars, *(group.names.names for group in groups if group.role == "lead")])
    undecided = [group for group in groups if group.role in ("plain", "joint")]
    by_rule = () if lead or not undecided else _by_rule(undecided[0], rule)
    lead = lead or by_rule or _carrying_out_first(groups)
    parts = [
        (_part(group.role, led=bool(lead), by_rule=bool(by_rule), first=place == 0), group.names.names)
        for place, group in enumerate(groups)
    ]

    def others(part: str) -> tuple[str, ...]:
        return tuple(
            name for name in united(names for given, names in parts if given == part) if name not in lead
        )

    return Attribution(
        raw=raw,
        mode=_mode(groups, starred=bool(stars)),
        lead=lead,
        support=others("support"),
        joint=others("joint"),
        guiding=others("guiding"),
        responsible=united(group.names.names for group in groups if group.responsible),
        etc=any(group.names.etc for group in groups),
        aliases=tuple(pair for group in groups for pair in group.names.aliases),
    )


def _without_unnamed(groups: list[Group]) -> list[Group]:
    """甲局会同有关部门 names only 甲局; 有关部门 alone stays, since nobody else answers there."""
    unnamed = any(not UNNAMED.isdisjoint(group.names.names) for group in groups)
    if not unnamed or all(UNNAMED.issuperset(group.names.names) for group in groups):
        return groups
    return [replace(group, names=_named(group.names)) for group in groups]


def _named(names: Names) -> Names:
    left = tuple(name for name in names.names if name not in UNNAMED)
    return replace(names, names=left, etc=names.etc or len(left) < len(names.names))


def _by_rule(group: Group, rule: LeadRule) -> tuple[str, ...]:
    """Who leads by the document's own rule; many bodies named at once never do."""
    first = group.names.names[:1] if rule.first else ()
    if rule.before_comma:
        first = split_names(re.split("[，,；;]", group.printed, maxsplit=1)[0]).names
    return () if any(is_collective(name) for name in first) else first


def _carrying_out_first(groups: list[Group]) -> tuple[str, ...]:
    """甲局组织实施，乙局做好保障: the first leads where the others only support it."""
    first, others = groups[0], groups[1:]
    leads = first.role == "carry_out" and others and all(group.role == "support" for group in others)
    return first.names.names if leads and not any(map(is_collective, first.names.names)) else ()


def _part(role: Role, *, led: bool, by_rule: bool, first: bool) -> str:
    if role == "plain":
        return "support" if led else "joint"
    if role == "joint":
        return "support" if by_rule else "joint"
    if role == "carry_out":
        return "joint" if first and not led else "support"
    return role


def _mode(groups: list[Group], *, starred: bool) -> str:
    modes = [group.mode for group in groups if group.mode]
    if len(modes) > 1:
        modes = ["牵头" if mode == "牵头负责" else mode for mode in modes]
    return "+".join(dict.fromkeys((["*牵头"] if starred else []) + modes))
