"""What a warning was raised on, in words: month, pay-day, sums, whose money it is, and the rows that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.kernel.identity import mask_name
from huigong.kernel.money import yuan_or
from huigong.policy.packs import library
from huigong.registry.models import Person
from huigong.rules.values import FEN
from huigong.wages.models import Difference, EarlyWarning, ProjectMonth, WorkerMonth
from huigong.wages.own import pay_day_of
from huigong.wages.reconciling.kinds import OF_CODE
from huigong.wages.sites import Site
from huigong.wages.warnings.declaring import WarningRule, book
from huigong.wages.warnings.inputs import OF_MONTH, PAY_DAY
from huigong.wages.whose import on_record

_DIGITS = 12


@dataclass(frozen=True)
class Line:
    """What a month says of one worker, and what they say of it.

    `person` is who is on record with the number and the name, `evidence` each kind of difference with its rows.
    """

    row: WorkerMonth
    person: Person | None
    evidence: tuple[str, ...]

    @property
    def who(self) -> str:
        """The name masked, "" where there is none."""
        return mask_name(self.row.name) if self.row.name else ""

    @property
    def disputes(self) -> bool:
        """Whether they say that what the month says of them is wrong."""
        return self.row.answer == WorkerMonth.Answer.DISPUTED

    @property
    def said_words(self) -> str:
        """What they said of the payroll, and on which day; "" where they said nothing against it."""
        if not self.disputes or self.row.answered_at is None:
            return ""
        return f"本人{localdate(self.row.answered_at)}说工资表不对：{self.row.said}"


@dataclass(frozen=True)
class Basis:
    """What a warning was raised on, once: the month as it was handed in then (None for one of no month) and what the rule read."""

    seen_at: datetime
    month: ProjectMonth | None
    pay_day: date | None
    facts: tuple[tuple[str, str], ...]
    files: str


def lines(rows: QuerySet[WorkerMonth]) -> tuple[Line, ...]:
    """The workers of a month, whose money it is; a few queries for however many."""
    listed = list(rows.order_by("pk"))
    evidence: defaultdict[int | None, list[str]] = defaultdict(list)
    for each in Difference.objects.filter(worker__in=listed).order_by("pk"):
        evidence[each.worker_id].append(f"{OF_CODE[each.kind].says}：{each.evidence}")
    known = on_record(listed)
    return tuple(Line(row, known.get(row.pk), tuple(evidence[row.pk])) for row in listed)


def bases(warning: EarlyWarning, rule: WarningRule, on: date) -> tuple[Basis, ...]:
    """What it was raised on, the first time first, and what it was taken up again on."""
    rows = warning.grounds.select_related("month").order_by("pk")
    measures = {name: fact.measure for name, fact in book().facts(rule.about, warning.region, on).items()}
    return tuple(
        Basis(
            seen_at=row.seen_at,
            month=row.month,
            pay_day=pay_day_of(row.month) if row.month else None,
            facts=tuple(
                (name, _said(value, measures.get(name, "")))
                for name, value in row.facts.items()
                if OF_MONTH.get(name) is not PAY_DAY
            ),
            files=row.month.digest[:_DIGITS] if row.month else "",
        )
        for row in rows
    )


def words(warning: EarlyWarning, rule: WarningRule, site: Site, shown: Iterable[Line]) -> str:
    """What a case begins with: the month, what the rule read, each worker with the rows, and the articles by their titles."""
    on = warning.raised_on
    said = [f"{site.name}（{site.number}）：{rule.head.name}。预警{on:%Y-%m-%d}提出。"]
    for basis in bases(warning, rule, on)[-1:]:
        said += _basis(basis)
    said += [_line(line) for line in shown]
    articles = [*rule.head.clauses, *([rule.fine] if rule.fine else [])]
    said.append(f"依据：{'、'.join(titled(each) for each in articles)}。")
    return "\n".join(said)


def titled(reference: str) -> str:
    """An article by the title of its document: 《保障农民工工资支付条例》第十四条."""
    document, _, number = reference.partition("#")
    return f"《{library().document(document).title}》{number}"


def _basis(basis: Basis) -> Iterator[str]:
    if basis.month is not None:
        day = f"，发薪日{basis.pay_day:%Y-%m-%d}" if basis.pay_day else ""
        handed = f"{localdate(basis.month.handed_in_at)}报送"
        yield f"{basis.month.month:%Y-%m}的工资资料（{handed}，文件摘要{basis.month.digest[:_DIGITS]}{day}）。"
    if basis.facts:
        yield "；".join(f"{name}：{value}" for name, value in basis.facts) + "。"


def _line(line: Line) -> str:
    known = "" if line.person else "（没有登记过的人）"
    net, credited, owed = (yuan_or(fen, "没有") for fen in (line.row.net, line.row.credited, line.row.owed))
    sums = f"实发{net}，到账{credited}，还差{owed}"
    rows = "；".join(line.evidence)
    said = f"{line.said_words}。" if line.said_words else ""
    return f"{line.who or '没有写姓名'}{known}：{sums}。{rows}{'。' if rows else ''}{said}"


def _said(value: str, measure: str) -> str:
    if measure == FEN:
        return yuan_or(int(value), "没有")
    return {"True": "是", "False": "否"}.get(value, value)
