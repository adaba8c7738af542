"""Money that somebody deposits: held in a line of trust money, and given back to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory import localdays
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.funds import access, books
from huigong.funds.actions.lines import require_amount, require_new_papers
from huigong.funds.actions.payments import Wanted
from huigong.funds.books import Entry
from huigong.funds.declared import Fund
from huigong.funds.declaring import due, stated_amount
from huigong.funds.lining import fund_of_line
from huigong.funds.models import Deposit, FundLine
from huigong.funds.once import asked_again, once_key, once_only
from huigong.funds.once import thing as thing_of
from huigong.funds.payees import keys_of, require_apart
from huigong.funds.terms import Book, Nature, Reason
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import listed, say
from huigong.kernel.writing import said
from huigong.registry.happenings import Happening, Thing, things
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person


@transaction.atomic
def receive(
    *, by: Principal, now: datetime, line_id: str, wanted: Sequence[Wanted], only_new: bool = False
) -> list[Deposit]:
    """That the payees' money has come into the line, all of it or none; `about` is the number of the bank's slip, several of
    one slip among them. A slip counts once; `only_new` where what has no slip may not be as what the line holds already.

    Raises `DomainError`: `fund.no_line`, `fund.no_trust`, `fund.amount`, `fund.other_amount`, `fund.no_amount`, `fund.same_paper`,
    `payment.once`, `payment.again`, `deposit.which`, `payee.unclear`, `payee.not_found`, `person.own_matter`, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_PREPARE, by=by)
    require_new_papers(line, Reason.DEPOSIT, [each.about for each in wanted])
    if only_new:
        _require_new(line, wanted)
    return [_receive(line, each, by=by, now=now) for each in wanted]


def _require_new(line: FundLine, wanted: Sequence[Wanted]) -> None:
    people = keys_of(each.payee for each in wanted)
    asked = {
        (people.get(each.payee.key), each.payee.organisation, said(each.what)[:80], each.amount)
        for each in wanted
        if not each.about
    }
    held = Deposit.objects.filter(line=line, claimed__lt=F("amount")).order_by()
    if again := asked.intersection(held.values_list("person_id", "organisation", "what", "amount")):
        raise asked_again(len(again))


def _receive(line: FundLine, wanted: Wanted, *, by: Principal, now: datetime) -> Deposit:
    payee, amount = wanted.payee, wanted.amount
    if line.nature != Nature.TRUST:
        raise Conflict(
            code="fund.no_trust",
            what="这不是代管资金",
            why="财政资金只能按预算下达",
            do="请选代管资金的项目",
        )
    today = localdate(now)
    fund = fund_of_line(line, on=today)
    person = keys_of([payee]).get(payee.key)
    require_apart(by, [person], on=today)
    require_amount(amount)
    if fund.amount and amount != (stated := stated_amount(fund, region=line.region, on=today)):
        raise Invalid(
            code="fund.other_amount",
            about="amount",
            what=say("金额不是规定的{stated}", stated=format_yuan(Fen(stated))),
            why=say("“{name}”的金额由规定写明", name=fund.name),
            do="请按规定的金额收",
        )
    told = (fund.once.what if fund.once and fund.once.what else said(wanted.what))[:80]
    place = _place(fund, person, wanted)
    deposit = Deposit(
        line=line,
        thing=place.thing if place else "",
        person_id=person,
        organisation=payee.organisation,
        what=told,
        amount=amount,
        once=once_key(fund, payee, told, today),
        received_at=now,
        received_by=by.account_id,
    )
    _write(deposit)
    entry = Entry(Reason.DEPOSIT, now, by.account_id, about=said(wanted.about)[:80])
    books.move(line, amount, Book.GRANTED, Book.FREE, entry=entry)
    data = {"line": line.public_id.hex, "fen": amount, "paper": entry.about}
    record(
        by=by,
        now=now,
        verb="funds.deposit.received",
        subject=subject_of(deposit),
        region=line.region,
        person=deposit.person,
        data=data,
    )
    if place is not None and place.ended_on is not None:
        _end(deposit, by=by, now=now, on=place.ended_on)
    return deposit


