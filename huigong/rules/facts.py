"""The dictionary of facts: what rules may know, how a worker is asked, and who can verify it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from huigong.kernel import regions
from huigong.kernel.packs import PackError, Place, Report, files, load, load_file, place_of, refuse
from huigong.kernel.packs.kept import Kept
from huigong.rules import bounds, check, parse, relatives
from huigong.rules.declaring import Declared, shared_files
from huigong.rules.errors import RuleError, unknown_name
from huigong.rules.grammar import options_of
from huigong.rules.nodes import Fact, Node, Parameter, fact_names
from huigong.rules.reading import parse_value, read_back, written_value
from huigong.rules.spans import months_after
from huigong.rules.values import Answer

__all__ = [
    "Fact",
    "FactDictionary",
    "dictionary",
    "parse_value",
    "read_back",
    "read_dictionary",
    "written_value",
]


class FactDictionary(Mapping[str, Fact]):
    """All declared facts by name, in the order of the file; derived facts carry their trees.

    `related` holds the facts of someone related: `监护人.持有居住证` → (`监护人`, `持有居住证`).
    `counted` says which facts are totals of a household: `子女数` → `子女`.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact],
        *,
        places: Mapping[str, Place] | None = None,
        counted: Mapping[str, str] | None = None,
    ) -> None:
        self._places = dict(places or {})
        self.related = relatives.related(facts)
        self.counted = dict(counted or {})
        self._facts = self._with_derivations(dict(facts))

    @classmethod
    def load(cls, path: Path | str) -> FactDictionary:
        """The dictionary in one YAML file; raises `PackError` with the place of what is wrong."""
        return cls.read(load_file(Path(path)))

    @classmethod
    def loads(cls, text: str, *, file: str = "") -> FactDictionary:
        """The dictionary in YAML text."""
        return cls.read(load(text, file=file))

    @classmethod
    def read(cls, content: object) -> FactDictionary:
        """The dictionary in a loaded YAML mapping of name to declaration."""
        report, declared = Report(), Declared()
        declared.read(content, report)
        report.refuse()
        return cls.of(declared)

    @classmethod
    def of(cls, declared: Declared) -> FactDictionary:
        """The dictionary of declared facts; raises `PackError` where they do not fit together."""
        refuse(declared.misfits())
        return cls(
            declared.facts,
            places=declared.places,
            counted={name: str(word) for name, word in declared.counted.items()},
        )

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @cached_property
    def options(self) -> frozenset[str]:
        """Every option of the facts that have a choice; a thousand rules ask."""
        return options_of(self)

    @cached_property
    def of_one(self) -> Mapping[str, frozenset[str]]:
        """What is said of one of several, by the word for these: `孩子` → (`子女年龄`, …)."""
        names: dict[str, set[str]] = {}
        for name, fact in self._facts.items():
            if fact.one_of:
                names.setdefault(fact.one_of, set()).add(name)
        return {word: frozenset(each) for word, each in names.items()}

    def named(self, name: str) -> Fact:
        """The fact called `name`; raises `DomainError` that proposes the nearest name."""
        if name in self._facts:
            return self._facts[name]
        raise unknown_name("facts.unknown", kind="事实", name=name, known=self._facts, place=place_of(name))

    def parse_values(self, raw: Mapping[str, object], *, today: date | None = None) -> dict[str, Answer]:
        """What people wrote, as typed values; raises `DomainError` for the first that cannot be read or cannot be.

        `today` None leaves out the bounds that depend on the day.
        """
        values = {str(name): parse_value(self.named(str(name)), word) for name, word in raw.items()}
        bounds.require_possible(self, values, today=today)
        return values

    def _with_derivations(self, facts: dict[str, Fact]) -> dict[str, Fact]:
        report, needs, trees = Report(), dict[str, set[str]](), dict[str, Node]()
        derived = {name: fact for name, fact in facts.items() if fact.derived}
        for name, fact in derived.items():
            with report.noting():
                trees[name] = self._parsed(fact, facts)
                needs[name] = set(fact_names(trees[name])) & set(derived)
        report.refuse()
        for name in self._in_order(needs):
            with report.noting():
                # What follows from derived facts is read again, now that they carry their trees.
                tree = self._parsed(derived[name], facts) if needs[name] else trees[name]
                facts[name] = self._derive(derived[name], tree)
        report.refuse()
        return facts

    def _in_order(self, needs: Mapping[str, set[str]]) -> list[str]:
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle, first = " → ".join(error.args[1]), error.args[1][0]
            what = f"事实互相推算，绕成了圈：{circle}"
            raise RuleError("facts.cycle", what=what, place=self._places.get(first)) from None

    def _parsed(self, fact: Fact, facts: Mapping[str, Fact]) -> Node:
        where = place_of(fact.derived, self._places.get(fact.name))
        return parse.parse_expression(fact.derived, facts=facts, where=where)

    def _derive(self, fact: Fact, tree: Node) -> Fact:
        place = self._places.get(fact.name)
        # The figure of a region is declared in its packs, which are read later and compared then.
        kind = (
            check.Shape(fact.type, fact.measure) if isinstance(tree, Parameter) else check.shape(tree, None)
        )
        if (kind.type, kind.measure) != (fact.type, fact.measure):
            raise RuleError(
                "facts.derived_type",
                what=f"“{fact.name}”登记为{fact.type.chinese}{fact.measure}，推算出来却是{kind}",
                place=place,
            )
        if parse.depth(tree) > 100:
            raise RuleError("facts.derived_depth", what=f"“{fact.name}”的推算套得太深", place=place)
        return replace(fact, derivation=tree)


def stale_from(fact: Fact, *, verified_on: date) -> date | None:
    """The day from which a value verified on `verified_on` must be verified again; None where it does not age."""
    return None if fact.good_for_months is None else months_after(verified_on, fact.good_for_months)


def holds_in(fact: Fact | None, *, said_of: str, asked_in: str) -> bool:
    """Whether what was said of one region counts for another: it always does where the fact is not of a place.

    What a city or a province has decided counts in all of it.
    """
    if fact is None or not fact.of_place:
        return True
    if not regions.known(said_of):
        return False
    return regions.contains(regions.city_of(said_of) if fact.of_place == "市" else said_of, asked_in)


def read_dictionary(folder: Path, report: Report) -> FactDictionary:
    """The facts of `facts.yaml`, `facts/*.yaml` and of every pack, as one dictionary.

    What is wrong in a region's own file is noted and all facts of that file are left out;
    what is wrong in a shared file raises `PackError`.
    """
    declared, whole = Declared(), None
    for file in shared_files(folder):
        declared.read(file.read(report), report, file=file.name)
    report.refuse()
    refuse(declared.misfits())
    for file in files(folder, "facts.yaml", "*/facts.yaml"):
        more, own = Declared(declared), Report()
        more.read(file.read(own), own, file=file.name)
        try:
            refuse((*own, *more.misfits()))
            whole = FactDictionary.of(more)
        except PackError as error:
            report.add(error)
        else:
            declared = more
    return whole or FactDictionary.of(declared)


dictionary = Kept(read_dictionary)
