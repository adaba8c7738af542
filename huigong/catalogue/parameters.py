"""Dated values of the law by region: what a number was on a day, and which clause says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.fields import Fields
from huigong.catalogue.lineage import full_reference, lineage
from huigong.kernel.money import yuan
from huigong.kernel.packs import PackError
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.values import FEN, UNKNOWN, Answer, Type, Value

PARAMETER_KEYS = ("name", "type", "measure", "values")
VALUE_KEYS = ("value", "from", "until", "clause", "fact", "verified", "note")


@dataclass(frozen=True)
class DatedValue:
    """One value of a parameter from `valid_from` to `valid_until` (its last day; None while in force)."""

    region: str
    value: Value
    valid_from: date
    valid_until: date | None
    clause: str
    verified: bool
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the value holds on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class ParameterBook:
    """Every parameter of every region; a region inherits from the regions above it."""

    declarations: Mapping[str, ParameterDeclaration]
    values: Mapping[str, tuple[DatedValue, ...]]

    def dated(self, name: str, *, region: str, on: date, unverified: bool = False) -> DatedValue | None:
        """The value in force for `region` on that day, the nearest region's first."""
        candidates = [
            one for one in self.values.get(name, ()) if one.in_force(on) and (one.verified or unverified)
        ]
        for level in lineage(region):
            here = [one for one in candidates if one.region == level]
            if here:
                return max(here, key=lambda one: one.valid_from)
        return None

    def lookup(self, region: str, *, unverified: bool = False) -> RegionParameters:
        """The values as the rules language asks for them."""
        return RegionParameters(self, region, unverified)


@dataclass(frozen=True)
class RegionParameters:
    """A `ParameterLookup` for one region."""

    book: ParameterBook
    region: str
    unverified: bool

    def __call__(self, name: str, on: date, /) -> Answer:
        found = self.book.dated(name, region=self.region, on=on, unverified=self.unverified)
        return UNKNOWN if found is None else found.value


def read_parameters(
    raw: object, *, file: str, region: str, document: str
) -> Iterable[tuple[ParameterDeclaration, list[DatedValue]]]:
    """The parameters of one `parameters.yaml`; raises `PackError`."""
    for entry in raw if isinstance(raw, list) else [raw]:
        fields = Fields(entry, file=file, entry="参数", known=PARAMETER_KEYS)
        name = fields.entry = fields.text("name")
        declaration = ParameterDeclaration(name, fields.choice("type", Type), fields.text("measure", ""))
        values = [
            _dated(one, declaration, file=file, region=region, document=document)
            for one in fields.items("values")
        ]
        yield declaration, values


def _dated(
    raw: object, declaration: ParameterDeclaration, *, file: str, region: str, document: str
) -> DatedValue:
    fields = Fields(raw, file=file, entry=f"参数“{declaration.name}”", known=VALUE_KEYS)
    return DatedValue(
        region=region,
        value=_value(fields, declaration),
        valid_from=fields.day("from"),
        valid_until=fields.optional_day("until"),
        clause=full_reference(fields.text("clause"), document),
        verified=fields.flag("verified", default=True),
        note=fields.text("note", ""),
    )


def _value(fields: Fields, declaration: ParameterDeclaration) -> Value:
    if declaration.measure == FEN:
        return yuan(fields.text("value"))
    if declaration.type is Type.INT:
        return fields.number("value")
    raise fields.wrong("value", "目前的参数只有整数和金额（写成“9600元”）")


def merge(
    parts: Iterable[tuple[ParameterDeclaration, list[DatedValue]]],
) -> ParameterBook:
    """One book from all regions; raises `PackError` where two packs declare a name differently."""
    declarations: dict[str, ParameterDeclaration] = {}
    values: dict[str, list[DatedValue]] = {}
    for declaration, dated in parts:
        if declarations.setdefault(declaration.name, declaration) != declaration:
            raise PackError(
                "catalogue.parameter_twice",
                what=f"参数“{declaration.name}”在两处声明得不一样",
                why="同一个名称的类型和计量单位要处处相同，取值才能互相继承",
                do="请改成相同的 type 和 measure，或换一个名称",
            )
        values.setdefault(declaration.name, []).extend(dated)
    return ParameterBook(declarations, {name: tuple(dated) for name, dated in values.items()})
