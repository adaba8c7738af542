"""Put paragraphs together again that a page or a fixed line width cut in two."""

from __future__ import annotations

import re
from collections import Counter

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
MOST_JOINTS = 200
SUFFIXES = "制度性化率者员力量的了地得等中上下内外和与及或、，。；：）”》"


def joined(text: Traced) -> tuple[Traced, list[int]]:
    """Join cut paragraphs; also gives the offsets (in the result) of joints inside a sentence."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text.text)]
    width = _wrap_width([end - start for start, end in spans])
    body_from = _first_body_line(text.text, spans)
    pieces: list[str] = []
    at: list[int] = []
    joints: list[int] = []
    length = 0
    previous = ""
    for place, (start, end) in enumerate(spans):
        line = text.text[start:end]
        if place and place > body_from and _continues(previous, line, width):
            joints.append(length)
            previous = previous[:60] + line
        elif place:
            pieces.append("\n")
            at.append(text.at[start])
            length += 1
            previous = line
        else:
            previous = line
        pieces.append(line)
        at += text.at[start:end]
        length += end - start
    return Traced("".join(pieces), at), joints


def _heads(line: str) -> bool:
    return bool(HEADS_ITS_LINE.match(line))


def _first_body_line(text: str, spans: list[tuple[int, int]]) -> int:
    """Index of the first line that ends a sentence or names recipients; the heading block stays as printed."""
    for place, (start, end) in enumerate(spans[:60]):
        line = text[start:end]
        if line.startswith("附件") and len(line) < 8:
            continue
        if len(line) > 60 or line[-1] in "。：:" or OPENS_UNIT.match(line):
            return (
                place
                if len(line) > 60 or OPENS_UNIT.match(line)
                else place + 1
                if line[-1] == "。"
                else place
            )
    return len(spans)


def _wrap_width(lengths: list[int]) -> int:
    """The fixed width lines were broken at, or 0 where paragraphs are whole."""
    if len(lengths) < 12:
        return 0
    common = Counter(length for length in lengths if length >= 18).most_common(3)
    if not common:
        return 0
    width = max(length for length, _ in common)
    full = sum(width - 3 <= length <= width + 1 for length in lengths)
    return width if full >= len(lengths) * 0.35 and max(lengths) <= width + 6 else 0


def _continues(previous: str, line: str, width: int) -> bool:
    """Whether `line` goes on with the sentence that `previous` left unfinished."""
    if OPENS_UNIT.match(line) or STANDS_ALONE.match(line) or LABEL.match(line):
        return False
    if (
        TITLE_LINE.match(previous)
        or STANDS_ALONE.match(previous)
        or NUMBER_LINE.match(line)
        or NUMBER_LINE.match(previous)
    ):
        return False
    last = previous[-1]
    if last in FINISHED or (last in CLOSING_SIGNS and not _open_bracket(previous)):
        return bool(width and last not in "。：:" and len(previous) >= width - 1 and last in CLOSING_SIGNS)
    if last in "，、,":
        return True
    if _open_bracket(previous):
        # A list of departments that is complete but for its closing sign ends here.
        return line[0] in "，、；。）)" or role_ending(previous[-30:]) is None
    if _heads(previous) and "。" not in previous and not FUSED_OPENER.match(previous):
        return bool(width and len(previous) >= width - 1) or len(previous) > 60
    # A short line without a sentence is a heading or a signature, not a cut paragraph.
    return (
        len(previous) >= (width - 2 if width else 25)
        or "。" in previous
        or bool(FUSED_OPENER.match(previous))
    )


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
