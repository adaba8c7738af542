"""Rows of a table of duties as clauses, or as what they add to the clauses that they repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huigong.policy.reading.answering import parse_attribution
from huigong.policy.reading.bounds import bound_of
from huigong.policy.reading.clauses import full_width
from huigong.policy.reading.departments import cell_names
from huigong.policy.reading.document import Attribution, Doubt, ReadClause, Target
from huigong.policy.reading.duty_tables import MEASURE_NAMED, DutyRow, DutyTable, rows_of
from huigong.policy.reading.markers import candidates
from huigong.policy.reading.numerals import narrow, value_of
from huigong.policy.reading.outline import LONGEST_HEADING, first_sentence
from huigong.policy.reading.quantities import Quantity, quantities
from huigong.policy.reading.roles import MODE_OF_LABEL
from huigong.policy.reading.rows import TableCell
from huigong.policy.reading.stated import LeadRule, lead_rule, stated_rules
from huigong.policy.reading.targets import find_targets, stated_day

SHARE_NAMED = re.compile("(?:率|比例|占比|比重)$")
BARE_FIGURE = re.compile(r"[≥≤＞＜><]?[0-9][0-9.,]*")
NOBODY = frozenset("/—-－无–")
SAME_WORDS = 0.7
REPEATING = 0.5
MOST_COMPARED = 200_000


def read_tables(source: str, tables: Iterable[DutyTable], *, rule: LeadRule) -> list[ReadClause]:
    """The rows of all tables as clauses; `rule` is what the document says about who leads."""
    clauses: list[ReadClause] = []
    for table in tables:
        of_table = rule or lead_rule(stated_rules(table.head_words))
        rows = list(rows_of(table))
        shared = _shared(rows)
        clauses += [
            _clause(source, row, place, shared, rule=of_table) for place, row in enumerate(rows, start=1)
        ]
    return clauses


def _shared(rows: list[DutyRow]) -> frozenset[str]:
    """Words of first task columns that stand in several rows: they group the rows below them."""
    seen: dict[str, int] = {}
    for row in rows:
        for cell in row.tasks[:-1]:
            seen[cell.text] = seen.get(cell.text, 0) + 1
    return frozenset(words for words, times in seen.items() if times > 1)


def _clause(source: str, row: DutyRow, place: int, shared: frozenset[str], *, rule: LeadRule) -> ReadClause:
    number, tasks = _numbered(row, place)
    own = [cell for cell in tasks if cell.text not in shared] or list(tasks[-1:])
    grouping = [cell.text for cell in (*row.groups, *tasks) if cell not in own]
    attribution = _attribution(source, row, rule=rule)
    return ReadClause(
        number=full_width(number),
        number_raw=number,
        heading=_heading(own[0].text),
        chapter=_plain(row.section or (grouping[0] if grouping else "")) or None,
        parent=None,
        text="\n".join(_plain(cell.text) for cell in own),
        attributions=(attribution,) if attribution else (),
        targets=tuple(_targets(source, row, own)),
        span=(row.start, row.end),
    )


def _numbered(row: DutyRow, place: int) -> tuple[str, tuple[TableCell, ...]]:
    """The row's number, by its own column, by the number that opens its task, or by counting."""
    if row.number:
        return row.number, row.tasks
    first = row.tasks[0]
    marker = next((marker for marker in candidates(first.text[:12]) if marker.start == 0), None)
    if marker is None:
        return str(place), row.tasks
    rest = first.text[marker.end :].lstrip()
    cell = TableCell(rest, first.end - len(rest), first.end)
    return marker.raw, (cell, *row.tasks[1:])


def _plain(words: str) -> str:
    return re.sub(r"\s*\u2028\s*|\*{2,}", "", words).strip()


def _heading(words: str) -> str:
    whole = _plain(words).rstrip("。；")
    heading = whole if len(whole) <= LONGEST_HEADING and "。" not in whole else first_sentence(_plain(words))
    return heading if len(heading) <= LONGEST_HEADING else ""


def _attribution(source: str, row: DutyRow, *, rule: LeadRule) -> Attribution | None:
    duties = [(part, cell) for part, cell in row.duties if cell.text not in NOBODY]
    if not duties:
        return None
    words = "；".join(f"{MODE_OF_LABEL[part]}：{cell_names(cell.text)}" for part, cell in duties)
    attribution = parse_attribution(words, rule=rule)
    if attribution is None:
        return None
    start, end = min(cell.start for _, cell in duties), max(cell.end for _, cell in duties)
    return replace(attribution, raw=source[start:end], span=(start, end))


def _targets(source: str, row: DutyRow, tasks: Sequence[TableCell]) -> list[Target]:
    targets = [
        replace(target, span=(target.span[0] + cell.start, target.span[1] + cell.start))
        for cell in tasks
        for target in find_targets(source[cell.start : cell.end], [])
    ]
    return _with_time(targets + _value(row, tasks), row.times)


