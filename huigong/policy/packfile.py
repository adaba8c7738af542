"""One `document.yaml` into a `PackDocument`, with errors that name file, line and remedy.

Reading is fast because lines are not tracked: only when something is wrong is the
file parsed a second time to find the line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from huigong.kernel.errors import Unavailable
from huigong.policy.documents import (
    KNOWN_BY,
    LEVELS,
    ROLES,
    TARGET_KINDS,
    PackClause,
    PackDocument,
    PackDuty,
    PackTarget,
)

Where = tuple[str | int, ...]
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DOCUMENT_KEYS = [
    "title",
    "number",
    "issuer",
    "issued_on",
    "in_force_from",
    "repealed_on",
    "level",
    "known_by",
    "verified",
    "recipients",
    "basis",
    "cites",
    "notes",
    "doubts",
    "goals",
    "clauses",
]
CLAUSE_KEYS = [
    "number",
    "heading",
    "chapter",
    "summary",
    "systems",
    "duties",
    "topics",
    "targets",
    "facts",
    "verified",
    "note",
    "nothing_to_decide",
    "doubts",
]
TARGET_KEYS = ["text", "value", "upper", "about", "measure", "kind", "by"]


@dataclass(frozen=True)
class Problem:
    """Something wrong or unsettled in a pack: `what` it is and `do` how to mend it."""

    file: str
    line: int
    what: str
    do: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.what}{self.do}"


def near(word: object, known: Iterable[str]) -> str:
    """A sentence that suggests the nearest known word, or lists them all."""
    choices = list(known)
    close = difflib.get_close_matches(str(word), choices, n=1, cutoff=0.5)
    if close:
        return f"是不是“{close[0]}”？"
    return f"可用的有：{'、'.join(choices[:12])}。" if choices else ""


def line_of(path: Path, where: Where) -> int:
    """The line (from 1) of the value at `where`, or of the nearest thing around it."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    line = node.start_mark.line + 1 if node else 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def load_yaml(path: Path) -> Any:
    """The file's content; a broken file raises `policy.pack_invalid` with its line and column."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=FastLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else "不明位置"
        raise Unavailable(
            "policy.pack_invalid",
            what=f"{path} 不是合格的 YAML 文件。",
            why=f"{place}：{getattr(error, 'problem', error)}。",
            do="请检查该处的缩进、冒号后的空格和引号。",
        ) from error
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Unavailable(
            "policy.pack_invalid", what=f"读不了 {path}。", why=f"{error}。", do="请检查文件编码和权限。"
        ) from error


@dataclass
class PackReader:
    """Reads one document and collects its problems with the place of each."""

    path: Path
    id: str
    problems: list[tuple[Where, str, str]] = field(default_factory=list)
    # A document confirmed on this deployment may have no summaries yet, a draft neither titles nor headings.
    local: bool = False
    draft: bool = False

    def wrong(self, where: Where, what: str, do: str = "") -> None:
        self.problems.append((where, what, do))

    def located(self) -> list[Problem]:
        return [
            Problem(str(self.path), line_of(self.path, where), what, do) for where, what, do in self.problems
        ]

    def mapping(self, raw: object, where: Where, keys: Iterable[str]) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            self.wrong(where, "这里应当是“名称: 值”的一组。")
            return {}
        known = list(keys)
        for key in raw:
            if key not in known:
                self.wrong((*where, key), f"没有“{key}”这一项。", near(key, known))
        return raw

    def rows(self, raw: object, where: Where) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.wrong(where, "这里应当是一个列表。", "请在每项前加“- ”，或写成 [甲, 乙]。")
            return []
        return raw

    def words(self, raw: object, where: Where) -> tuple[str, ...]:
        return tuple(self.word(item, (*where, index)) for index, item in enumerate(self.rows(raw, where)))

    def word(self, raw: object, where: Where, *, needed: bool = True) -> str:
        if isinstance(raw, str) and raw.strip():
            return raw
        if needed or raw not in (None, ""):
            self.wrong(where, f"“{where[-1]}”要填文字。", "数字和日期样子的文字请加引号。")
        return ""

    def day(self, raw: object, where: Where) -> date | None:
        if raw is None or (isinstance(raw, date) and not isinstance(raw, datetime)):
            return raw
        self.wrong(where, f"“{raw}”不是日期。", "请写成 2016-03-27 的样子，不知道就写 null。")
        return None

    def choice(self, raw: object, where: Where, known: tuple[str, ...]) -> str:
        if raw in known:
            return str(raw)
        self.wrong(where, f"“{where[-1]}”不能是“{raw}”。", near(raw, known))
        return known[0]

    def truth(self, raw: object, where: Where) -> bool:
        if not isinstance(raw, bool):
            self.wrong(where, f"“{where[-1]}”只能是 true 或 false。")
        return raw is True

    def number(self, raw: object, where: Where) -> int | Decimal | None:
        value = Decimal(str(raw)) if isinstance(raw, float) else raw
        if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
            return value
        self.wrong(where, f"“{value}”不是数字。", "数量只写数字，单位写在 measure。")
        return None

    def document(self) -> PackDocument:
        """The document; look at `problems` before using it."""
        raw = self.mapping(load_yaml(self.path), (), DOCUMENT_KEYS)
        self.draft = raw.get("verified") is False
        clauses = [
            self.clause(item, ("clauses", index))
            for index, item in enumerate(self.rows(raw.get("clauses"), ("clauses",)))
        ]
        for index, clause in enumerate(clauses):
            if clause.ref in {earlier.ref for earlier in clauses[:index]}:
                self.wrong(
                    ("clauses", index, "number"), f"{clause.number}出现了两次。", "每条的编号只能用一次。"
                )
        return PackDocument(
            id=self.id,
            region=self.id.split("/")[0],
            title=self.word(raw.get("title"), ("title",), needed=not self.draft),
            number=self.word(raw.get("number"), ("number",), needed=False) or None,
            issuer=self.word(raw.get("issuer"), ("issuer",), needed=False) or None,
            issued_on=self.day(raw.get("issued_on"), ("issued_on",)),
            in_force_from=self.day(raw.get("in_force_from"), ("in_force_from",)),
            repealed_on=self.day(raw.get("repealed_on"), ("repealed_on",)),
            level=self.choice(raw.get("level"), ("level",), LEVELS),
            known_by=self.choice(raw.get("known_by"), ("known_by",), KNOWN_BY),
            recipients=self.word(raw.get("recipients"), ("recipients",), needed=False) or None,
            basis=self.words(raw.get("basis"), ("basis",)),
            cites=self.words(raw.get("cites"), ("cites",)),
            notes=self.words(raw.get("notes"), ("notes",)),
            goals=self.targets(raw.get("goals"), ("goals",)),
            clauses=tuple(clauses),
            verified=self.truth(raw.get("verified", True), ("verified",)),
            doubts=self.words(raw.get("doubts"), ("doubts",)),
        )

    def clause(self, raw: object, where: Where) -> PackClause:
        item = self.mapping(raw, where, CLAUSE_KEYS)
        number = self.word(item.get("number"), (*where, "number"))
        return PackClause(
            ref=f"{self.id}#{number}",
            number=number,
            heading=self.word(item.get("heading"), (*where, "heading"), needed=not self.draft),
            chapter=self.word(item.get("chapter"), (*where, "chapter"), needed=False),
            summary=self.word(
                item.get("summary"), (*where, "summary"), needed=not (self.draft or self.local)
            ),
            systems=self.words(item.get("systems"), (*where, "systems")),
            duties=self.duties(item, where),
            targets=self.targets(item.get("targets"), (*where, "targets")),
            facts=self.words(item.get("facts"), (*where, "facts")),
            verified=self.truth(item.get("verified", True), (*where, "verified")),
            note=self.word(item.get("note"), (*where, "note"), needed=False),
            nothing_to_decide=self.word(
                item.get("nothing_to_decide"), (*where, "nothing_to_decide"), needed=False
            ),
            doubts=self.words(item.get("doubts"), (*where, "doubts")),
        )

    def duties(self, item: Mapping[str, Any], where: Where) -> tuple[PackDuty, ...]:
        here = (*where, "duties")
        by_role = self.mapping(item.get("duties") or {}, here, ROLES)
        named = [(role, name) for role in ROLES for name in self.words(by_role.get(role), (*here, role))]
        topics = self.topics(item.get("topics") or {}, (*where, "topics"), [name for _, name in named])
        return tuple(
            PackDuty(role, name, topic) for role, name in named for topic in topics.get(name, (None,))
        )

    def topics(self, raw: object, where: Where, names: list[str]) -> dict[str, tuple[str | None, ...]]:
        given = self.mapping(raw, where, names)
        return {name: self.words(topics, (*where, name)) or (None,) for name, topics in given.items()}

    def targets(self, raw: object, where: Where) -> tuple[PackTarget, ...]:
        return tuple(self.target(item, (*where, index)) for index, item in enumerate(self.rows(raw, where)))

    def target(self, raw: object, where: Where) -> PackTarget:
        item = self.mapping(raw, where, TARGET_KEYS)
        value = self.number(item.get("value"), (*where, "value"))
        return PackTarget(
            text=self.word(item.get("text"), (*where, "text")),
            kind=self.choice(item.get("kind"), (*where, "kind"), TARGET_KINDS),
            value=value,
            measure=self.word(
                item.get("measure"), (*where, "measure"), needed=value is not None and not self.draft
            ),
            upper=self.number(item.get("upper"), (*where, "upper")),
            about=self.truth(item.get("about", False), (*where, "about")),
            by=self.day(item.get("by"), (*where, "by")),
        )
