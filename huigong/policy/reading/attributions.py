"""Who answers for a clause, in every wording the genre uses.

An attribution stands in brackets, on lines of its own that begin with 责任单位：, or as a
closing sentence. `find_attributions` sees all three; `parse_attribution` reads one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from huigong.policy.reading.brackets import CLOSING, OPENING, Bracket, outermost, split_outside
from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.departments import SEPARATORS, Names, looks_like_body, split_names
from huigong.policy.reading.document import Attribution, united
from huigong.policy.reading.roles import LABEL, MODE_OF_LABEL, ROLE_HINT, Role, role_ending, role_of_label
from huigong.policy.reading.stated import FIRST_LEADS, INHERITED, STAR_LEADS

LONGEST = 1500
LONGEST_NAME = 45
SPACES = re.compile(r"\s+")
STAR = "*＊★☆"
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
AT_END = re.compile(r"[。；]?(?:\n|$)")
TOGETHER = (Cue("(?:牵头|负责)?(?:[，,])?会同", "市织造局会同市灯塔局负责", "市织造局|市灯塔局"),)
JOINTLY = re.compile(any_of(TOGETHER))
BARE_LABEL = re.compile(rf"(?:^|(?<=[\n。；;！）) \u3000\t]))[【\[]?{LABEL.pattern}[】\]]?", re.MULTILINE)


@dataclass(frozen=True)
class _Group:
    role: Role
    mode: str
    names: Names
    starred: tuple[str, ...] = ()
    responsible: bool = False


def parse_attribution(raw: str, *, first_leads: bool = False) -> Attribution | None:
    """Read one printed attribution; None where the words are not one.

    `first_leads` is true where the document states that the first listed body leads.
    """
    if len(raw) > LONGEST or not ROLE_HINT.search(raw):
        return None
    words = RUN_TOGETHER.sub(r"\1，", SPACES.sub("", ROLE_THEN_SPACE.sub(r"\1，", _bare(raw.strip()))))
    first_leads = first_leads or bool(FIRST_LEADS.search(words))
    for statement in (INHERITED, FIRST_LEADS, STAR_LEADS):
        words = statement.sub("", words)
    groups = _labelled(words) if LABEL.search(words) else _by_endings(words)
    if not groups or not any(group.names.names for group in groups):
        return None
    if any(not _plausible(name) for group in groups for name in group.names.names):
        return None
    if all(name in ANYBODY for group in groups for name in group.names.names):
        return None
    return _assigned(raw, groups, first_leads=first_leads)


def _bare(words: str) -> str:
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


def _plausible(name: str) -> bool:
    if len(name) > LONGEST_NAME or SENTENCE_LIKE.search(name):
        return False
    return len(name) <= 24 or looks_like_body(name)


def _labelled(words: str) -> list[_Group]:
    labels = list(LABEL.finditer(words))
    groups = _by_endings(words[: labels[0].start()])
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = words[label.end() : following.start() if following else len(words)].strip("。；;，,、【】[] ")
        role = role_of_label(label["label"])
        if role == "rest":
            continue
        value = value.split("。", 1)[0]
        inner = _by_endings(value)
        if inner:
            groups += [replace(group, responsible=role == "plain") for group in inner]
            continue
        groups.append(_group(role, MODE_OF_LABEL[role], value, responsible=role == "plain"))
    return groups


def _by_endings(words: str) -> list[_Group]:
    groups: list[_Group] = []
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
        groups.append(_group("support", "", left))
    return groups


def _repeated(groups: list[_Group], role: Role, mode: str) -> list[_Group]:
    """甲局牵头，负责落实: the second wording has no body of its own and changes nothing but a plain one."""
    if groups and groups[-1].role == "plain":
        return [*groups[:-1], replace(groups[-1], role=role, mode=mode)]
    return groups


def _jointly(role: Role, mode: str, names: str) -> list[_Group]:
    """甲局会同乙局负责: the first answers, the others support it."""
    parts = JOINTLY.split(names, maxsplit=1)
    if len(parts) == 2 and parts[0].strip(SEPARATORS):
        return [_group("lead", "牵头", parts[0]), _group("support", "会同", parts[1])]
    return [_group(role, mode, names)]


def _group(role: Role, mode: str, printed: str, *, responsible: bool = False) -> _Group:
    starred = [piece for piece, _ in split_outside(printed, SEPARATORS) if piece[:1] and piece[0] in STAR]
    return _Group(role, mode, split_names(printed), split_names("、".join(starred)).names, responsible)


def _assigned(raw: str, groups: list[_Group], *, first_leads: bool) -> Attribution:
    """Give every group its part; 负责 and 责任单位 support where somebody leads and answer jointly where nobody does."""
    starred = united(group.starred for group in groups)
    lead = united([starred, *(group.names.names for group in groups if group.role == "lead")])
    undecided = [group for group in groups if group.role in ("plain", "joint")]
    by_rule = not lead and first_leads and bool(undecided)
    if by_rule:
        lead = undecided[0].names.names[:1]
    alone = len(groups) == 1
    parts = [
        (_part(group.role, led=bool(lead), by_rule=by_rule, alone=alone), group.names.names)
        for group in groups
    ]

    def others(part: str) -> tuple[str, ...]:
        return tuple(
            name for name in united(names for given, names in parts if given == part) if name not in lead
        )

    return Attribution(
        raw=raw,
        mode=_mode(groups, starred=bool(starred)),
        lead=lead,
        support=others("support"),
        joint=others("joint"),
        guiding=others("guiding"),
        responsible=united(group.names.names for group in groups if group.responsible),
        etc=any(group.names.etc for group in groups),
        aliases=tuple(pair for group in groups for pair in group.names.aliases),
    )


def _part(role: Role, *, led: bool, by_rule: bool, alone: bool) -> str:
    if role == "plain":
        return "support" if led else "joint"
    if role == "joint":
        return "support" if by_rule else "joint"
    if role == "carry_out":
        return "joint" if alone else "support"
    return role


def _mode(groups: list[_Group], *, starred: bool) -> str:
    modes = [group.mode for group in groups if group.mode]
    if len(modes) > 1:
        modes = ["牵头" if mode == "牵头负责" else mode for mode in modes]
    return "+".join(dict.fromkeys((["*牵头"] if starred else []) + modes))


def find_attributions(text: str, *, first_leads: bool = False) -> list[Attribution]:
    """Every attribution in a clause's text, in print order; spans are offsets into `text`."""
    attributions = _bracketed(text, first_leads=first_leads)
    attributions += _on_own_lines(
        text, [attribution.span for attribution in attributions], first_leads=first_leads
    )
    if not attributions:
        attributions = _closing_sentences(text, first_leads=first_leads)
    return sorted(attributions, key=lambda attribution: attribution.span)


