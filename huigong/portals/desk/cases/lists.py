"""The work list as its address says it: filters, order and columns, and the same said back for links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.casework.queries.options import Options, options
from huigong.casework.queries.tasks import SORTS
from huigong.casework.queries.wanted import TABS, TaskFilter
from huigong.directory.principals import Principal, office_region
from huigong.portals.shared.fields import DayField

COLUMNS = {
    "person": _("申请人"),
    "status": _("进度"),
    "holder": _("经办人"),
    "office": _("部门"),
    "region": _("地区"),
    "opened": _("收件日"),
}
USUAL_COLUMNS = ("person", "status", "holder")
_DUE = (
    ("", _("全部")),
    ("late", _("已超期")),
    ("today", _("今天到期")),
    ("week", _("七天之内到期")),
    ("paused", _("暂停计时")),
    ("none", _("没有期限")),
)
_SORTS = {
    "due": _("先到期的在前"),
    "newest": _("新收的在前"),
    "oldest": _("早收的在前"),
    "number": _("按办件编号"),
}
_KEPT = ("tab", "number", "status", "service", "office", "region", "due", "since", "from", "until", "holder", "sort", "column")  # fmt: skip


class ListForm(forms.Form):
    """Filters, order and columns. What cannot be is left out: an old address still shows a list."""

    number = forms.CharField(
        label=_("办件编号"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search"}),
    )
    status = forms.ChoiceField(label=_("进度"), required=False)
    service = forms.ChoiceField(label=_("事项"), required=False)
    office = forms.ChoiceField(label=_("部门"), required=False)
    region = forms.ChoiceField(label=_("地区"), required=False)
    due = forms.ChoiceField(label=_("期限"), required=False, choices=_DUE)
    since = DayField(label=_("收件不早于"), required=False)
    sort = forms.ChoiceField(label=_("顺序"), required=False, choices=list(_SORTS.items()))
    column = forms.MultipleChoiceField(
        label=_("显示的栏"),
        required=False,
        choices=list(COLUMNS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, given: QueryDict, *, viewer: Principal, today: date) -> Self:
        """The list that the address asks for, with what this viewer can choose there."""
        near = given.get("region") or office_region(given.get("office", ""))
        return cls(given, options=options(viewer, today=today, near=near))

    def __init__(self, given: QueryDict, *, options: Options) -> None:
        data = given.copy()
        if "column" not in data:
            data.setlist("column", list(USUAL_COLUMNS))
        super().__init__(data)
        for name, offered in (
            ("status", options.statuses),
            ("service", options.services),
            ("office", options.offices),
            ("region", options.regions),
        ):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("全部")), *offered]
            few = 1 if name == "office" and options.by_region else 2
            if name in ("office", "region") and len(offered) < few:
                del self.fields[name]
        if options.by_region and not options.offices and "region" in self.fields:
            self.fields["region"].help_text = _("选了地区，才能再选部门。")
        self.is_valid()

    @property
    def order(self) -> str:
        wanted = self.cleaned_data.get("sort") or "due"
        return wanted if wanted in SORTS else "due"

    @property
    def columns(self) -> tuple[str, ...]:
        """In the order of the table."""
        chosen = self.cleaned_data.get("column") or USUAL_COLUMNS
        return tuple(name for name in COLUMNS if name in chosen)

    def wanted(self, given: Mapping[str, str]) -> TaskFilter:
        data: dict[str, Any] = self.cleaned_data
        tab = given.get("tab", "all")
        return TaskFilter(
            tab=tab if tab in TABS else "all",
            status=data.get("status", ""),
            service_id=data.get("service", ""),
            office_id=data.get("office", ""),
            region=data.get("region", ""),
            due=data.get("due", ""),
            due_from=read_day(given.get("from", "")),
            due_until=read_day(given.get("until", "")),
            since=data.get("since"),
            number=data.get("number", "").strip(),
            holder=given.get("holder", "")[:36],
        )


def said_back(given: QueryDict, **changed: str) -> str:
    """What the address asks, without the page of the list; `changed` names what a link changes, "" leaves it out."""
    pairs = [
        (name, value)
        for name in _KEPT
        for value in given.getlist(name)
        if value and name not in changed and not (name == "tab" and value == "all")
    ]
    return urlencode([*pairs, *((name, value) for name, value in changed.items() if value)])


def filtered(wanted: TaskFilter) -> bool:
    """Whether more than a tab narrows the list."""
    return any(value for name, value in wanted.__dict__.items() if name != "tab")


def read_day(text: str) -> date | None:
    """The day that an address names; None for what is none."""
    try:
        day: date | None = DayField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return day
