"""The lines of money with what is left of each, and the payments of one line."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.funds import browsing, queries
from huigong.funds.browsing import PaymentRow
from huigong.funds.queries import LineView
from huigong.funds.terms import Book, Standing
from huigong.portals.desk.funds.drawing import books_bar, chip, kind_of, money
from huigong.portals.desk.parts.listpages import Found, ListPage
from huigong.portals.desk.parts.tables import Cell, Column
from huigong.portals.shared.selects import FlatSelect

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class YearForm(forms.Form):
    """Of which year; without one, all."""

    year = forms.IntegerField(
        label=_("年度"),
        required=False,
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        help_text=_("不写是全部"),
    )


class StandingForm(forms.Form):
    """Payments of one standing, or all."""

    standing = forms.ChoiceField(
        label=_("付款状态"),
        required=False,
        choices=[("", _("全部")), *Standing.choices()],
        widget=FlatSelect,
    )


def _sum(book: Book) -> Column[LineView]:
    return Column[LineView](book.label, lambda row: money(row.books[book]), kind="amount")


COLUMNS = (
    Column[LineView](
        _("资金项目"),
        lambda row: Cell(
            row.purpose,
            to=reverse("desk:fund-line", args=[row.line_id]),
            below=browsing.names().get(row.fund, row.fund),
            bar=books_bar(row.books),
        ),
    ),
    Column[LineView](_("年度"), lambda row: str(row.year or "—"), kind="number"),
    Column[LineView](_("部门"), lambda row: name_of(row.office, timezone.localdate())),
    _sum(Book.GRANTED),
    _sum(Book.FREE),
    _sum(Book.PAID),
    _sum(Book.UNCLEAR),
    Column[LineView](_("状态"), lambda row: str(_("已关账")) if row.closed else row.nature),
)
PAYMENTS = (
    Column[PaymentRow](
        _("付什么"), lambda row: Cell(row.what, to=reverse("desk:fund-payment", args=[row.payment_id]))
    ),
    Column[PaymentRow](_("收款方"), lambda row: Cell(row.who, below=row.account)),
    Column[PaymentRow](_("金额"), lambda row: money(row.amount), kind="amount"),
    Column[PaymentRow](_("付款状态"), lambda row: Cell(row.standing.label, chip=chip(row))),
    Column[PaymentRow](
        _("到账日期"), lambda row: row.credited_on.isoformat() if row.credited_on else "—", kind="number"
    ),
    Column[PaymentRow](_("收回"), lambda row: money(row.recovered) if row.recovered else "—", kind="amount"),
)


def find(viewer: Principal, given: QueryDict, on: date) -> Found[LineView]:
    """The lines of the year that the address asks for."""
    filters = YearForm(given)
    year = filters.cleaned_data.get("year") if filters.is_valid() else None
    rows = queries.lines(viewer, year=year)
    together = {book: sum(row.books[book] for row in rows) for book in Book}
    return Found(
        rows=rows,
        lines=tuple,
        filters=filters,
        told={"year": str(year)} if year else {},
        more={
            "bar": books_bar(together),
            "books": [(book, kind_of(book), money(together[book])) for book in Book],
            "may_keep": viewer.can(Permission.FUND_KEEP),
        },
    )


LIST = ListPage(
    name="funds",
    title=_("资金"),
    columns=COLUMNS,
    find=find,
    permission=Permission.FUND_READ,
    verb="funds.list.exported",
    nothing=_("还没有资金项目。"),
    template="desk/funds/index.html",
)


def find_payments(viewer: Principal, given: QueryDict, on: date, *, public_id: str) -> Found[PaymentRow]:
    """The payments of a line, by standing."""
    filters = StandingForm(given)
    said = filters.cleaned_data["standing"] if filters.is_valid() else ""
    return Found(
        rows=browsing.payments(viewer, public_id, *([Standing(said)] if said else [])),
        lines=browsing.rows,
        filters=filters,
        told={"line": public_id, **({"standing": said} if said else {})},
        more={"line": queries.line(viewer, public_id)},
    )


PAYMENTS_OF_A_LINE = ListPage(
    name="fund-payments",
    here="funds",
    title=_("付款"),
    columns=PAYMENTS,
    find=find_payments,
    permission=Permission.FUND_READ,
    verb="funds.list.exported",
    nothing=_("没有这样的付款。"),
    template="desk/funds/payments.html",
)
