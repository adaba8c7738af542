"""What the catalogue answers, in the shapes and words the worker's pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huigong.catalogue.answers import answer_by
from huigong.catalogue.entries import PublicService, ServiceKind
from huigong.catalogue.screening import Answer, Reason, entitle, next_question, screen_one
from huigong.catalogue.services import Applicant, Catalogue, catalogue
from huigong.kernel.errors import DomainError
from huigong.policy.packs import library
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact, FactReference, Node, children
from huigong.rules.values import UNKNOWN, Type, Unknown, Value, show

_TOP_REASONS = 2
_AT_ONCE = 6


@dataclass(frozen=True)
class ReasonLine:
    """One condition: `kind` yes, no or perhaps; `word` says a yes to those who cannot see the sign
    (the text itself says the others)."""

    kind: str
    word: str
    text: str
    clause: str


@dataclass(frozen=True)
class ClauseLine:
    """A clause behind a service: `《…》（十二）` and, in our own words, what it promises."""

    name: str
    summary: str


@dataclass(frozen=True)
class Finding:
    """One service for this visitor. `kind` is yes, perhaps, no, or held where what it gives is there already;
    `ask` whether questions could still settle it."""

    service: PublicService
    kind: str
    title: str
    amount: str
    amount_known: bool
    reasons: tuple[ReasonLine, ...]
    nearest: str
    where: str
    answer_by: tuple[str, ...]
    ask: bool
    clauses: tuple[ClauseLine, ...]

    @property
    def top_reasons(self) -> tuple[ReasonLine, ...]:
        """What decides: for a no what is lacking, for the rest the first that fit the kind."""
        deciding = [reason for reason in self.reasons if reason.kind == self.kind] or list(self.reasons)
        return tuple(deciding[:_TOP_REASONS])

    @property
    def can_apply(self) -> bool:
        """Persons apply here; what an employer applies for is only explained."""
        return self.service.applicant is Applicant.PERSON


@dataclass(frozen=True)
class Group:
    """One part of the results page."""

    kind: str
    title: str
    lead: str
    rows: tuple[Finding, ...]

    @property
    def first(self) -> tuple[Finding, ...]:
        """What a phone shows at once; the rest is one touch away."""
        return self.rows[:_AT_ONCE]

    @property
    def rest(self) -> tuple[Finding, ...]:
        return self.rows[_AT_ONCE:]


@dataclass(frozen=True)
class Findings:
    """Everything for this visitor; `left` is about how many questions are to come."""

    groups: tuple[Group, ...]
    left: int


def book() -> Catalogue:
    """The catalogue of this installation."""
    return catalogue()


def facts() -> Mapping[str, Fact]:
    """Every fact the packs know, by name."""
    return book().facts


def next_fact(visit: Visit, today: date) -> Fact | None:
    """What to ask next, or None when nothing more would help."""
    return next_question(
        book(),
        visit.region,
        today,
        visit.values(facts()),
        skip=visit.settled,
        service_ids=(visit.focus,) if visit.focus else None,
    )


def questions_left(visit: Visit, today: date) -> int:
    """About how many questions are to come: as many as there would be if each yes-or-no were a no
    and each choice the first.

    Counting every fact that might matter would frighten people: most are never asked.
    """
    count, ahead = 0, visit
    while (fact := next_fact(ahead, today)) is not None:
        count += 1
        ahead = ahead.answered(fact, _supposed(fact))
    return count


def findings(visit: Visit, today: date) -> Findings:
    """All services of the place in three groups, best first."""
    answers = _answers(visit, today)
    # Within a group, what time alone will bring stands first.
    rows = sorted((_finding(visit, answer) for answer in answers), key=lambda row: not row.nearest)
    leads = {
        "yes": _("条件都够了，现在就可以申请。"),
        "perhaps": _("还有情况没弄清楚，答完问题或问一下部门就知道。"),
        "no": _("还差条件。有的过一段时间就够了。"),
        "held": _("这些您已经有了，不用再申请。"),
    }
    groups = tuple(
        Group(kind, title, leads[kind], tuple(row for row in rows if row.kind == kind))
        for kind, title in _titles().items()
    )
    return Findings(groups, questions_left(visit.about(""), today))


def finding(visit: Visit, service_id: str, today: date) -> Finding:
    """One service. Raises `DomainError` (`catalogue.no_service`) where the place does not offer it."""
    service = book().get(service_id, visit.region, today)
    values = visit.values(facts())
    return _finding(
        visit, screen_one(service, catalogue=book(), region=visit.region, on=today, values=values)
    )


def promise(visit: Visit, service_id: str, day: date) -> tuple[str, ...]:
    """By when they must answer, counted from `day`; empty where the visit's place does not offer the service."""
    service = book().find(service_id, visit.region, day) if visit.region else None
    return tuple(answer_by(service, day).split("；")) if service else ()


