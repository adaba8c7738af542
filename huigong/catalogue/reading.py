"""Turns the YAML of one service into a catalogue entry.

Shape of `policies/<region>/<document>/services/*.yaml`: one service, or
`adopts:` with the services of a higher region that this document promises too.
A service with `inherits: true` states only what differs from the nearest
region above; everything else comes from there. One that replaces a service
from above in full says so: `overrides: true`. Clause references beginning
with `#` are in the same document.
"""

from __future__ import annotations

from huigong.catalogue.audience import Audience, audience_of, for_whom, with_audience
from huigong.catalogue.beginnings import BEGINNINGS
from huigong.catalogue.drafts import Draft
from huigong.catalogue.entries import (
    Adoption,
    AmountRule,
    EvidenceNeed,
    FactWrite,
    LimitKind,
    PublicService,
    ServiceKind,
    ServiceLimit,
    Silence,
)
from huigong.catalogue.evidence import EVIDENCE, UNASKED, check_evidence
from huigong.catalogue.holding import holding_of
from huigong.catalogue.leads import LEAD, SPLIT, check_lead, read_lead, read_splits
from huigong.catalogue.parameters import ParameterBook
from huigong.catalogue.places import Places
from huigong.directory.assurance import Assurance
from huigong.forms.services import FormsOfServices
from huigong.kernel.packs import Entry, PackFile, Place, Report, Shape, speaks
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.kinds import choice, day, flag, number, one, points, rows, text, texts, whatever
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.timelimits import ExtensionRule, Measure, Roll, TimeLimit
from huigong.rules.check import check
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node
from huigong.rules.parse import parse_condition
from huigong.rules.values import FEN, Type

NO_FORMS = FormsOfServices()
_DAYS = ("工作日", "天", "月", "年")
CLAUSES = texts(needed='例如 ["#（一）"]')
EXTENSION = Shape("延长", {"length": number(), "approver": text(said=True)})
LIMIT = Shape(
    "时限",
    {
        "kind": choice(LimitKind),
        "length": number(),
        "measure": choice(Measure),
        "starts": text(said=True),
        "after": text(""),
        "stage": text(said=True),
        "applies": text("", said=True),
        "article": text(),
        "fact": text(""),
        "extension": one(EXTENSION, None),
        "on_expiry": choice(Silence, None),
        "roll": choice(Roll, Roll.FORWARD),
        "roll_clause": text(""),
        "verified": flag(True),
    },
)
AMOUNT = Shape(
    "金额", {"parameter": text(), "per": text("", said=True), "each": text(""), "note": text("", said=True)}
)
SERVICE = Shape(
    "事项",
    {
        "id": text(),
        "inherits": flag(False),
        "overrides": flag(False),
        "name": text(said=True),
        "summary": text(said=True),
        "for_whom": for_whom(),
        "system": text(),
        "kind": choice(ServiceKind),
        "clauses": CLAUSES,
        "rule": whatever(),
        "amount": one(AMOUNT, None),
        "evidence": rows(EVIDENCE),
        "unasked": UNASKED,
        "lead": one(LEAD),
        "co_leads": rows(LEAD),
        "support": texts(),
        "limits": rows(LIMIT),
        "result": text(said=True),
        "result_varies": flag(False),
        "writes": rows(
            Shape("办成后的事实", {"fact": text(), "value": whatever(), "of_sender": flag(False)})
        ),
        "holds": whatever(None),
        "channels": texts(said=True),
        "charge": text(said=True),
        "refused": points(),
        "remedy": texts(),
        "remedy_within": text(""),
        "valid_from": day(),
        "valid_until": day(None),
        "lasting": text(""),
        "verified": flag(True),
        "caution": points(()),
        "too_late": text("", said=True),
        "event": text(""),  # read by `conversation`: which life event it joins
        "procedure": text(""),
        "identity": choice(Assurance, None),
    },
    named="id",
)
ADOPTED = Shape(
    "承接的事项",
    {
        "id": text(),
        "clauses": CLAUSES,
        "from": day(None),
        "until": day(None),
        "lasting": text(""),
        "splits": rows(SPLIT),
    },
    named="id",
)
ADOPTIONS = Shape(
    "承接的事项",
    {"adopts": rows(ADOPTED), "valid_from": day(), "valid_until": day(None), "lasting": text("")},
)
speaks("services", after="questions", packs=("*/services/*.yaml",), shape=SERVICE, keys=("**.说法",))
speaks("services", after="questions", packs=("*/services/*.yaml",), shape=ADOPTIONS)


