"""Where and when to look at the catalogue: a region, a day, and whether unchecked figures count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.catalogue import queries
from huigong.directory.principals import Permission, Principal
from huigong.kernel import regions
from huigong.kernel.regions import NATION, lineage
from huigong.portals.shared.fields import DayField

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


class PlaceForm(forms.Form):
    """A region with a pack, or any other by its code; a day; whether unchecked figures count."""

    region = forms.ChoiceField(label=_("地区"))
    on = DayField(label=_("日期"))
    unverified = forms.BooleanField(label=_("也算未核实的"), required=False)

    def __init__(self, *args: Any, offered: Sequence[str], also: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [*offered, *([also] if regions.known(also) and also not in offered else [])]
        choices = [(code, place_name(code, full=True)) for code in codes]
        field = self.fields["region"]
        field.choices = choices  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("没有这个地区，请从列表里选。")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("日期请在 1990 年到 2099 年之间。"))
        return day


@dataclass(frozen=True)
class Looking:
    """What the form says; what it leaves out or says wrong is the viewer's own region and today."""

    form: PlaceForm
    region: str
    on: date
    unverified: bool

    @property
    def query(self) -> str:
        """The same for the addresses of links."""
        return query_of(self.region, self.on, unverified=self.unverified)

    @property
    def region_name(self) -> str:
        return place_name(self.region)


def query_of(region: str, on: date, *, unverified: bool = False) -> str:
    """What the address of a catalogue page says after its question mark."""
    data = {"region": region, "on": on.isoformat()}
    return urlencode(data | ({"unverified": "1"} if unverified else {}))


def looking(viewer: Principal, data: Mapping[str, Any]) -> Looking:
    """Reads an address or a posted form."""
    offered = queries.regions(viewer)
    home, today = home_of(viewer, offered), timezone.localdate()
    filled = {
        "region": data.get("region") or home,
        "on": data.get("on") or today.isoformat(),
        "unverified": data.get("unverified", ""),
    }
    form = PlaceForm(filled, offered=offered, also=filled["region"])
    form.is_valid()
    given = form.cleaned_data
    if "region" in form.errors:  # a list can only show what it offers: the region the page falls back on
        form.data = {**filled, "region": home}
    return Looking(form, given.get("region") or home, given.get("on") or today, given["unverified"])


def home_of(viewer: Principal, offered: Sequence[str]) -> str:
    """The nearest region with a pack to the one where the viewer works."""
    held = [grant.region for grant in viewer.grants_for(Permission.LIBRARY_READ)]
    return next((level for region in held for level in lineage(region) if level in offered), NATION)


def place_name(code: str, *, full: bool = False) -> str:
    """`攀枝花市`, or from the province down; the nation is `国家`, as officers say it."""
    if code == NATION:
        return gettext("国家")
    region = regions.find(code)
    return region.full_name if full else region.name
