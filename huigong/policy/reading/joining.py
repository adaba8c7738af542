"""Put paragraphs together again that a page or a fixed line width cut in two."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.dates import is_date_line
from huigong.policy.reading.departments import looks_like_body
from huigong.policy.reading.heading_cues import ADDRESSEES
from huigong.policy.reading.roles import LABEL, role_ending
from huigong.policy.reading.traced import Traced

FINISHED = "。！？；：.!?;:…"
CLOSING_SIGNS = "）)”》】〕"
OPENS_UNIT = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}(?:[章节条]|部分)|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)]"
    r"|[0-9]{1,3}[.．、](?![0-9])|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[)）](?![)）])|[①-⑳⒈-⒛⑴-⒇㈠-㈩]"
)
HEADS_ITS_LINE = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}(?:[章节条]|部分)|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)]|[0-9]{1,3}[.．、](?![0-9])"
)
# Lines that never go on with the line before, nor are gone on with.
ALONE = (
    *worded("", "{}：云中市有关单位", "附件|抄送|主送|信息公开|主动公开"),
    Cue("附[：:]", "附：任务表", ""),
    Cue("注[：:]", "注：数据由织造局提供", ""),
    *(replace(cue, form=rf"[（(]{cue.form}") for cue in worded("", "（{}）", "此件|公开|信息公开")),
    Cue("共印", "共印300份", ""),
    Cue("印发$", "印发", ""),
    Cue("[^ ]{2,40}文件$", "云中市人民政府文件", ""),
    Cue(
        "[0-9○〇一二三四五六七八九零]{4} ?年[0-9一二三四五六七八九十]{1,3} ?月[0-9一二三四五六七八九十]{1,3} ?日",
        "2031年5月6日",
        "",
    ),
)
STANDS_ALONE = re.compile(any_of(ALONE))
NUMBER_LINE = re.compile(r"^[^\s，。]{1,16}[〔\[（(【［]?(?:19|20)[0-9]{2}[〕\])）】］]?第?[0-9]{1,4}号$")
# What a line ends with that is a title and not half a sentence.
TITLE_GENRES = worded(
    "",
    "云中市人民政府办公室关于进一步做好务工人员服务管理工作的{}",
    "意见|通知|方案|办法|规定|措施|要点|计划|决定|细则|规划|条例|纲要",
)
NOTICE_OPENING = re.compile("[^，。；：]{4,60}?(?:印发|关于|转发)")
NOTICE_TITLE = re.compile("[^。；：]{4,60}?(?:印发|关于|转发)[^。；：]{4,90}(?:的通知|的函)$")
TITLE_LINE = re.compile(rf"[^，。；：]{{6,80}}(?:{any_of(TITLE_GENRES)})$")
# Headings that a copy fuses to the paragraph below them.
OPENERS = worded(
    "",
    "{}",
    "总体目标|总体要求|指导思想|基本原则|工作目标|主要目标|发展目标|目标任务|总体思路|工作要求|重点任务|工作原则",
)
OPENER_WORDS = any_of(OPENERS)
FUSED_OPENER = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,4}}、|[（(][一二三四五六七八九十]{{1,4}}[）)])(?:{OPENER_WORDS})(?![和及与、（(]|$)[\u4e00-\u9fff0-9]"
)
# How the first line below the title begins.
BODY_OPENINGS = (
    Cue("各(?!地区关于)", "各县（区）人民政府和有关单位", ""),
    *worded("", "{}做好务工人员服务工作", "为|根据|按照|现将|近年来|当前|经"),
)
OPENS_BODY = re.compile(any_of(BODY_OPENINGS))
ADDRESSED = re.compile(rf"(?:{any_of(ADDRESSEES)})")
LONGEST_LABEL = 12
"""A shorter line with a colon at its end is the label of a site, as 搜索热词：, unless it addresses somebody."""
INDENTS = " \t\u3000\u00a0\u2002\u2003"
DECORATION = " \t\r\n\f\v\u3000\u00a0\u2002\u2003*#_\u200b\ufeff"
SIGNER = re.compile("[\u4e00-\u9fff、（）() ]{4,40}$")
MOST_SIGNERS = 12
OPENING_KEPT, TAIL_KEPT = 61, 500
MOST_JOINTS = 200
SHORTEST_WIDTH = 12
"""Lines of two columns hold about so many characters."""
SUFFIXES = "局厅委部办会院府制度性化率者员力量的了地得等中上下内外和与及或、，。；：）”》"


@dataclass(frozen=True)
class _Line:
    """A printed line; `indented`, `after_page_cut` and `after_gap` (an empty line) say what stood before it."""

    text: str
    start: int
    indented: bool
    after_page_cut: bool
    after_gap: bool


@dataclass(frozen=True)
class _Paragraph:
    """As much of a growing paragraph as decides what follows: how it opens and how it ends."""

    opening: str
    tail: str

    def grown(self, words: str) -> _Paragraph:
        return _Paragraph((self.opening + words)[:OPENING_KEPT], (self.tail + words)[-TAIL_KEPT:])

    @property
    def is_notice(self) -> bool:
        """Whether the words so far are the title of a notice, which may be longer than any line."""
        return NOTICE_OPENING.match(self.opening) is not None and self.tail.endswith(("的通知", "的函"))

    @property
    def complete(self) -> bool:
        """Whether the paragraph may end here: in no bracket and behind no sign that goes on."""
        return self.tail[-1:] not in "、，," and not self.inside_bracket

    @property
    def inside_bracket(self) -> bool:
        depth = 0
        for char in self.tail:
            depth = max(0, depth + (char in "（(〔") - (char in "）)〕"))
        return depth > 0


@dataclass(frozen=True)
class _Layout:
    """The fixed width of the lines (0 where paragraphs are whole), and whether paragraphs are indented."""

    width: int
    indented: bool


def joined(text: Traced, source: str) -> tuple[Traced, list[int]]:
    """Join cut paragraphs; also gives the offsets (in the result) of joints inside a sentence."""
    lines = _lines(text, source)
    indents = sum(line.indented for line in lines)
    layout = _Layout(_wrap_width([len(line.text) for line in lines]), indents * 8 >= len(lines))
    body_from = _first_body_line(lines)
    pieces: list[str] = []
    at: list[int] = []
    joints: list[int] = []
    length = 0
    paragraph, last_length = _Paragraph("", ""), 0
    for place, line in enumerate(lines):
        if (
            place > body_from
            and _continues(paragraph, line, layout, last_length)
            and not (paragraph.complete and _signs(lines, place) and not LABEL.fullmatch(paragraph.opening))
        ):
            if line.after_page_cut or (line.after_gap and not layout.width):
                joints.append(length)
            paragraph = paragraph.grown(line.text)
        else:
            if place:
                pieces.append("\n")
                at.append(text.at[line.start])
                length += 1
            paragraph = _Paragraph("", "").grown(line.text)
        pieces.append(line.text)
        at += text.at[line.start : line.start + len(line.text)]
        length += len(line.text)
        last_length = len(line.text)
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
        gap = source.count("\n", before + 1, at) > 1 if 0 <= before < at else False
        lines.append(_Line(match.group(), match.start(), indented, removed, gap))
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
        if (
            (len(words) > 60 and not NOTICE_TITLE.match(words))
            or "，" in words
            or (words[-1] in "：:" and (len(words) > LONGEST_LABEL or ADDRESSED.match(words)))
            or OPENS_UNIT.match(words)
            or OPENS_BODY.match(words)
        ):
            return place
        if words[-1] == "。":
            return place + 1
    return len(lines)


def _wrap_width(lengths: list[int]) -> int:
    """The fixed width lines were broken at, or 0 where paragraphs are whole."""
    if len(lengths) < 12:
        return 0
    common = Counter(length for length in lengths if length >= SHORTEST_WIDTH).most_common(3)
    if not common:
        return 0
    width = max(length for length, _ in common)
    full = sum(width - 3 <= length <= width + 1 for length in lengths)
    longer = sum(length > width + 4 for length in lengths)
    return width if full >= len(lengths) * 0.35 and longer * 20 <= len(lengths) else 0


def _continues(paragraph: _Paragraph, line: _Line, layout: _Layout, last_length: int) -> bool:
    """Whether `line` goes on with the sentence that the paragraph left unfinished."""
    words, last = line.text, paragraph.tail[-1]
    full = bool(layout.width) and last_length >= layout.width - 4 and not line.indented
    if OPENS_UNIT.fullmatch(paragraph.opening):
        return not OPENS_UNIT.match(words)
    if LABEL.match(words):
        return paragraph.inside_bracket
    if LABEL.fullmatch(paragraph.opening):
        return not OPENS_UNIT.match(words)
    if full and layout.indented and last not in FINISHED:
        return True
    if OPENS_UNIT.match(words) or _stands_alone(paragraph.opening) or _stands_alone(words):
        return False
    if last in "，、," or (last in "：:" and paragraph.inside_bracket) or words[0] in "，、；。）)”":
        return True
    if last in FINISHED:
        return False
    if paragraph.inside_bracket:
        # A list of departments that is complete but for its closing sign ends here.
        return line.after_page_cut or role_ending(paragraph.tail[-30:]) is None
    again = words[:OPENING_KEPT] == paragraph.opening
    if (TITLE_LINE.match(paragraph.opening) or paragraph.is_notice) and (again or not line.after_page_cut):
        return False
    if layout.width:
        return full
    return last not in CLOSING_SIGNS and (line.after_page_cut or _breaks_off(paragraph))


def _signs(lines: list[_Line], place: int) -> bool:
    """Whether a line and those below it are names over a date: a signature."""
    for line in lines[place : place + MOST_SIGNERS]:
        words = line.text
        if is_date_line(words):
            return line is not lines[place]
        if not SIGNER.match(words) or not looks_like_body(words):
            return False
    return False


def _breaks_off(paragraph: _Paragraph) -> bool:
    """Whether words without a closing sign are a cut paragraph rather than a heading or signature."""
    long = len(paragraph.opening) >= OPENING_KEPT
    if FUSED_OPENER.match(paragraph.opening) or long or "。" in paragraph.tail:
        return True
    return not _heads(paragraph.opening) and len(paragraph.opening) >= 25


def _stands_alone(line: str) -> bool:
    return bool(STANDS_ALONE.match(line) or NUMBER_LINE.match(line))


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
