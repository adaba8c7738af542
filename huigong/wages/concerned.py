"""Whose money a warning is, as a month has it, and what they say of the employer's explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huigong.registry.models import Person
from huigong.wages.models import EarlyWarning, Explanation, ProjectMonth, WarningAnswer, WorkerMonth
from huigong.wages.warnings.declaring import WarningRule
from huigong.wages.whose import text_of, texts_of


@dataclass(frozen=True)
class Hearing:
    """What the workers say of an explanation: how many are asked, agree, do not, say nothing. `over`: their last day is past."""

    asked: int
    agreed: int
    denied: int
    over: bool

    @property
    def silent(self) -> int:
        return self.asked - self.agreed - self.denied

    @property
    def settled(self) -> bool:
        """Whether everybody has said that it is so. Silence is no yes, before the last day and after it."""
        return bool(self.asked) and self.agreed == self.asked


def concerned(month: ProjectMonth, rule: WarningRule) -> QuerySet[WorkerMonth]:
    """The workers of whom a month has one of the kinds of difference of a rule, or who dispute what it says of them; not who
    says that it is right that the month has nothing of them any more."""
    wanted = Q(differences__kind__in=rule.concerns)
    if rule.of_disputes:
        wanted |= Q(answer=WorkerMonth.Answer.DISPUTED)
    gone = Q(left_out=True, answer=WorkerMonth.Answer.CONFIRMED)
    return WorkerMonth.objects.filter(wanted, month=month).exclude(gone).distinct()


def affected(warning: EarlyWarning, rule: WarningRule) -> QuerySet[WorkerMonth]:
    """Those of the month as it stands; nobody for a warning that is of no month."""
    if warning.month is None:
        return WorkerMonth.objects.none()
    month = ProjectMonth.objects.filter(project=warning.record_id, month=warning.month, current=True).first()
    return WorkerMonth.objects.none() if month is None else concerned(month, rule)


def newest(warning: EarlyWarning) -> Explanation | None:
    """The explanation that is asked about."""
    return Explanation.objects.filter(warning=warning).order_by("pk").last()


def hearing_of(
    warning: EarlyWarning, rule: WarningRule, on: date, explanation: Explanation | None = None
) -> Hearing:
    """What has been said so far of an explanation, the newest where none is given, by those of whom the month is now."""
    asked, of = affected(warning, rule), explanation or newest(warning)
    said = answers_of(of) if of else {}
    texts = [text_of(number, paper) for paper, number in said]
    held = WorkerMonth.objects.by_index("number", *texts).filter(pk__in=asked.values("pk")) if said else ()
    now = {(row.paper, row.number) for row in held}
    agreed = [answer for whose, answer in said.items() if whose in now]
    over = of is not None and of.confirm_by is not None and on > of.confirm_by
    return Hearing(asked.count(), agreed.count(True), agreed.count(False), over)


def answers_of(explanation: Explanation) -> Mapping[tuple[str, str], bool]:
    """(kind of paper, number) as the rows have them → whether they agree."""
    rows = WarningAnswer.objects.filter(explanation=explanation)
    return {(row.paper, row.number): row.agreed for row in rows}


def answers_by(person: Person, explanations: list[Explanation]) -> Mapping[int, bool]:
    """Key of the explanation → what somebody has said of it."""
    rows = WarningAnswer.objects.by_index("number", *texts_of(person)).filter(explanation__in=explanations)
    return {row.explanation_id: row.agreed for row in rows}
