"""Who has read a version of a service against the law, and whether what they signed still stands.

Beside `services/arrears-complaint.yaml` stands `reviewed/arrears-complaint.yaml`:

    by: 某律师
    on: 2026-11-25
    substance:          # what was signed, line by line
      - 条件：被拖欠工资
      - …

The lines are the rule language with its clauses and what a worker is told, and figures; not the
wording of our pages: only a change of substance unsigns a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import ndiff
from pathlib import Path

from huigong.catalogue.entries import PublicService, ServiceLimit
from huigong.catalogue.lineage import lineage
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import Entry, Kept, Place, Report, Shape, files
from huigong.kernel.packs.kinds import day, text, texts
from huigong.kernel.timelimits import Roll
from huigong.rules.canonical import expression
from huigong.rules.values import show

SIGNED = Shape("审核", {"by": text(), "on": day(), "substance": texts(needed="签字时的实质内容，逐行")})
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
    """What a jurist signs of a version, a line each: what decides, for whom, how much, by when, where."""
    return tuple(_lines(service, catalogue))


def _lines(service: PublicService, catalogue: Catalogue) -> Iterator[str]:
    for part in service.parts:
        yield f"条件：{expression(part)}"
    if service.holding is not None:
        yield f"已经有了：{expression(service.holding)}"
    yield f"申请人：{service.applicant}"
    for clause in service.clauses:
        yield f"依据：{clause}"
    if service.amount is not None:
        amount = service.amount
        yield " ".join(filter(None, ("金额：" + amount.parameter, amount.each, amount.per)))
    for limit in service.limits:
        yield f"时限：{_limit(limit)}"
    for lead in service.leads:
        parts = (lead.line, lead.level, lead.place.id, *lead.place.reads, lead.clause, lead.does)
        yield f"责任部门：{' '.join(filter(None, map(str, parts)))}"
        for split in lead.splits:
            if split.when is not None:
                yield f"归另一级：{split.level} {expression(split.when)} {split.clause}"
    yield from (f"材料：{need.name}" for need in service.evidence)
    for write in service.writes:
        yield f"办成后：{write.fact} = {write.value}{'（交表的人）' if write.of_sender else ''}"
    if service.procedure:
        yield f"办理程序：{service.procedure}"
    yield f"收费：{service.charge}"
    yield f"不服：{service.refused}"
    if service.remedies:
        yield f"不服可以办：{'、'.join(service.remedies)}"
    if service.remedy_within:
        yield f"不服的期限：{service.remedy_within}"
    yield f"施行：{service.valid_from} 至 {service.valid_until or '今'}"
    yield from _parameters(service, catalogue)


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
