"""What the catalogue answers, in the shapes and words the worker's pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huigong.casework.ownshapes import OwnCaseRow
from huigong.catalogue.answering import Where
from huigong.catalogue.answers import answer_by, show_said
from huigong.catalogue.citations import cite
from huigong.catalogue.elsewhere import instead_of
from huigong.catalogue.entries import PublicService
from huigong.catalogue.interview import interview
from huigong.catalogue.screening import Answer, Reason, Screening
from huigong.catalogue.services import Applicant, catalogue
from huigong.catalogue.standings import Verdict
from huigong.kernel.errors import DomainError
from huigong.kernel.sentences import say
from huigong.policy.packs import library
from huigong.portals.worker import guide, having
from huigong.portals.worker.visit import Visit
from huigong.rules.evaluate import answer as holds
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN

_TOP_REASONS = 2
# Days before a last day within which it is said aloud.
_SOON = 60
# What a phone shows at once, with reasons; the rest is one touch away.
_AT_ONCE = {"yes": 8, "perhaps": 4, "no": 4, "unticked": 0, "held": 4}
_NAMED = 24
_TO_ASK = ("perhaps", "unticked")


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


def in_words(ends: LastChance) -> str:
    """`最后一天是2026年12月3日，还有7天。`"""
    day = date_format(ends.day, "DATE_FORMAT")
    if ends.left == 0:
        return _("按您说的，最后一天就是今天（%(day)s）。今天交上去才来得及。") % {"day": day}
    if ends.left == 1:
        return _("按您说的，最后一天是明天（%(day)s）。") % {"day": day}
    return _("按您说的，最后一天是%(day)s，还有%(left)s天。") % {"day": day, "left": ends.left}


@dataclass(frozen=True)
class Finding:
    """One service for this visitor. `kind` is yes, perhaps, no, unticked for a no that rests on boxes left empty,
    or held where what it gives is there already; `box` is the fact of the box to tick where an unticked one does
    concern them, `ask` whether questions could still settle it, `case` the visitor's own open case for it, `ends` the last day to hand it in,
    `gone_by` the last day where that is over and the service says what can still be done, `instead` the service to look at
    where theirs lies elsewhere, `had` what somebody says to whom it is offered and who has it."""

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
    box: str
    ask: bool
    case: OwnCaseRow | None
    ends: LastChance | None
    gone_by: date | None
    instead: PublicService | None = None
    had: Fact | None = None

    @cached_property
    def clauses(self) -> tuple[ClauseLine, ...]:
        """The clauses that the service rests on."""
        return tuple(clause_line(clause) for clause in self.service.clauses)

    @property
    def top_reasons(self) -> tuple[ReasonLine, ...]:
        """What decides: for a no what is lacking, for the rest the first that fit the kind."""
        kind = "no" if self.kind == "unticked" else self.kind
        deciding = [reason for reason in self.reasons if reason.kind == kind] or list(self.reasons)
        return tuple(deciding[:_TOP_REASONS])

    @property
    def why_not(self) -> tuple[ReasonLine, ...]:
        """What says no to somebody who has come for it; where a rare exception is all that is left, nothing does for sure."""
        return tuple(reason for reason in self.reasons if reason.kind == "no") if self.kind == "no" else ()

    @property
    def chip(self) -> str:
        """How the kind is shown in one word and sign: what nobody was asked about is no no."""
        return "info" if self.kind == "unticked" else self.kind

    @property
    def can_apply(self) -> bool:
        """Persons apply here; what an employer applies for, and what nobody has to apply for, is only explained."""
        return self.service.applicant is Applicant.PERSON and not self.service.without_form


@dataclass(frozen=True)
class Group:
    """One part of the results page: `rows` with their reasons, then `named` without, of `total` services.

    `more` is how many stand behind the rows; not all of them are named.
    """

    kind: str
    title: str
    lead: str
    total: int
    rows: tuple[Finding, ...]
    named: tuple[PublicService, ...]

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Findings:
    """Everything for this visitor; `beside` are services of their life event that nobody was asked about. `left` is
    about how many questions are to come; where there are none, `skipped` are those that were passed over. `through` where as many as were
    announced are answered: what is left is another round then, and theirs to want. `anew` where to go on begins one,
    also after questions about one service."""

    groups: tuple[Group, ...]
    beside: tuple[PublicService, ...]
    left: int
    skipped: tuple[guide.Said, ...]
    through: bool
    anew: bool


def findings(visit: Visit, today: date, *, whole: str = "") -> Findings:
    """All services of the place in groups, best first; of `whole`, a kind, every one with its reasons."""
    here, event = interview(catalogue(), guide.region_of(visit), today), guide.event_of(visit)
    values = guide.values_of(visit, today)
    firm, empty = guide.firm_values_of(visit, today), guide.empty_values_of(visit, today)
    verdicts = here.verdicts(values, firm=firm, empty=empty)
    screening = Screening(catalogue(), guide.region_of(visit), today, values)
    groups = []
    for kind in _titles():
        numbers = verdicts.numbers(kind)
        if event is not None:
            # Of those beside nobody was asked: what is open of them has a list of its own.
            order = here.order_of(event.services if kind in _TO_ASK else event.all_services)
            numbers = sorted((number for number in numbers if number in order), key=order.__getitem__)
        at_once = len(numbers) if kind == whole or (event and kind == "unticked") else _AT_ONCE[kind]
        rows = [_finding(visit, verdicts.row(number), screening) for number in numbers[:at_once]]
        others = [here.services[number] for number in numbers[at_once:][:_NAMED]]
        groups.append(_group(kind, rows, others, total=len(numbers)))
    all_of_it = visit.toward(visit.event) if visit.focus else visit
    through = guide.is_asked_through(all_of_it)
    ahead = all_of_it.toward(visit.event) if through else all_of_it
    still = guide.asking(ahead, today, after=verdicts.heard)
    # What hangs on a question that was passed over is open, and no other question would help.
    left = guide.questions_left(ahead, still) if guide.next_screen(ahead, still) else 0
    skipped = () if left else tuple(guide.skipped(visit, today))
    beside = here.order_of(event.beside) if event is not None else {}
    unasked = sorted(
        (number for kind in _TO_ASK for number in verdicts.numbers(kind) if number in beside),
        key=beside.__getitem__,
    )
    named = tuple(here.services[number] for number in unasked)
    return Findings(tuple(groups), named, left, skipped, through, anew=through or bool(visit.focus))


def finding(visit: Visit, service_id: str, today: date) -> Finding:
    """One service. Raises `DomainError` (`catalogue.no_service`) where the place does not offer it."""
    catalogue().get(service_id, guide.region_of(visit), today)
    here = interview(catalogue(), guide.region_of(visit), today)
    values = guide.values_of(visit, today)
    firm, empty = guide.firm_values_of(visit, today), guide.empty_values_of(visit, today)
    verdict = here.verdict(service_id, values, firm=firm, empty=empty)
    return _finding(visit, verdict, Screening(catalogue(), guide.region_of(visit), today, values))


def promise(region: str, service_id: str, day: date) -> dict[str, object]:
    """`promise`: by when they must answer, counted from `day`; `refused`: where to turn otherwise. Both empty where
    the region does not offer the service."""
    service = catalogue().find(service_id, region, day)
    return {
        "promise": answer_by(service, day) if service else (),
        "refused": service.refused if service else (),
    }


def answers_for(visit: Visit, finding: Finding) -> list[tuple[Fact, str]]:
    """The visitor's answers that this service's rule reads or that say who answers, and no others: what is sent
    with an application."""
    values, needed = visit.values(guide.facts()), finding.service.reads
    return [
        (guide.facts()[name], show_said(guide.facts()[name], value))
        for name, value in values.items()
        if name in needed
    ]


def clause_line(reference: str) -> ClauseLine:
    """The clause as a worker may quote it, or the document alone; the bare reference where the library knows neither."""
    try:
        clause = library().clause(reference)
    except DomainError:
        return ClauseLine(cite(reference), "")
    title = library().document(clause.document_id).title
    return ClauseLine(f"《{title}》{clause.number}", clause.summary or clause.heading)


def _group(kind: str, rows: Sequence[Finding], named: Sequence[PublicService], *, total: int) -> Group:
    leads = {
        "yes": _("条件都够了，现在就可以申请。"),
        "perhaps": _("还有情况没弄清楚，答完问题或问一下部门就知道。"),
        "no": _("还差条件。有的过一段时间就够了。") if any(row.nearest for row in rows) else _("还差条件。"),
        "unticked": _("您没有选这些情况，就没有往下问。其实有的，点进去改一下回答。"),
        "held": _("这些您已经有了，不用再申请。"),
    }
    return Group(kind, _titles()[kind], leads[kind], total, tuple(rows), tuple(named))


def _finding(visit: Visit, verdict: Verdict, screening: Screening) -> Finding:
    service = verdict.service
    answer = screening.of(service, verdict=verdict)
    kind = verdict.kind
    open_facts = [fact for fact in answer.missing if fact.question and fact.name not in visit.settled]
    return Finding(
        service=service,
        kind=kind,
        title=_titles()[kind],
        amount=answer.amount_text,
        amount_known=answer.amount_fen is not None,
        reasons=tuple(_reason(reason, visit) for reason in _nearest_first(answer.reasons, visit)),
        nearest=answer.nearest or "",
        steps=answer.steps,
        where=answer.where,
        answer_by=answer.answer_by,
        box=_box_to_tick(answer, visit, screening.on) if kind == "unticked" else "",
        ask=kind == "perhaps" and bool(open_facts),
        case=visit.case_of(service.id),
        ends=LastChance.of(answer.act_by, screening.on),
        gone_by=answer.gone_by,
        instead=_instead(service, screening) if kind in ("no", "perhaps") else None,
        had=having.said(service, screening.values, visit, screening.on)
        if kind in ("yes", "perhaps")
        else None,
    )


def _instead(service: PublicService, screening: Screening) -> PublicService | None:
    return instead_of(service.id, values=screening.values, region=screening.region, on=screening.on)


def _titles() -> dict[str, str]:
    return {
        "yes": _("能享受"),
        "perhaps": _("可能能享受"),
        "no": _("现在还不行"),
        "unticked": _("您没有选的"),
        "held": _("已经有了"),
    }


def _nearest_first(reasons: Sequence[Reason], visit: Visit) -> list[Reason]:
    """For a no what somebody said comes first, then the box they did not tick of what they came for, another
    box, and last what only follows from these."""
    event, screens = guide.event_of(visit), catalogue().conversation.screen_of
    about = {screens[name].id for name in (event.ask_first if event else ()) if name in screens}

    def far(reason: Reason) -> int:
        box = _box(reason.lacking, visit)
        if box:
            return 1 if screens[box].id in about else 2
        return 3 if reason.lacking and reason.lacking not in visit.answers else 0

    said = iter(sorted((reason for reason in reasons if reason.answer is False), key=far))
    return [next(said) if reason.answer is False else reason for reason in reasons]


def _box(name: str, visit: Visit) -> str:
    """The fact of the empty box that makes this fact a no, or from which that follows; "" for what was said."""
    if guide.left_empty(visit, name):
        return name
    gates = () if name in visit.answers else catalogue().conversation.gates_of(name)
    return next((gate for gate in gates if guide.left_empty(visit, gate)), "")


def _box_to_tick(answer: Answer, visit: Visit, today: date) -> str:
    """The box that decides: without it the no falls. One that a reason names comes first, "" where they shut it together."""
    lacking = [reason.lacking for reason in answer.reasons if reason.answer is False]
    boxes = dict.fromkeys(_box(name, visit) for name in (*lacking, *answer.service.weighs))
    return next((box for box in boxes if box and _falls_without(box, answer.service, visit, today)), "")


def _falls_without(box: str, service: PublicService, visit: Visit, today: date) -> bool:
    here = interview(catalogue(), guide.region_of(visit), today)
    values = guide.values_of(visit.without([box]), today)
    return holds(service.rule, here.here(values)) is not False


def _reason(reason: Reason, visit: Visit) -> ReasonLine:
    kind = "perhaps" if reason.answer is UNKNOWN else "yes" if reason.answer else "no"
    box = _box(reason.lacking, visit) if kind == "no" else ""
    text = say("您没有选：{phrase}", phrase=guide.facts()[box].phrase) if box else reason.plain
    return ReasonLine(kind, _("符合") if kind == "yes" else "", text, reason.clause)
