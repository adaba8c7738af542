"""Put paragraphs together again that a page or a fixed line width cut in two."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from huigong.policy.reading.roles import LABEL, role_ending
from huigong.policy.reading.traced import Traced

FINISHED = "。！？；：.!?;:…"
CLOSING_SIGNS = "）)”》】〕"
OPENS_UNIT = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}[章节条]|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)]"
    r"|[0-9]{1,3}[.．、](?![0-9])|[（(][0-9]{1,2}[）)]|[①-⑳]"
)
HEADS_ITS_LINE = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}[章节条]|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)]|[0-9]{1,3}[.．、](?![0-9])"
)
STANDS_ALONE = re.compile(
    r"附件|附[：:]|抄送|主送|注[：:]|[（(](?:此件|公开|信息公开)|信息公开|主动公开|共印|印发$|[^ ]{2,40}文件$"
    r"|[0-9○〇一二三四五六七八九零]{4} ?年[0-9一二三四五六七八九十]{1,3} ?月[0-9一二三四五六七八九十]{1,3} ?日"
)
NUMBER_LINE = re.compile(r"^[^\s，。]{1,16}[〔\[（(【［]?(?:19|20)[0-9]{2}[〕\])）】］]?第?[0-9]{1,4}号$")
TITLE_LINE = re.compile(
    r"[^，。；：]{6,80}(?:意见|通知|方案|办法|规定|措施|要点|计划|决定|细则|规划|条例|纲要)$"
)
OPENER_WORDS = "总体目标|总体要求|指导思想|基本原则|工作目标|主要目标|发展目标|目标任务|总体思路|工作要求|重点任务|工作原则"
FUSED_OPENER = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,4}}、|[（(][一二三四五六七八九十]{{1,4}}[）)])(?:{OPENER_WORDS})(?![和及与、（(]|$)[\u4e00-\u9fff0-9]"
)
OPENS_BODY = re.compile(r"各(?!地区关于)|(?:为|根据|按照|现将|近年来|当前|经)[^，。]{0,40}")
INDENTS = " \t\u3000\u00a0\u2002\u2003"
DECORATION = " \t\r\n\f\v\u3000\u00a0\u2002\u2003*#_\u200b\ufeff"
MOST_JOINTS = 200
SUFFIXES = "制度性化率者员力量的了地得等中上下内外和与及或、，。；：）”》"


@dataclass(frozen=True)
class _Line:
    """A printed line; `indented` and `after_page_cut` say what stood before it in the source."""

    text: str
    start: int
    indented: bool
    after_page_cut: bool


def joined(text: Traced, source: str) -> tuple[Traced, list[int]]:
    """Join cut paragraphs; also gives the offsets (in the result) of joints inside a sentence."""
    lines = _lines(text, source)
    width = _wrap_width([len(line.text) for line in lines])
    body_from = _first_body_line(lines)
    pieces: list[str] = []
    at: list[int] = []
    joints: list[int] = []
    length = 0
    previous = ""
    for place, line in enumerate(lines):
        if place > body_from and _continues(previous, line, width):
            joints.append(length)
            # Only the opening and the newest words of a growing paragraph decide what follows.
            previous = previous[:60] + line.text
        else:
            if place:
                pieces.append("\n")
                at.append(text.at[line.start])
                length += 1
            previous = line.text
        pieces.append(line.text)
        at += text.at[line.start : line.start + len(line.text)]
        length += len(line.text)
    return Traced("".join(pieces), at), joints


def _lines(text: Traced, source: str) -> list[_Line]:
    lines: list[_Line] = []
    before = -1
    for match in re.finditer(r"[^\n]+", text.text):
        at = text.at[match.start()]
        indented = at > 0 and source[at - 1] in INDENTS
        removed = (
            bool(source[before + 1 : at].strip(DECORATION)) if 0 <= before < at <= before + 400 else False
        )
        lines.append(_Line(match.group(), match.start(), indented, removed))
        before = text.at[match.end() - 1]
    return lines


def _heads(line: str) -> bool:
    return bool(HEADS_ITS_LINE.match(line))


def _first_body_line(lines: list[_Line]) -> int:
    """Index of the first line of recipients or running text; the title above stays as printed."""
    for place, line in enumerate(lines[:60]):
        words = line.text
        if words.startswith("附件") and len(words) < 8:
            continue
        if len(words) > 60 or words[-1] in "：:" or OPENS_UNIT.match(words) or OPENS_BODY.match(words):
            return place
        if words[-1] == "。":
            return place + 1
    return len(lines)


def _wrap_width(lengths: list[int]) -> int:
    """The fixed width lines were broken at, or 0 where paragraphs are whole."""
    if len(lengths) < 12:
        return 0
    common = Counter(length for length in lengths if length >= 18).most_common(3)
    if not common:
        return 0
    width = max(length for length, _ in common)
    full = sum(width - 3 <= length <= width + 1 for length in lengths)
    longer = sum(length > width + 4 for length in lengths)
    return width if full >= len(lengths) * 0.35 and longer * 20 <= len(lengths) else 0


def _continues(previous: str, line: _Line, width: int) -> bool:
    """Whether `line` goes on with the sentence that `previous` left unfinished."""
    words, last = line.text, previous[-1]
    if OPENS_UNIT.fullmatch(previous):
        return not OPENS_UNIT.match(words)
    if LABEL.match(words):
        return _open_bracket(previous)
    if OPENS_UNIT.match(words) or any(_stands_alone(one) for one in (previous, words)):
        return False
    if last in FINISHED:
        return False
    if last in "，、," or words[0] in "，、；。）)”":
        return True
    if _open_bracket(previous):
        # A list of departments that is complete but for its closing sign ends here.
        return role_ending(previous[-30:]) is None
    if TITLE_LINE.match(previous) and not line.after_page_cut:
        return False
    if width:
        return not line.indented and len(previous) >= width - 4
    if last in CLOSING_SIGNS:
        return False
    if line.after_page_cut:
        return True
    if _heads(previous) and "。" not in previous and not FUSED_OPENER.match(previous):
        return len(previous) > 60
    # A short line without a sentence is a heading or a signature, not a cut paragraph.
    return len(previous) >= 25 or "。" in previous or bool(FUSED_OPENER.match(previous))


def _stands_alone(line: str) -> bool:
    return bool(STANDS_ALONE.match(line) or NUMBER_LINE.match(line))


def _open_bracket(line: str) -> bool:
    tail = line[-400:]
    return sum((char in "（(〔") - (char in "）)〕") for char in tail) > 0


def doubtful_joints(text: str, joints: list[int]) -> list[int]:
    """Joints whose two characters meet nowhere else: a line may be missing there."""
    doubtful = []
    for place in joints[:MOST_JOINTS]:
        pair = text[place - 1 : place + 1]
        odd = len(pair) == 2 and not any(
            char in SUFFIXES or not "\u4e00" <= char <= "\u9fff" for char in pair
        )
        if odd and text.count(pair) == 1:
            doubtful.append(place)
    return doubtful
