"""What the catalogue answers, in the shapes and words the worker's pages show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from huigong.casework.shapes import OwnCaseRow
from huigong.catalogue.answering import Where
from huigong.catalogue.answers import answer_by, show_answer
from huigong.catalogue.citations import cite
from huigong.catalogue.conversation import (
    MOST_ABOUT_ONE,
    MOST_FOR_AN_EVENT,
    MOST_FOR_EVERYTHING,
    LifeEvent,
)
from huigong.catalogue.entries import PublicService, ServiceKind
from huigong.catalogue.interview import Asking, Screen, Verdict, interview
from huigong.catalogue.lineage import NATION
from huigong.catalogue.screening import Answer, Reason, screen_one
from huigong.catalogue.services import Applicant, catalogue
from huigong.kernel.errors import DomainError
from huigong.policy.packs import library
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Unknown
from huigong.rules.values import Answer as Known

_TOP_REASONS = 2
# Days before a last day within which it is said aloud.
_SOON = 60
# What a phone shows at once, with reasons; the rest is one touch away.
_AT_ONCE = {"yes": 12, "perhaps": 6, "no": 6, "held": 6}
_NAMED = 60


@dataclass(frozen=True)
class ReasonLine:
    """One condition: `kind` yes, no or perhaps; `word` says a yes to those who cannot see the sign
    (the text itself says the others); `reference` is the clause as packs write it."""

    kind: str
    word: str
    text: str
    reference: str

    @cached_property
    def clause(self) -> str:
        """The clause as a worker may quote it, "" where there is none."""
        return clause_line(self.reference).name if self.reference else ""


@dataclass(frozen=True)
class ClauseLine:
    """A clause behind a service: `《…》（十二）` and, in our own words, what it promises."""

    name: str
    summary: str


@dataclass(frozen=True)
class LastChance:
    """The last day on which something can be handed in, and how many days are left after today."""

    day: date
    left: int

    @classmethod
    def of(cls, day: date | None, today: date) -> LastChance | None:
        return cls(day, (day - today).days) if day is not None and day >= today else None

    @property
    def near(self) -> bool:
        """Whether it must not be overlooked."""
        return self.left <= _SOON


@dataclass(frozen=True)
class Finding:
    """One service for this visitor. `kind` is yes, perhaps, no, or held where what it gives is there already;
    `ask` whether questions could still settle it, `case` the visitor's own open case for it, `ends` the last day to hand it in,
    `gone_by` the last day where that is over and the service says what can still be done."""

    service: PublicService
    kind: str
    title: str
    amount: str
    amount_known: bool
    reasons: tuple[ReasonLine, ...]
    nearest: str
    steps: tuple[str, ...]
    where: Where
    answer_by: tuple[str, ...]
    ask: bool
    case: OwnCaseRow | None
    ends: LastChance | None
    gone_by: date | None

    @cached_property
    def clauses(self) -> tuple[ClauseLine, ...]:
        """The clauses that the service rests on."""
        return tuple(clause_line(clause) for clause in self.service.clauses)

    @property
    def top_reasons(self) -> tuple[ReasonLine, ...]:
        """What decides: for a no what is lacking, for the rest the first that fit the kind."""
        deciding = [reason for reason in self.reasons if reason.kind == self.kind] or list(self.reasons)
        return tuple(deciding[:_TOP_REASONS])

    @property
    def can_apply(self) -> bool:
        """Persons apply here; what an employer applies for, and what nobody has to apply for, is only explained."""
        return self.service.applicant is Applicant.PERSON and not self.service.without_form


@dataclass(frozen=True)
class Group:
    """One part of the results page: `rows` with their reasons, then `named` without, of `total` services."""

    kind: str
    title: str
    lead: str
    total: int
    rows: tuple[Finding, ...]
    named: tuple[PublicService, ...]


@dataclass(frozen=True)
class Findings:
    """Everything for this visitor; `left` is about how many questions are to come."""

    groups: tuple[Group, ...]
    left: int


@dataclass(frozen=True)
class Said:
    """One screen and what was said on it: `fact` leads back there, `answers` are empty for "none" or `unknown`."""

    fact: str
    ask: str
    answers: tuple[str, ...]
    unknown: bool


def facts() -> Mapping[str, Fact]:
    """Every fact the packs know, by name."""
    return catalogue().facts


def event_of(visit: Visit) -> LifeEvent | None:
    """What the visitor came for; None where they want to know everything."""
    return catalogue().conversation.events.get(visit.event)


def events() -> list[LifeEvent]:
    """The life events, in the order of the first page."""
    return list(catalogue().conversation.events.values())


def services_named(event_id: str) -> tuple[str, ...]:
    """The ids of the services of a life event; none for one that is not known."""
    event = catalogue().conversation.events.get(event_id)
    return event.services if event else ()


def services_of(visit: Visit, event: LifeEvent, today: date) -> list[PublicService]:
    """The services of a life event that the place offers, best first."""
    offered = {service.id: service for service in interview(catalogue(), region_of(visit), today).services}
    return [offered[service_id] for service_id in event.services if service_id in offered]


def at_once(visit: Visit, event: LifeEvent, today: date) -> PublicService | None:
    """What somebody in need may send without answering anything before: the first service of an urgent event."""
    return next(iter(services_of(visit, event, today)), None) if event.urgent else None


def needs_place(visit: Visit) -> bool:
    """Whether nothing can be said before a place is chosen. What is urgent begins by the rules of the country."""
    event = event_of(visit)
    return not visit.region and not (event is not None and event.urgent)


def next_screen(visit: Visit, today: date) -> Screen | None:
    """What to ask next, or None when nothing more would help or enough was asked at one time."""
    if visit.asked >= _most(visit):
        return None
    return _asking(visit, today).screen(None if visit.focus else event_of(visit))


def screen_again(visit: Visit, name: str, today: date) -> Screen | None:
    """The screen on which a fact was asked, with what was said on it; None for what nobody is asked."""
    fact = facts().get(name)
    if fact is None or not fact.question:
        return None
    together = catalogue().conversation.screen_of.get(name)
    asked = [each for each in together.options if each in visit.answers] if together else []
    if together is None or len(asked) < 2:
        return alone(visit, fact, today)
    return Screen(tuple(facts()[each] for each in asked), together)


def alone(visit: Visit, fact: Fact, today: date) -> Screen:
    """The screen that asks one fact, also one that was answered: as if it had not been."""
    return _asking(visit.without([fact.name]), today).alone(fact)


def questions_left(visit: Visit, today: date) -> int:
    """How many screens are left at most; it falls with every answer and never rises."""
    most = min(_most(visit) - visit.asked, _asking(visit, today).screens_left())
    return max(0, min(most, visit.left - 1) if visit.left else most)


def contradicted(visit: Visit, changed: Collection[str], today: date) -> tuple[Fact, ...]:
    """Answers that cannot stand beside those just changed, because something else follows from these."""
    here = interview(catalogue(), region_of(visit), today)
    values = visit.values(facts())
    wrong = []
    for name in [name for name in visit.answers if name in values and name not in changed]:
        others = {each: value for each, value in values.items() if each != name}
        if here.following(others).get(name, values[name]) != values[name]:
            wrong.append(facts()[name])
    return tuple(wrong)


def said(visit: Visit) -> list[Said]:
    """Everything that was said, screen by screen, in the order of asking."""
    rows: dict[str, Said] = {}
    values, screens = visit.values(facts()), catalogue().conversation.screen_of
    for name in visit.answers:
        if name not in values:
            continue
        fact, together = facts()[name], screens.get(name)
        if together is None:
            value = values[name]
            shown = "" if value is UNKNOWN else show_answer(fact, value)
            rows[name] = Said(name, fact.question, (shown,) if shown else (), not shown)
            continue
        row = rows.setdefault(together.id, Said(name, together.ask, (), True))
        ticked = (*row.answers, together.options[name]) if values[name] is True else row.answers
        rows[together.id] = replace(row, answers=ticked, unknown=row.unknown and values[name] is UNKNOWN)
    return list(rows.values())


def findings(visit: Visit, today: date, *, whole: str = "") -> Findings:
    """All services of the place in groups, best first; of `whole`, a kind, every one with its reasons."""
    here, event = interview(catalogue(), region_of(visit), today), event_of(visit)
    values = values_of(visit, today)
    rows = here.verdicts(values)
    if event is not None:
        order = {service: place for place, service in enumerate(event.services)}
        rows = tuple(
            sorted((row for row in rows if row.service.id in order), key=lambda row: order[row.service.id])
        )
    by_kind: dict[str, list[PublicService]] = {kind: [] for kind in _titles()}
    for row in rows:
        by_kind[_kind(row)].append(row.service)
    groups = tuple(
        _group(
            kind,
            [_finding(visit, service, today, values) for service in services[:at_once]],
            services[at_once:],
        )
        for kind, services in by_kind.items()
        for at_once in (len(services) if kind == whole else _AT_ONCE[kind],)
    )
    return Findings(groups, questions_left(visit.toward(visit.event), today))


def finding(visit: Visit, service_id: str, today: date) -> Finding:
    """One service. Raises `DomainError` (`catalogue.no_service`) where the place does not offer it."""
    service = catalogue().get(service_id, region_of(visit), today)
    return _finding(visit, service, today, values_of(visit, today))


def promise(visit: Visit, service_id: str, day: date) -> dict[str, object]:
    """`promise`: by when they must answer, counted from `day`; `refused`: where to turn otherwise. Both empty where
    the visit's place does not offer the service."""
    service = catalogue().find(service_id, visit.region, day) if visit.region else None
    return {
        "promise": answer_by(service, day) if service else (),
        "refused": service.refused if service else "",
    }


