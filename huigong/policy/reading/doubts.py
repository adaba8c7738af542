"""What the reader was not sure of, each with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from huigong.policy.reading.cleaning import Cleaned
from huigong.policy.reading.document import Doubt, ReadClause
from huigong.policy.reading.joining import doubtful_joints
from huigong.policy.reading.markers import Level
from huigong.policy.reading.numerals import narrow
from huigong.policy.reading.outline import Node
from huigong.policy.reading.quantities import uncertain_numbers
from huigong.policy.reading.signature import Head

STRAY_LETTER = re.compile(r"(?<=[\u4e00-\u9fff])[A-Z](?=[\u4e00-\u9fff])")
REAL_LETTERS = re.compile(r"[TKACB](?:恤|歌|级|类|股|轮|座|型|照|证|超|区|角|面|楼|栋|组|档)")
MISCONVERTED = re.compile("[後馀]")
MOST_OF_A_KIND = 5
"""Of one kind so many are told; the last then says how many more there are."""


class Places:
    """Turns offsets of the clean text into words people can follow."""

    def __init__(self, source: str, clean: Cleaned, nodes: list[Node]) -> None:
        self.source, self.clean, self.nodes = source, clean, nodes
        self.breaks = [match.start() for match in re.finditer("\n", source)]
        self.starts = [node.marker.start for node in nodes]

    def doubt(self, at: int, what: str, why: str, do: str) -> Doubt:
        offset = self.clean.traced.source_span(at, at + 1)[0]
        line = bisect_right(self.breaks, offset) + 1
        unit = bisect_right(self.starts, at) - 1
        where = f"{self.nodes[unit].marker.raw} " if unit >= 0 else ""
        text = self.clean.traced.text
        words = text[max(0, at - 8) : at + 8].replace("\n", " ")
        return Doubt(f"{where}第{line}行“{words}”", what, why, offset, do)


def doubts(
    source: str,
    clean: Cleaned,
    nodes: list[Node],
    head: Head,
    clauses: list[ReadClause],
    conflicts: list[Doubt],
) -> tuple[Doubt, ...]:
    """All doubts in the order of their places; `conflicts` are those between the text and its tables."""
    places = Places(source, clean, nodes)
    raised = [
        *_of_text(places),
        *_of_copy(places),
        *_of_head(places, head),
        *_few(_of_numbers(places, nodes)),
        *_few(_of_values(places)),
        *_few(_of_clauses(clauses)),
        *_of_sentences(clauses),
        *_few(conflicts),
    ]
    return tuple(sorted(raised, key=lambda doubt: doubt.offset))


def _few(raised: list[Doubt]) -> list[Doubt]:
    """The first doubts of a kind; the last of them tells how many more there are."""
    kept = raised[:MOST_OF_A_KIND]
    if len(raised) > len(kept):
        kept[-1] = replace(kept[-1], why=f"{kept[-1].why}同类的还有 {len(raised) - len(kept)} 处。")
    return kept


def _of_text(places: Places) -> list[Doubt]:
    text = places.clean.traced.text
    joints = [
        places.doubt(
            at,
            "这里可能缺字或缺行。",
            "分页处前后两字在全文别处不相连。",
            "请对照原件，看这一行前后有没有漏掉的字。",
        )
        for at in doubtful_joints(text, places.clean.joints)
    ]
    letters = [
        places.doubt(
            match.start(),
            f"多出字母“{match.group()}”。",
            "夹在汉字中间，疑为文字识别错误。",
            "请对照原件删去或改正这个字母。",
        )
        for match in STRAY_LETTER.finditer(text)
        if not REAL_LETTERS.match(text, match.start())
    ]
    return [*_few(joints), *_few(letters)]


def _of_copy(places: Places) -> list[Doubt]:
    """What a converter or a share site did to the whole text."""
    raised = []
    wrong = list(MISCONVERTED.finditer(places.clean.traced.text))
    if places.clean.traditional:
        raised.append(
            places.doubt(
                0,
                "原文是繁体字，部门名称按简体理解。",
                "部门名录用的是简体名称；其他文字照原文显示。",
                "请核对部门名称。",
            )
        )
    elif wrong:
        raised.append(
            places.doubt(
                wrong[0].start(),
                f"“{wrong[0].group()}”等字疑为繁简转换错误，共 {len(wrong)} 处。",
                "规范文件不用这些字形。",
                "请换一份没有经过繁简转换的文本，或逐处改正。",
            )
        )
    if places.clean.page_marks:
        raised.append(
            places.doubt(
                0,
                f"去掉了 {places.clean.page_marks} 处页码标记。",
                "它们打断词句，看似条目编号。",
                "请看条目编号是否还连续。",
            )
        )
    return raised


def _of_head(places: Places, head: Head) -> list[Doubt]:
    restored = [
        (max(0, places.clean.traced.text.find(number[-3:])) or at, number)
        for at, number in head.basis.restored
    ]
    if head.restored_number is not None:
        restored.append((head.restored_number, str(head.number)))
    raised = [
        places.doubt(at, f"文号按“{number}”理解。", "原文丢了六角括号。", "请对照原件核对年份和序号。")
        for at, number in restored
    ]
    if head.rejected_date and head.date is None:
        raised.append(
            places.doubt(
                head.rejected_date[0],
                f"“{head.rejected_date[1]}”没有作为成文日期。",
                "这是印发或转发单位的落款，不是本文件的签署。",
                "请查原件的成文日期。",
            )
        )
    return raised + _not_printed(places, head)


def _not_printed(places: Places, head: Head) -> list[Doubt]:
    wanted = (("标题", head.title), ("发文机关", head.issuer), ("成文日期", head.date))
    missing = "、".join(name for name, value in wanted if value is None)
    if not missing:
        return []
    why = "这份文本里没有印出来，或不在通常的位置。"
    return [places.doubt(0, f"没有找到{missing}。", why, "请从原件或发布页面补上。")]


def _of_numbers(places: Places, nodes: list[Node]) -> list[Doubt]:
    raised = []
    last: dict[Level, int] = {}
    for node in nodes:
        before = last.get(node.level)
        number = node.marker.number
        if before is not None and number > before + 1:
            raised.append(
                places.doubt(
                    node.marker.start,
                    f"编号从 {before} 跳到 {number}。",
                    "中间的条目可能缺失。",
                    "请对照原件，看中间的条目是否漏印。",
                )
            )
        last[node.level] = number
    return raised


def _of_values(places: Places) -> list[Doubt]:
    return [
        places.doubt(
            at,
            f"“{printed}”没有换算成数值。",
            "写法没有确数，或者不能确定是多少。",
            "请按原文的意思填写数值，或留空。",
        )
        for at, printed in uncertain_numbers(narrow(places.clean.traced.text))
    ]


def _of_clauses(clauses: list[ReadClause]) -> list[Doubt]:
    """Clauses without offices in a document, and a chapter, where the others have some."""
    answered = [clause for clause in clauses if clause.attributions]
    chapters = {clause.chapter for clause in answered}
    if len(answered) * 2 < len(clauses):
        return []
    return [
        Doubt(
            f"{clause.number}{clause.heading}",
            "没有找到责任单位。",
            "同一部分的其他条目都有，这一条没有。",
            clause.span[0],
            "请看原文这一条后面有没有漏印括号里的责任单位。",
        )
        for clause in clauses
        if not clause.attributions
        and not clause.points
        and len(clause.text) > 30
        and clause.chapter in chapters
    ]


def _of_sentences(clauses: list[ReadClause]) -> list[Doubt]:
    """One doubt for all duties that no bracket and no label sets apart."""
    read = [clause for clause in clauses if any(duty.in_sentence for duty in clause.attributions)]
    if not read:
        return []
    return [
        Doubt(
            f"{read[0].number}{read[0].heading}",
            f"责任写在句子里，共 {len(read)} 条，按句意理解。",
            "原文没有用括号或“责任单位”标明。",
            read[0].span[0],
            "请逐条核对谁牵头、谁配合。",
        )
    ]
