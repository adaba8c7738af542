"""Turns the YAML of one service into a catalogue entry.

Shape of `policies/<region>/<document>/services/*.yaml`: one service, or
`adopts:` with the services of a higher region that this document promises too.
A service with `inherits: true` states only what differs from the nearest
region above; everything else comes from there. Clause references beginning
with `#` are in the same document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huigong.catalogue.entries import (
    Adoption,
    AmountRule,
    Applicant,
    EvidenceNeed,
    FactWrite,
    Lead,
    LimitKind,
    PublicService,
    ServiceKind,
    ServiceLimit,
    Silence,
)
from huigong.catalogue.fields import Fields
from huigong.catalogue.lineage import full_reference
from huigong.kernel.packs import MarkedMapping
from huigong.kernel.timelimits import ExtensionRule, Measure, TimeLimit
from huigong.rules.check import check
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.parse import parse_condition
from huigong.rules.values import FEN, Type

SERVICE_KEYS = (
    *("id", "inherits", "name", "summary", "for_whom", "system", "kind", "applicant", "clauses", "rule"),
    *("amount", "evidence", "lead", "support", "limits", "result", "writes", "channels", "charge", "refused"),
    *("valid_from", "valid_until", "verified", "caution"),
)
OWN_KEYS = ("id", "inherits", "clauses", "valid_from", "valid_until", "verified", "caution")
LIMIT_KEYS = (
    "kind",
    "length",
    "measure",
    "starts",
    "stage",
    "applies",
    "article",
    "fact",
    "extension",
    "on_expiry",
    "verified",
)


@dataclass(frozen=True)
class Origin:
    """Where an entry was written: the file, the region and the document of its folder."""

    file: str
    region: str
    document: str


@dataclass(frozen=True)
class Draft:
    """One service as written, before its parent's fields are filled in."""

    origin: Origin
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw.get("id", ""))

    def filled_from(self, parent: Draft) -> Draft:
        """This service with the fields it leaves out taken from `parent`."""
        inherited = {key: value for key, value in parent.raw.items() if key not in OWN_KEYS}
        return Draft(self.origin, _absolute(inherited, parent.origin.document) | dict(self.raw))


def read_service(
    draft: Draft, *, facts: Mapping[str, Fact], parameters: ParameterDeclarations
) -> PublicService:
    """The entry, its rule checked; raises `PackError` naming file, service and field."""
    origin = draft.origin
    fields = Fields(draft.raw, file=origin.file, entry="服务事项", known=SERVICE_KEYS)
    service_id = fields.entry = fields.text("id")
    return PublicService(
        id=service_id,
        name=fields.text("name"),
        summary=fields.text("summary"),
        for_whom=fields.text("for_whom"),
        system=fields.text("system"),
        kind=fields.choice("kind", ServiceKind),
        applicant=fields.choice("applicant", Applicant, Applicant.PERSON),
        region=origin.region,
        clauses=_clauses(fields, origin),
        rule=_rule(fields, origin, facts, parameters),
        amount=_amount(fields, origin, facts, parameters),
        evidence=tuple(_evidence(one, origin, service_id) for one in fields.items("evidence")),
        lead=_lead(fields, origin),
        support=fields.texts("support"),
        limits=tuple(_limit(one, origin, service_id) for one in fields.items("limits")),
        result=fields.text("result"),
        writes=tuple(_write(one, origin, facts) for one in fields.items("writes")),
        channels=fields.texts("channels"),
        charge=fields.text("charge"),
        refused=fields.text("refused"),
        valid_from=fields.day("valid_from"),
        valid_until=fields.optional_day("valid_until"),
        verified=fields.flag("verified", default=True),
        caution=fields.text("caution", ""),
        source=origin.file,
    )


def read_adoptions(raw: Mapping[str, Any], origin: Origin) -> list[Adoption]:
    """The services of a higher region that this document promises too."""
    head = Fields(raw, file=origin.file, entry="承接的事项", known=("adopts", "valid_from", "valid_until"))
    adopted = []
    for entry in head.items("adopts"):
        fields = Fields(entry, file=origin.file, entry="承接的事项", known=("id", "clauses"))
        adopted.append(
            Adoption(
                service_id=fields.text("id"),
                region=origin.region,
                clauses=_clauses(fields, origin),
                valid_from=head.day("valid_from"),
                valid_until=head.optional_day("valid_until"),
                source=origin.file,
            )
        )
    return adopted


