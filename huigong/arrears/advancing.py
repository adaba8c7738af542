"""What may be advanced to a worker before whoever owes pays: an effect for procedures that advance.

同意垫付: {starts: [待审核], to: 已垫付, effects: [within_ceiling, decide, reserve_payment]}
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from huigong.arrears.matters import Matter, matter_of
from huigong.arrears.standing import stand_of
from huigong.audit.subjects import id_in, subject_of
from huigong.casework.actions.moving import Making
from huigong.casework.granting import granted_persons
from huigong.casework.models import Case, Party
from huigong.casework.procedures.effects import Effect
from huigong.casework.procedures.roles import Role
from huigong.catalogue.services import catalogue
from huigong.funds.declaring import fund_for
from huigong.funds.models import Payment
from huigong.funds.terms import Standing
from huigong.kernel.errors import Conflict
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.registry.models import Person

CEILING: Final = "应急周转金垫付标准"
WITHIN: Final = Effect("within_ceiling")


def within_ceiling(making: Making) -> None:
    """No worker is advanced more than the place allows, over all their cases, nor more than is still owed to them. Where no place
    has set how much, each decision says it.

    Raises `DomainError`: `arrears.over_ceiling`, `arrears.over_owed`.
    """
    case, persons = making.case, granted_persons(making.case)
    matter = matter_of(case)
    amount = int(making.form.get("amount") or 0)
    if not amount or len(persons) != 1:
        return  # what is wrong then, the reservation says
    Person.objects.select_for_update().get(pk=persons[0].pk)  # what they get is decided once at a time
    ceiling = catalogue().parameters.lookup(case.region)(CEILING, making.today)
    had = list(
        Payment.objects.filter(person=persons[0], line__fund=_fund(making)).exclude(
            standing=Standing.RELEASED
        )
    )
    before = sum(row.amount - row.recovered for row in had)
    if isinstance(ceiling, int) and not isinstance(ceiling, bool) and before + amount > ceiling:
        raise Conflict(
            "arrears.over_ceiling",
            about="amount",
            what=say("超过了每人最多垫付的{ceiling}", ceiling=format_yuan(Fen(ceiling))),
            why=say("已经垫了{before}，还没有追回", before=format_yuan(Fen(before))),
            do=say("这次最多垫{left}", left=format_yuan(Fen(max(ceiling - before, 0)))),
        )
    left = _left(matter, persons[0], had, on=making.today) if matter else None
    if left is not None and amount > left:
        raise Conflict(
            "arrears.over_owed",
            about="amount",
            what=say("比还欠的{left}多", left=format_yuan(left)),
            why="垫付的是还没有付的工资；已经决定垫的、别的办件里对同一家单位垫过的，都算在里面",
            do="请核对金额；是另一笔欠薪的，请先在办件里写明欠薪的单位",
        )


def _left(matter: Matter, person: Person, had: Iterable[Payment], *, on: date) -> Fen | None:
    """What is still owed to somebody in a matter, less what is decided and not paid yet, and what they were advanced for the same
    debtor in another matter; None where nobody has said how much is owed."""
    worker = next((each for each in matter.workers if each.person == person.public_id.hex), None)
    if worker is None or worker.owed is None:
        return None
    left = stand_of(matter, on=on).left.get(worker.id, Fen(0))
    mine, debtors = {subject_of(case) for case in matter.cases}, _debtors(Q(case__in=matter.keys))
    for payment in had:
        if payment.about in mine:
            left = Fen(left - (0 if payment.standing == Standing.CREDITED else payment.amount))
        elif _same_debtor(debtors, payment.about):
            left = Fen(left - (payment.amount - payment.recovered))
    return Fen(max(left, 0))


def _same_debtor(ours: set[int], about: str) -> bool:
    """Whether another case may be about the same employer: one of them names none, or both name one."""
    other = id_in(about, Case)
    if not other:
        return False
    theirs = _debtors(Q(case__public_id=other))
    return not ours or not theirs or bool(ours & theirs)


def _debtors(cases: Q) -> set[int]:
    rows = Party.objects.filter(cases, role=Role.RESPONDENT, employer__isnull=False)
    return set(rows.values_list("employer_id", flat=True))


def _fund(making: Making) -> str:
    return fund_for(making.case.service_id, region=making.case.region, on=making.today).id
