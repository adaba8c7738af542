"""Whose money a warning is, as a month has it, and what they say of the employer's explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from huigong.registry.models import Person
from huigong.wages.models import (
    DISPUTED,
    LEFT_OUT,
    LOWERED,
    EarlyWarning,
    Explanation,
    ProjectMonth,
    WarningAnswer,
    WorkerMonth,
)
from huigong.wages.warnings.declaring import WarningRule
from huigong.wages.warnings.inputs import DISPUTES, GONE, LESS
from huigong.wages.whose import texts_of, texts_of_number

_SAID_OF: Final = {DISPUTES: DISPUTED, GONE: LEFT_OUT, LESS: LOWERED}


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
    """The workers of whom a month has one of the kinds of difference of a rule, or of whom it reads something itself; not who
    says that it is right that the month has nothing of them any more."""
    wanted = Q(differences__kind__in=rule.concerns)
    for name in rule.said_of:
        wanted |= _SAID_OF[name]
    gone = Q(left_out=True, answer=WorkerMonth.Answer.CONFIRMED)
    return WorkerMonth.objects.filter(wanted, month=month).exclude(gone).distinct()


def is_concerned(row: WorkerMonth, rule: WarningRule) -> bool:
    """The same of one row whose differences are at hand."""
    if row.agreed_gone:
        return False
    holds = {
        DISPUTES: row.answer == WorkerMonth.Answer.DISPUTED,
        GONE: row.left_out,
        LESS: row.is_lowered,
    }
    return any(holds[name] for name in rule.said_of) or any(
        each.kind in rule.concerns for each in row.differences.all()
    )


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
    texts = {text for number in said for text in texts_of_number(number)}
    held = WorkerMonth.objects.by_index("number", *texts).filter(pk__in=asked.values("pk")) if said else ()
    agreed = [said[number] for number in {row.number for row in held}]
    over = of is not None and of.confirm_by is not None and on > of.confirm_by
    return Hearing(asked.count(), agreed.count(True), agreed.count(False), over)


def answers_of(explanation: Explanation) -> Mapping[str, bool]:
    """Number → whether whoever has it agrees, as they said last: a roster may say of which paper it is one day and not another."""
    rows = WarningAnswer.objects.filter(explanation=explanation).order_by("answered_at", "pk")
    return {row.number: row.agreed for row in rows}


def answers_by(person: Person, explanations: list[Explanation]) -> Mapping[int, bool]:
    """Key of the explanation → what somebody has said of it."""
    rows = WarningAnswer.objects.by_index("number", *texts_of(person)).filter(explanation__in=explanations)
    rows = rows.order_by("answered_at", "pk")
    return {row.explanation_id: row.agreed for row in rows}
