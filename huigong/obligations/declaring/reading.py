"""The obligations of all packs, and each as it stands in a region with the lengths that the law sets there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from huigong.catalogue.parameters import ParameterBook
from huigong.catalogue.services import catalogue
from huigong.declarations import Duration, Head, Shelf, Written, address_of, head_of, read_written
from huigong.declarations import Span as Length
from huigong.declarations.addresses import Address
from huigong.kernel.packs import Entry, Kept, Report
from huigong.kernel.timelimits import Measure
from huigong.obligations.declaring.shapes import FILES, LENGTHS, OBLIGATION, Tells
from huigong.obligations.forecast.terms import Span, Terms, Versions
from huigong.records import shelf as records
from huigong.records.shelf import RecordBook
from huigong.rules.check import check
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterLookup
from huigong.rules.parse import parse_condition
from huigong.rules.values import Type

_LONGEST_NEED = 50  # characters
_MONTHS = {Measure.MONTH: 1, Measure.YEAR: 12}


@dataclass(frozen=True)
class RecordProof:
    """A kind of record of the same person that proves it, on the day that its field `date` says.

    A record for which `rule` is no yes does not count, for the reason that it `needs`.
    """

    record: str
    rule: Node | None
    date: str
    needs: str


@dataclass(frozen=True)
class Declaration:
    """One obligation as it stands in a region.

    `versions` is None where a length is not known there (`unset` names the parameters): nothing is raised. `about` is a
    kind of record, "" for the person. `anchor` is the fact from whose first day it runs, of a record the event. `services`
    are those whose grant proves that it was done, `proof` the records that do, `rule` is its `while`.
    """

    head: Head
    region: str
    versions: Versions | None
    unset: tuple[str, ...]
    about: str
    anchor: str
    services: tuple[str, ...]
    proof: RecordProof | None
    rule: Node | None
    performer: Address | None
    excused_by: Address | None
    reasons: tuple[str, ...]
    tells: tuple[Tells, ...]
    what: str

    @property
    def id(self) -> str:
        return self.head.id


@dataclass(frozen=True)
class Book:
    """The obligations of all regions. What is made of them is kept by id and region."""

    shelf: Shelf
    facts: FactDictionary
    parameters: ParameterBook
    kinds: RecordBook | None = None
    _made: dict[tuple[str, str], Declaration | None] = field(default_factory=dict, compare=False, repr=False)

    def declaration(self, id: str, region: str) -> Declaration | None:
        """The obligation as it stands in the region; None where there is none."""
        if (id, region) not in self._made:
            layers = self.layers(id, region)
            self._made[id, region] = self.made(layers, region) if layers else None
        return self._made[id, region]

    def in_region(self, region: str) -> Iterator[Declaration]:
        """Every obligation that there is in the region."""
        made = (self.declaration(id, region) for id in self.shelf.ids)
        return (each for each in made if each is not None)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The facts from which obligations run."""
        return frozenset(
            each.entry["anchor"]
            for each in self.shelf.written
            if each.entry["anchor"] and not each.entry["about"]
        )

    @cached_property
    def records(self) -> frozenset[str]:
        """The kinds of record that obligations are about, or by which they are proved."""
        entries = [each.entry for each in self.shelf.written]
        proving = {entry["proved_by"]["record"] for entry in entries if entry["proved_by"]}
        return frozenset(proving | {entry["about"] for entry in entries if entry["about"]})

    def readable(self, about: str, region: str, on: date) -> Mapping[str, Fact]:
        """What a rule may read: of a kind of record its fields, state and flags, else what is known of people.

        Raises `NotFound` (`record_kind.unknown`) for a kind that nobody declared.
        """
        if not about:
            return self.facts
        assert self.kinds is not None
        return self.kinds.kind_for(about, on=on, region=region).told

    def first_days(self, id: str) -> list[date]:
        """The days on which a file of it begins to hold, in order."""
        return sorted({each.since for each in self.shelf.written if each.id == id})

    def layers(self, id: str, region: str) -> tuple[Written, ...]:
        """The files that make its newest version, the highest region first; none where the region has none."""
        newest = (self.shelf.layers(id, on=day, region=region) for day in reversed(self.first_days(id)))
        return next(filter(None, newest), ())

    def made(
        self, layers: tuple[Written, ...], region: str, *, lookup: ParameterLookup | None = None
    ) -> Declaration:
        """The obligation of its newest files, with the terms of all days.

        `lookup` gives lengths instead of the region's own. Raises `ValueError` for terms that do not fit together.
        """
        whole = layers[0].entry
        listed, unset = self._dated(layers[0].id, region, lookup or self.parameters.lookup(region))
        about, since = whole["about"], layers[0].since
        rule = None
        if whole["while"] is not None:
            rule = parse_condition(whole["while"], facts=self.readable(about, region, since))
        excused, performer = whole["excused"], whole["performer"]
        return Declaration(
            head=head_of(layers),
            region=region,
            versions=Versions(tuple(_changed(listed))) if listed and not unset else None,
            unset=tuple(unset),
            about=about,
            anchor=whole["anchor"],
            proof=self._proof(whole["proved_by"], region, since) if whole["proved_by"] else None,
            services=tuple(dict.fromkeys(id for layer in layers for id in layer.entry["done_by"])),
            rule=rule,
            performer=address_of(performer) if performer else None,
            excused_by=address_of(excused["by"]) if excused else None,
            reasons=excused["reasons"] if excused else (),
            tells=whole["tells"],
            what=whole["what"],
        )

    def _proof(self, proved: Mapping[str, Any], region: str, since: date) -> RecordProof:
        facts = self.readable(proved["record"], region, since)
        rule = None if proved["if"] is None else parse_condition(proved["if"], facts=facts)
        return RecordProof(proved["record"], rule, proved["date"], str(proved["if"] or "")[:_LONGEST_NEED])

    def _dated(
        self, id: str, region: str, lookup: ParameterLookup
    ) -> tuple[list[tuple[date, Terms]], list[str]]:
        """The terms by the day from which they hold, and the parameters without a value in the newest of them."""
        since = self.first_days(id)
        names = {
            length.parameter
            for each in self.shelf.written
            if each.id == id
            for key in LENGTHS
            if (length := each.entry[key]) and length.parameter
        }
        turns = {value.valid_from for name in names for value in self.parameters.values.get(name, ())}
        listed, unset = [], list[str]()
        for day in sorted({*since, *(turn for turn in turns if turn > since[0])}):
            layers = self.shelf.layers(id, on=day, region=region)
            terms = self._terms(layers, day, lookup) if layers else None
            if isinstance(terms, Terms):
                listed.append((day, terms))
            unset = terms if isinstance(terms, list) else []
        return listed, unset

    def _terms(self, layers: tuple[Written, ...], day: date, lookup: ParameterLookup) -> Terms | list[str]:
        """The terms on a day, or the parameters without a value then."""
        whole, spans, unset = layers[0].entry, dict[str, Span | None](), []
        for key in LENGTHS:
            length: Duration | None = _last(layers, key)
            known = length.on(day, self.parameters.declarations, lookup) if length else None
            spans[key] = _span(known) if isinstance(known, Length) else None
            if length and not isinstance(known, Length):
                unset.append(length.parameter)
        if unset:
            return unset
        excused = whole["excused"]
        return Terms(
            every=spans["every"],
            first=spans["first"],
            opens=spans["opens"],
            grace=spans["grace"] or Span(),
            counted_from=whole["counted_from"],
            missed=whole["missed"],
            on_change=whole["on_change"],
            conditional=whole["while"] is not None,
            horizon=whole["horizon"],
            **({"effect": excused["effect"]} if excused else {}),
        )