def read_service(
    draft: Draft,
    *,
    facts: FactDictionary,
    parameters: ParameterBook,
    places: Places,
    forms: FormsOfServices = NO_FORMS,
    report: Report,
) -> PublicService | None:
    """The entry, its rule checked; None where anything is wrong with it, which is then in the report.

    `places` are the kinds of place that a lead may name; `forms` say with which it is applied for.
    """
    before = len(report.errors)
    draft = draft.in_full()
    entry = SERVICE.read(draft.raw, report=report, place=draft.place)
    conditions = _condition(draft, "rule", facts, parameters, report)
    if entry is None or conditions is None:
        return None
    _check_beginnings(entry)
    _check_amount(entry, facts, parameters)
    _check_writes(entry, facts)
    _check_remedy(entry, parameters)
    for lead in (entry["lead"], *entry["co_leads"]):
        check_lead(lead, places)
    check_evidence(entry, forms, region=draft.file.region)
    if len(report.errors) > before:
        return None
    stated = _condition(draft, "holds", facts, parameters, report)
    with report.noting():
        audience = audience_of(entry["for_whom"], facts)
        holding = holding_of(stated, entry["writes"], facts)
        service = _service(
            draft,
            entry,
            conditions,
            audience=audience,
            holding=holding,
            forms=forms,
            places=places,
            facts=facts,
        )
        check(service.rule, facts, parameters.declarations, expect=Type.BOOL)
        return service if len(report.errors) == before else None
    return None


def read_adoptions(raw: object, file: PackFile, report: Report, *, facts: FactDictionary) -> list[Adoption]:
    """The services of a higher region that this document promises too; one that cannot be read is only reported."""
    head = ADOPTIONS.read(raw, report=report, place=Place(file.name))
    adoptions: list[Adoption] = []
    if head is None:
        return adoptions
    for entry in head["adopts"]:
        with report.noting():
            adoptions.append(_adoption(head, entry, file, facts))
    return adoptions


def _adoption(head: Entry, entry: Entry, file: PackFile, facts: FactDictionary) -> Adoption:
    return Adoption(
        service_id=entry["id"],
        region=file.region,
        clauses=_full(entry["clauses"], file.document),
        promised_from=head["valid_from"],
        valid_from=entry["from"] or head["valid_from"],
        valid_until=entry["until"] or head["valid_until"],
        lasting=entry["lasting"] or head["lasting"],
        source=file.name,
        splits=read_splits(entry["splits"], file.document, facts),
        place=entry.spot("id").place,
    )


def _service(
    draft: Draft,
    entry: Entry,
    conditions: Node,
    *,
    audience: Audience,
    holding: Node | None,
    forms: FormsOfServices,
    places: Places,
    facts: FactDictionary,
) -> PublicService:
    same = ("id", "name", "summary", "system", "kind", "support", "result", "result_varies")
    own = (
        "channels",
        "charge",
        "refused",
        "remedy_within",
        "valid_from",
        "valid_until",
        "lasting",
        "verified",
        "caution",
        "too_late",
        "procedure",
        "identity",
    )
    return PublicService(
        **{key: entry[key] for key in (*same, *own)},
        remedies=entry["remedy"],
        audience=audience,
        region=draft.file.region,
        clauses=_full(entry["clauses"], draft.file.document),
        conditions=conditions,
        rule=with_audience(conditions, audience),
        holding=holding,
        amount=None if entry["amount"] is None else AmountRule(**entry["amount"]),
        evidence=tuple(EvidenceNeed(**need) for need in entry["evidence"]),
        lead=read_lead(entry["lead"], draft.file.document, places, facts),
        co_leads=tuple(read_lead(lead, draft.file.document, places, facts) for lead in entry["co_leads"]),
        limits=tuple(_limit(limit) for limit in entry["limits"]),
        writes=tuple(FactWrite(**write) for write in entry["writes"]),
        form=forms.form(entry["id"], region=draft.file.region),
        without_form=forms.why_without(entry["id"], region=draft.file.region),
        source=draft.file.name,
        place=draft.place,
    )


def _limit(entry: Entry) -> ServiceLimit:
    extension, silence = entry["extension"], entry["on_expiry"]
    limit = TimeLimit(
        entry["length"],
        entry["measure"],
        entry["article"],
        roll=entry["roll"],
        roll_article=entry["roll_clause"],
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


def _condition(
    draft: Draft, key: str, facts: FactDictionary, parameters: ParameterBook, report: Report
) -> Node | None:
    """A checked condition of the draft; None where it has none or a wrong one, which is then in the report."""
    if draft.raw.get(key) is None:
        return None
    with report.noting():
        condition = parse_condition(draft.raw[key], facts=facts, where=draft.place)
        check(condition, facts, parameters.declarations, expect=Type.BOOL)
        return condition
    return None


def _check_beginnings(entry: Entry) -> None:
    """Each clock begins at an event that a case knows, or when another step of the service ends."""
    for limit in entry["limits"]:
        if (limit["roll"] is Roll.FORWARD) is bool(limit["roll_clause"]):
            limit.wrong("roll", "最后一天遇休息日不照常顺延的，写 roll 和 roll_clause", "请写是哪一条定的")
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


def _check_remedy(entry: Entry, parameters: ParameterBook) -> None:
    lengths = [name for name, declared in parameters.declarations.items() if declared.measure in _DAYS]
    if entry["remedy_within"] and entry["remedy_within"] not in lengths:
        unknown(entry.spot("remedy_within"), entry["remedy_within"], lengths, kind="按天、月、年计的参数")


def _full(clauses: tuple[str, ...], document: str) -> tuple[str, ...]:
    return tuple(full_reference(clause, document) for clause in clauses)