def _value(row: DutyRow, tasks: Sequence[TableCell]) -> list[Target]:
    """What a column of figures promises: 2.6 in the column of values, counted in what the row or its task names."""
    cell = row.value
    if cell is None:
        return []
    task = tasks[0].text if tasks else ""
    named = MEASURE_NAMED.search(task)
    bare = bool(BARE_FIGURE.fullmatch(cell.text))
    words = cell.text + ((row.measure or (named["measure"] if named else "")) if bare else "")
    figures = quantities(narrow(words))[:1]
    if not figures and bare:
        # A sheet keeps 95% as 0.95: of a share without its sign nothing is certain.
        value = None if SHARE_NAMED.search(task) else value_of(narrow(cell.text).lstrip("≥≤><"))
        figures = [Quantity(0, len(words), value, "")]
    return [
        Target(
            words,
            "goal",
            value=quantity.value,
            measure=quantity.measure,
            span=(cell.start, cell.end),
            upper=quantity.upper,
            about=quantity.about,
            bound=bound_of(narrow(words), quantity) if quantity.value is not None else "",
        )
        for quantity in figures
    ]


def _with_time(targets: list[Target], times: Iterable[TableCell]) -> list[Target]:
    """The targets with the day in the column of times, which is a deadline of its own unless the task says it too."""
    for cell in times:
        by_when = stated_day(cell.text)
        if not by_when:
            continue
        if any(target.by_when and by_when.startswith(target.by_when) for target in targets):
            return targets
        dated = [
            replace(target, by_when=target.by_when or by_when) if target.kind == "goal" else target
            for target in targets
        ]
        return [*dated, Target(cell.text, "deadline", by_when=by_when, span=(cell.start, cell.end))]
    return targets


def with_tables(
    clauses: list[ReadClause], from_tables: list[ReadClause]
) -> tuple[list[ReadClause], list[Doubt]]:
    """Clauses and rows together: rows of a table that repeats the clauses give them their duties."""
    known = [_Known(_signless(clause.heading), _pairs(clause.heading + clause.text)) for clause in clauses]
    few = len(known) * len(from_tables) <= MOST_COMPARED
    pairs = [(row, _same(row, known) if few else None) for row in from_tables]
    repeated = sum(place is not None for _, place in pairs)
    if not from_tables or repeated < REPEATING * len(from_tables):
        merged = clauses + from_tables
        return sorted(merged, key=lambda clause: clause.span), []
    joined, doubts, others = list(clauses), [], []
    for row, place in pairs:
        if place is None:
            others.append(row)
            continue
        clause, doubt = _joined(joined[place], row)
        joined[place] = clause
        doubts += [doubt] if doubt else []
    return sorted(joined + others, key=lambda clause: clause.span), doubts


@dataclass(frozen=True)
class _Known:
    """A clause to be compared: its heading without signs, and its pairs of neighbouring characters."""

    heading: str
    pairs: set[str]


def _same(row: ReadClause, clauses: list[_Known]) -> int | None:
    """The clause that a row repeats: most pairs of neighbouring characters of the row stand in it."""
    pairs = _pairs(row.text)
    best: tuple[float, int] | None = None
    for place, clause in enumerate(clauses):
        heading = clause.heading
        alike = len(pairs & clause.pairs) / max(1, len(pairs))
        if (
            heading
            and len(heading) > 3
            and (heading in _signless(row.text) or _signless(row.text) in heading)
        ):
            alike = 1.0
        if alike >= SAME_WORDS and (best is None or alike > best[0]):
            best = alike, place
    return best[1] if best else None


def _pairs(words: str) -> set[str]:
    plain = _signless(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _signless(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


def _joined(clause: ReadClause, row: ReadClause) -> tuple[ReadClause, Doubt | None]:
    clause = replace(clause, targets=(*clause.targets, *_days_besides(row, clause)))
    if not row.attributions:
        return clause, None
    if not clause.attributions:
        return replace(clause, attributions=row.attributions), None
    ours = [set(names) for names in (clause.lead, clause.support, clause.joint)]
    theirs = [set(names) for names in (row.lead, row.support, row.joint)]
    if ours == theirs:
        return clause, None
    return clause, Doubt(
        f"{clause.number}{clause.heading}",
        "正文和任务分工表写的责任单位不同。",
        "这里按正文理解。",
        row.span[0],
        "请核对表里的这一行，以哪一处为准。",
    )


def _days_besides(row: ReadClause, clause: ReadClause) -> list[Target]:
    """The row's deadline where the clause that it repeats does not name that day."""
    named = [target.by_when for target in clause.targets if target.by_when]
    return [
        target
        for target in row.targets
        if target.kind == "deadline" and not any(target.by_when.startswith(day) for day in named)
    ]