def check_rule(entry: Entry, key: str, facts: Mapping[str, Fact], parameters: ParameterBook) -> Node:
    """A rule of an entry. Raises `RuleError` where it cannot be read or its parts do not fit."""
    rule = parse_condition(entry[key], facts=facts, where=entry.spot(key).place)
    check(rule, facts, parameters.declarations, expect=Type.BOOL)
    return rule


def read_shelf(folder: Path, report: Report) -> Shelf:
    """Everything below the policies folder."""
    return Shelf("义务", "obligation", tuple(read_written(folder, OBLIGATION, report, FILES)))


_shelf: Kept[Shelf] = Kept(read_shelf)
_books: dict[int, Book] = {}


def book() -> Book:
    """The obligations of the installed packs, with their facts and parameters."""
    shelf, known = _shelf(), catalogue()
    if id(shelf) not in _books:
        _books.clear()
        _books[id(shelf)] = Book(shelf, known.facts, known.parameters, records.book())
    return _books[id(shelf)]


def _span(length: Length) -> Span:
    """Raises `ValueError` for working days: what comes again and again is counted by the calendar."""
    if length.measure is Measure.WORKING_DAY:
        raise ValueError("an obligation is not counted in working days")
    months = _MONTHS.get(length.measure, 0) * length.length
    return Span(months) if months else Span(days=length.length)


def _last(layers: tuple[Written, ...], key: str) -> Any:
    """What the lowest region says that says anything."""
    return next(
        (layer.entry[key] for layer in reversed(layers) if layer.entry.raw.get(key) is not None), None
    )


def _changed(listed: list[tuple[date, Terms]]) -> Iterator[tuple[date, Terms]]:
    """Without the days on which nothing became other."""
    before: Terms | None = None
    for day, terms in listed:
        if terms != before:
            yield day, terms
        before = terms
