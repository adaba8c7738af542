"""Reads one declared field: its type, words, parts and limits. Rules come afterwards, when all fields are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from huigong.declarations.privacy import Secrecy
from huigong.forms.codes import CodeBook
from huigong.forms.fields import NOT_CLEAR, Field, Option
from huigong.forms.kinds import (
    COMPOUND,
    FILE_KINDS,
    ONLY_FOR,
    ROWS,
    Kind,
)
from huigong.forms.limits import limits_of
from huigong.forms.meaning import role_of, stands_for
from huigong.forms.shapes import FIELD
from huigong.forms.types import Compound, type_of
from huigong.kernel.packs import Entry, MarkedMapping, Place, Report, nearest_name, place_of
from huigong.kernel.packs.places import MarkedList
from huigong.kernel.packs.references import full_reference
from huigong.kernel.sentences import instead
from huigong.rules.facts import Fact
from huigong.rules.grammar import FUNCTIONS
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.tokens import KEYWORDS

PAPERS: Final = "证件种类"
_WORD = re.compile(r"[^\W\d_]\w*")


@dataclass(frozen=True)
class Declared:
    """A field as far as it stands alone, with its entry for the rules; `columns` are those of a row."""

    field: Field
    entry: Entry
    columns: tuple[Declared, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What fields are read with: the library of shared fields, code lists, facts, declared parameters, and the day and region that options are for."""

    library: Mapping[str, Any]
    codes: CodeBook
    facts: Mapping[str, Fact]
    parameters: ParameterDeclarations
    on: date
    region: str
    document: str
    report: Report


def read_field(raw: object, desk: Desk, *, inside: bool = False) -> Declared | None:
    """The field of a loaded mapping, with what it uses of the library; what is wrong is noted.

    `inside` a row no other row may stand.
    """
    filled, shared = _with_library(raw, desk)
    before = len(desk.report.errors)
    entry = FIELD.read(filled, report=desk.report)
    if entry is None:
        return None
    kind: Kind = entry["type"]
    _check_words(entry)
    _check_keys(entry, kind)
    if entry["as_above"] and not inside:
        entry.wrong("as_above", "只有一行里的字段能照上一行写", "请去掉")
    columns = _columns(entry, kind, desk, inside=inside)
    field = _field(entry, kind, desk, shared, tuple(column.field for column in columns))
    return None if len(desk.report.errors) > before else Declared(field, entry, columns)


def merged(lower: object, upper: object) -> MarkedMapping:
    """Two loaded mappings as one, each value with its place; where both have a key, that of `upper`."""
    place = place_of(upper) or place_of(lower) or Place()
    both = MarkedMapping.at(place)
    for raw in (lower, upper):
        if isinstance(raw, MarkedMapping):
            both.update(raw)
            both.places.update(raw.places)
    return both


def _with_library(raw: object, desk: Desk) -> tuple[object, str]:
    """What the field says and, where it says `use`, what the library says; and the id there."""
    use = raw.get("use") if isinstance(raw, Mapping) else None
    if not isinstance(use, str):
        return raw, ""
    if use not in desk.library:
        nearest = nearest_name(use, desk.library)
        spot = Entry(f"字段“{use}”", place_of(raw) or Place(), raw, desk.report)  # type: ignore[arg-type]
        spot.wrong("use", "公用字段里没有它", f"是不是“{nearest}”？" if nearest else "", suggestion=nearest)
        return raw, ""
    for key in ("type", "unit", "codes", "fact", "role", "stands_for", "one_of"):
        if isinstance(raw, Mapping) and key in raw:
            spot = Entry(f"字段“{use}”", place_of(raw) or Place(), raw, desk.report)
            spot.wrong(
                key, "公用字段的类型、单位、代码表、事实和用处不能在这里改", "请去掉这一项，或者不用 use"
            )
    whole, rows = merged(desk.library[use], raw), desk.library[use].get("fields")
    if rows is not None and whole["fields"] is not rows:
        whole["fields"] = joined(rows, whole["fields"])
    return whole, use


def joined(shared: object, own: object) -> MarkedList:
    """The fields of both; one that stands in both is said in the form's words, at its place among the shared ones."""
    both = MarkedList.at(place_of(own) or place_of(shared) or Place())
    at: dict[object, int] = {}
    for listed in (shared, own):
        for raw, place in zip(listed, listed.places, strict=True) if isinstance(listed, MarkedList) else ():
            name = _named(raw)
            if name in at:
                both[at[name]] = merged(both[at[name]], raw)
            else:
                at[name] = len(both)
                both.append(raw)
                both.places.append(place)
    return both


def _named(raw: object) -> object:
    return (raw.get("use") or raw.get("id")) if isinstance(raw, Mapping) else id(raw)