def answers_for(visit: Visit, found: Finding) -> list[tuple[Fact, str]]:
    """The visitor's answers that this service's rule reads, and no others: what is sent with an application."""
    needed = set(_facts_read(found.service.rule))
    if found.service.amount and found.service.amount.each:
        needed.add(found.service.amount.each)
    values = visit.values(facts())
    return [
        (facts()[name], show(value, facts()[name].measure))
        for name, value in values.items()
        if name in needed
    ]


def services_by_kind(visit: Visit, today: date) -> list[tuple[str, list[PublicService]]]:
    """The services of the place under four plain headings."""
    titles = {
        ServiceKind.BENEFIT: _("能领的钱、能减的税费"),
        ServiceKind.SERVICE: _("能用的服务"),
        ServiceKind.PERMIT: _("证件和登记"),
        ServiceKind.COMPLAINT: _("有人欺负您、欠您钱"),
    }
    offered = book().services_for(visit.region, today)
    grouped = [(title, [one for one in offered if one.kind is kind]) for kind, title in titles.items()]
    return [(title, services) for title, services in grouped if services]


def urgent(visit: Visit, today: date) -> list[PublicService]:
    """What cannot wait for an interview: complaints, in the order of the catalogue.

    None without a place, or where the place is set aside; the pages of its services say so.
    """
    known = visit.region and book().serves(visit.region)
    offered = book().services_for(visit.region, today) if known else ()
    return [one for one in offered if one.kind is ServiceKind.COMPLAINT]


def regions_with_rules() -> set[str]:
    """Region codes that have services or adoptions of their own."""
    return {one.region for one in book().services} | {one.region for one in book().adoptions}


def clause_line(reference: str) -> ClauseLine:
    """The clause as a worker may quote it; the bare reference where the library does not know it."""
    try:
        clause = library().clause(reference)
    except DomainError:
        return ClauseLine(reference, "")
    title = library().document(clause.document_id).title
    return ClauseLine(f"《{title}》{clause.number}", clause.summary or clause.heading)


def _answers(visit: Visit, today: date) -> tuple[Answer, ...]:
    return entitle(catalogue=book(), region=visit.region, on=today, values=visit.values(facts()))


def _supposed(fact: Fact) -> Value | Unknown:
    match fact.type:
        case Type.BOOL:
            return False
        case Type.ENUM:
            return fact.values[0]
        case _:
            return UNKNOWN


def _finding(visit: Visit, answer: Answer) -> Finding:
    service = answer.service
    kind = "perhaps" if answer.answer is UNKNOWN else answer.verdict
    if kind == "yes" and _holds_already(service, visit):
        kind = "held"
    open_facts = [fact.name for fact in answer.missing if fact.name not in visit.settled]
    return Finding(
        service=service,
        kind=kind,
        title=_titles()[kind],
        amount=answer.amount_text,
        amount_known=answer.amount_fen is not None,
        reasons=tuple(_reason(one) for one in answer.reasons),
        nearest=answer.nearest or "",
        where=answer.where.name if answer.where else "",
        answer_by=tuple(answer.answer_by.split("；")),
        ask=kind == "perhaps" and bool(open_facts),
        clauses=tuple(clause_line(one) for one in service.clauses),
    )


def _titles() -> dict[str, str]:
    return {"yes": _("能享受"), "perhaps": _("可能能享受"), "no": _("现在还不行"), "held": _("已经有了")}


def _holds_already(service: PublicService, visit: Visit) -> bool:
    """Whether every fact that the service would write is known to be so."""
    values = visit.values(facts())
    return bool(service.writes) and all(values.get(one.fact) == one.value for one in service.writes)


def _reason(reason: Reason) -> ReasonLine:
    kind = "perhaps" if reason.answer is UNKNOWN else "yes" if reason.answer else "no"
    clause = clause_line(reason.clause).name if reason.clause else ""
    return ReasonLine(kind, _("符合") if kind == "yes" else "", reason.plain, clause)


def _facts_read(rule: Node) -> Iterator[str]:
    """Facts of a rule, those that they are derived from included."""
    if isinstance(rule, FactReference):
        yield rule.name
        if rule.fact.derivation is not None:
            yield from _facts_read(rule.fact.derivation)
    for part in children(rule):
        yield from _facts_read(part)