def _place(fund: Fund, person: int | None, wanted: Wanted) -> Thing | None:
    """Which of the person's things the money is for: the one that is named, else the one that they have and gave nothing for,
    else the last that they had and gave nothing for. None where they have none yet.

    Raises `DomainError` (`deposit.which`) where several may be meant, or the named one is none of theirs.
    """
    if fund.returns is None or person is None:
        return None
    known = things(fund.returns.when, Person.objects.get(pk=person))
    if wanted.thing:
        known = [each for each in known if thing_of(each.title) == thing_of(wanted.thing)]
    given = set(Deposit.objects.filter(person=person).exclude(thing="").values_list("thing", flat=True))
    free = [each for each in known if each.thing not in given]
    had = [each for each in known if each.ended_on is None]
    meant = [each for each in free if each.ended_on is None] or had or free[-1:]
    if len(meant) > 1 or (wanted.thing and not meant):
        raise Invalid(
            code="deposit.which",
            about="file",
            what="没有说清这笔钱是为哪个名额交的",
            why=listed([each.title for each in meant]) or "这个人没有这个名额",
            do="请在“名额”一列写明名额的名称",
        )
    return meant[0] if meant else None


@transaction.atomic
def end(*, by: Principal, now: datetime, deposit_id: str, on: date) -> Deposit:
    """That what the deposit was for ended on a day: from then on it is owed back, within the time that the fund says.

    No day is given where the law names none here. Told of another day, that day counts.
    Raises `DomainError`: `deposit.not_found`, `person.own_matter`, `access.denied`.
    """
    known = Deposit.objects.filter(public_id=public_uuid(deposit_id), line__in=access.readable(by))
    deposit = known.select_related("line").first()
    if deposit is None:
        raise NotFound(code="deposit.not_found", what="没有这笔代管款", do="请刷新列表再看")
    line = deposit.line
    by.require(Permission.FUND_PREPARE, region=line.region, office=line.office)
    require_apart(by, [deposit.person_id], on=localdate(now))
    return _end(deposit, by=by, now=now, on=on)


def end_by(happening: Happening, by: Principal, now: datetime) -> None:
    """What somebody deposited for something is owed back once that has ended, as the fund declares: `charging-bay.exit`.

    What was given before they had anything names nothing; it is owed back once they have nothing of the kind any more.
    """
    over = Q(thing=happening.thing)
    if all(each.ended_on for each in things(happening.name, happening.person)):
        over |= Q(person=happening.person, thing="")
    held = Deposit.objects.filter(over, ended_on=None).select_related("line")
    for deposit in held.order_by("pk"):
        fund = fund_of_line(deposit.line, on=localdate(deposit.received_at))
        if fund.returns is not None and fund.returns.when == happening.name:
            _end(deposit, by=by, now=now, on=happening.on)


def _end(deposit: Deposit, *, by: Principal, now: datetime, on: date) -> Deposit:
    line = deposit.line
    access.hold(line)
    fund = fund_of_line(line, on=localdate(deposit.received_at))
    due_on = due(fund, region=line.region, on=on, calendar=localdays.in_use())
    Deposit.objects.filter(pk=deposit.pk).update(ended_on=on, due_on=due_on)
    data = {"on": on.isoformat(), "due": due_on.isoformat() if due_on else None}
    record(
        by=by,
        now=now,
        verb="funds.deposit.ended",
        subject=subject_of(deposit),
        region=line.region,
        person=deposit.person,
        data=data,
    )
    deposit.ended_on, deposit.due_on = on, due_on
    return deposit


def _write(deposit: Deposit) -> None:
    try:
        with transaction.atomic():
            deposit.save(force_insert=True)
    except IntegrityError as error:
        if "once" not in str(error):
            raise
        raise once_only(1) from error