def _check_words(entry: Entry) -> None:
    id = entry["id"]
    if not _WORD.fullmatch(id) or id in KEYWORDS or id in FUNCTIONS or id == "行":
        entry.wrong(
            "id", f"“{id[:40]}”不能作字段的名称", "用汉字、字母和数字，不能以数字开头，不能有点和空格"
        )
    if "：" in entry["name"] or "\n" in entry["name"]:
        entry.wrong("name", "名称里不能有冒号和换行")
    if not entry["ask"] and entry.raw.get("value") is None:
        entry.wrong("ask", "要有一句问填表人的话", "请写 ask", code="packs.missing")


def _check_keys(entry: Entry, kind: Kind) -> None:
    for key, kinds in ONLY_FOR.items():
        if kind not in kinds and entry.raw.get(key) is not None:
            entry.wrong(key, f"{kind.value} 类型的字段没有这一项", "请去掉")
    for name in (name for name in entry["kinds"] if name not in FILE_KINDS):
        entry.wrong("kinds", f"不认识文件种类“{name}”", f"可以写的有：{'、'.join(FILE_KINDS)}")
    if kind is Kind.CODE and not entry["codes"]:
        entry.wrong("codes", "要写从哪个代码表里选", "请写 codes", code="packs.missing")
    if kind in ROWS and entry.raw.get("columns" if kind is Kind.TABLE else "fields") is None:
        entry.wrong("columns" if kind is Kind.TABLE else "fields", "要写每一行填什么", code="packs.missing")


def _columns(entry: Entry, kind: Kind, desk: Desk, *, inside: bool) -> tuple[Declared, ...]:
    if kind not in ROWS:
        return ()
    key = "columns" if kind is Kind.TABLE else "fields"
    listed = entry[key] if isinstance(entry[key], list) else []
    read = [read_field(raw, desk, inside=True) for raw in listed]
    columns = tuple(column for column in read if column is not None)
    if inside:
        entry.wrong("type", "行里面不能再套行", "请把里面的一张表单独写成一个字段")
    for column in columns:
        if kind is Kind.TABLE and column.field.kind in COMPOUND:
            column.entry.wrong("type", "表格的一格里只能填一样东西", "请改用 repeat")
    for id in entry["totals"]:
        summed = next((each for each in columns if each.field.id == id), None)
        if summed is None or summed.field.kind not in (Kind.INT, Kind.MONEY):
            entry.wrong("totals", f"“{id}”不是这里能合计的一列", "只能合计整数和金额的列")
    return columns


def _field(entry: Entry, kind: Kind, desk: Desk, shared: str, columns: tuple[Field, ...]) -> Field:
    asked, needed = _parts(entry, kind, "parts"), _parts(entry, kind, "needs")
    if kind is Kind.PERSON and "number" in asked and "paper" not in asked:
        entry.wrong("parts", "问证件号码，也要问是哪种证件", "请加上“证件”")
    strictest = max(
        (column.privacy for column in columns), key=lambda each: each.rank, default=Secrecy.PUBLIC
    )
    privacy = entry["privacy"] or max(strictest, _usual(kind), key=lambda each: each.rank)
    if shared and privacy.rank < _as_shared(desk.library[shared]).rank:
        entry.wrong("privacy", "公用字段的隐私等级更严，这里不能放松")
    if privacy.rank < strictest.rank:
        entry.wrong("privacy", f"里面有“{strictest.label}”的列，这里不能写得更松")
    fact = _fact(entry, kind, desk)
    return Field(
        id=entry["id"],
        kind=kind,
        name=entry["name"] or instead(entry["id"], entry["ask"]),
        ask=entry["ask"],
        unknown_words=_unknown_words(entry),
        help_if_missing=entry["help_if_missing"],
        limits=limits_of(entry, kind),
        fact=fact,
        offers=tuple(_offers(entry, kind, columns, desk)),
        anew=entry["anew"],
        one_of=entry["one_of"] or (desk.facts[fact].one_of if fact else ""),
        as_above=entry["as_above"],
        shared="" if entry["anew"] else shared,
        privacy=privacy,
        clauses=tuple(full_reference(clause, desk.document) for clause in entry["clauses"]),
        code_list=_list_of(entry, kind),
        options=_options(entry, kind, desk),
        codes_ever=_ever(entry, kind, desk),
        asked_parts=asked,
        needed_parts=needed,
        file_kinds=entry["kinds"],
        fields=columns,
        fixed_rows=entry["rows"],
        totals=entry["totals"],
        role=role_of(entry, kind, columns, codes=_ever(entry, kind, desk)),
        stands_for=stands_for(entry, kind, desk.facts),
        decided=entry["decided"],
        keeps=entry["keeps"],
        since=entry["from"],
        until=entry["until"],
        place=entry.place,
        **{key: entry[key] for key in ("help", "example", "unit", "group")},
    )


def _as_shared(raw: Mapping[str, object]) -> Secrecy:
    said = raw.get("privacy")
    return Secrecy(str(said)) if said in list(Secrecy) else Secrecy.PUBLIC


