"""The rounds and offers of an office; the requests of a round, and the places that it gave."""

from __future__ import annotations

from datetime import date
from functools import partial

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.offers import browsing
from huigong.offers.browsing import ClaimRow, OfferRow, RequestRow, RoundRow
from huigong.offers.unplaced import Unplaced, unplaced
from huigong.portals.desk.parts.bars import bar
from huigong.portals.desk.parts.listpages import Found, ListPage
from huigong.portals.desk.parts.tables import Cell, Column
from huigong.portals.shared.selects import FlatSelect

HERE = "rounds"
CHIPS = {
    "open": "info",
    "running": "info",
    "frozen": "near",
    "allocated": "near",
    "published": "yes",
    "over": "no",
}


class GoneForm(forms.Form):
    """Who still asks, who does not any more, or all."""

    gone = forms.ChoiceField(
        label=_("还在不在名单"),
        required=False,
        choices=[("", _("全部")), ("no", _("还在名单上")), ("yes", _("不再排队"))],
        widget=FlatSelect,
    )


def find_rounds(viewer: Principal, given: QueryDict, on: date) -> Found[RoundRow]:
    """Every round of the viewer's offices."""
    more = {"decides": bool(browsing.offices(viewer))}
    return Found(browsing.rounds(viewer), partial(browsing.round_rows, on=on), more=more)


def find_offers(viewer: Principal, given: QueryDict, on: date) -> Found[OfferRow]:
    """Every offer of the viewer's offices."""
    more = {"decides": bool(browsing.offices(viewer))}
    return Found(browsing.offers(viewer), partial(browsing.offer_rows, on=on), more=more)


def find_requests(
    viewer: Principal, given: QueryDict, on: date, *, public_id: str
) -> Found[tuple[str, RequestRow]]:
    """The requests of a round; each line knows its round."""
    filters = GoneForm(given)
    said = filters.cleaned_data["gone"] if filters.is_valid() else ""
    gone = {"yes": True, "no": False}.get(said)
    return Found(
        rows=browsing.requests(viewer, public_id, gone=gone),
        lines=lambda rows: [(public_id, row) for row in browsing.request_rows(rows)],
        filters=filters,
        told={"round": public_id, **({"gone": said} if said else {})},
        more={"round": browsing.round(viewer, public_id, on=on).row},
    )


def find_claims(
    viewer: Principal, given: QueryDict, on: date, *, public_id: str
) -> Found[tuple[str, ClaimRow]]:
    """The places that a round gave; each line knows its round."""
    return Found(
        rows=browsing.claims(viewer, public_id),
        lines=lambda rows: [(public_id, row) for row in browsing.claim_rows(rows)],
        told={"round": public_id},
        more={"round": browsing.round(viewer, public_id, on=on).row},
    )


def find_unplaced(viewer: Principal, given: QueryDict, on: date) -> Found[Unplaced]:
    """Who applied for a service and has no place yet, who waits longest first."""
    return Found(unplaced(viewer, on=on), list)


def _request_state(row: RequestRow) -> Cell:
    if row.has:
        return Cell(str(_("分到了")), chip="yes", below=row.has)
    if row.gone:
        return Cell(str(_("不再排队")), chip="no", below=row.why_gone)
    if row.offered:
        return Cell(str(_("等本人答复")), chip="near", below=row.offered)
    return Cell(str(_("在名单上")), chip="info")