def answers_for(visit: Visit, finding: Finding) -> list[tuple[Fact, str]]:
    """The visitor's answers that this service's rule reads or that say who answers, and no others: what is sent
    with an application."""
    values, needed = visit.values(facts()), finding.service.reads
    return [
        (facts()[name], show_answer(facts()[name], value)) for name, value in values.items() if name in needed
    ]


def services_by_kind(visit: Visit, today: date) -> list[tuple[str, list[PublicService]]]:
    """The services of the place under four plain headings."""
    titles = {
        ServiceKind.BENEFIT: _("能领的钱、能减的税费"),
        ServiceKind.SERVICE: _("能用的服务"),
        ServiceKind.PERMIT: _("证件和登记"),
        ServiceKind.COMPLAINT: _("有人欺负您、欠您钱"),
    }
    offered = interview(catalogue(), region_of(visit), today).services
    grouped = [
        (title, [service for service in offered if service.kind is kind]) for kind, title in titles.items()
    ]
    return [(title, services) for title, services in grouped if services]


def regions_with_rules() -> set[str]:
    """Region codes that have services or adoptions of their own."""
    return {entry.region for entry in catalogue().services} | {
        entry.region for entry in catalogue().adoptions
    }


def clause_line(reference: str) -> ClauseLine:
    """The clause as a worker may quote it, or the document alone; the bare reference where the library knows neither."""
    try:
        clause = library().clause(reference)
    except DomainError:
        return ClauseLine(cite(reference), "")
    title = library().document(clause.document_id).title
    return ClauseLine(f"《{title}》{clause.number}", clause.summary or clause.heading)


