"""Turns the YAML of one service into a catalogue entry.

Shape of `policies/<region>/<document>/services/*.yaml`: one service, or
`adopts:` with the services of a higher region that this document promises too.
A service with `inherits: true` states only what differs from the nearest
region above; everything else comes from there. One that replaces a service
from above in full says so: `overrides: true`. Clause references beginning
with `#` are in the same document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huigong.catalogue.beginnings import BEGINNINGS
from huigong.catalogue.entries import (
    Adoption,
    AmountRule,
    Applicant,
    EvidenceNeed,
    FactWrite,
    LimitKind,
    PublicService,
    ServiceKind,
    ServiceLimit,
    Silence,
)
from huigong.catalogue.leads import LEAD, SPLIT, read_lead, read_splits
from huigong.catalogue.lineage import full_reference
from huigong.catalogue.parameters import ParameterBook
from huigong.kernel.packs import Entry, MarkedList, MarkedMapping, PackFile, Place, Report, Shape
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.kinds import choice, day, flag, number, one, rows, text, texts, whatever
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.timelimits import ExtensionRule, Measure, TimeLimit
from huigong.rules.check import check
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node
from huigong.rules.parse import parse_condition
from huigong.rules.values import FEN, Type

CLAUSES = texts(needed='例如 ["#（一）"]')
EXTENSION = Shape("延长", {"length": number(), "approver": text()})
LIMIT = Shape(
    "时限",
    {
        "kind": choice(LimitKind),
        "length": number(),
        "measure": choice(Measure),
        "starts": text(),
        "after": text(""),
        "stage": text(),
        "applies": text(""),
        "article": text(),
        "fact": text(""),
        "extension": one(EXTENSION, None),
        "on_expiry": choice(Silence, None),
        "verified": flag(True),
    },
)
AMOUNT = Shape("金额", {"parameter": text(), "per": text(""), "each": text(""), "note": text("")})
SERVICE = Shape(
    "事项",
    {
        "id": text(),
        "inherits": flag(False),
        "overrides": flag(False),
        "name": text(),
        "summary": text(),
        "for_whom": text(),
        "system": text(),
        "kind": choice(ServiceKind),
        "applicant": choice(Applicant, Applicant.PERSON),
        "clauses": CLAUSES,
        "rule": whatever(),
        "amount": one(AMOUNT, None),
        "evidence": rows(Shape("材料", {"name": text(), "by_sharing": flag(False)})),
        "lead": one(LEAD),
        "support": texts(),
        "limits": rows(LIMIT),
        "result": text(),
        "writes": rows(Shape("办成后的事实", {"fact": text(), "value": whatever()})),
        "channels": texts(),
        "charge": text(),
        "refused": text(),
        "valid_from": day(),
        "valid_until": day(None),
        "verified": flag(True),
        "caution": text(""),
    },
    named="id",
)
ADOPTED = Shape(
    "承接的事项",
    {"id": text(), "clauses": CLAUSES, "from": day(None), "until": day(None), "splits": rows(SPLIT)},
    named="id",
)
ADOPTIONS = Shape("承接的事项", {"adopts": rows(ADOPTED), "valid_from": day(), "valid_until": day(None)})
OWN_KEYS = ("id", "inherits", "overrides", "clauses", "valid_from", "valid_until", "verified", "caution")


@dataclass(frozen=True)
class Draft:
    """One service as written, before its parent's fields are filled in."""

    file: PackFile
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw.get("id", ""))

    @property
    def inherits(self) -> bool:
        """Whether it states only what differs from the region above."""
        return self.raw.get("inherits") is True

    @property
    def place(self) -> Place:
        return getattr(self.raw, "place", None) or Place(self.file.name)

    def filled_from(self, parent: Draft) -> Draft:
        """This service with the fields it leaves out taken from `parent`, each with its place there."""
        filled = MarkedMapping.at(self.place)
        for source, left_out in ((parent, OWN_KEYS), (self, ())):
            taken = {key: value for key, value in source.raw.items() if key not in left_out}
            filled.update(taken)
            filled.places.update(getattr(source.raw, "places", {}))
            if "rule" in taken:
                filled["rule"] = _absolute(taken["rule"], source.file.document)
        return Draft(self.file, filled)


def read_service(
    draft: Draft, *, facts: FactDictionary, parameters: ParameterBook, report: Report
) -> PublicService | None:
    """The entry, its rule checked; None where anything is wrong with it, which is then in the report."""
    before = len(report.errors)
    entry = SERVICE.read(draft.raw, report=report, place=draft.place)
    rule = _rule(draft, facts, parameters, report)
    if entry is None or rule is None:
        return None
    service = _service(draft, entry, rule)
    _check_beginnings(entry)
    _check_amount(entry, facts, parameters)
    _check_writes(entry, facts)
    return service if len(report.errors) == before else None


