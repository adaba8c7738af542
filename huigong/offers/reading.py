"""Reads a kind of offer from the layers of its declaration, and says what in it cannot be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huigong.declarations import Written, head_of
from huigong.declarations.addresses import address_of
from huigong.declarations.durations import Duration
from huigong.declarations.tightening import Way, loosens
from huigong.forms.codes import CodeBook
from huigong.forms.declaring import Desk as FieldDesk
from huigong.kernel.packs import Entry, PackError
from huigong.kernel.packs.shapes import unknown
from huigong.offers.attributes import facts_of, read_attributes
from huigong.offers.frozen import MOST_RESERVES
from huigong.offers.kinds import Column, Effect, EligibleAt, Group, Kind, Order, Reserved
from huigong.offers.mechanisms import SEVERAL_WISHES, Mechanism, Ties
from huigong.offers.shapes import COLUMNS
from huigong.rules.check import check
from huigong.rules.errors import RuleError
from huigong.rules.facts import Fact
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.parse import parse_condition, parse_expression
from huigong.rules.values import Type

_BELOW = {"times": Way.HIGHER}
"""What a region below may change, and in which way; everything else of a layer is as above."""
_MAY_CHANGE = frozenset({"id", "from", "until", "clauses", "inherits", "hold", "refuse"})
_ORDER = frozenset({"mechanism", "running", "wishes", "tiers", "reserves", "points", "ties", "examples"})
"""What a region below says besides where the order is its own."""
_NEVER_REFUSES_TOO_OFTEN = 1


@dataclass(frozen=True)
class Desk:
    """What kinds are read with."""

    facts: Mapping[str, Fact]
    parameters: ParameterDeclarations
    library: Mapping[str, Any]
    codes: CodeBook

    def of_fields(self, layer: Written) -> FieldDesk:
        """What the fields of an offer are read with."""
        return FieldDesk(
            self.library,
            self.codes,
            self.facts,
            self.parameters,
            layer.since,
            layer.file.region,
            layer.file.document,
            layer.entry.report,
        )


def read_kind(layers: Sequence[Written], desk: Desk) -> Kind | None:
    """The kind that these files make, the highest region first; None where anything is wrong, which is noted."""
    entry = layers[0].entry
    report = entry.report
    before = len(report.errors)
    for layer in layers[1:]:
        _check_layer(entry, layer.entry)
    kind = _kind(layers, desk)
    return kind if len(report.errors) == before else None


def _kind(layers: Sequence[Written], desk: Desk) -> Kind:
    entry, head = layers[0].entry, head_of(layers)
    ordering = _ordering(layers)
    mechanism = ordering["mechanism"] or Mechanism.LOT
    _check_whole(entry)
    _check_order(ordering, entry, mechanism)
    _check_hold(entry, desk)
    attributes = read_attributes(entry, desk.of_fields(layers[0]))
    desk = replace(desk, facts={**desk.facts, **facts_of(attributes)})
    refuse = _last(layers, "refuse")
    hold = _last(layers, "hold")
    return Kind(
        id=head.id,
        name=head.name,
        since=head.since,
        version=head.version,
        offered_by=tuple(address_of(address) for address in entry["offered_by"]),
        attributes=attributes,
        mechanism=mechanism,
        ties=Ties.ARRIVED if ordering["running"] else ordering["ties"],
        running=ordering["running"],
        wishes=ordering["wishes"],
        conditions=_condition(entry, "conditions", desk),
        eligible_at=entry["eligible_at"],
        tiers=tuple(_group(tier, "name", desk) for tier in ordering["tiers"]),
        reserves=tuple(
            Reserved(_group(reserve, "for", desk), _number(reserve, "at_least", desk))
            for reserve in ordering["reserves"]
        ),
        points=None if ordering["points"] is None else _number(ordering, "points", desk),
        hold=hold["for"] if hold else None,
        silence=entry["silence"],
        refusals=refuse["times"] if refuse else _NEVER_REFUSES_TOO_OFTEN,
        effect=refuse["effect"] if refuse else Effect.OFF_LIST,
        publish=tuple(Column(word) for word in entry["publish"] if word in COLUMNS),
        once=entry["once"],
        identity=entry["identity"],
        ordered=ordering["mechanism"] is not None,
        wanted_by=entry["wanted_by"],
        placed_if=_condition(entry, "placed_if", desk),
        events=entry["events"],
        shown_by=entry["shown_by"],
        clauses=head.clauses,
    )


def _ordering(layers: Sequence[Written]) -> Entry:
    """The layer that says in what order places are given: the nearest that does, where each region says it for itself."""
    whole = layers[0].entry
    if whole["order"] is Order.STATED:
        return whole
    return next((each.entry for each in reversed(layers) if each.entry["mechanism"] is not None), whole)


def _last(layers: Sequence[Written], key: str) -> Any:
    return next((layer.entry[key] for layer in reversed(layers) if layer.entry[key] is not None), None)


def _check_layer(above: Entry, below: Entry) -> None:
    """A region below may give longer to answer and forgive more refusals."""
    may = _MAY_CHANGE | _ORDER if above["order"] is Order.LOCAL else _MAY_CHANGE
    for key in below.raw:
        if str(key) not in may:
            below.wrong(str(key), "上级定了的，下级不能改", "下级可以写 hold（更长）和 refuse（次数更多）")
    if below["mechanism"] is None:
        for key in (key for key in sorted(_ORDER - {"examples"}) if key in below.raw and key in may):
            below.wrong(key, "要和 mechanism 一起写", "先后由一级写全，不拼起来")
    if above["refuse"] and below["refuse"]:
        loosens(above["refuse"], below["refuse"], _BELOW, below["refuse"])
        if below["refuse"]["effect"] is not above["refuse"]["effect"]:
            below["refuse"].wrong("effect", "上级定了的，下级不能改")
    if above["hold"] and below["hold"] and _is_shorter(below["hold"]["for"], above["hold"]["for"]):
        below["hold"].wrong("for", "上级给的答复时间更长，下级不能缩短")


def _is_shorter(below: Duration, above: Duration) -> bool:
    """Whether it is, or nobody can tell."""
    if below == above:
        return False
    alike = not (below.parameter or above.parameter) and below.measure is above.measure
    return not alike or below.length < above.length


def _check_whole(entry: Entry) -> None:
    if entry["refuse"] and entry["refuse"]["times"] < 1:
        entry["refuse"].wrong("times", "至少是1")
    for word in entry["publish"]:
        if word not in COLUMNS:
            unknown(entry.spot("publish"), word, COLUMNS, kind="可以公布的内容")


def _check_order(entry: Entry, whole: Entry, mechanism: Mechanism) -> None:
    """That the order which one layer says is one; nobody has said one yet where it is left to the regions."""
    if entry["mechanism"] is None and whole["order"] is Order.LOCAL:
        for key in (key for key in sorted(_ORDER - {"examples"}) if key in entry.raw):
            entry.wrong(key, "先后由各地定，这里不写", "请去掉，由下级写")
        return
    if entry["mechanism"] is None:
        entry.wrong("mechanism", "要写怎么分", f"可以写{'、'.join(Mechanism)}", code="packs.missing")
    if entry["running"] and mechanism is not Mechanism.QUEUE:
        entry.wrong("running", "随到随分的只能排队", "请写 mechanism: queue，或者去掉 running")
    if entry["running"] and whole["eligible_at"] is EligibleAt.FREEZE:
        entry.wrong("eligible_at", "随到随分的没有关闭名单的时候", "请写 apply 或者 take_up")
    if entry["wishes"] < 1 or (entry["wishes"] > 1 and mechanism not in SEVERAL_WISHES):
        entry.wrong(
            "wishes", f"{mechanism}只能填一个志愿", f"能填几个的是{'、'.join(sorted(SEVERAL_WISHES))}"
        )
    if mechanism is Mechanism.POINTS and entry["points"] is None:
        entry.wrong("points", "按积分分的要写积分怎么算", code="packs.missing")
    if entry["points"] is not None and mechanism not in (Mechanism.POINTS, Mechanism.MATCH):
        entry.wrong("points", f"{mechanism}不看积分", "请去掉，或者换一种分法")
    if entry["tiers"] and mechanism is Mechanism.MUTUAL:
        entry.wrong("tiers", "双向选择的先后由提供名额的一方排", "请去掉")
    if len(entry["reserves"]) > MOST_RESERVES:
        entry.wrong("reserves", f"最多预留给{MOST_RESERVES}类人")
    _check_names(entry)


def _check_names(entry: Entry) -> None:
    for rows, key in (("tiers", "name"), ("reserves", "for")):
        seen: set[str] = set()
        for row in entry[rows]:
            if row[key] in seen:
                row.wrong(key, "写了两次", "请换一个名称，或者删掉一处")
            seen.add(row[key])
            if row["near"] and row["if"] is not None:
                row.wrong("near", "near 和 if 只能写一个")
    last = len(entry["tiers"]) - 1
    for number, tier in enumerate(entry["tiers"]):
        if number < last and tier["if"] is None and not tier["near"]:
            tier.wrong(
                "if", "这一档包括所有人，后面的档没有人了", "请写条件，或者放到最后", code="packs.missing"
            )


def _check_hold(entry: Entry, desk: Desk) -> None:
    if entry["hold"] and (why := entry["hold"]["for"].misnamed(desk.parameters)):
        entry["hold"].wrong("for", why)


def _group(entry: Entry, name: str, desk: Desk) -> Group:
    return Group(entry[name], _condition(entry, "if", desk), near=entry["near"])


def _condition(entry: Entry, key: str, desk: Desk) -> Node | None:
    if entry[key] is None:
        return None
    return _parsed(entry, key, desk, numbers=False)


def _number(entry: Entry, key: str, desk: Desk) -> Node:
    node = _parsed(entry, key, desk, numbers=True)
    return node if node is not None else parse_expression("0", facts={})


def _parsed(entry: Entry, key: str, desk: Desk, *, numbers: bool) -> Node | None:
    raw, place = entry[key], entry.spot(key).place
    try:
        if numbers:
            node = parse_expression(str(raw), facts=desk.facts, where=place)
        else:
            node = parse_condition(raw, facts=desk.facts, where=place)
        check(node, desk.facts, desk.parameters, expect=Type.INT if numbers else Type.BOOL)
    except (RuleError, PackError) as error:
        entry.report.add(error)
        return None
    return node
