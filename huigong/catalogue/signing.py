"""Who has read a version of a service against the law, and whether what they signed still stands.

Beside `services/arrears-complaint.yaml` stands `reviewed/arrears-complaint.yaml`:

    by: 某律师
    on: 2026-11-25
    substance:          # what was signed, line by line
      - 条件：被拖欠工资
      - …

The lines are the rule language with its clauses and what a worker is told, figures, and whatever else a
page says of the service. Its name and summary only say again what stands there: they may be improved,
and only a change of substance unsigns a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import ndiff
from pathlib import Path

from huigong.catalogue.audience import Applicant, Population
from huigong.catalogue.entries import AmountRule, EvidenceNeed, PublicService, ServiceKind, ServiceLimit
from huigong.catalogue.leads import Lead
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import Entry, Kept, Place, Report, Shape, files
from huigong.kernel.packs.kinds import day, text, texts
from huigong.kernel.regions import lineage
from huigong.kernel.timelimits import Roll
from huigong.rules.canonical import expression
from huigong.rules.values import show

SIGNED = Shape("审核", {"by": text(), "on": day(), "substance": texts(needed="签字时的实质内容，逐行")})
_KINDS = {
    ServiceKind.BENEFIT: "给付、补贴、减免",
    ServiceKind.PERMIT: "证照、资格、登记",
    ServiceKind.SERVICE: "公共服务",
    ServiceKind.COMPLAINT: "投诉、维权",
}
_APPLICANTS = {Applicant.PERSON: "本人", Applicant.EMPLOYER: "单位"}
_POPULATIONS = {
    Population.ANYONE: "任何人",
    Population.MIGRANT_WORKER: "进城务工的人",
    Population.RURAL_HUKOU: "农业户口的人",
}
_SERVICES, _REVIEWED = "/services/", "/reviewed/"


@dataclass(frozen=True)
class Signature:
    """Who signed which lines on which day."""

    by: str
    on: date
    substance: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What a version says today against what was signed; `signature` None where nobody has."""

    signature: Signature | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether somebody signed it as it is."""
        return self.signature is not None and not (self.added or self.removed)


def read_signatures(folder: Path, report: Report) -> Mapping[str, Signature]:
    """By the path of the service's file: `210000/…/services/night-school.yaml`."""
    return {
        file.name.replace(_REVIEWED, _SERVICES): _signature(entry)
        for file in files(folder, "*/reviewed/*.yaml")
        if (raw := file.read(report)) is not None
        and (entry := SIGNED.read(raw, report=report, place=Place(file.name))) is not None
    }


signatures = Kept(read_signatures)
"""The signatures of the installed packs, read once; another folder may be named."""


def file_of(service: PublicService) -> str:
    """Where its signature stands, below the policies folder."""
    return service.source.replace(_SERVICES, _REVIEWED)


def standing(
    service: PublicService, catalogue: Catalogue, signed: Mapping[str, Signature] | None = None
) -> Standing:
    """Whether a version is signed as it is, and what has changed since where it is not."""
    signature = (signatures() if signed is None else signed).get(service.source)
    if signature is None:
        return Standing(None)
    lines = list(ndiff(signature.substance, substance(service, catalogue)))
    return Standing(signature, _marked(lines, "+ "), _marked(lines, "- "))


def substance(service: PublicService, catalogue: Catalogue) -> tuple[str, ...]:
    """What a jurist signs of a version, a line each: what decides, for whom, how much, by when, where, and what is told."""
    return tuple(_lines(service, catalogue))


