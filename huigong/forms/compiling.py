"""Puts a form together from its files: the fields, then the rules over them, then the order in which they are worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huigong.declarations import Written, head_of
from huigong.forms import ordering
from huigong.forms.declaring import Declared, Desk, read_field
from huigong.forms.fields import Check, Field, Fill, Form, Part, Settled
from huigong.forms.kinds import ROWS, Kind, Role
from huigong.forms.types import At, type_of
from huigong.kernel.packs import Entry, nearest_name
from huigong.kernel.packs.references import full_reference
from huigong.rules import check as checking
from huigong.rules import parse
from huigong.rules.nodes import Constant, Fact, Node, fact_names
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.values import Type


@dataclass(frozen=True)
class Read:
    """A part whose fields stand alone so far."""

    id: str
    title: str
    help: str
    fields: tuple[Declared, ...]


@dataclass(frozen=True)
class Scope:
    """What a rule may name where it stands."""

    dictionary: Mapping[str, Fact]
    facts: Mapping[str, Fact]
    parameters: ParameterDeclarations

    def with_fields(self, fields: Iterable[Declared]) -> Scope:
        """The scope with fields, or with the columns of a row."""
        more = (fact for each in fields for fact in type_of(each.field.kind).facts(each.field))
        return replace(self, facts={**self.facts, **{fact.name: fact for fact in more}})


Changing = Callable[[Written, Mapping[str, Declared], Desk], Mapping[str, Declared]]


def compile_form(layers: tuple[Written, ...], desk: Desk, changed: Changing) -> Form | None:
    """The form of `layers`, the highest region first, on the desk's day; None where something is wrong, which is noted.

    `changed` applies what a region changes to fields that are there already.
    """
    before = len(desk.report.errors)
    parts = _parts(layers, desk, changed)
    declared = {each.field.id: each for part in parts for each in part.fields}
    scope = Scope(desk.facts, desk.facts, desk.parameters).with_fields(declared.values())
    fields = {id: _with_rules(each, scope) for id, each in declared.items()}
    _check_stated(declared.values(), fields)
    checks = tuple(check for layer in layers for check in _checks(layer.entry, scope, layer.id))
    order = ordering.order(fields, declared)
    _check_where(layers[0].entry, fields)
    _check_granted(layers[0].entry, fields)
    _check_roles(declared.values())
    if len(desk.report.errors) > before:
        return None
    return _form(layers, parts, fields, checks, order, desk)


def _form(
    layers: tuple[Written, ...],
    parts: list[Read],
    made: Mapping[str, Field],
    checks: tuple[Check, ...],
    order: tuple[str, ...],
    desk: Desk,
) -> Form:
    whole, head = layers[0].entry, head_of(layers)
    return Form(
        id=head.id,
        name=head.name,
        region=desk.region,
        since=head.since,
        until=head.until,
        replaces=head.replaces,
        version=head.version,
        clauses=head.clauses,
        parts=tuple(
            Part(part.id, part.title, tuple(made[each.field.id] for each in part.fields), part.help)
            for part in parts
        ),
        checks=checks,
        order=order,
        where=whole["where"],
        granted_to=whole["granted_to"],
    )


def _check_where(head: Entry, made: Mapping[str, Field]) -> None:
    """The place that decides whose matter it is stands in the form, and nobody sends it without a region."""
    asked = made.get(head["where"])
    if not head["where"]:
        return
    if asked is None or asked.kind is not Kind.PLACE:
        head.wrong("where", "这里要写表单里一个 place 字段的 id")
    elif asked.needed_parts[:1] != ("region",) or asked.required is None:
        head.wrong("where", "决定归哪里办的地点，要 required: true，needs 里要有“地区”")


def _check_roles(declared: Iterable[Declared]) -> None:
    """No two fields of a form are the same to the program."""
    known: dict[Role, str] = {}
    for each in declared:
        role = each.field.role
        if role is not None and known.setdefault(role, each.field.id) != each.field.id:
            each.entry.wrong("role", f"“{known[role]}”已经是 role: {role}", "一张表里只能有一个")


def _check_granted(head: Entry, made: Mapping[str, Field]) -> None:
    """Rows of which each names one person."""
    asked = made.get(head["granted_to"])
    if not head["granted_to"]:
        return
    people = [column for column in asked.fields if column.kind is Kind.PERSON] if asked else []
    if asked is None or asked.kind is not Kind.REPEAT or len(people) != 1:
        head.wrong("granted_to", "这里要写表单里一个 repeat 字段的 id，每行正好有一个 person 字段")


def _parts(layers: tuple[Written, ...], desk: Desk, changed: Changing) -> list[Read]:
    parts: dict[str, Read] = {}
    for layer in layers:
        own = replace(desk, document=layer.file.document)
        resting = tuple(full_reference(clause, own.document) for clause in layer.entry["clauses"])
        for entry in layer.entry["parts"]:
            taken = {
                column.id for part in parts.values() for each in part.fields for column in _all(each.field)
            }
            fields = tuple(_resting(each, resting) for each in _fresh(entry, own, taken))
            known = parts.get(entry["id"])
            title = entry["title"] or (known.title if known else entry["id"])
            parts[entry["id"]] = Read(
                entry["id"],
                title,
                entry["help"] or (known.help if known else ""),
                (*(known.fields if known else ()), *fields),
            )
        if layer.entry["changes"]:
            every = {each.field.id: each for part in parts.values() for each in part.fields}
            now = changed(layer, every, own)
            parts = {
                id: replace(part, fields=tuple(now[each.field.id] for each in part.fields))
                for id, part in parts.items()
            }
    return list(parts.values())


def _fresh(part: Entry, desk: Desk, taken: set[str]) -> Iterator[Declared]:
    """The fields of a part that are asked on the desk's day; an id that is taken is noted, in rows too."""
    listed = part["fields"] if isinstance(part["fields"], list) else []
    if not listed:
        part.wrong("fields", "每个分步至少要有一个字段")
    for raw in listed:
        declared = read_field(raw, desk)
        if declared is None:
            continue
        for field in _all(declared.field):
            if field.id in taken:
                declared.entry.wrong("id", f"“{field.id}”已经有了", "一张表单里，包括各行里的，名称不能重复")
            taken.add(field.id)
        if declared.field.in_force(desk.on):
            yield _with_columns_of(declared, desk.on)


