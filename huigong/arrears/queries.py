"""How arrears stand, for the official who has the case and for the worker whose wages they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from huigong.arrears.criteria.declaring import book
from huigong.arrears.criteria.holding import Tried
from huigong.arrears.matters import Matter, Worker, matter_of
from huigong.arrears.meeting import try_for
from huigong.arrears.standing import PaidRow, Stand, begun, stand_of
from huigong.arrears.steps import Step
from huigong.arrears.telling import Payer, payers
from huigong.casework import parties
from huigong.casework.access import case_not_found, readable
from huigong.casework.models import Case
from huigong.catalogue.citations import cite
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.money import Fen
from huigong.registry.lookup import public_uuid
from huigong.wages.liability.declaring import Law


@dataclass(frozen=True)
class Claimed:
    """What may be claimed back by whoever paid for another: role names, fen, the clause in words."""

    creditor: str
    debtors: tuple[str, ...]
    amount: Fen
    clause: str


@dataclass(frozen=True)
class View:
    """A matter on an official's page; `tried` is what grave steps ask for, as far as that can be told without their own fields."""

    stand: Stand
    payers: tuple[Payer, ...]
    labels: Mapping[str, str]
    claimed: tuple[Claimed, ...]
    plan: tuple[tuple[str, str, Fen], ...]
    to_find_out: tuple[str, ...]
    tried: tuple[Tried, ...]
    found: bool
    may_act: bool

    @property
    def uncovered(self) -> Fen:
        return Fen(sum(self.stand.resolution.uncovered.values())) if self.stand.resolution else Fen(0)


@dataclass(frozen=True)
class Own:
    """A worker's own part: fen owed at first, what came, what is left; who must pay it, in order; the steps that were made;
    `do` what the worker can do today."""

    worker: Worker
    left: Fen
    paid: tuple[tuple[PaidRow, str], ...]
    payers: tuple[tuple[Payer, Fen | None], ...]
    steps: tuple[Step, ...]
    order: Step | None
    late: bool
    do: str


@dataclass(frozen=True)
class Sheet:
    """What the form of findings begins with."""

    law: Law
    workers: tuple[Worker, ...]
    on: date
    values: Mapping[str, str]
    parties: Mapping[str, str]
    limits: Mapping[str, int]
    unable: tuple[str, ...]
    finding: str


def of_case(viewer: Principal, case_id: str, *, now: datetime) -> View | None:
    """The matter of a case that the viewer may read, as far as they may read its cases; None where it is not about arrears.

    Raises `DomainError` (`case.not_found`).
    """
    case, matter = _readable(viewer, case_id)
    if matter is None:
        return None
    on = localdate(now)
    stand = stand_of(matter, on=on)
    roles, done = stand.law.roles, stand.resolution
    labels = {each.id: each.label for each in matter.workers}
    here = [each.procedure for each in matter.cases]
    return View(
        stand=stand,
        payers=tuple(payers(stand)),
        labels=labels,
        claimed=tuple(
            Claimed(
                roles[each.creditor].name,
                tuple(roles[role].name for role in (each.debtor, *each.others) if role),
                each.amount,
                cite(each.clause),
            )
            for each in (done.recourses if done else ())
        ),
        plan=tuple(
            (roles[step.role].name, labels[step.claim], step.amount) for step in (done.plan if done else ())
        ),
        to_find_out=done.to_find_out if done else (),
        tried=tuple(
            try_for(each, stand, case.region, on=on)
            for each in book().in_region(case.region, on=on)
            if not each.procedure or each.procedure in here
        ),
        found=bool(matter.content),
        may_act=viewer.can(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office),
    )


def sheet(viewer: Principal, case_id: str, *, now: datetime) -> Sheet:
    """What stands in the form of findings. Raises `DomainError` (`case.not_found`), also where there is nothing to find out."""
    _case, matter = _readable(viewer, case_id)
    if matter is None:
        raise case_not_found()
    stand, content = stand_of(matter, on=localdate(now)), matter.content
    facts, named = begun(matter) if not content else ({}, {})
    return Sheet(
        law=stand.law,
        workers=matter.workers,
        on=date.fromisoformat(content["on"]) if content else localdate(now),
        values=content.get(
            "values", {name: "是" if value is True else str(value) for name, value in facts.items()}
        ),
        parties=content.get("parties", named),
        limits=content.get("limits", {}),
        unable=tuple(content.get("unable", ())),
        finding=matter.finding,
    )


def own(viewer: Principal, case_id: str, *, on: date) -> Own | None:
    """The viewer's own part in the matter of an own case; None where it is not about arrears, or nothing of theirs is owed."""
    rows = Case.objects.filter(parties.of_viewer(viewer)).filter(public_id=public_uuid(case_id))
    case = rows.first()
    matter = matter_of(case) if case else None
    worker = (
        next((each for each in matter.workers if each.person == viewer.person_id), None) if matter else None
    )
    if matter is None or worker is None or worker.owed is None:
        return None
    stand, me = stand_of(matter, on=on), worker.id
    left, order = stand.left.get(me, Fen(0)), stand.order
    late = bool(left and order and order.by and order.by < on)
    latest = stand.steps[-1] if stand.steps else None
    do = order.late if late and order and order is latest else latest.do if latest else ""
    return Own(
        worker=worker,
        left=left,
        paid=tuple((row, stand.law.roles[row.role].name) for row in stand.paid if row.worker == me),
        payers=tuple(
            (payer, dict(payer.shares)[me])
            for payer in payers(stand)
            if not payer.open and me in dict(payer.shares) and left
        ),
        steps=stand.steps,
        order=order,
        late=late,
        do=do if left else "",
    )


def _readable(viewer: Principal, case_id: str) -> tuple[Case, Matter | None]:
    mine = readable(viewer)
    case = mine.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    return case, matter_of(case, viewer=viewer)