def read_adoptions(raw: object, file: PackFile, report: Report) -> list[Adoption]:
    """The services of a higher region that this document promises too."""
    head = ADOPTIONS.read(raw, report=report, place=Place(file.name))
    if head is None:
        return []
    return [
        Adoption(
            service_id=entry["id"],
            region=file.region,
            clauses=_full(entry["clauses"], file.document),
            valid_from=entry["from"] or head["valid_from"],
            valid_until=entry["until"] or head["valid_until"],
            source=file.name,
            splits=read_splits(entry["splits"], file.document),
            place=entry.spot("id").place,
        )
        for entry in head["adopts"]
    ]


def _service(draft: Draft, entry: Entry, rule: Node) -> PublicService:
    same = ("id", "name", "summary", "for_whom", "system", "kind", "applicant", "support", "result")
    own = ("channels", "charge", "refused", "valid_from", "valid_until", "verified", "caution")
    return PublicService(
        **{key: entry[key] for key in (*same, *own)},
        region=draft.file.region,
        clauses=_full(entry["clauses"], draft.file.document),
        rule=rule,
        amount=None if entry["amount"] is None else AmountRule(**entry["amount"]),
        evidence=tuple(EvidenceNeed(**need) for need in entry["evidence"]),
        lead=read_lead(entry["lead"], draft.file.document),
        limits=tuple(_limit(limit) for limit in entry["limits"]),
        writes=tuple(FactWrite(**write) for write in entry["writes"]),
        source=draft.file.name,
        place=draft.place,
    )


def _limit(entry: Entry) -> ServiceLimit:
    extension, silence = entry["extension"], entry["on_expiry"]
    limit = TimeLimit(
        entry["length"],
        entry["measure"],
        entry["article"],
        extension=None if extension is None else ExtensionRule(extension["length"], extension["approver"]),
        on_expiry=None if silence is None else silence.value,
        verified=entry["verified"],
    )
    return ServiceLimit(
        kind=entry["kind"],
        limit=limit,
        starts=entry["starts"],
        stage=entry["stage"],
        applies=entry["applies"],
        after=entry["after"],
        place=entry.place,
    )


def _rule(draft: Draft, facts: FactDictionary, parameters: ParameterBook, report: Report) -> Node | None:
    if draft.raw.get("rule") is None:
        return None  # the shape has said that it is needed
    with report.noting():
        written = _absolute(draft.raw["rule"], draft.file.document)
        rule = parse_condition(written, facts=facts, where=draft.place)
        check(rule, facts, parameters.declarations, expect=Type.BOOL)
        return rule
    return None


def _check_beginnings(entry: Entry) -> None:
    """Each clock begins at an event that a case knows, or when another step of the service ends."""
    for limit in entry["limits"]:
        others = [other["stage"] for other in entry["limits"] if other is not limit]
        if limit["after"] and limit["after"] not in others:
            unknown(limit.spot("after"), limit["after"], others, kind="一步")
        elif not limit["after"] and limit["starts"] not in BEGINNINGS:
            nearest, do = guess(limit["starts"], BEGINNINGS)
            why = f"不知道“{limit['starts']}”是哪一天；接着另一步的写 after"
            limit.wrong("starts", why, do, suggestion=nearest)


def _check_amount(entry: Entry, facts: FactDictionary, parameters: ParameterBook) -> None:
    amount = entry["amount"]
    if amount is None:
        return
    in_fen = [name for name, declaration in parameters.declarations.items() if declaration.measure == FEN]
    if amount["parameter"] not in in_fen:
        unknown(amount.spot("parameter"), amount["parameter"], in_fen, kind="按分计的参数")
    counted = [name for name, fact in facts.items() if fact.type is Type.INT]
    if amount["each"] and amount["each"] not in counted:
        unknown(amount.spot("each"), amount["each"], counted, kind="整数事实")


def _check_writes(entry: Entry, facts: FactDictionary) -> None:
    for write in entry["writes"]:
        if write["fact"] not in facts:
            unknown(write.spot("fact"), write["fact"], facts, kind="事实")
        elif not isinstance(write["value"], bool | int | str):
            write.wrong("value", "这里应当写办成以后的值，例如 true")


def _full(clauses: tuple[str, ...], document: str) -> tuple[str, ...]:
    return tuple(full_reference(clause, document) for clause in clauses)


def _absolute(value: Any, document: str) -> Any:
    """`value` with every short 依据 made a full clause reference; places stay."""
    if isinstance(value, MarkedMapping):
        made = MarkedMapping.at(value.place)
        made.places = value.places
        for key, part in value.items():
            short = key == "依据" and isinstance(part, str)
            made[key] = full_reference(part, document) if short else _absolute(part, document)
        return made
    if isinstance(value, MarkedList):
        listed = MarkedList.at(value.place)
        listed.places = value.places
        listed.extend(_absolute(part, document) for part in value)
        return listed
    return value
