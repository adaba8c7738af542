"""What the reader was not sure of, each with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right

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
MOST_OF_A_KIND = 20


class Places:
    """Turns offsets of the clean text into words people can follow."""

    def __init__(self, source: str, clean: Cleaned, nodes: list[Node]) -> None:
        self.source, self.clean, self.nodes = source, clean, nodes
        self.breaks = [match.start() for match in re.finditer("\n", source)]
        self.starts = [node.marker.start for node in nodes]

    def doubt(self, at: int, what: str, why: str) -> Doubt:
        offset = self.clean.traced.source_span(at, at + 1)[0]
        line = bisect_right(self.breaks, offset) + 1
        unit = bisect_right(self.starts, at) - 1
        where = f"{self.nodes[unit].marker.raw} " if unit >= 0 else ""
        text = self.clean.traced.text
        words = text[max(0, at - 8) : at + 8].replace("\n", " ")
        return Doubt(f"{where}第{line}行“{words}”", what, why, offset)


def doubts(
    source: str, clean: Cleaned, nodes: list[Node], head: Head, clauses: list[ReadClause]
) -> tuple[Doubt, ...]:
    """All doubts in the order of their places."""
    places = Places(source, clean, nodes)
    raised = [
        *_of_text(places),
        *_of_head(places, head),
        *_of_numbers(places, nodes),
        *_of_values(places),
        *_of_clauses(places, clauses),
    ]
    return tuple(sorted(raised, key=lambda doubt: doubt.offset))


def _of_text(places: Places) -> list[Doubt]:
    text = places.clean.traced.text
    raised = [
        places.doubt(at, "这里可能缺字或缺行。", "分页处前后两字在全文别处不相连。")
        for at in doubtful_joints(text, places.clean.joints)[:MOST_OF_A_KIND]
    ]
    letters = [match for match in STRAY_LETTER.finditer(text) if not REAL_LETTERS.match(text, match.start())]
    raised += [
        places.doubt(match.start(), f"多出字母“{match.group()}”。", "夹在汉字中间，疑为文字识别错误。")
        for match in letters[:MOST_OF_A_KIND]
    ]
    wrong = list(MISCONVERTED.finditer(text))
    if wrong:
        raised.append(
            places.doubt(
                wrong[0].start(),
                f"“{wrong[0].group()}”等字疑为繁简转换错误，共 {len(wrong)} 处。",
                "规范文件不用这些字形。",
            )
        )
    if places.clean.page_marks:
        raised.append(
            places.doubt(0, f"去掉了 {places.clean.page_marks} 处页码标记。", "它们打断词句，看似条目编号。")
        )
    return raised


def _of_head(places: Places, head: Head) -> list[Doubt]:
    raised = []
    for at, number in head.basis.restored:
        raised.append(
            places.doubt(
                max(0, places.clean.traced.text.find(number[-3:])) or at,
                f"文号按“{number}”理解。",
                "原文丢了六角括号。",
            )
        )
    if head.restored_number is not None:
        raised.append(
            places.doubt(head.restored_number, f"文号按“{head.number}”理解。", "原文丢了六角括号。")
        )
    if head.rejected_date and head.date is None:
        raised.append(
            places.doubt(
                head.rejected_date[0],
                f"“{head.rejected_date[1]}”没有作为成文日期。",
                "这是印发或转发单位的落款，不是本文件的签署。",
            )
        )
    missing = [
        name
        for name, value in (("标题", head.title), ("发文机关", head.issuer), ("成文日期", head.date))
        if value is None
    ]
    if missing:
        raised.append(
            places.doubt(0, f"没有找到{'、'.join(missing)}。", "这份文本里没有印出来，或不在通常的位置。")
        )
    return raised


def _of_numbers(places: Places, nodes: list[Node]) -> list[Doubt]:
    raised = []
    last: dict[Level, int] = {}
    for node in nodes:
        before = last.get(node.level)
        number = node.marker.number
        if before is not None and number > before + 1:
            raised.append(
                places.doubt(node.marker.start, f"编号从 {before} 跳到 {number}。", "中间的条目可能缺失。")
            )
        last[node.level] = number
    return raised[:MOST_OF_A_KIND]


def _of_values(places: Places) -> list[Doubt]:
    return [
        places.doubt(at, f"“{printed}”没有换算成数值。", "写法没有确数，或者不能确定是多少。")
        for at, printed in uncertain_numbers(narrow(places.clean.traced.text))[:MOST_OF_A_KIND]
    ]


def _of_clauses(places: Places, clauses: list[ReadClause]) -> list[Doubt]:
    answered = sum(bool(clause.attributions) for clause in clauses)
    if answered * 2 < len(clauses):
        return []
    raised = []
    for clause in clauses:
        if not clause.attributions and not clause.points and len(clause.text) > 30:
            raised.append(
                Doubt(
                    f"{clause.number}{clause.heading}",
                    "没有找到责任单位。",
                    "多数条目都有，这一条没有。",
                    clause.span[0],
                )
            )
    return raised[:MOST_OF_A_KIND]