def told(service: PublicService) -> Iterator[tuple[str, str]]:
    """What a version says besides its conditions, figures, limits, offices and clauses, each with its heading.

    What is signed and what is laid before the jurist are these same lines.
    """
    yield "种类", _KINDS[service.kind]
    yield "给谁办", service.audience.says
    yield "申请人", _APPLICANTS[service.applicant]
    yield "面向", _POPULATIONS[service.audience.population] if service.audience.population else ""
    if service.amount is not None:
        yield "金额", _amount(service.amount)
    yield "结果", f"{service.result}{'（以决定书写的为准）' if service.result_varies else ''}"
    yield from (("材料", _paper(need)) for need in service.evidence)
    yield from (("怎样办", channel) for channel in service.channels)
    yield "要填的表", service.form
    yield "为什么不在这里申请", service.without_form
    yield "提交前核对身份", str(service.identity.label) if service.identity else ""
    yield "办理程序", service.procedure
    yield "收费", service.charge
    for write in service.writes:
        yield "办成后", f"{write.fact} = {write.value}{'（交表的人）' if write.of_sender else ''}"
    yield "不服", "".join(service.refused)
    yield "不服可以办", "、".join(service.remedies)
    yield "不服的期限", service.remedy_within
    yield "要注意", "".join(service.caution)
    yield "过了期限", service.too_late
    yield "过了年度还办", service.lasting
    yield "施行", f"{service.valid_from} 至 {service.valid_until or '今'}"


def _lines(service: PublicService, catalogue: Catalogue) -> Iterator[str]:
    for part in service.parts:
        yield f"条件：{expression(part)}"
    if service.holding is not None:
        yield f"已经有了：{expression(service.holding)}"
    for clause in service.clauses:
        yield f"依据：{clause}"
    for limit in service.limits:
        yield f"时限：{_limit(limit)}"
    for lead in service.leads:
        yield from _lead(lead)
    yield from (f"配合部门：{line}" for line in service.support)
    yield from (f"{heading}：{content}" for heading, content in told(service) if content)
    yield from _parameters(service, catalogue)


def _amount(amount: AmountRule) -> str:
    each = f"按{amount.each}" if amount.each else ""
    return "，".join(filter(None, (amount.parameter, each, amount.per, amount.note)))


def _paper(need: EvidenceNeed) -> str:
    """A paper and how it comes."""
    ways = {"部门自己查": need.by_sharing, "填在表里": need.by_form, "带到窗口": need.at_window}
    words = [way for way, so in ways.items() if so] + ([f"表里的“{need.field}”"] if need.field else [])
    return f"{need.name}（{'，'.join(words)}）" if words else need.name


def _lead(lead: Lead) -> Iterator[str]:
    parts = (lead.line, lead.level, lead.place.id, *lead.place.reads, lead.clause, lead.does, lead.desk)
    since = f" {lead.since}起" if lead.since else ""
    yield f"责任部门：{' '.join(filter(None, map(str, parts)))}{since}"
    for split in lead.splits:
        when = f" {expression(split.when)}" if split.when is not None else ""
        yield f"责任部门：{lead.line} {split.applies}{when} {split.level} {split.clause}"


def _limit(limit: ServiceLimit) -> str:
    more = limit.limit.extension
    longer = f" +{more.length} {more.approver}" if more else ""
    words = (
        limit.kind,
        limit.text,
        limit.after,
        limit.limit.article,
        limit.limit.on_expiry or "",
        _roll(limit),
    )
    return " ".join(filter(None, words)) + longer


def _roll(limit: ServiceLimit) -> str:
    """How the last day moves where that is not as usual."""
    usual = limit.limit.roll is Roll.FORWARD
    return "" if usual else f"休息日 {limit.limit.roll} {limit.limit.roll_article}"


def _parameters(service: PublicService, catalogue: Catalogue) -> Iterator[str]:
    here = set(lineage(service.region))
    for name in service.parameters:
        declared = catalogue.parameters.declarations[name]
        for value in catalogue.parameters.values.get(name, ()):
            if value.region in here:
                until = value.valid_until or "今"
                shown = show(value.value, declared.measure)
                yield f"参数：{name} {value.region} {value.valid_from} 至 {until} {shown}（{value.clause}）"


def _marked(lines: list[str], mark: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(mark) for line in lines if line.startswith(mark))


def _signature(entry: Entry) -> Signature:
    return Signature(entry["by"], entry["on"], tuple(map(str, entry["substance"])))
