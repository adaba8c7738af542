"""`docs/reference/systems.md`: what each of the systems consists of, read from the packs and from the journeys that play it.

A journey is of the systems that its first line begins with (`S16 on the shipped packs…`), and plays what its tests name.
What is declared belongs to the systems whose journeys play it, to those of the services that it names or is named by, and
to those of whatever else declared it names: a check by which an obligation is proved, the register that the obligation is about.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huigong.catalogue.services import catalogue
from huigong.kernel.packs import load_file
from huigong.policy.packs import library
from tests.architecture.house import ROOT

POLICIES, JOURNEYS = ROOT / "policies", ROOT / "tests" / "journeys"
KINDS: Mapping[str, str] = {
    "Register": "*/*/records/*.yaml",
    "Obligation": "*/*/obligations/*.yaml",
    "Limited places": "*/*/offers/*.yaml",
    "Procedure": "*/*/procedures/*.yaml",
    "Fund": "*/*/funds.yaml",
    "Warning": "*/*/warnings.yaml",
    "Indicator": "*/*/indicators.yaml",
}
_OF = re.compile(r"S\d+(?:, S\d+)*(?: and S\d+)?(?= )")


@dataclass(frozen=True)
class Declared:
    """Something that the packs declare: of which kind, its id and name, the services and the other declarations that it names."""

    kind: str
    id: str
    name: str
    services: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True)
class Journey:
    """A file of tests that plays systems from end to end, with all that stands in quotes in it."""

    file: str
    systems: tuple[str, ...]
    says: str
    tests: int
    quoted: frozenset[str]


def systems() -> str:
    """The page."""
    services = {service.id: service for service in catalogue().services}
    system_of = {id: service.system for id, service in services.items()}
    journeys, declared = tuple(_journeys()), tuple(_declared(frozenset(services)))
    of = _systems_of(declared, journeys, system_of)
    text = (
        "# The systems\n\nWhat each of the systems that the documents describe together consists of: clauses and services "
        "from the packs, what is declared for the engines, and the tests that play it from end to end on what is shipped.\n"
    )
    for system in library().systems:
        text += f"\n## {system.id} {system.name}\n\n{system.english}.\n\n"
        clauses = [each for found in library().coverage(system.id).values() for each in found]
        mine = sorted(id for id, its in system_of.items() if its == system.id)
        text += f"- Clauses of the documents: {len(clauses)}\n"
        text += f"- Services: {len(mine)}{': ' if mine else ''}{', '.join(f'`{id}`' for id in mine)}\n"
        for each in (each for each in declared if system.id in of[each.id]):
            text += f"- {each.kind}: {each.name} `{each.id}`{_played(each, system.id, journeys)}\n"
        own = [journey for journey in journeys if system.id in journey.systems]
        for journey in own:
            text += f"- Journey: `{journey.file}`, {journey.tests} tests: {journey.says}\n"
        if not own:
            text += "- Journey: none yet\n"
    if beside := [each for each in declared if not of[each.id]]:
        text += "\n## Declared, and of no system by any of this\n\n"
        text += "".join(f"- {each.kind}: {each.name} `{each.id}`\n" for each in beside)
    return text


def _systems_of(
    declared: tuple[Declared, ...], journeys: tuple[Journey, ...], system_of: Mapping[str, str]
) -> Mapping[str, frozenset[str]]:
    """The systems of each declaration, by id."""
    own = {
        each.id: frozenset(
            {system for journey in journeys if each.id in journey.quoted for system in journey.systems}
            | {system_of[id] for id in each.services}
        )
        for each in declared
    }
    return {each.id: own[each.id].union(*(own[other] for other in each.others)) for each in declared}


def _played(each: Declared, system: str, journeys: tuple[Journey, ...]) -> str:
    played = any(each.id in journey.quoted for journey in journeys if system in journey.systems)
    return "" if played else ", not in a journey of this system"


def _declared(services: frozenset[str]) -> Iterator[Declared]:
    """What is written whole, by kind and id. A procedure names the services that run by it, an obligation those whose grant
    writes the fact from which it runs."""
    by_procedure, by_fact = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for service in catalogue().services:
        for written in service.writes:
            by_fact[written.fact].add(service.id)
        if service.procedure:
            by_procedure[service.procedure].add(service.id)
    entries = {kind: _entries(pattern) for kind, pattern in KINDS.items()}
    ids = frozenset(id for found in entries.values() for id in found)
    for kind, found in entries.items():
        for id, entry in sorted(found.items()):
            texts = frozenset(_texts(entry))
            named = texts & services | by_procedure[id] | by_fact[str(entry.get("anchor", ""))]
            yield Declared(kind, id, str(entry["name"]), named, (texts & ids) - {id})


def _entries(pattern: str) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(POLICIES.glob(pattern)):
        loaded = load_file(path)
        for entry in loaded if isinstance(loaded, list) else [loaded]:
            if "id" in entry and not entry.get("inherits"):
                found.setdefault(str(entry["id"]), entry)
    return found


def _texts(raw: Any) -> Iterator[str]:
    """Every text in a loaded file."""
    if isinstance(raw, Mapping):
        for each in raw.values():
            yield from _texts(each)
    elif isinstance(raw, list):
        for each in raw:
            yield from _texts(each)
    else:
        yield str(raw)


def _journeys() -> Iterator[Journey]:
    for path in sorted(JOURNEYS.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        says = (ast.get_docstring(tree) or "").partition("\n\n")[0].replace("\n", " ")
        if found := _OF.match(says):
            yield Journey(
                file=str(path.relative_to(ROOT)),
                systems=tuple(re.findall(r"S\d+", found.group())),
                says=says.partition(": ")[2] or says,
                tests=_tests_in(tree),
                quoted=frozenset(_quoted(tree)),
            )


def _tests_in(tree: ast.Module) -> int:
    return sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in ast.walk(tree))


def _quoted(tree: ast.Module) -> Iterator[str]:
    """The texts of a file of tests, and the ids that they begin with: `charging-bay.exit`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value.partition(".")[0]
