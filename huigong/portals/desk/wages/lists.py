"""The list of warnings, by level."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.portals.desk.parts.listpages import Found, ListPage
from huigong.portals.desk.parts.tables import Cell, Column
from huigong.portals.shared.selects import FlatSelect
from huigong.wages import warned
from huigong.wages.warned import Wanted, WarningRow
from huigong.wages.warnings.declaring import Level


class FilterForm(forms.Form):
    """What narrows the list. What cannot be is left out: an old address still shows a list."""

    level = forms.ChoiceField(
        label=_("等级"), required=False, choices=[("", _("全部")), *Level.choices()], widget=FlatSelect
    )
    which = forms.ChoiceField(
        label=_("哪些"),
        required=False,
        choices=[("", _("没有了结的")), ("every", _("全部"))],
        widget=FlatSelect,
    )

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.is_valid()

    @property
    def wanted(self) -> Wanted:
        data: dict[str, Any] = self.cleaned_data
        return Wanted(level=data.get("level", ""), every=data.get("which") == "every")


def stands(row: WarningRow) -> str:
    """How far a warning is, in words."""
    if row.closing:
        return str(row.closing.label)
    if row.late:
        return _now("过了期限没有说明")
    if not row.explained:
        return _now("等单位说明")
    return _now("单位说明了，等工人确认") if row.asks else _now("单位说明了")


def subject(row: WarningRow) -> str:
    """The page of what the warning is about."""
    return reverse("desk:wage-site" if row.of_project else "desk:record", args=[row.site_id])


COLUMNS = (
    Column[WarningRow](_("预警"), lambda row: Cell(row.name, to=reverse("desk:wage-warning", args=[row.id]))),
    Column[WarningRow](_("等级"), lambda row: Cell(row.level.label, chip=row.level.chip)),
    Column[WarningRow](_("项目或者单位"), lambda row: Cell(row.site, to=subject(row))),
    Column[WarningRow](_("月份"), lambda row: f"{row.month:%Y-%m}" if row.month else "—", kind="number"),
    Column[WarningRow](_("哪天起"), lambda row: row.raised_on.isoformat(), kind="number"),
    Column[WarningRow](_("到哪一步"), stands),
    Column[WarningRow](_("地区"), lambda row: regions.find(row.region).name),
)


def find(viewer: Principal, given: QueryDict, on: date) -> Found[WarningRow]:
    """The warnings that the address asks for."""
    filters = FilterForm(given)
    wanted = filters.wanted
    return Found(
        rows=warned.warnings(viewer, wanted),
        lines=lambda rows: warned.warning_rows(rows, on=on),
        filters=filters,
        told=wanted.told,
    )


LIST = ListPage(
    name="wages",
    title=_("欠薪预警"),
    columns=COLUMNS,
    find=find,
    permission=Permission.CASE_DECIDE,
    verb="wages.warnings.exported",
    template="desk/wages/index.html",
    nothing=_("没有预警。没有报送的项目和月份不在这里，不等于没有欠薪。"),
)
