"""How right and how fast the policy document reader is.

Reads the real documents and their annotations under HUIGONG_CORPUS (a folder with `seeds/`
and `corpus/`), the invented ones of other styles in tests/corpus/styles, and those of folders
named on the command line (NAME.gold.json beside each document); prints one row a document and
the speed, and exits 1 when a required figure is missed. A page is 500 Chinese characters. Speed is the median of several runs over all
documents, in processor time of one core (so that neighbours on the machine do not count),
from text in memory to finished findings.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huigong.policy.reading import read_text, to_json
from huigong.policy.reading.sources import text_of

STYLES = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "styles"
GOLD = ".gold.json"
PAGE = 500
RUNS = 7
SEED_COUNTS = (19, 27, 30, 19, 18)
REQUIRED_F1 = 0.97
REQUIRED_SPEED = 250.0
ROLES = ("lead", "support", "joint")
HEAD = {
    "title": "题",
    "doc_number": "号",
    "issuer": "机关",
    "date": "日期",
    "recipients": "主送",
    "basis": "依据",
}


@dataclass(frozen=True)
class Annotated:
    """A document's text and what a careful reader found in it."""

    name: str
    text: str
    gold: dict[str, Any]
    seed: bool


@dataclass(frozen=True)
class Row:
    """How one document came out; F1, precision and recall are 0…1."""

    name: str
    seed: bool
    found: int
    expected: int
    f1: dict[str, float]
    precision: float
    recall: float
    counts_right: bool
    wrong_head: tuple[str, ...]
    wrong_headings: int

    @property
    def good(self) -> bool:
        floor = 1.0 if self.seed else REQUIRED_F1
        return self.found == self.expected and min(self.f1.values()) >= floor and not self.wrong_head


def annotated(folder: Path) -> list[Annotated]:
    """The annotated documents under HUIGONG_CORPUS, seeds first, in file order."""
    gold = folder / "corpus" / "gold"
    pairs = [
        (text, gold / f"seed{place}.json", True)
        for place, text in enumerate(sorted((folder / "seeds").glob("*.txt")))
    ]
    for text in sorted((folder / "corpus").glob("*.txt")):
        pairs.append((text, gold / f"{text.name.split('_')[0]}.json", False))
    return [
        Annotated(
            text.name, text.read_text(encoding="utf-8"), json.loads(answer.read_text(encoding="utf-8")), seed
        )
        for text, answer, seed in pairs
        if answer.is_file()
    ]


def styles(folder: Path = STYLES) -> list[Annotated]:
    """Documents of any format with their annotations beside them, in the order of their names."""
    answers = sorted(folder.glob(f"*{GOLD}"))
    return [
        Annotated(
            document.name,
            text_of(document.read_bytes()),
            json.loads(answer.read_text(encoding="utf-8")),
            seed=False,
        )
        for answer in answers
        for document in sorted(folder.glob(f"{answer.name.removesuffix(GOLD)}.*"))
        if not document.name.endswith(".json")
    ]


def f1(read: set[Any], expected: set[Any]) -> float:
    """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    if not read and not expected:
        return 1.0
    return 2 * len(read & expected) / (len(read) + len(expected))


def _named(clauses: list[dict[str, Any]], role: str) -> set[tuple[Any, ...]]:
    return {
        (clause.get("chapter"), clause.get("parent"), clause["number"], name)
        for clause in clauses
        for name in clause[role]
    }


def _places(clauses: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(clause.get("chapter"), clause.get("parent"), clause["number"]) for clause in clauses}


def _targets(clauses: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """Targets by clause, kind and rank within the kind: wording around a number is a matter of taste."""
    seen: set[tuple[Any, ...]] = set()
    for clause in clauses:
        kinds = [target["type"] for target in clause.get("targets", [])]
        place = (clause.get("chapter"), clause.get("parent"), clause["number"])
        seen |= {(place, kind, rank) for kind in kinds for rank in range(kinds.count(kind))}
    return seen


def measured(document: Annotated) -> Row:
    """Compare one document as read with its annotation."""
    read, gold = to_json(read_text(document.text, source=document.name)), document.gold
    targets, expected = _targets(read["clauses"]), _targets(gold["clauses"])
    right = len(targets & expected)
    pairs = list(zip(read["clauses"], gold["clauses"], strict=False))
    return Row(
        name=document.name,
        seed=document.seed,
        found=len(read["clauses"]),
        expected=len(gold["clauses"]),
        f1={
            "clauses": f1(_places(read["clauses"]), _places(gold["clauses"])),
            **{role: f1(_named(read["clauses"], role), _named(gold["clauses"], role)) for role in ROLES},
        },
        precision=right / len(targets) if targets else 1.0,
        recall=right / len(expected) if expected else 1.0,
        counts_right=all(mine["n_targets"] == theirs.get("n_targets", 0) for mine, theirs in pairs),
        wrong_head=tuple(
            label for key, label in HEAD.items() if (read[key] or None) != (gold.get(key) or None)
        ),
        wrong_headings=sum(
            (mine["heading"], mine["chapter"]) != (theirs["heading"], theirs.get("chapter"))
            for mine, theirs in pairs
        ),
    )


def pages(documents: Iterable[Annotated]) -> float:
    """How many pages of 500 Chinese characters the documents hold."""
    return sum(sum("\u4e00" <= char <= "\u9fff" for char in document.text) for document in documents) / PAGE


def speed(documents: list[Annotated], runs: int = RUNS) -> list[float]:
    """Pages a second of processor time, one figure a run."""
    amount = pages(documents)
    figures = []
    for _ in range(runs):
        start = time.process_time()
        for document in documents:
            read_text(document.text)
        figures.append(amount / (time.process_time() - start))
    return figures


def _print_rows(rows: list[Row]) -> None:
    print(
        "document                            clauses  found  lead   support joint | targets P/R  count | head wrong | headings wrong"
    )
    for row in rows:
        roles = "  ".join(f"{row.f1[name]:.3f}" for name in ("clauses", *ROLES))
        print(
            f"{row.name[:34]:34}  {row.found:>3}/{row.expected:<3}  {roles} |"
            f" {row.precision:.2f}/{row.recall:.2f}   {'same' if row.counts_right else 'DIFF':5} |"
            f" {'、'.join(row.wrong_head) or '-':10} | {row.wrong_headings or '-'}"
        )


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main(argv: list[str]) -> int:
    """Print the figures; 0 when all required ones are reached, 1 when not, 2 without documents."""
    folder = Path(os.environ.get("HUIGONG_CORPUS", ""))
    documents = annotated(folder) if str(folder) not in ("", ".") else []
    if not documents:
        print(
            "No annotated documents: set HUIGONG_CORPUS to a folder with seeds/ and corpus/.", file=sys.stderr
        )
        return 2
    others = [document for place in (STYLES, *map(Path, argv)) for document in styles(place)]
    rows = [measured(document) for document in [*documents, *others]]
    _print_rows(rows)
    figures = speed(documents)
    middle = statistics.median(figures)
    print(
        f"\nspeed: {middle:.0f} pages/s of one core's processor time (median of {len(figures)} runs, {min(figures):.0f}–{max(figures):.0f});"
        f" {pages(documents):.0f} pages of {PAGE} Chinese characters in {len(documents)} documents"
    )
    print(f"machine: {_machine()}")
    counts = tuple(row.found for row in rows if row.seed)
    reached = counts == SEED_COUNTS and all(row.good for row in rows) and middle >= REQUIRED_SPEED
    print("required figures: reached" if reached else "required figures: NOT reached")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