def _group(kind: str, rows: Sequence[Finding], others: Sequence[PublicService]) -> Group:
    leads = {
        "yes": _("条件都够了，现在就可以申请。"),
        "perhaps": _("还有情况没弄清楚，答完问题或问一下部门就知道。"),
        "no": _("还差条件。有的过一段时间就够了。"),
        "held": _("这些您已经有了，不用再申请。"),
    }
    total, named = len(rows) + len(others), tuple(others[:_NAMED])
    return Group(kind, _titles()[kind], leads[kind], total, tuple(rows), named)


def region_of(visit: Visit) -> str:
    """The place whose rules hold: the country's until one is chosen."""
    return visit.region or NATION


def _asking(visit: Visit, today: date) -> Asking:
    event = event_of(visit)
    about = (visit.focus,) if visit.focus else event.services if event is not None else None
    here = interview(catalogue(), region_of(visit), today)
    return here.begin(visit.values(facts()), skip=visit.settled, service_ids=about)


def values_of(visit: Visit, today: date) -> dict[str, Known]:
    """What was said, what the register knows, and what follows from both."""
    values = visit.values(facts())
    return {**interview(catalogue(), region_of(visit), today).following(values), **values}


def _most(visit: Visit) -> int:
    return MOST_ABOUT_ONE if visit.focus else MOST_FOR_AN_EVENT if visit.event else MOST_FOR_EVERYTHING


def _finding(visit: Visit, service: PublicService, today: date, values: Mapping[str, Known]) -> Finding:
    answer = screen_one(service, catalogue=catalogue(), region=region_of(visit), on=today, values=values)
    kind = _kind(answer)
    open_facts = [fact for fact in answer.missing if fact.question and fact.name not in visit.settled]
    return Finding(
        service=service,
        kind=kind,
        title=_titles()[kind],
        amount=answer.amount_text,
        amount_known=answer.amount_fen is not None,
        reasons=tuple(_reason(reason) for reason in answer.reasons),
        nearest=answer.nearest or "",
        steps=answer.steps,
        where=answer.where,
        answer_by=answer.answer_by,
        ask=kind == "perhaps" and bool(open_facts),
        case=visit.cases.get(service.id),
        ends=LastChance.of(answer.act_by, today),
        gone_by=answer.gone_by,
    )


def _kind(row: Answer | Verdict) -> str:
    if row.held:
        return "held"
    if isinstance(row.answer, Unknown):
        return "perhaps"
    return "yes" if row.answer else "no"


def _titles() -> dict[str, str]:
    return {"yes": _("能享受"), "perhaps": _("可能能享受"), "no": _("现在还不行"), "held": _("已经有了")}


def _reason(reason: Reason) -> ReasonLine:
    kind = "perhaps" if reason.answer is UNKNOWN else "yes" if reason.answer else "no"
    return ReasonLine(kind, _("符合") if kind == "yes" else "", reason.plain, reason.clause)