def _with_columns_of(declared: Declared, day: date) -> Declared:
    """The field with those columns that are asked on a day."""
    columns = tuple(each for each in declared.columns if each.field.in_force(day))
    field = replace(declared.field, fields=tuple(each.field for each in columns))
    return replace(declared, field=field, columns=columns)


def _resting(declared: Declared, clauses: tuple[str, ...]) -> Declared:
    """The field with the clauses of its form, where it names none of its own."""
    field = declared.field
    return declared if field.clauses else replace(declared, field=replace(field, clauses=clauses))


def _all(field: Field) -> tuple[Field, ...]:
    return (field, *field.fields)


def _with_rules(declared: Declared, above: Scope) -> Field:
    """The field with its rules read over the facts of the form and, in a row, of that row."""
    field, entry = declared.field, declared.entry
    inner = above.with_fields(declared.columns)
    for column in declared.columns:
        for key in ("show_if", "value", "suggest", "fills", "about"):
            if column.entry[key]:
                column.entry.wrong(key, "行里的字段没有这一项", "请写在整个字段上，或者用 required 的规则")
    whole = replace(
        field,
        required=_condition(entry, "required", above),
        shown_if=_condition(entry, "show_if", above),
        computed=_value(entry, "value", field, above),
        suggested=_value(entry, "suggest", field, above),
        about=_condition(entry, "about", above),
        fills=tuple(each for row in entry["fills"] if (each := _fill(row, above)) is not None),
        known=tuple(
            settled for row in entry["known"] if (settled := _settled(row, field, above)) is not None
        ),
        checks=_checks(entry, inner, field.id),
        fields=tuple(_with_rules(column, inner) for column in declared.columns),
    )
    if whole.suggested is not None and not fact_names(whole.suggested):
        # Whoever goes on untouched would have said what nobody asked them to think about.
        entry.wrong("suggest", "没有前面的回答可照着填，替人选好的不是他的回答", "请去掉，写 required")
    if field.help_if_missing and field.unknown_words and (field.fact or whole.fills):
        entry.wrong("help_if_missing", "说不清的可以选“不清楚”，空着就没人知道他看没看", "请去掉这一项")
    if whole.computed is not None and field.kind in (*ROWS, Kind.FILE):
        entry.wrong("value", "一行行的内容不能算出来")
    return whole