def _absolute(value: Any, document: str) -> Any:
    """`value` with every short 依据 made a full clause reference."""
    if isinstance(value, dict):
        made: dict[Any, Any] = {}
        if isinstance(value, MarkedMapping):
            made = MarkedMapping()
            made.place = value.place
        for key, part in value.items():
            made[key] = full_reference(part, document) if key == "依据" else _absolute(part, document)
        return made
    return [_absolute(part, document) for part in value] if isinstance(value, list) else value


def _clauses(fields: Fields, origin: Origin) -> tuple[str, ...]:
    clauses = tuple(full_reference(clause, origin.document) for clause in fields.texts("clauses"))
    if not clauses:
        raise fields.wrong("clauses", "至少要写一条依据")
    return clauses


def _rule(
    fields: Fields, origin: Origin, facts: Mapping[str, Fact], parameters: ParameterDeclarations
) -> Node:
    written = _absolute(fields.raw.get("rule"), origin.document)
    rule = parse_condition(written, facts=facts, where=fields.place)
    check(rule, facts, parameters, expect=Type.BOOL)
    return rule


def _amount(
    fields: Fields, origin: Origin, facts: Mapping[str, Fact], parameters: ParameterDeclarations
) -> AmountRule | None:
    raw = fields.raw.get("amount")
    if raw is None:
        return None
    known = ("parameter", "per", "each", "note")
    amount = Fields(raw, file=origin.file, entry=f"{fields.entry}的金额", known=known)
    rule = AmountRule(
        amount.text("parameter"), amount.text("per", ""), amount.text("each", ""), amount.text("note", "")
    )
    declared = parameters.get(rule.parameter)
    if declared is None or declared.measure != FEN:
        raise amount.wrong("parameter", f"没有登记过叫“{rule.parameter}”、按分计的参数")
    if rule.each and (rule.each not in facts or facts[rule.each].type is not Type.INT):
        raise amount.wrong("each", f"没有登记过叫“{rule.each}”的整数事实")
    return rule


def _evidence(raw: object, origin: Origin, service_id: str) -> EvidenceNeed:
    fields = Fields(raw, file=origin.file, entry=f"{service_id}的材料", known=("name", "by_sharing"))
    return EvidenceNeed(fields.text("name"), fields.flag("by_sharing", default=False))


def _lead(fields: Fields, origin: Origin) -> Lead:
    lead = Fields(
        fields.raw.get("lead"), file=origin.file, entry=f"{fields.entry}的牵头部门", known=("line", "seen_as")
    )
    return Lead(lead.text("line"), lead.text("seen_as", ""))


def _write(raw: object, origin: Origin, facts: Mapping[str, Fact]) -> FactWrite:
    fields = Fields(raw, file=origin.file, entry="办成后的事实", known=("fact", "value"))
    fact, value = fields.text("fact"), fields.raw.get("value")
    if fact not in facts or not isinstance(value, bool | int | str):
        raise fields.wrong("fact", f"没有登记过事实“{fact}”，或者没有写值")
    return FactWrite(fact, value)


def _limit(raw: object, origin: Origin, service_id: str) -> ServiceLimit:
    fields = Fields(raw, file=origin.file, entry=f"{service_id}的时限", known=LIMIT_KEYS)
    extension = fields.raw.get("extension")
    return ServiceLimit(
        kind=fields.choice("kind", LimitKind),
        limit=TimeLimit(
            fields.number("length"),
            fields.choice("measure", Measure),
            fields.text("article"),
            extension=None if extension is None else _extension(extension, origin, service_id),
            on_expiry=None
            if fields.raw.get("on_expiry") is None
            else fields.choice("on_expiry", Silence).value,
            verified=fields.flag("verified", default=True),
        ),
        starts=fields.text("starts"),
        stage=fields.text("stage"),
        applies=fields.text("applies", ""),
    )


def _extension(raw: object, origin: Origin, service_id: str) -> ExtensionRule:
    fields = Fields(raw, file=origin.file, entry=f"{service_id}的延长", known=("length", "approver"))
    return ExtensionRule(fields.number("length"), fields.text("approver"))
