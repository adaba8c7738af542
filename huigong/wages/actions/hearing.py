"""What is said of a warning: the employer explains, the workers say whether that is so, an official ends it.

Silence settles nothing. An explanation counts once every worker whose money it is about has said that it is so.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.writing import said_within
from huigong.registry.lookup import public_uuid
from huigong.wages.actions.warnings import close, is_with_a_case, last_day, told
from huigong.wages.concerned import affected, hearing_of, newest
from huigong.wages.models import EarlyWarning, Explanation, WarningAnswer
from huigong.wages.notfound import no_warning
from huigong.wages.own import own_month
from huigong.wages.sites import project_of, require_officer
from huigong.wages.warnings.declaring import book
from huigong.wages.whose import texts_of_number

MOST_SAID = 1000


@transaction.atomic
def explain(*, by: Principal, now: datetime, warning_id: str, said: str) -> EarlyWarning:
    """The employer's explanation, by the labour officer of the project; whose money it is about is asked next.

    What was explained before and what was said of it stay. Raises `DomainError`: `wage.no_warning`,
    `wage.not_your_project`, `wage.closed`, `wage.unexplained`, `wage.explained_so`.
    """
    warning, on = _open(warning_id), localdate(now)
    require_officer(by, project_of(warning.record, on=on).public_id.hex, now=now)
    words, before = _words(said), newest(warning)
    if before is not None and before.text == words:
        raise Conflict("wage.explained_so", what="这样的说明已经交过了", do="有新的情况，请写新的")
    rule = book().rule(warning.declared, warning.region, on=on)
    asked = affected(warning, rule).exists()
    Explanation.objects.create(
        warning=warning,
        text=words,
        explained_at=now,
        explained_by=by.account_id,
        confirm_by=last_day(rule.confirm, on, warning.region) if asked else None,
    )
    told(warning, "explained", by=by, now=now)
    return warning


@transaction.atomic
def respond(
    *, by: Principal, now: datetime, warning_id: str, worker_month_id: str, agrees: bool
) -> EarlyWarning:
    """What a worker says of the explanation. All agreeing closes the warning, unless the office has a case about it; one
    who does not keeps it open.

    Raises `DomainError`: `wage.no_warning`, `wage.no_month`, `wage.closed`.
    """
    warning, row = _open(warning_id), own_month(by, worker_month_id)
    rule = book().rule(warning.declared, warning.region, on=localdate(now))
    explanation = newest(warning)
    if explanation is None or not affected(warning, rule).filter(pk=row.pk).exists():
        raise no_warning()
    told_before = WarningAnswer.objects.filter(explanation=explanation)
    answer = told_before.by_index("number", *texts_of_number(row.number)).first() or WarningAnswer(
        explanation=explanation, paper=row.paper, number=row.number
    )
    answer.agreed, answer.answered_at = agrees, now
    answer.save()
    told(warning, "agreed" if agrees else "denied", by=by, now=now, person=by.person_id)
    hearing = hearing_of(warning, rule, localdate(now), explanation)
    if hearing.settled and not is_with_a_case(warning):
        close(warning, EarlyWarning.Closing.WORKERS, by=by, now=now)
    return warning


@transaction.atomic
def settle(*, by: Principal, now: datetime, warning_id: str, reason: str) -> EarlyWarning:
    """An official of its office ends a warning, with the reason.

    Raises `DomainError`: `wage.no_warning`, `access.denied`, `wage.closed`, `wage.unexplained`.
    """
    warning = of_official(by, warning_id)
    warning.reason = _words(reason)
    close(warning, EarlyWarning.Closing.OFFICIAL, by=by, now=now)
    return warning


def _open(warning_id: str) -> EarlyWarning:
    rows = EarlyWarning.objects.select_for_update(of=("self",)).select_related("record", "case")
    warning = rows.filter(public_id=public_uuid(warning_id)).first()
    if warning is None:
        raise no_warning()
    if warning.closing:
        raise Conflict("wage.closed", what="这条预警已经了结", do="请回到列表重新看")
    return warning


def of_official(by: Principal, warning_id: str) -> EarlyWarning:
    """A warning that stands, locked, for who may act on it. Raises as `settle`."""
    warning = _open(warning_id)
    by.require(Permission.CASE_DECIDE, region=warning.region, office=warning.office or None)
    return warning


def _words(text: str) -> str:
    words = said_within(text, MOST_SAID, code="wage.too_long", about="said")
    if not words:
        raise Invalid("wage.unexplained", what="没有写明情况", do="请写明为什么、打算怎么办", about="said")
    return words
