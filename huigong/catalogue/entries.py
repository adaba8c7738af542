"""What a catalogue entry is: one public service as one region offers it for a period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huigong.catalogue.audience import Applicant, Audience
from huigong.catalogue.leads import Lead, Split
from huigong.directory.assurance import Assurance
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Place
from huigong.kernel.sentences import say, wording
from huigong.kernel.timelimits import Measure, Roll, TimeLimit
from huigong.kernel.validity import Dated
from huigong.rules.nodes import AllOf, Node, fact_names
from huigong.rules.parameters import parameter_names


class ServiceKind(StrEnum):
    """What sort of public service this is (政务服务事项的种类)."""

    BENEFIT = "benefit"  # 给付、补贴、减免
    PERMIT = "permit"  # 证照、资格、登记
    SERVICE = "service"  # 公共服务
    COMPLAINT = "complaint"  # 投诉、维权


class LimitKind(Labelled):
    """Which promise a time limit is: only for taking the matter in, the law's, or the region's own."""

    ACCEPTANCE = "acceptance", "受理时限"
    STATUTORY = "statutory", "法定时限"
    PROMISED = "promised", "承诺时限"


class Silence(StrEnum):
    """What the law makes of an office that says nothing until a limit has passed."""

    DEEMED_ACCEPTED = "deemed_accepted"  # 逾期不告知的，自收到之日起视为受理（行政许可法第三十二条）


@dataclass(frozen=True)
class ServiceLimit:
    """One clock of a service.

    `starts` is the event that starts it (`受理之日`); `stage` is what must have
    happened at its end (`发放居住证`); `applies` narrows it (`事实清楚的`) and
    is empty for a limit that holds for everyone. `after` is the stage of another
    limit of the service: this clock begins when that step has ended, and until
    then nobody knows its day.
    """

    kind: LimitKind
    limit: TimeLimit
    starts: str
    stage: str
    applies: str = ""
    after: str = ""
    place: Place = field(default=Place(), compare=False, repr=False)

    @property
    def then(self) -> str:
        """`然后15个工作日内办好转出手续`: what is said while the beginning is not known."""
        return say("然后{length}内{stage}", length=self._length, stage=self.stage)

    @property
    def text(self) -> str:
        """`受理之日起15日内发放居住证`; working days are named, because 日 alone is a natural day."""
        extension = self.limit.extension
        told = say("{starts}起{length}内{stage}", starts=self.starts, length=self._length, stage=self.stage)
        if self.applies:
            told = say("{applies}{limit}", applies=self.applies, limit=told)
        if extension:
            more = say(_MEASURES[self.limit.measure], number=extension.length)
            told = say(
                "{limit}（经{approver}批准可延长{more}）", limit=told, approver=extension.approver, more=more
            )
        return say(_ROLLS[self.limit.roll], limit=told)

    @property
    def _length(self) -> str:
        return say(_MEASURES[self.limit.measure], number=self.limit.length)


_ROLLS = {
    Roll.FORWARD: "{limit}",
    Roll.BACK: wording("{limit}（遇休息日提前）"),
    Roll.NONE: wording("{limit}（遇休息日不顺延）"),
}
_MEASURES = {
    Measure.WORKING_DAY: wording("{number}个工作日"),
    Measure.NATURAL_DAY: wording("{number}日"),
    Measure.MONTH: wording("{number}个月"),
    Measure.YEAR: wording("{number}年"),
}


@dataclass(frozen=True)
class AmountRule:
    """How much a service is worth.

    `parameter` names a dated amount in fen; `each` names the fact it is
    multiplied by (number of people), empty for one; `per` (`每户每年`) and
    `note` are shown beside it.
    """

    parameter: str
    per: str = ""
    each: str = ""
    note: str = ""


@dataclass(frozen=True)
class EvidenceNeed:
    """A paper or record that proves a condition; `by_sharing` when the office can get it without the person, `by_form`
    when it is filled in with the form, `at_window` when it is brought. `field` is the field of the form by which it is
    handed in or filled in, "" for on paper and for the form as a whole."""

    name: str
    by_sharing: bool = False
    by_form: bool = False
    at_window: bool = False
    field: str = ""


@dataclass(frozen=True)
class FactWrite:
    """What becomes true when the service is granted: of whom it is granted to, or `of_sender`, of whoever sent it (`您的孩子在这里上学`)."""

    fact: str
    value: bool | int | str
    of_sender: bool = False


@dataclass(frozen=True)
class PublicService(Dated):
    """One public service (政务服务事项) as `region` offers it from `valid_from` until `valid_until`.

    Attributes:
        clauses: references into policy packs, the deciding one first.
        conditions, rule: what is asked as written, and what is answered: the conditions behind those of the audience.
        holding: who has it already, None where nobody can; whoever is known to is not offered it again.
        valid_until, lasting: the last day, None while in force, or while `lasting` says why a yearly promise goes on.
        lead, co_leads: who receives applications and cases, and others who answer for a part of their own.
        verified: False for a version whose figures nobody has checked: kept, shown as such, off by default.
        procedure: the id of the procedure by which its cases run, "" for the standard one.
        result, result_varies: what comes of it, and whether that is one thing or another.
        refused, remedies, remedy_within: what somebody does who does not agree, point by point, the services by which they do it, and
            the parameter with the time for it, "" where none is set.
        caution: what to know and what is uncertain about it, point by point, what matters most first.
        too_late: what somebody can still do whose time for it has run out.
        form, without_form: the id of the form that an application fills in; without one, why nobody applies for it here.
        identity: how surely somebody must be known to send it, None where `policies/identity.yaml` says so for its kind.
        source, place: the file, and where in it.
    """

    id: str
    name: str
    summary: str
    audience: Audience
    system: str
    kind: ServiceKind
    region: str
    clauses: tuple[str, ...]
    conditions: Node
    rule: Node
    holding: Node | None
    amount: AmountRule | None
    evidence: tuple[EvidenceNeed, ...]
    lead: Lead
    co_leads: tuple[Lead, ...]
    support: tuple[str, ...]
    limits: tuple[ServiceLimit, ...]
    result: str
    result_varies: bool
    writes: tuple[FactWrite, ...]
    channels: tuple[str, ...]
    charge: str
    refused: tuple[str, ...]
    remedies: tuple[str, ...]
    remedy_within: str
    valid_from: date
    valid_until: date | None
    lasting: str
    verified: bool
    caution: tuple[str, ...]
    too_late: str
    procedure: str
    form: str
    without_form: str
    identity: Assurance | None
    source: str
    place: Place = field(default=Place(), compare=False, repr=False)

    @property
    def for_whom(self) -> str:
        """Who it is for, in the words shown."""
        return self.audience.says

    @property
    def granted(self) -> str:
        """What somebody gets by a decision in their favour; "" where that decision itself must say it."""
        varies = self.result_varies or self.kind is ServiceKind.COMPLAINT
        return "" if varies else self.result

    @property
    def applicant(self) -> Applicant:
        """Who applies."""
        return self.audience.applicant

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Everybody who answers, first the one that receives cases."""
        return (self.lead, *self.co_leads)

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions that must all hold, in the order they are read."""
        return self.rule.parts if isinstance(self.rule, AllOf) else (self.rule,)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the dated parameters that it reads, its amount's last, each once."""
        amount = (self.amount.parameter,) if self.amount else ()
        return tuple(dict.fromkeys((*parameter_names(self.rule), *amount)))

    @property
    def weighs(self) -> tuple[str, ...]:
        """Names of the facts that decide whether it is due and how much, in the order of its rule, each once.

        What a fact is derived from comes after it.
        """
        each = (self.amount.each,) if self.amount and self.amount.each else ()
        return tuple(dict.fromkeys((*fact_names(self.rule, into_derived=True), *each)))

    @property
    def reads(self) -> frozenset[str]:
        """Names of the facts that an application must carry: what it weighs and what says which office answers."""
        return frozenset((*self.weighs, *self.lead.reads))

    @property
    def place_fact(self) -> str:
        """The fact by which the law finds the office, "" where it is the place asked about."""
        return next(iter(self.lead.place.facts), "")

    @property
    def document(self) -> str:
        """The document of the deciding clause: `220000/2015-implementation`."""
        return self.clauses[0].split("#", 1)[0]


@dataclass(frozen=True)
class Adoption(Dated):
    """A clause by which a region promises a service that is defined above it.

    It adds basis to the service, and may say which cases of it another level
    answers for (`splits`); it changes nothing else. The duty board follows it
    from the region's own document to the cases. `promised_from` is the
    day of the promise, `valid_from` the day from which there is a service to keep
    it with, later where the norm came later. `lasting` says why a
    promise of a yearly plan goes on without a last day.
    """

    service_id: str
    region: str
    clauses: tuple[str, ...]
    promised_from: date
    valid_from: date
    valid_until: date | None
    lasting: str
    source: str
    splits: tuple[Split, ...] = ()
    place: Place = field(default=Place(), compare=False, repr=False)
