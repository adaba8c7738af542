"""Which service to look at instead where the case of somebody lies elsewhere: `policies/elsewhere.yaml`.

elsewhere:
  - if: 说的活受私人雇用              # a rule over the facts of the dictionary
    see: private-hire-claim
    of: [arrears-complaint, labour-arbitration]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from huigong.catalogue.services import PublicService, catalogue
from huigong.kernel.packs import Entry, Kept, Place, Report, Shape, shared_file
from huigong.kernel.packs.kinds import rows, text, texts, whatever
from huigong.rules.check import check
from huigong.rules.errors import RuleError
from huigong.rules.evaluate import evaluate
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.parse import parse_condition
from huigong.rules.values import Answer, Type

FILE = "elsewhere.yaml"
_ROW = Shape("另看的事项", {"if": whatever(), "see": text(), "of": texts()}, named="see")
_WHOLE = Shape("另看的事项", {"elsewhere": rows(_ROW)})


@dataclass(frozen=True)
class Elsewhere:
    """Of whom the rule is true, and who came for one of the services `of`, is told of the service `see`."""

    rule: Node
    see: str
    of: tuple[str, ...]
    place: Place = field(default=Place(), compare=False, repr=False)


def read_elsewhere(
    folder: Path, report: Report, *, facts: FactDictionary, parameters: ParameterDeclarations
) -> tuple[Elsewhere, ...]:
    """What the file says, nothing without one; what is wrong is left out, and goes into the report."""
    file = shared_file(folder, FILE)
    if not (folder / FILE).exists():
        return ()
    whole = _WHOLE.read(file.read(report), report=report, place=Place(FILE))
    read = (_read(entry, facts, parameters) for entry in whole["elsewhere"]) if whole else ()
    return tuple(each for each in read if each is not None)


def _read(entry: Entry, facts: FactDictionary, parameters: ParameterDeclarations) -> Elsewhere | None:
    place = entry.spot("if").place
    try:
        rule = parse_condition(entry["if"], facts=facts, where=place)
        check(rule, facts, parameters, expect=Type.BOOL)
    except RuleError as error:
        entry.report.add(error)
        return None
    return Elsewhere(rule, entry["see"], entry["of"], entry.place)


def _installed(folder: Path, report: Report) -> tuple[Elsewhere, ...]:
    known = catalogue(folder)
    return read_elsewhere(folder, report, facts=known.facts, parameters=known.parameters.declarations)


elsewhere = Kept(_installed)
"""The rows of the installed packs, read once."""


def instead_of(
    service_id: str, *, values: Mapping[str, Answer | None], region: str, on: date
) -> PublicService | None:
    """The first service to look at instead that the region offers on that day; None where nothing says so for sure."""
    known = catalogue()
    parameters = known.parameters.lookup(region)
    for row in elsewhere():
        if service_id in row.of and evaluate(row.rule, values=values, on=on, parameters=parameters) is True:
            service = known.find(row.see, region, on)
            if service is not None:
                return service
    return None