def _condition(entry: Entry, key: str, scope: Scope) -> Node | None:
    raw = entry[key]
    if raw is None or raw is False:
        return None
    if raw is True:
        return Constant(Type.BOOL, True)
    return _rule(entry, key, scope, Type.BOOL)


def _value(entry: Entry, key: str, field: Field, scope: Scope) -> Node | None:
    own = list(type_of(field.kind).facts(field))
    if entry[key] is None:
        return None
    if len(own) != 1:
        entry.wrong(key, f"{field.kind.value} 类型的内容不能算出来")
        return None
    return _rule(entry, key, scope, own[0].type)


def _fill(row: Entry, scope: Scope) -> Fill | None:
    """What an answer says of a fact. The rule gives what the fact holds; without one the fact is a yes or no."""
    name, unknown = row["fact"], row["unknown"]
    fact = scope.dictionary.get(name)
    if fact is None:
        nearest = nearest_name(name, scope.dictionary)
        row.wrong("fact", f"没有叫“{name}”的事实", f"是不是“{nearest}”？" if nearest else "")
        return None
    if fact.type is not Type.BOOL and (row["rule"] is None or unknown is not None):
        row.wrong("fact", f"“{name}”不是是非题", "请写 rule，不写 unknown")
        return None
    if unknown is not None and not isinstance(unknown, bool):
        row.wrong("unknown", "这里应当写 true 或 false")
    if row["rule"] is not None and row["when"] is not None:
        row.wrong("when", "rule 和 when 只写一个", "能说是、也能说否的写 rule，只在成立时才知道的写 when")
    rule = None if row["rule"] is None else _rule(row, "rule", scope, fact.type)
    when = None if row["when"] is None else _rule(row, "when", scope, Type.BOOL)
    return Fill(name, rule, when, row["gives"], unknown)


def _settled(row: Entry, field: Field, scope: Scope) -> Settled | None:
    """An answer that facts give. The rule may name no field: what is asked here comes later."""
    if field.kind not in (Kind.BOOL, Kind.CODE):
        row.wrong("gives", "只有是非题和选项能由事实得知", "别的请写 fact 或者 suggest")
    elif type_of(field.kind).read(field, {"": row["gives"]}, At(date.max), field.id).mistakes:
        row.wrong("gives", f"“{row['gives']}”不是这一题的回答")
    when = _rule(row, "when", replace(scope, facts=scope.dictionary), Type.BOOL)
    return None if when is None else Settled(when, row["gives"])


def _check_stated(declared: Iterable[Declared], made: Mapping[str, Field]) -> None:
    """No fact is settled by two fields, and what is kept is a fact."""
    by: dict[str, str] = {}
    for each in declared:
        field = made[each.field.id]
        for fact in (*((field.fact,) if field.fact else ()), *(fill.fact for fill in field.fills)):
            if by.setdefault(fact, field.id) != field.id:
                each.entry.wrong("fills", f"“{fact}”已经由“{by[fact]}”得知", "一个事实只由一个字段得知")
        if field.keeps and not field.fact:
            each.entry.wrong("keeps", "办成以后要记下的，要写是哪个事实", "请写 fact")


def _rule(entry: Entry, key: str, scope: Scope, expect: Type) -> Node | None:
    with entry.report.noting():
        tree = parse.parse_condition(entry[key], facts=scope.facts, where=entry.spot(key).place)
        checking.check(tree, scope.facts, scope.parameters, expect=expect)
        return tree
    return None


def _checks(entry: Entry, scope: Scope, owner: str) -> tuple[Check, ...]:
    checks = []
    for count, row in enumerate(entry["checks"], start=1):
        rule = _rule(row, "rule", scope, Type.BOOL)
        if rule is not None:
            checks.append(Check(row["id"] or f"{owner}-{count}", row["level"], rule, row["says"]))
    return tuple(checks)
