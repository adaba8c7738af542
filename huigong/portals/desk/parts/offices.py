"""Choosing a region and one of its offices: the region comes first, because the offices hang on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.directory.permissions import Permission
from huigong.directory.principals import NATION
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.shared.fields import PlaceField
from huigong.portals.shared.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class WhereForm(forms.Form):
    """The region for which something is to be given: it says which offices can be chosen."""

    region = PlaceField(
        label=_("角色在哪个地区"),
        help_text=_("写地名或六位区划代码，例如：米易县。"),
        max_length=40,
        error_messages={"required": _("请填地区。")},
    )


def where_of(request: Request, permission: Permission, *, label: StrOrPromise = "") -> tuple[WhereForm, str]:
    """The form that names the region, and its code; the viewer's own where none was named yet or none was understood.

    Nothing may be given while the form is not valid: nobody chose that region. `label` is what it is called where it
    is not the region of a role.
    """
    named = request.POST.get("region", "") if request.method == "POST" else request.GET.get("region")
    home = next((grant.region for grant in request.principal.grants_for(permission)), NATION)
    form = WhereForm({"region": named if named is not None else home})
    form.fields["region"].label = label or form.fields["region"].label
    return form, form.cleaned_data["region"] if form.is_valid() else home


def offices_of(region: str, *, on: date) -> Sequence[Office]:
    """The region's own offices of that day."""
    book = offices.book()
    known = (version for line in book.lines() for version in book.versions(f"{region}/{line.id}"))
    return [office for office in known if office.valid_on(on) and not office.generic]


def office_or_region(office: str, region: str, on: date) -> str:
    """The office's name on that day, its id where the book no longer has it; without an office the region's."""
    if not office:
        return region_name(region)
    try:
        return offices.book().get(office, on).marked
    except DomainError:
        return office


def region_name(code: str) -> str:
    """`四川省攀枝花市`, or `全国`."""
    return str(_("全国")) if code == regions.NATION else regions.find(code).full_name
