"""Take away what a copy put into the text: page marks, site words, bold marks, stray breaks.

The result is the document's own words, one paragraph a line; punctuation stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huigong.kernel import writing
from huigong.kernel.simplified import simplified
from huigong.policy.reading.cues import Cue, any_of, labels, worded
from huigong.policy.reading.dates import is_date_line
from huigong.policy.reading.departments import parts_bodies
from huigong.policy.reading.heading_cues import HEAD_LABELS
from huigong.policy.reading.joining import OPENS_UNIT, joined
from huigong.policy.reading.roles import LABEL
from huigong.policy.reading.traced import Traced
from huigong.policy.reading.traditional import is_traditional

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\ufffd]")
LINE_BREAK = re.compile(r"\r\n?|[\f\v\u0085\u2028\u2029]")
BLANKS = re.compile("[\t\u00a0\u2002-\u200a\u3000]")
# Long runs shrink first, so that no later pattern walks through them again and again.
LONG_SPACE = re.compile(" {3,}")
EMPTY_LINES = re.compile(r"\n{2,}")
EDGE_SPACE = re.compile(r"(?m)^ +| +$")
BOLD = re.compile(r"\*{2,}|__+(?=[\u4e00-\u9fff（(])|(?m:^#{1,6} )")
SITE_START = re.compile(r"资源描述|文档介绍")
SITE_END = re.compile(r"展开阅读全文|\n相关资源\n|\n相关搜索|\n猜你喜欢|\n相关推荐")
# Lines that a site prints around a document.
SITE_LINES = (
    Cue("上传人[：:]", "上传人：虚构甲", ""),
    Cue("返回 ?下载", "返回下载", ""),
    Cue("点击查看更多", "点击查看更多服务文件", ""),
    Cue("【?[^\n]{0,80}_第[0-9]{1,3}页$", "【服务意见_第3页", ""),
    Cue("第[0-9]{1,3}页 ?/ ?共", "第3页/共9页", ""),
    *worded("", "{}虚构内容", "当前位置|本站为文档"),
    Cue("《[^\n]{0,120}由会员分享", "《服务意见》由会员分享", ""),
    Cue("客服QQ", "客服QQ：0000", ""),
    Cue("[^\n]{0,10}ICP备", "虚ICP备0000号", ""),
    Cue("版权所有", "版权所有：虚构网", ""),
    Cue("【?字体[：:]", "【字体：大 中 小】", ""),
    Cue("字号[：:]", "字号：大 中 小", ""),
    *worded("", "{} 虚构", "分享到|扫一扫|打印本页|关闭窗口|浏览次数|阅读次数|点击数|责任编辑"),
    Cue("信息来源[：:]", "信息来源：虚构网", ""),
    Cue("来源[：:]", "来源：虚构网", ""),
    Cue("首页 ?[>＞]", "首页 > 公开 > 文件", ""),
    Cue("您(?:现在)?的?(?:当前)?位置", "您现在的位置：首页", ""),
    *worded("", "{}", "无障碍|收藏本页|下载文字版|下载图片版|温馨提示|请使用微信"),
    Cue("相关(?:链接|解读|文章|稿件)", "相关解读：虚构的文章", ""),
    *worded("", "{}：虚构的文件", "上一篇|下一篇|网站地图"),
    Cue("主办单位[：:][^\n]{0,40}(?:版权|备案|网站)", "主办单位：云中市织造局 网站标识码", ""),
    Cue("Copyright", "Copyright 2031", ""),
    *worded("", "{}", "长者助手|关于我们|联系我们|智能问答"),
    Cue("简体 ?繁[體体]", "简体 繁體", ""),
    Cue("打印(?: ?关闭)?$", "打印 关闭", ""),
    *(replace(cue, form=f"{cue.form}$") for cue in worded("", "{}", "关闭|收藏|微信|微博")),
    Cue("搜索(?:热词)?[：:]", "搜索热词：", ""),
    Cue("分享[：:]?$", "分享：", ""),
    Cue("返回顶部", "返回顶部", ""),
    Cue("【?(?:打印|关闭|收藏|纠错|分享)】", "【打印】【关闭】", ""),
)
# Lines of a site's foot; from the first of them on nothing belongs to the document.
FOOT = (
    *worded(
        "", "{}虚构", "扫一扫|网站标识码|版权所有|网站地图|友情链接|您访问的链接|相关阅读|相关新闻|分享到"
    ),
    *labels("", "{}虚构公司", "技术支持"),
    Cue("[^\n]{0,30}公网安备", "虚公网安备0000号", ""),
    Cue("[^\n]{0,10}ICP备", "虚ICP备0000号", ""),
)
# So do these where the document was signed above them, or one of the others stands among them.
FOOT_BELOW_SIGNATURE = (
    *labels("", "{}虚构内容", "主办单位|主办|承办单位|承办|地址|邮编|电话|编辑|责编|审核|监制|供稿"),
    *worded(
        "", "{}虚构内容", "联系我们|关于我们|打印|关闭|设为首页|上一篇|上一条|下一篇|下一条|点赞|长按|往期"
    ),
    *worded("", "{}", "相关解读|相关文件|相关链接|相关稿件|相关文章|相关政策|政策解读|解读材料"),
)
SITE_LINE = re.compile(rf"(?m)^(?:{any_of(SITE_LINES)})[^\n]{{0,150}}$")
FOOT_LINE = re.compile(rf"(?:{any_of(FOOT)})")
LOWER_FOOT_LINE = re.compile(rf"(?:{any_of(FOOT_BELOW_SIGNATURE)})")
MOST_FOOT_LINES = 40
TAIL_SOURCE = re.compile(r"[ \n](?:文章|信息|文件)?来源[：:][^\n]{0,40}\Z")
CONTENTS_LINE = re.compile(r"(?m)^[^\n]{2,60}?(?:\.{4,}|…{2,}|·{4,})[ ]?[0-9]{1,3}$")
PAGE_NUMBER = re.compile(
    r"(?m)^(?:[-—–－_]{1,3} ?[0-9]{1,4} ?[-—–－_]{1,3}|第 ?[0-9]{1,4} ?页(?: ?[，,/]? ?共 ?[0-9]{1,4} ?页)?|[0-9]{1,3} ?/ ?[0-9]{1,3}|[0-9]{1,3})$"
)
LINE = re.compile(r"[^\n]+")
FIGURES = re.compile("[0-9]+")
LONGEST_RUNNING_HEAD, FEWEST_LINES_ABOVE = 40, 6
NUMBERED_LINE = re.compile(r"(?m)^(?P<number>[0-9]{1,3})、")
SENTENCE_END = "。！？；：.!?;:）)”》】"
IDEOGRAPHS_APART = re.compile(r"(?<=[\u4e00-\u9fff、，。《》（）]) {1,3}(?=[\u4e00-\u9fff、，。《》（）])")
FILE_TITLE = re.compile(
    r"^(?:【[^】\n]{0,20}】)?(?P<title>[^\n]{6,90}?)\.(?:docx?|pdf|wps|txt)$", re.MULTILINE
)
LAW_NUMBER_BEFORE = re.compile(r"第[一二三四五六七八九十百0-9]{1,5}(?:[章节条编]|部分)$")


@dataclass(frozen=True)
class Cleaned:
    """Clean text with its offsets, the title a site or file gave it, and offsets of doubtful joints."""

    traced: Traced
    file_title: str | None = None
    joints: list[int] = field(default_factory=list)
    page_marks: int = 0
    traditional: bool = False


LABEL_BEFORE = re.compile(rf"(?:^|[\n 0-9日号])(?:{any_of(HEAD_LABELS)})$")
# A short name that the print set wide: 民 政 部.
SPACED_WORD = re.compile("(?:[\u4e00-\u9fff] {1,3}){2,6}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
LETTER_SPACE = re.compile(
    "(?<=(?<![\u4e00-\u9fff])[\u4e00-\u9fff]) {1,3}(?=[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
)
NEXT_WORDS = re.compile(r"[^、，,；;。\s（()）：:]{1,20}")
# The settings that a site's generator writes above a Markdown text.
FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?:[^\n]*\n){1,60}?---[ \t]*\n")
BEFORE_UNIT = re.compile(
    r"[ \u3000]+(?=(?:第[一二三四五六七八九十百]{1,5}[章条] |[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^ ])"
)
# What a table program leaves behind a title that stands in the first of its columns.
EMPTY_CELLS = re.compile("(?m)[,\t]{2,}$")
FEW_LINES = 3


def cleaned(source: str, leave_out: Sequence[tuple[int, int]] = (), *, key: str | None = None) -> Cleaned:
    """The document's own words from a copy of it, by the copy's `key` where that is known already.

    `leave_out` are spans of the source that are read elsewhere.
    """
    text = (
        Traced.whole(folded(source) if key is None else key)
        .without(leave_out)
        .sub(LINE_BREAK, "\n")
        .sub(FRONT_MATTER, "")
        .sub(EMPTY_CELLS, "")
        .sub(INVISIBLE, "")
        .sub(BLANKS, " ")
        .sub(BOLD, "")
    )
    text = text.sub(LONG_SPACE, "  ").sub(EDGE_SPACE, "").sub(EMPTY_LINES, "\n")
    title = FILE_TITLE.search(text.text[:600])
    if _flattened(text.text):
        text = text.sub(re.compile(r" +"), "\n")
    elif text.text.strip().count("\n") < FEW_LINES:
        text = text.sub(BEFORE_UNIT, "\n")
    text = _without_running_heads(_without_site(text))
    text = text.sub(CONTENTS_LINE, "").sub(PAGE_NUMBER, "").sub(EDGE_SPACE, "").sub(EMPTY_LINES, "\n")
    text, marks = _without_page_marks(text)
    uneven = text.text
    text, joints = joined(text.sub(IDEOGRAPHS_APART, lambda match: _kept_space(match, uneven)), source)
    return Cleaned(text, title["title"] if title else None, joints, marks, traditional=is_traditional(source))


def folded(source: str) -> str:
    """The source with radicals, compatibility ideographs and traditional characters as ordinary ones; same length."""
    text = writing.ideographs(source)
    return simplified(text) if is_traditional(text) else text


def _kept_space(match: re.Match[str], text: str) -> str:
    """第一章 总则 keeps its space, and so do 甲局 乙局 and a label list; 服 务 loses it."""
    before = text[max(0, match.start() - 20) : match.start()]
    spaced = SPACED_WORD.match(text, match.end())
    following = spaced or NEXT_WORDS.match(text, match.end())
    kept = (
        LAW_NUMBER_BEFORE.search(before)
        or before.endswith(("牵头", "负责", "配合"))
        or LABEL_BEFORE.search(before)
    )
    listed = LABEL.match(text, match.end()) or (
        following and parts_bodies(_unspaced(before.split("\n")[-1]), following.group().replace(" ", ""))
    )
    return " " if kept or listed else ""


def _unspaced(words: str) -> str:
    """民政部 for 民 政 部."""
    return LETTER_SPACE.sub("", words)


def _without_site(text: Traced) -> Traced:
    start = SITE_START.search(text.text)
    end = SITE_END.search(text.text, start.end() if start else 0)
    if end:
        text = text.cut(start.end() if start else 0, end.start())
    return _without_foot(text).sub(SITE_LINE, "").sub(TAIL_SOURCE, "")


def _without_running_heads(text: Traced) -> Traced:
    """Drop lines that come back beside the numbers of pages, or in the midst of sentences: headers of pages."""
    lines = list(LINE.finditer(text.text))
    places: dict[str, list[int]] = {}
    for place, match in enumerate(lines):
        if len(match.group()) <= LONGEST_RUNNING_HEAD:
            places.setdefault(FIGURES.sub("#", match.group()), []).append(place)
    heads: set[int] = set()
    for words, at in places.items():
        if len(at) > 1 and _may_run(words) and _cuts_pages(lines, at):
            first_of_all = at[0] < FEWEST_LINES_ABOVE
            heads |= {lines[place].start() for place in (at[1:] if first_of_all else at)}
    return text.sub(LINE, lambda match: "" if match.start() in heads else match.group()) if heads else text


def _may_run(words: str) -> bool:
    return (
        words[-1] not in SENTENCE_END
        and len(words) > 3
        and not OPENS_UNIT.match(words)
        and not LABEL.search(words)
        and not PAGE_NUMBER.match(words.replace("#", "1"))
        and not is_date_line(words)
        and any("\u4e00" <= char <= "\u9fff" for char in words)
    )


def _cuts_pages(lines: list[re.Match[str]], places: list[int]) -> bool:
    """Whether most of these lines stand beside a page number, or at least three in an unfinished sentence."""
    beside = cutting = 0
    for place in places:
        around = [lines[at].group().strip() for at in (place - 1, place + 1) if 0 <= at < len(lines)]
        beside += any(PAGE_NUMBER.match(words) for words in around)
        cutting += place > 0 and lines[place - 1].group().rstrip()[-1:] not in SENTENCE_END
    return beside * 2 >= len(places) or (len(places) > 2 and cutting == len(places))


def _without_foot(text: Traced) -> Traced:
    """Drop the foot of a site: the last lines, from its first sign on, that hold no sentence and no unit."""
    lines = list(re.finditer(r"[^\n]+", text.text))
    start: int | None = None
    sure = False
    for place in range(len(lines) - 1, max(-1, len(lines) - MOST_FOOT_LINES - 1), -1):
        words = lines[place].group().strip()
        if (
            (words.endswith("。") or (len(words) > 60 and "。" in words))
            or OPENS_UNIT.match(words)
            or words[0] in "（("
            or is_date_line(words)
        ):
            sure = sure or is_date_line(words)
            break
        if FOOT_LINE.match(words):
            start, sure = lines[place].start(), True
        elif LOWER_FOOT_LINE.match(words):
            start = lines[place].start()
    return text.cut(0, start) if start is not None and sure else text


def _flattened(text: str) -> bool:
    """A copy without line breaks, where spaces stand for them."""
    return len(text) > 400 and text.strip().count("\n") < len(text) / 2000 and text.count(" ") >= 3


def _without_page_marks(text: Traced) -> tuple[Traced, int]:
    """Drop `2、` `3、` … that cut words apart; numbered points follow a finished sentence, marks do not."""
    lines = list(NUMBERED_LINE.finditer(text.text))
    run: list[re.Match[str]] = []
    for match in lines:
        if int(match["number"]) == (int(run[-1]["number"]) + 1 if run else 1):
            run.append(match)
    broken = sum(_inside_sentence(text.text, match.start()) for match in run[1:])
    if len(run) < 3 or broken * 2 < len(run) - 1:
        return text, 0
    starts = {match.start() for match in run}
    cut = re.compile(r"\s*^[0-9]{1,3}、", re.MULTILINE)
    marks = text.sub(
        cut, lambda match: "" if match.end() - len(match.group().lstrip()) in starts else match.group()
    )
    return marks, len(run)


def _inside_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 12) : place].rstrip()
    return bool(before) and before[-1] not in SENTENCE_END
