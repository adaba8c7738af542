"""Checks packs the way a policy officer needs it: everything wrong at once, each with file and line.

The documents, services and examples are read, every reference is followed, every
example is answered, and every clause must have become something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from huigong.catalogue.coverage import CoverageReport, coverage
from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import Example, load_examples, run_example
from huigong.catalogue.loading import read_packs
from huigong.catalogue.services import Catalogue
from huigong.catalogue.tables import misplaced_lines
from huigong.directory.offices import OfficeBook
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Place
from huigong.policy.packfile import line_of
from huigong.policy.packs import Library, load_library
from huigong.rules.nodes import Cited, walk

_PROBLEM = re.compile(r"^(?P<file>.+?\.yaml):(?P<line>\d+) (?P<what>.+)$")
_NEEDED = {"yes": "是", "no": "否", "unknown": "不知道", "boundary": "刚好够或刚好不够（boundary: true）"}
_LEAST_EXAMPLES = 4


@dataclass
class PackCheck:
    """What was read and what is wrong with it; the packs may be used when `errors` is empty."""

    catalogue: Catalogue | None = None
    examples: tuple[Example, ...] = ()
    coverage: CoverageReport = field(default_factory=lambda: CoverageReport(()))
    errors: list[PackError] = field(default_factory=list)

    def add(self, file: str, line: int, what: str) -> None:
        self.errors.append(PackError("pack.check", what=what, place=Place(file, line) if file else None))


def check_packs(folder: Path) -> PackCheck:
    """Reads and checks every pack below `folder`; what is wrong is collected, never raised."""
    found = PackCheck()
    library = _library(folder, found)
    offices = _offices(folder, found)
    errors: list[PackError] = []
    try:
        found.catalogue = Catalogue(*read_packs(folder, errors=errors))
        found.examples = load_examples(folder, errors=errors)
    except PackError as error:  # the facts themselves, without which no rule can be read
        errors.append(error)
    found.errors += [one for error in errors for one in error.every]
    if found.catalogue is None or library is None or offices is None:
        return found
    _follow_references(found, found.catalogue, library, offices, folder)
    _answer_examples(found, found.catalogue, offices)
    found.coverage = coverage(found.catalogue, library)
    _require_coverage(found, folder)
    return found


def _library(folder: Path, found: PackCheck) -> Library | None:
    try:
        return load_library(folder)
    except DomainError as error:
        rows = [_PROBLEM.match(line) for line in error.why.splitlines()]
        located = [row for row in rows if row]
        for row in located:
            found.add(_short(row["file"], folder), int(row["line"]), row["what"])
        if not located:
            found.add("", 0, str(error))
        return None


def _offices(folder: Path, found: PackCheck) -> OfficeBook | None:
    try:
        return OfficeBook.load(folder)
    except DomainError as error:
        found.add("", 0, str(error))
        return None


def _short(file: str, folder: Path) -> str:
    return str(Path(file).relative_to(folder)) if Path(file).is_relative_to(folder) else file


def _follow_references(
    found: PackCheck, catalogue: Catalogue, library: Library, offices: OfficeBook, folder: Path
) -> None:
    systems = {system.id for system in library.systems}
    for service in catalogue.services:
        file = folder / service.source
        for clause in _clauses(service):
            _require_clause(found, library, clause, service.source, _line(file, clause))
        if service.system not in systems:
            found.add(service.source, _line(file, service.system), f"没有系统“{service.system}”")
        for office in (service.lead.line, *service.support):
            if offices.line(office) is None:
                found.add(service.source, _line(file, office), f"没有部门条线“{office}”")
        if not service.verified and not service.caution:
            found.add(service.source, 1, "没有核实的版本要写 caution，说明哪里没有核实")
        for one in misplaced_lines(service, catalogue.parameters):
            where = f"{one.region} 从{one.on.isoformat()}起"
            line = one.line.upper.place.line if one.line.upper.place else 1
            found.add(service.source, line, f"分段的界限没有从小到大：{where}，这一行不比上一行大")
    for adoption in catalogue.adoptions:
        file = folder / adoption.source
        if adoption.service_id not in catalogue.ids:
            line = _line(file, adoption.service_id)
            found.add(adoption.source, line, f"没有事项“{adoption.service_id}”可以承接")
        for clause in adoption.clauses:
            _require_clause(found, library, clause, adoption.source, _line(file, clause))


def _clauses(service: PublicService) -> Iterator[str]:
    cited = (node.clause for node in walk(service.rule) if isinstance(node, Cited) and node.clause)
    yield from dict.fromkeys((*service.clauses, *cited))


def _require_clause(found: PackCheck, library: Library, clause: str, file: str, line: int) -> None:
    try:
        library.clause(clause) if "#" in clause else library.document(clause)
    except DomainError as error:
        found.add(file, line, str(error))


def _line(file: Path, word: str) -> int:
    """The first line of the file that holds the word or, for a clause, its number; 1 where none does."""
    wanted = word[word.find("#") :] if "#" in word else word
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if wanted in text:
            return number
    return 1


def _answer_examples(found: PackCheck, catalogue: Catalogue, offices: OfficeBook) -> None:
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for example in found.examples:
        try:
            service = catalogue.get(
                example.service_id, example.region, example.on, unverified=example.unverified
            )
            differences: Iterable[str] = run_example(example, catalogue, offices=offices).differences
        except DomainError as error:
            found.add(example.source, example.line, f"“{example.name}”：{error}")
            continue
        shown[service.source] += [example.expected, *(["boundary"] if example.boundary else [])]
        for difference in differences:
            found.add(example.source, example.line, f"“{example.name}”：{difference}")
        if not example.name.startswith("虚构"):
            found.add(example.source, example.line, f"“{example.name}”：示例里的人名要以“虚构”开头")
    for service in catalogue.services:
        _require_examples(found, service, shown[service.source])


def _require_examples(found: PackCheck, service: PublicService, kinds: list[str]) -> None:
    needed = _NEEDED if service.verified else {"yes": _NEEDED["yes"]}
    missing = [words for kind, words in needed.items() if kind not in kinds]
    if missing:
        found.add(service.source, 1, f"“{service.name}”还缺这些示例：{'、'.join(missing)}")
    elif service.verified and sum(kind != "boundary" for kind in kinds) < _LEAST_EXAMPLES:
        found.add(service.source, 1, f"“{service.name}”的示例少于{_LEAST_EXAMPLES}个")


def _require_coverage(found: PackCheck, folder: Path) -> None:
    for one in found.coverage.problems:
        file = f"{one.document.id}/document.yaml"
        index = one.document.clauses.index(one.clause)
        found.add(
            file,
            line_of(folder / file, ("clauses", index, "number")),
            f"{one.clause.number}{one.problem}",
        )