def _bracketed(text: str, *, first_leads: bool) -> list[Attribution]:
    attributions: list[Attribution] = []
    for bracket in outermost(text):
        attributions += _read_bracket(text, bracket, first_leads=first_leads)
    return attributions


def listed_only(text: str) -> list[Attribution]:
    """Brackets at the end of a paragraph that list bodies without any role word: 甲局、乙局，各县人民政府."""
    attributions = []
    for bracket in outermost(text):
        raw = text[bracket.start : bracket.end]
        listed = (
            split_names(_bare(raw)) if len(raw) <= LONGEST and AT_END.match(text, bracket.end) else Names()
        )
        if len(listed.names) > 1 and all(looks_like_body(name) and _plausible(name) for name in listed.names):
            attributions.append(
                Attribution(raw, "", joint=listed.names, etc=listed.etc, span=(bracket.start, bracket.end))
            )
    return attributions


def _read_bracket(text: str, bracket: Bracket, *, first_leads: bool) -> list[Attribution]:
    end = bracket.end
    if not bracket.closed:
        stop = text.find("。", bracket.start, end)
        end = stop if stop > 0 and not LABEL.match(text, stop + 1) else end
    attribution = parse_attribution(text[bracket.start : end], first_leads=first_leads)
    if attribution:
        return [replace(attribution, span=(bracket.start, end))]
    return [
        attribution
        for inner in bracket.inner
        for attribution in _read_bracket(text, inner, first_leads=first_leads)
    ]


def _on_own_lines(text: str, taken: list[tuple[int, int]], *, first_leads: bool) -> list[Attribution]:
    attributions: list[Attribution] = []
    until = 0
    starts = [start for start, _ in taken]
    for label in BARE_LABEL.finditer(text):
        start = label.start()
        before = bisect_right(starts, start) - 1
        if start < until or (before >= 0 and start < taken[before][1]):
            continue
        until = _end_of_labelled_lines(text, start)
        attribution = parse_attribution(text[start:until].strip(), first_leads=first_leads)
        if attribution:
            attributions.append(replace(attribution, span=(start, until)))
    return attributions


def _end_of_labelled_lines(text: str, start: int) -> int:
    """A labelled line ends at its full stop or line end, unless another label follows directly."""
    end = start
    while True:
        stop = re.compile(r"[。\n]|$").search(text, end + 1)
        end = stop.start() if stop else len(text)
        after = re.compile(r"[。\s]*[【\[]?").match(text, end)
        if end >= len(text) or after is None or not LABEL.match(text, after.end()):
            return end


def _closing_sentences(text: str, *, first_leads: bool) -> list[Attribution]:
    """甲局牵头，乙局配合。 without brackets, as the last sentence of a paragraph or a line of its own."""
    attributions = []
    for line in re.finditer(r"[^\n]+", text):
        body = line.group().rstrip("。 ")
        start = max(body.rfind("。"), body.rfind("；")) + 1
        attribution = _bare_sentence(body[start:], first_leads=first_leads)
        if attribution:
            attributions.append(replace(attribution, span=(line.start() + start, line.start() + len(body))))
    return attributions


def _bare_sentence(sentence: str, *, first_leads: bool) -> Attribution | None:
    if not sentence or len(sentence) > 400 or sentence[0] in OPENING:
        return None
    attribution = parse_attribution(sentence, first_leads=first_leads)
    if attribution is None:
        return None
    names = attribution.lead + attribution.support + attribution.joint + attribution.guiding
    several = len(names) > 1 or attribution.mode != "负责"
    return (
        attribution if several and all(looks_like_body(name) and len(name) <= 20 for name in names) else None
    )
