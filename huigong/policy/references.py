"""Numbers that name one clause each, where the print uses the same number more than once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from huigong.policy.reading.document import ReadClause

OPENING_NUMBER = re.compile(r"^(?:第[^章节条]{1,6}[章节]|[一二三四五六七八九十百]{1,5}、|（[^）]{1,5}）)")


def references(clauses: Sequence[ReadClause]) -> tuple[str, ...]:
    """One number a clause, in their order: as printed where it is the only one, else with what stands above.

    `（一）` under two chapters becomes `一、（一）` and `二、（一）`; what is still the same after
    that gets `（第2处）`.
    """
    printed = Counter(clause.number for clause in clauses)
    full = [clause.number if printed[clause.number] == 1 else _with_parents(clause) for clause in clauses]
    seen: Counter[str] = Counter()
    named = []
    for number in full:
        seen[number] += 1
        named.append(number if seen[number] == 1 else f"{number}（第{seen[number]}处）")
    return tuple(named)


def _with_parents(clause: ReadClause) -> str:
    chapter = OPENING_NUMBER.match(clause.chapter or "")
    return f"{chapter.group() if chapter else ''}{clause.parent or ''}{clause.number}"
