"""The obligations of all packs, and each as it stands in a region with the lengths that the law sets there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from huigong.catalogue.parameters import ParameterBook
from huigong.catalogue.services import Catalogue, catalogue
from huigong.declarations import Duration, Head, Shelf, Written, address_of, head_of, read_written
from huigong.declarations import Span as Length
from huigong.declarations.addresses import Address
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Kept, PackError, Report
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
    kind of record, "" for the person. `anchor` is the fact from whose first day it runs, of a record the event. `due` is the
    field of the record that says the last day, "" where it is counted, and `renewed_by` the events that put a new day
    there and so prove it. `services` are those whose grant proves that it was done, `proof` the records that do, `rule` is its `while`.
    """

    head: Head
    region: str
    versions: Versions | None
    unset: tuple[str, ...]
    about: str
    anchor: str
    due: str
    renewed_by: tuple[str, ...]
    services: tuple[str, ...]
    proof: RecordProof | None
    rule: Node | None
    performer: Address | None
    excused_by: Address | None
    reasons: tuple[str, ...]
    excused_for: Duration | None
    tells: tuple[Tells, ...]
    what: str

    @property
    def id(self) -> str:
        return self.head.id


@dataclass(frozen=True)
class Book:
    """The obligations of all regions. What is made of them is kept by region and files; `aside` is what was wrong, whose
    files are not on the shelf."""

    shelf: Shelf
    facts: FactDictionary
    parameters: ParameterBook
    kinds: RecordBook | None = None
    aside: tuple[PackError, ...] = ()
    _made: dict[tuple[str, ...], Declaration | None] = field(default_factory=dict, compare=False, repr=False)

    def declaration(self, id: str, region: str, *, on: date) -> Declaration | None:
        """The obligation as it stands in the region on a day, once it has ended as it stood last; None before it begins."""
        layers = self.layers(id, region, on=on)
        key = (region, *(f"{each.file.name}@{each.since}" for each in layers))
        if key not in self._made:
            self._made[key] = self.made(layers, region) if layers else None
        return self._made[key]

    def in_region(self, region: str, *, on: date) -> Iterator[Declaration]:
        """Every obligation that holds in the region on the day."""
        here = (id for id in self.shelf.ids if self.shelf.layers(id, on=on, region=region))
        made = (self.declaration(id, region, on=on) for id in here)
        return (each for each in made if each is not None)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Id → what it is called by the newest of its files that are written whole."""
        whole = sorted(
            (each for each in self.shelf.written if not each.inherits), key=lambda each: each.since
        )
        return {each.id: each.entry["name"] or each.id for each in whole}

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The facts from which obligations run."""
        return frozenset(
            each.entry["anchor"]
            for each in self.shelf.written
            if each.entry["anchor"] and not each.entry["about"]
        )

    def beginning(self, since: datetime, today: date) -> Iterator[tuple[str, frozenset[str]]]:
        """Each id of which a version begins between the two days, both included, and the facts from which it runs."""
        first = since.date()
        for id in self.shelf.ids:
            mine = [each for each in self.shelf.written if each.id == id]
            if any(first <= each.since <= today for each in mine):
                anchors = (each.entry["anchor"] for each in mine if not each.entry["about"])
                yield id, frozenset(anchor for anchor in anchors if anchor)

    @cached_property
    def records(self) -> frozenset[str]:
        """The kinds of record that obligations are about, or by which they are proved."""
        entries = [each.entry for each in self.shelf.written]
        proving = {entry["proved_by"]["record"] for entry in entries if entry["proved_by"]}
        return frozenset(proving | {entry["about"] for entry in entries if entry["about"]})

    @property
    def facts_of_records(self) -> Collection[str]:
        """The facts about people that records give."""
        return self.kinds.facts if self.kinds is not None else ()

    def readable(self, about: str, region: str, on: date) -> Mapping[str, Fact]:
        """What a rule may read: of a kind of record its fields, state and flags, else what is known of people.

        Raises `NotFound` (`record_kind.unknown`) for a kind that nobody declared.
        """
        if not about:
            return self.facts
        assert self.kinds is not None
        return self.kinds.kind_for(about, on=on, region=region).told

    def longest_excuse(self, declared: Declaration, on: date) -> Span | None:
        """How long one excuse may last that begins on the day; None where nothing is declared, or no value for it known."""
        if declared.excused_for is None:
            return None
        lookup = self.parameters.lookup(declared.region)
        known = declared.excused_for.on(on, self.parameters.declarations, lookup)
        return _span(known) if isinstance(known, Length) else None

    def first_days(self, id: str) -> list[date]:
        """The days on which a file of it begins to hold, in order."""
        return sorted({each.since for each in self.shelf.written if each.id == id})

    def layers(self, id: str, region: str, *, on: date) -> tuple[Written, ...]:
        """The files that make it on the day, else those that made it last before, the highest region first."""
        past = (day for day in reversed(self.first_days(id)) if day <= on)
        made = (self.shelf.layers(id, on=day, region=region) for day in (on, *past))
        return next(filter(None, made), ())

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
            versions=self._versions(listed, layers, region) if listed and not unset else None,
            unset=tuple(unset),
            about=about,
            anchor=whole["anchor"],
            due=whole["due"],
            renewed_by=whole["renewed_by"],
            proof=self._proof(whole["proved_by"], region, since) if whole["proved_by"] else None,
            services=tuple(dict.fromkeys(id for layer in layers for id in layer.entry["done_by"])),
            rule=rule,
            performer=address_of(performer) if performer else None,
            excused_by=address_of(excused["by"]) if excused else None,
            reasons=excused["reasons"] if excused else (),
            excused_for=excused["for"] if excused else None,
            tells=whole["tells"],
            what=whole["what"],
        )

    def _versions(
        self, listed: list[tuple[date, Terms]], layers: tuple[Written, ...], region: str
    ) -> Versions:
        id, until = layers[0].id, layers[0].until
        while until is not None and until < date.max:
            following = self.shelf.layers(id, on=until + timedelta(days=1), region=region)
            if not following:
                break
            until = following[0].until
        firsts = (day for day in self.first_days(id) if self.shelf.layers(id, on=day, region=region))
        return Versions(tuple(_changed(listed)), since=next(firsts), until=until)

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
            dated=bool(whole["due"]),
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


