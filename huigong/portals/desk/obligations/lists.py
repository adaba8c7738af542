"""The list of what offices have to do, by kind, office, state and day."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.obligations import listing
from huigong.obligations.forecast.states import State
from huigong.obligations.listing import OwedRow, Wanted
from huigong.portals.desk.parts.listpages import Found, ListPage
from huigong.portals.desk.parts.tables import Cell, Column
from huigong.portals.shared.fields import DayField
from huigong.portals.shared.selects import FlatSelect

CHIPS = {
    State.EXPECTED: "no",
    State.OPEN: "info",
    State.DUE: "near",
    State.OVERDUE: "late",
    State.LAPSED: "late",
    State.DONE_IN_TIME: "yes",
    State.DONE_LATE: "yes",
    State.EXCUSED: "paused",
    State.WITHDRAWN: "no",
    State.TO_FIND_OUT: "perhaps",
}
_EVERY = "every"


class FilterForm(forms.Form):
    """What narrows the list. What cannot be is left out: an old address still shows a list."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("要办的")), *State.choices(), (_EVERY, _("全部"))],
        widget=FlatSelect,
    )
    declared = forms.ChoiceField(label=_("哪一项"), required=False, widget=FlatSelect)
    office = forms.ChoiceField(label=_("部门"), required=False, widget=FlatSelect)
    until = DayField(label=_("到期不晚于"), required=False)

    def __init__(self, given: QueryDict, *, viewer: Principal, on: date) -> None:
        super().__init__(given)
        offered = {"declared": listing.kinds(viewer), "office": listing.offices(viewer, on=on)}
        for name, choices in offered.items():
            if len(choices) > 1:
                cast(forms.ChoiceField, self.fields[name]).choices = [("", _("全部")), *choices]
            else:
                del self.fields[name]
        self.is_valid()

    @property
    def wanted(self) -> Wanted:
        data: dict[str, Any] = self.cleaned_data
        state = data.get("state", "")
        return Wanted(
            declared=data.get("declared", ""),
            office=data.get("office", ""),
            state=State(state) if state and state != _EVERY else None,
            every=state == _EVERY,
            until=data.get("until"),
        )


COLUMNS = (
    Column[OwedRow](
        _("哪一项"),
        lambda row: Cell(row.name, to=reverse("desk:obligation", args=[row.obligation])),
    ),
    Column[OwedRow](_("谁"), lambda row: row.person),
    Column[OwedRow](_("状态"), lambda row: Cell(row.state.label, chip=CHIPS[row.state])),
    Column[OwedRow](_("到期日"), lambda row: row.due_on.isoformat(), kind="number"),
    Column[OwedRow](_("最晚"), lambda row: row.last_on.isoformat(), kind="number"),
    Column[OwedRow](_("部门"), lambda row: row.office),
    Column[OwedRow](_("地区"), lambda row: regions.find(row.region).name),
)


def find(viewer: Principal, given: QueryDict, on: date) -> Found[OwedRow]:
    """The occurrences that the address asks for."""
    filters = FilterForm(given, viewer=viewer, on=on)
    wanted = filters.wanted
    return Found(
        rows=listing.listed(viewer, wanted),
        lines=lambda rows: listing.rows(rows, on=on),
        filters=filters,
        told=wanted.told,
    )


LIST = ListPage(
    name="obligations",
    title=_("到期的事"),
    columns=COLUMNS,
    find=find,
    permission=Permission.TASK_SUPPORT,
    verb="obligations.list.exported",
    nothing=_("没有要办的。"),
    template="desk/obligations/index.html",
)