ROUNDS = ListPage(
    name="rounds",
    title=_("名额轮次"),
    columns=(
        Column[RoundRow](
            _("轮次"),
            lambda row: Cell(row.name, to=reverse("desk:round", args=[row.round_id]), below=row.kind),
        ),
        Column[RoundRow](_("进度"), lambda row: Cell(row.stage.label, chip=CHIPS[row.stage.value])),
        Column[RoundRow](
            _("截止日"), lambda row: row.closes_on.isoformat() if row.closes_on else "—", kind="number"
        ),
        Column[RoundRow](_("部门"), lambda row: row.office),
    ),
    find=find_rounds,
    permission=Permission.CASE_READ,
    verb="offers.list.exported",
    nothing=_("还没有开过一轮。"),
    template="desk/offers/rounds.html",
)
UNPLACED = ListPage(
    name="unplaced",
    here=HERE,
    title=_("申请了还没有名额的"),
    columns=(
        Column[Unplaced](_("谁"), lambda row: Cell(row.person, to=reverse("desk:case", args=[row.case_id]))),
        Column[Unplaced](_("哪种名额"), lambda row: row.of),
        Column[Unplaced](_("到哪一步"), lambda row: Cell(str(_(row.stands.label)), chip="near")),
        Column[Unplaced](_("收件日"), lambda row: row.opened_on.isoformat(), kind="number"),
        Column[Unplaced](_("办件"), lambda row: row.number, kind="number"),
    ),
    find=find_unplaced,
    permission=Permission.CASE_READ,
    verb="offers.list.exported",
    nothing=_("申请了的都有名额。"),
)
OFFERS = ListPage(
    name="offers",
    here=HERE,
    title=_("提供的名额"),
    columns=(
        Column[OfferRow](
            _("名额"),
            lambda row: Cell(
                row.name,
                to=reverse("desk:offer", args=[row.offer_id]),
                below=row.kind,
                bar=bar(("bar-used", row.taken), whole=row.places),
            ),
        ),
        Column[OfferRow](_("总数"), lambda row: str(row.places), kind="amount"),
        Column[OfferRow](_("已占"), lambda row: str(row.taken), kind="amount"),
        Column[OfferRow](_("还空"), lambda row: str(row.places - row.taken), kind="amount"),
        Column[OfferRow](_("说明"), lambda row: "；".join(f"{name}：{text}" for name, text in row.says)),
        Column[OfferRow](_("部门"), lambda row: row.office),
    ),
    find=find_offers,
    permission=Permission.CASE_READ,
    verb="offers.list.exported",
    nothing=_("还没有登记名额。"),
    template="desk/offers/offers.html",
)
REQUESTS = ListPage(
    name="round-requests",
    here=HERE,
    title=_("名额申请"),
    columns=(
        Column[tuple[str, RequestRow]](
            _("申请编号"),
            lambda each: Cell(
                each[1].number, to=reverse("desk:round-request", args=[each[0], each[1].request_id])
            ),
        ),
        Column[tuple[str, RequestRow]](_("谁"), lambda each: each[1].person),
        Column[tuple[str, RequestRow]](_("志愿"), lambda each: "、".join(each[1].wishes)),
        Column[tuple[str, RequestRow]](
            _("位次"), lambda each: str(each[1].rank) if each[1].rank else "—", kind="amount"
        ),
        Column[tuple[str, RequestRow]](_("状态"), lambda each: _request_state(each[1])),
        Column[tuple[str, RequestRow]](
            _("申请时间"),
            lambda each: f"{timezone.localtime(each[1].asked_at):%Y-%m-%d %H:%M}",
            kind="number",
        ),
    ),
    find=find_requests,
    permission=Permission.CASE_READ,
    verb="offers.list.exported",
    nothing=_("还没有人申请。"),
    template="desk/offers/of_round.html",
)
CLAIMS = ListPage(
    name="round-claims",
    here=HERE,
    title=_("占用的名额"),
    columns=(
        Column[tuple[str, ClaimRow]](
            _("名额"),
            lambda each: Cell(
                each[1].offer, to=reverse("desk:round-claim", args=[each[0], each[1].claim_id])
            ),
        ),
        Column[tuple[str, ClaimRow]](_("谁"), lambda each: each[1].person),
        Column[tuple[str, ClaimRow]](_("开始日"), lambda each: each[1].since.isoformat(), kind="number"),
        Column[tuple[str, ClaimRow]](
            _("结束日"),
            lambda each: each[1].ended_on.isoformat() if each[1].ended_on else "—",
            kind="number",
        ),
    ),
    find=find_claims,
    permission=Permission.CASE_READ,
    verb="offers.list.exported",
    nothing=_("还没有人占用名额。"),
    template="desk/offers/of_round.html",
)