def _usual(kind: Kind) -> Secrecy:
    return Secrecy.SENSITIVE if kind is Kind.PERSON else Secrecy.PERSONAL


def _list_of(entry: Entry, kind: Kind) -> str:
    return entry["codes"] or (PAPERS if kind is Kind.PERSON else "")


def _options(entry: Entry, kind: Kind, desk: Desk) -> tuple[Option, ...]:
    name = _list_of(entry, kind)
    if not name:
        return ()
    if name not in desk.codes:
        nearest = nearest_name(name, desk.codes)
        entry.wrong("codes", f"没有叫“{name}”的代码表", f"是不是“{nearest}”？" if nearest else "")
        return ()
    options = desk.codes[name].options(on=desk.on, region=desk.region)
    known = desk.codes[name].ever(desk.region)
    for code in entry["only"]:
        if code not in known:
            entry.wrong("only", f"代码表“{name}”里没有“{code}”", f"可以写的有：{'、'.join(known)}")
    return tuple(option for option in options if not entry["only"] or option.code in entry["only"])


def _ever(entry: Entry, kind: Kind, desk: Desk) -> tuple[str, ...]:
    name = _list_of(entry, kind)
    return desk.codes[name].ever(desk.region) if name in desk.codes else ()


def _parts(entry: Entry, kind: Kind, key: str) -> tuple[str, ...]:
    compound = type_of(kind)
    if not isinstance(compound, Compound):
        return ()
    by_label = {part.label: name for name, part in compound.parts.items()}
    for label in entry[key]:
        if label not in by_label:
            entry.wrong(key, f"没有“{label}”这一部分", f"可以写的有：{'、'.join(by_label)}")
    return tuple(by_label[label] for label in entry[key] if label in by_label)


def _unknown_words(entry: Entry) -> tuple[str, ...]:
    said = entry["unknown_ok"]
    if said is None or said is False:
        return ()
    if said is True:
        return (NOT_CLEAR,)
    if isinstance(said, list) and said and all(isinstance(word, str) and word.strip() for word in said):
        return tuple(str(word).strip() for word in said)
    entry.wrong("unknown_ok", "请写 true，或者列出说法", f"例如 [{NOT_CLEAR}]")
    return ()


def _fact(entry: Entry, kind: Kind, desk: Desk) -> str:
    """The fact that the field fills or is filled from; both must hold the same kind of thing."""
    name: str = entry["fact"]
    same = desk.facts.get(entry["id"])
    if not name:
        if same is not None:
            entry.wrong("fact", f"“{entry['id']}”已经是一个事实", "填的就是它的写 fact，不是的换个 id")
        return ""
    if name not in desk.facts:
        nearest = nearest_name(name, desk.facts)
        entry.wrong("fact", f"没有叫“{name}”的事实", f"是不是“{nearest}”？" if nearest else "")
        return ""
    strangers = set(entry["only"] or _ever(entry, kind, desk)) - set(desk.facts[name].values)
    if kind is Kind.CODE and strangers:
        entry.wrong("fact", f"事实“{name}”没有“{'、'.join(sorted(strangers))}”这样的选项")
    if not fits(kind, entry["unit"], desk.facts[name]):
        fact = desk.facts[name]
        entry.wrong("fact", f"事实“{name}”是{fact.type.chinese}{fact.measure}，和字段的类型不一样")
    return name


def _offers(entry: Entry, kind: Kind, columns: tuple[Field, ...], desk: Desk) -> Iterator[tuple[str, str]]:
    """Facts that stand filled in, with the column of the first row that each fills, "" for the field itself."""
    written = entry["offers"]
    units = {column.id: (column.kind, column.unit) for column in columns} or {"": (kind, entry["unit"])}
    for id, name in (written if isinstance(written, Mapping) else {"": written} if written else {}).items():
        if id not in units:
            entry.wrong("offers", f"这里没有“{id}”这一列", f"可以写的有：{'、'.join(units)}")
        elif name not in desk.facts:
            nearest = nearest_name(name, desk.facts)
            entry.wrong("offers", f"没有叫“{name}”的事实", f"是不是“{nearest}”？" if nearest else "")
        elif not fits(*units[id], desk.facts[name]):
            entry.wrong("offers", f"事实“{name}”和字段的类型不一样")
        else:
            yield id, name


def fits(kind: Kind, unit: str, fact: Fact) -> bool:
    """Whether a field of the kind and unit holds what the fact holds. A place holds its region."""
    if kind is Kind.PLACE:
        return fact.is_region
    if kind is Kind.CODE:
        return bool(fact.values)
    facts = list(type_of(kind).facts(Field("x", kind, "x", "", unit=unit)))
    return len(facts) == 1 and (facts[0].type, facts[0].measure) == (fact.type, fact.measure)
