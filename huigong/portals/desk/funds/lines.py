"""One line of money: its books as a bar and a table, its batches, and what may be done with it by role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import browsing, deciding, listing, queries
from huigong.funds.actions import batches, deposits, payments
from huigong.funds.actions import lines as lining
from huigong.funds.deciding import TransferView
from huigong.funds.queries import LineView
from huigong.funds.terms import Book, Nature
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.drawing import books_bar, kind_of, money
from huigong.portals.desk.funds.forms import CloseForm, GrantForm, MakeForm, MoneySheetForm, TransferForm
from huigong.portals.desk.parts.acts import Act, Acts, PlainForm
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request

HERE = "funds"


@takes_files
@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The line; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    line = queries.line(viewer, public_id)
    waiting = deciding.waiting_transfers(viewer, public_id)
    decided = [act for each in waiting if each.may_decide for act in _deciding(each, viewer, now)]
    acts = Acts(request, [*acts_on(line, viewer, now), *decided])
    if answer := acts.answer():
        return answer
    today = timezone.localdate(now)
    trust = line.nature == Nature.TRUST.label
    context = {
        "line": line,
        "fund": browsing.names().get(line.fund, line.fund),
        "office": name_of(line.office, today),
        "bar": books_bar(line.books),
        "books": [(book, kind_of(book), money(line.books[book])) for book in Book],
        "each": money(line.each) if line.each is not None else "",
        "transfers": [(each, money(each.amount)) for each in waiting],
        "batches": [(each, money(each.total)) for each in queries.batches(viewer, public_id)],
        "deposits": [(each, money(each.left)) for each in queries.deposits(viewer, public_id, on=today)]
        if trust
        else [],
        "acts": acts,
    }
    return page(request, "desk/funds/line.html", HERE, context, status=acts.status)


def acts_on(line: LineView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """What the viewer may do with the line, by their permissions for its office."""
    about = {"line_id": line.line_id, "by": viewer, "now": now}
    region = office_region(line.office)

    def may(permission: Permission) -> bool:
        return viewer.can(permission, region=region, office=line.office)

    if may(Permission.FUND_PREPARE) and not line.closed:
        yield from _preparing(line, about, region)
    if may(Permission.FUND_APPROVE) and (waiting := browsing.waiting(viewer, line.line_id)).count:
        told = {"count": waiting.count, "sum": money(waiting.total)}
        yield Act(
            "commit",
            _("核准全部 %(count)s 笔预留的，共 %(sum)s") % told,
            PlainForm,
            partial(_commit, {**about, "seen": waiting.digest}),
            seen=f"{waiting.count} {waiting.total} {waiting.digest}",
        )
    if may(Permission.FUND_KEEP) and line.nature == Nature.APPROPRIATION.label:
        yield from _keeping(line, viewer, about)


def _deciding(each: TransferView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """Yes and no to money that somebody else asked from one line for another."""
    about = {"transfer_id": each.transfer_id, "by": viewer, "now": now}
    told = {"sum": money(each.amount), "into": each.into, "reason": each.reason}
    yield Act(
        f"approve-{each.transfer_id}",
        _("批准调剂 %(sum)s 到“%(into)s”") % told,
        PlainForm,
        partial(_decide, {**about, "approved": True}),
        help=each.reason,
    )
    yield Act(
        f"refuse-{each.transfer_id}",
        _("不批准调剂 %(sum)s 到“%(into)s”") % told,
        PlainForm,
        partial(_decide, {**about, "approved": False}),
        danger=True,
    )


def _preparing(line: LineView, about: dict[str, Any], region: str) -> Iterator[Act]:
    if line.nature == Nature.TRUST.label:
        yield Act(
            "deposits", _("收到代管款"), MoneySheetForm, partial(_receive, about), _("读入"), takes_files=True
        )
    yield Act("reserve", _("预留付款"), MoneySheetForm, partial(_reserve, about), _("读入"), takes_files=True)
    if kinds := browsing.bank_files(region):
        form = partial(MakeForm, offered={"profile": kinds})
        yield Act(
            "make",
            _("制作付款批次"),
            form,
            partial(_make, about),
            help=_("核准了、账户也核实过的，列成一个银行文件，由另一位同事复核。"),
        )


def _keeping(line: LineView, viewer: Principal, about: dict[str, Any]) -> Iterator[Act]:
    lines = [each for each in queries.lines(viewer) if each.line_id != line.line_id and not each.closed]
    if not line.closed:
        yield Act("grant", _("下达资金"), GrantForm, partial(_grant, about))
        yield Act("withdraw", _("收回没有用的"), GrantForm, partial(_withdraw, about))
        others = [_choice(each) for each in lines if each.nature == line.nature]
        if others:
            transfer = partial(TransferForm, offered={"target": others})
            yield Act(
                "transfer", _("调剂到别的项目"), transfer, partial(_transfer, about), _("提出"), makes=True
            )
    later = [each for each in lines if each.fund == line.fund and (each.year or 0) > (line.year or 0)]
    form = partial(CloseForm, offered={"into": [("", "—"), *map(_choice, later)]})
    title = _("再结转银行后来退回的") if line.closed else _("年终关账")
    yield Act("close", title, form, partial(_close, about), danger=True)


def _choice(line: LineView) -> tuple[str, str]:
    return line.line_id, f"{line.purpose} {line.year or ''}".strip()


def _grant(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    lining.grant(**about, amount=given["amount"], paper=given["paper"])
    return _("记下了。")


def _withdraw(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    lining.withdraw(**about, amount=given["amount"], paper=given["paper"])
    return _("记下了。")


def _transfer(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    source = {"by": about["by"], "now": about["now"], "source_id": about["line_id"]}
    lining.ask_transfer(
        **source,
        target_id=given["target"],
        amount=given["amount"],
        reason=given["reason"],
        key=given["key"],
    )
    return _("提出了，等另一位同事批准。")


def _decide(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    row = lining.decide_transfer(**about)
    return _("没有批准，钱没有动。") if row.refused else _("批准了，钱已经调过去。")


def _close(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    lining.close_year(**about, into_id=given["into"])
    return _("关账了。")


def _receive(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    rows = deposits.receive(
        **about, wanted=listing.payments(given["file"].read()), only_new=not given["again"]
    )
    return _("收到 %(count)s 笔。") % {"count": len(rows)}


def _reserve(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    made = payments.reserve(
        **about, wanted=listing.payments(given["file"].read()), only_new=not given["again"]
    )
    told = {"count": len(made.payments), "sum": money(made.total)}
    return _("预留 %(count)s 笔，%(sum)s，等另一位同事核准。") % told


def _commit(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    return _("核准 %(count)s 笔。") % {"count": payments.commit(**about)}


def _make(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    made = batches.make(**about, profile=given["profile"])
    told = _("批次 %(number)s，%(count)s 笔，等另一位同事复核。") % {
        "number": made.batch.number,
        "count": made.batch.count,
    }
    if made.waiting:
        told += _("还有 %(count)s 笔的收款账户没有填或没有核实，没有列入。") % {"count": made.waiting}
    if made.disputed:
        told += _("还有 %(count)s 笔，银行说的和账上不一样，没有列入，请先查清。") % {"count": made.disputed}
    return told
