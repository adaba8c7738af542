"""Read a policy document: text, clean text, outline, clauses."""

from __future__ import annotations

import re
from bisect import bisect_right

from huigong.kernel.errors import Invalid
from huigong.policy.reading.attributions import find_attributions
from huigong.policy.reading.body import Body
from huigong.policy.reading.clauses import all_bodies, clauses_of
from huigong.policy.reading.cleaning import Cleaned, cleaned, folded
from huigong.policy.reading.document import Doubt, ReadClause, ReadDocument, Target
from huigong.policy.reading.doubts import doubts
from huigong.policy.reading.duty_tables import find_tables
from huigong.policy.reading.heading_block import read_head
from huigong.policy.reading.outline import UPPER, Node, chapter_heading, outline
from huigong.policy.reading.refusals import MAX_CHARACTERS, too_large
from huigong.policy.reading.rows import whole_cells
from huigong.policy.reading.signature import Head
from huigong.policy.reading.stated import lead_rule, stated_rules
from huigong.policy.reading.table_clauses import read_tables, with_tables
from huigong.policy.reading.targets import find_targets
from huigong.policy.reading.titles import NOTICE
from huigong.policy.reading.traditional import Printed

OFFICIAL_WORDS = re.compile(
    "人民政府|国务院|部门|负责|落实|牵头|配合|责任单位|加强|完善|推进|健全|保障|规范|实施|组织|政策|制度|机制|监督|管理|服务|工作|依法|规定|办法|意见|通知|条例|方案|要点|职责|各地|各级|委员会|印发|贯彻"
)
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
SHORTEST = 20


def read_text(text: str, *, source: str = "") -> ReadDocument:
    """Read a document's text; `source` is kept as the name people know it by.

    Raises `DomainError`: `reading.empty`, `reading.too_large`, `reading.not_policy`.
    """
    if not text.strip():
        raise Invalid("reading.empty", what="没有可读的文字。", do="请选择有内容的政策文件。")
    if len(text) > MAX_CHARACTERS:
        raise too_large()
    key = whole_cells(folded(text))
    tables = find_tables(key)
    clean = cleaned(text, [(table.start, table.end) for table in tables], key=key)
    words = clean.traced.text
    nodes = outline(words)
    first, last = (nodes[0].marker.start, nodes[-1].marker.start) if nodes else (len(words), 0)
    head = read_head(words, first, last, clean.file_title)
    if head.signed_at is not None:
        nodes = _without_annexes(words, nodes, head)
    rules = stated_rules(words)
    body = Body(words, nodes, rule=lead_rule(rules), end=head.body_end)
    clauses, conflicts = with_tables(
        clauses_of(body, clean.traced.source_span), read_tables(key, tables, rule=lead_rule(rules))
    )
    _refuse_other_texts(text, nodes, head, clauses)
    document = _document(text, source, clean, nodes, head, clauses, rules, conflicts)
    if not clean.traditional:
        return document
    return Printed(text, key, words, clean.traced.at).shape(document)


def _without_annexes(words: str, nodes: list[Node], head: Head) -> list[Node]:
    """The units of the document itself where it was signed above its annexes.

    A notice whose units only introduce the text that it encloses keeps both; the units above the
    signature end there in any case.
    """
    signed = head.signed_at or 0
    above = [node for node in nodes if node.marker.start < signed]
    for node in above:
        node.own_end, node.end = min(node.own_end, signed), min(node.end, signed)
    below = [node for node in nodes if node.marker.start >= signed]
    if not above or (_answers(words, below) and not _answers(words, above)):
        return nodes
    if head.notice_title or (head.title and NOTICE.search(head.title) and not _answers(words, above)):
        return nodes
    head.body_end = signed
    for node in above:
        node.children = [child for child in node.children if child.marker.start < signed]
    return above


def _answers(words: str, nodes: list[Node]) -> bool:
    return any(find_attributions(words[node.marker.end : node.own_end]) for node in nodes)


def _document(
    text: str,
    source: str,
    clean: Cleaned,
    nodes: list[Node],
    head: Head,
    clauses: list[ReadClause],
    rules: list[str],
    conflicts: list[Doubt],
) -> ReadDocument:
    words = clean.traced.text
    return ReadDocument(
        title=head.title,
        notice_title=head.notice_title,
        enclosed_title=head.enclosed_title,
        document_number=head.number,
        issuer=head.issuer,
        date=head.date,
        recipients=head.recipients,
        basis=head.basis.citations,
        chapters=tuple(chapter_heading(node, words) for node in nodes if node.level in UPPER),
        clauses=tuple(clauses),
        rules=tuple(rules),
        inherited=all_bodies(clauses),
        goals_outside_clauses=tuple(_goals_outside(words, nodes, head, clauses, clean)),
        unsure=doubts(text, clean, nodes, head, clauses, conflicts),
        source=source,
        source_text=text,
    )


def _goals_outside(
    words: str, nodes: list[Node], head: Head, clauses: list[ReadClause], clean: Cleaned
) -> list[Target]:
    """Goals in chapters that hold no clause (总体目标), and in the opening words."""
    spans = sorted(clause.span for clause in clauses)
    starts = [start for start, _ in spans]
    goals = []
    for node in nodes:
        start = clean.traced.source_span(node.marker.start, node.marker.end)[0]
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < spans[before][1]:
            continue
        for target in find_targets(words[node.marker.end : min(node.own_end, head.body_end)], []):
            if target.kind == "goal":
                goals.append(target)
    return goals


def _refuse_other_texts(words: str, nodes: list[Node], head: Head, clauses: list[ReadClause]) -> None:
    """Recipes, source code, novels: numbered or not, they do not speak the language of government."""
    ideographs = len(IDEOGRAPH.findall(words[:20_000]))
    official = len(set(OFFICIAL_WORDS.findall(words[:20_000])))
    shaped = bool(nodes or head.title or head.number or any(clause.attributions for clause in clauses))
    answered = any(clause.attributions for clause in clauses)
    enough = official >= (2 if answered else 4) and official * 400 >= min(len(words), 4000)
    chinese = ideographs >= SHORTEST and ideographs * 3 >= len(words[:20_000])
    if not (shaped and enough and chinese):
        raise Invalid(
            "reading.not_policy",
            what="这不像一份政策文件。",
            why="文中没有政策文件的条目、文号或职责分工用语。",
            do="请核对文件；如果确实是政策文件，请换一份文字完整的版本。",
        )
