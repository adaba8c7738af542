"""Dated values of the law by region: what a number, rate, day or word was, and which clause says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, PackError, PackFile, Place, Report, Shape, place_in, speaks
from huigong.kernel.packs.kinds import choice, day, flag, mapped, rows, text, texts, whatever
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import BROKEN, Spot
from huigong.kernel.regions import lineage
from huigong.kernel.validity import Dated
from huigong.rules.nodes import Fact
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.reading import parse_value
from huigong.rules.values import FEN, UNKNOWN, Answer, Type, Value

VALUE = Shape(
    "取值",
    {
        "value": whatever(None),
        "by_region": mapped(lambda raw, spot: (raw, spot)),
        "from": day(),
        "until": day(None),
        "clause": text(),
        "fact": text(""),
        "verified": flag(True),
        "note": text(""),
    },
)
PARAMETER = Shape(
    "参数",
    {
        "name": text(said=True),
        "type": choice(Type),
        "measure": text("", said=True),
        "options": texts(),
        "overrides": flag(False),
        "values": rows(VALUE),
    },
    named="name",
)
speaks("services", after="questions", packs=("*/parameters.yaml",), shape=PARAMETER, at="*")


@dataclass(frozen=True)
class DatedValue(Dated):
    """One value of a parameter from `valid_from` to `valid_until` (its last day; None while in force)."""

    region: str
    value: Value
    valid_from: date
    valid_until: date | None
    clause: str
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class WrittenParameter:
    """A parameter as one file writes it: `overrides` where it says that it replaces values from above."""

    declaration: ParameterDeclaration
    values: tuple[DatedValue, ...]
    region: str
    overrides: bool
    place: Place


@dataclass(frozen=True)
class ParameterBook:
    """Every parameter of every region; a region inherits from the regions above it."""

    declarations: Mapping[str, ParameterDeclaration]
    values: Mapping[str, tuple[DatedValue, ...]]

    def dated(self, name: str, *, region: str, on: date, unverified: bool = False) -> DatedValue | None:
        """The value in force for `region` on that day, the nearest region's first."""
        candidates = [
            value
            for value in self.values.get(name, ())
            if value.in_force(on) and (value.verified or unverified)
        ]
        for level in lineage(region):
            here = [value for value in candidates if value.region == level]
            if here:
                return max(here, key=lambda value: value.valid_from)
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
    _known: dict[tuple[str, date], Answer] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, name: str, on: date, /) -> Answer:
        if (name, on) not in self._known:
            value = self.book.dated(name, region=self.region, on=on, unverified=self.unverified)
            self._known[name, on] = UNKNOWN if value is None else value.value
        return self._known[name, on]


def read_parameters(raw: object, file: PackFile, report: Report) -> Iterator[WrittenParameter]:
    """The parameters of one `parameters.yaml`; what is wrong with values is noted, the name stays declared."""
    listed = raw if isinstance(raw, list) else [raw]
    for index, written in enumerate(listed):
        place = place_in(raw, index, Place(file.name))
        entry = PARAMETER.read(written, report=report, place=place) or _without_values(written, place)
        parameter = None if entry is None else _parameter(entry, file)
        if parameter is not None:
            yield parameter


def _without_values(written: object, place: Place | None) -> Entry | None:
    """The name of a parameter whose values are wrong, so that the rules that read it are not reported as well."""
    if not isinstance(written, dict):
        return None
    return PARAMETER.read(
        {key: written[key] for key in written if key != "values"}, report=Report(), place=place
    )


def value_of(declared: ParameterDeclaration, raw: Any, spot: Spot) -> Any:
    """A value as written, of the parameter's type; what cannot be read is noted. Money names its unit."""
    as_fact = Fact(declared.name, declared.type, measure=declared.measure, values=declared.options)
    if declared.measure == FEN and not isinstance(raw, str):
        return spot.wrong("金额要写单位", "例如 9600元")
    try:
        value = _share(raw) if _is_share(declared, raw) else parse_value(as_fact, raw)
    except DomainError as error:
        return spot.wrong(error.what, error.do)
    return spot.wrong("这里应当写一个值", "还没有公布的，不写这一行") if value is UNKNOWN else value


def _is_share(declared: ParameterDeclaration, raw: Any) -> bool:
    """`8%` of a decimal without measure is a factor."""
    return (declared.type, declared.measure) == (Type.DECIMAL, "") and str(raw).strip().endswith("%")


def _share(raw: Any) -> Answer:
    percent = parse_value(Fact("费率", Type.DECIMAL, measure="%"), raw)
    return percent / 100 if isinstance(percent, Decimal) else percent


def _parameter(entry: Entry, file: PackFile) -> WrittenParameter | None:
    declared = ParameterDeclaration(entry["name"], entry["type"], entry["measure"], entry["options"])
    if (declared.type is Type.ENUM) != bool(declared.options):
        entry.wrong("options", "enum 要列出 options，其他类型不要列")
        return None
    values = tuple(value for row in entry["values"] for value in _dated(row, declared, file))
    place = entry.spot("name").place
    return WrittenParameter(declared, values, file.region, entry["overrides"], place)


def _dated(row: Entry, declared: ParameterDeclaration, file: PackFile) -> Iterator[DatedValue]:
    for region, raw, spot in _by_region(row, file):
        value = value_of(declared, raw, spot)
        if value is not BROKEN:
            yield DatedValue(
                region=region,
                value=value,
                valid_from=row["from"],
                valid_until=row["until"],
                clause=full_reference(row["clause"], file.document),
                verified=row["verified"],
                note=row["note"],
            )


def _by_region(row: Entry, file: PackFile) -> Iterator[tuple[str, Any, Spot]]:
    """The value for the file's region, or one for each region of its table."""
    if (row["value"] is None) == (not row["by_region"]):
        row.wrong("value", "写 value，或者按地区写 by_region: {区划代码: 值}，只写一样")
        return
    if row["value"] is not None:
        yield file.region, row["value"], row.spot("value")
    for region, (raw, spot) in row["by_region"].items():
        if file.region in lineage(region):
            yield region, raw, spot
        else:
            spot.wrong(f"“{region}”不是{file.region}或者它下面的地区", "请写六位区划代码")


def merge(written: Iterable[WrittenParameter], report: Report) -> ParameterBook:
    """One book from all regions; notes where two packs declare a name differently."""
    declarations: dict[str, ParameterDeclaration] = {}
    values: dict[str, list[DatedValue]] = {}
    for parameter in written:
        name = parameter.declaration.name
        if declarations.setdefault(name, parameter.declaration) != parameter.declaration:
            report.add(
                PackError(
                    "catalogue.parameter_twice",
                    what=f"参数“{name}”在两处声明得不一样",
                    why="同一个名称的类型、计量单位和选项要处处相同，取值才能互相继承",
                    do="请改成相同的 type、measure 和 options，或换一个名称",
                    place=parameter.place,
                )
            )
        values.setdefault(name, []).extend(parameter.values)
    return ParameterBook(declarations, {name: tuple(dated) for name, dated in values.items()})