shelf_of: Kept[Shelf] = Kept(read_shelf)
_books: list[tuple[Shelf, Catalogue, RecordBook, Book]] = []


def book() -> Book:
    """The obligations of the installed packs, with their facts and parameters. What is wrong is set aside, the rest serves."""
    shelf, known, kinds = shelf_of(), catalogue(), records.book()
    if not _books or any(
        kept is not new for kept, new in zip(_books[0], (shelf, known, kinds), strict=False)
    ):
        made = sound(Book(shelf, known.facts, known.parameters, kinds))
        _books[:] = [(shelf, known, kinds, made)]
    return _books[0][3]


def sound(whole: Book) -> Book:
    """The book without the files that cannot be used, and with what is wrong with them."""
    own = Report()
    shelf = whole.shelf.sound(
        own, lambda layers, on, region: own.errors.extend(_wrong(whole, layers, region))
    )
    return replace(whole, shelf=shelf, aside=tuple(own), _made={}) if own else whole


def _wrong(whole: Book, layers: tuple[Written, ...], region: str) -> Iterator[PackError]:
    """Why these files make no obligation, at the lowest of them."""
    lowest = layers[-1].entry
    declared = whole.parameters.declarations
    for key in LENGTHS:
        if (length := lowest[key]) and (wrong := length.misnamed(declared)):
            yield PackError("obligation.length", what=wrong, place=lowest.spot(key).place)
    try:
        made = whole.made(layers, region)
        if made.rule is not None:
            check(made.rule, whole.readable(made.about, region, layers[0].since), declared, expect=Type.BOOL)
    except (DomainError, ValueError) as error:
        why = error.what if isinstance(error, DomainError) else str(error)
        yield PackError(
            "obligation.set_aside", what=f"义务“{layers[0].id}”不能用", why=why, place=lowest.spot("id").place
        )


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
