"""The field worker's list: what has to be done now, noted with one hand, or printed for where there is no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.obligations import listing
from huigong.obligations.actions import entries
from huigong.obligations.listing import OwedRow, Wanted
from huigong.obligations.proofs import MOST_NOTE
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.obligations.forms import MISSED
from huigong.portals.desk.obligations.lists import CHIPS
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.desk.parts.purposes import PurposeForm
from huigong.portals.shared.requests import Request
from huigong.portals.shared.selects import FlatSelect
from huigong.registry import queries as registry

HERE = "obligations"
AHEAD, MOST = timedelta(days=7), 50
_IN_FULL = ("name", "phone", "address")


class VisitForm(forms.Form):
    """What came of it today: it was done, or why not."""

    came = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("", gettext_lazy("办了")), *MISSED.items()],
        required=False,
        widget=FlatSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("情况"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class Card:
    """One thing to do, and the form by which it is noted."""

    row: OwedRow
    chip: str
    region: str
    acts: Acts


@dataclass(frozen=True)
class SheetLine:
    """A line of the printed sheet: the person in full, or why only masked."""

    row: OwedRow
    region: str
    name: str
    phone: str
    address: str
    masked: str


@officials_only
@never_cache
def today(request: Request) -> HttpResponse:
    """What is late, due, or due within a week, each with its form."""
    viewer, now = request.principal, timezone.now()
    rows, more = _to_do(viewer, on=timezone.localdate(now))
    cards = [_card(request, row, now) for row in rows]
    for card in cards:
        if answer := card.acts.answer():
            return answer
    status = max((card.acts.status for card in cards), default=200)
    context = {"cards": cards, "more": more, "today": timezone.localdate(now)}
    return page(request, "desk/obligations/today.html", HERE, context, status=status)


@officials_only
@never_cache
def sheet(request: Request) -> HttpResponse:
    """The same to be printed, with whom to find where: each person is shown in full for a purpose, on this page only."""
    viewer, now = request.principal, timezone.now()
    rows, more = _to_do(viewer, on=timezone.localdate(now))
    form = PurposeForm(request.POST or None)
    lines: list[SheetLine] = []
    status = 200
    if request.method == "POST":
        status = 200 if form.is_valid() else 400
        if form.is_valid():
            lines = list(_in_full(viewer.with_purpose(form.cleaned_data["purpose"]), rows, now=now))
    context = {
        "form": form,
        "lines": lines,
        "more": more,
        "count": len(rows),
        "today": timezone.localdate(now),
    }
    return page(request, "desk/obligations/sheet.html", HERE, context, status=status)


def _to_do(viewer: Principal, *, on: date) -> tuple[tuple[OwedRow, ...], bool]:
    """The first of what has to be done, and whether there is more."""
    owed = listing.listed(viewer, Wanted(until=on + AHEAD))
    rows = listing.rows(owed[: MOST + 1], on=on)
    return rows[:MOST], len(rows) > MOST


def _card(request: Request, row: OwedRow, now: datetime) -> Card:
    act = Act(
        f"{row.obligation}-{row.ordinal}",
        _("登记"),
        VisitForm,
        partial(_note, {"obligation_id": row.obligation, "by": request.principal, "now": now}),
        _("登记"),
    )
    return Card(row, CHIPS[row.state], regions.find(row.region).full_name, Acts(request, [act], folded=True))


def _note(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    day = timezone.localdate(about["now"])
    entries.prove(**about, day=day, refused=given["came"], text=given["text"])
    return _("登记了。")


def _in_full(viewer: Principal, rows: tuple[OwedRow, ...], *, now: datetime) -> Iterator[SheetLine]:
    known: dict[str, dict[str, str] | DomainError] = {}
    for row in rows:
        if row.person_id not in known:
            try:
                known[row.person_id] = registry.reveal(viewer, row.person_id, _IN_FULL, now=now)
            except DomainError as error:
                known[row.person_id] = error
        told, region = known[row.person_id], regions.find(row.region).full_name
        if isinstance(told, DomainError):
            yield SheetLine(row, region, row.person, "", "", told.what)
        else:
            yield SheetLine(row, region, told["name"], told["phone"], told["address"], "")
