"""The form by which a case is opened, made from its procedure: the matter, and each party by its role."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.casework.actions.naming import Named
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.queries.openable import Openable
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.portals.desk.parts.moveforms import offices_serving
from huigong.portals.shared.declared import LongText, MoneyField
from huigong.portals.shared.fields import PlaceField, ResidentNumberField

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 5, 60
_LONGEST = 1000
# Where a refusal about a party of this kind is said.
FIELD_OF = {
    PartyKind.PERSON: "resident_number",
    PartyKind.EMPLOYER: "employer",
    PartyKind.OFFICE: "office",
    PartyKind.ANONYMOUS: "anonymous",
}


class MatterForm(forms.Form):
    """Where, what about, and by whom it is handled where the procedure does not say."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    cause = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    place = PlaceField(
        label=_("发生在哪里（县、市、区）"),
        help_text=_("例如：米易县。"),
        max_length=60,
        error_messages={"required": _("请填发生的地方。")},
    )
    note = LongText(
        label=_("什么事"),
        max_length=_LONGEST,
        help_text=_("何时何地、发生了什么、怎么知道的；加密保存。"),
        error_messages={"required": _("请写明是什么事。")},
    )
    office = forms.ChoiceField(label=_("由哪个部门办"), error_messages={"required": _("请选择办理的部门。")})
    other_matter = forms.BooleanField(label=_("说的是另一件事，确实要另外立案"), required=False)

    def __init__(self, *args: Any, chosen: Openable, viewer: Principal, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        if chosen.owned:
            del self.fields["office"]
        else:
            offer(self, "office", _offices(viewer, on=on))


class PartyForm(forms.Form):
    """One party: who it is in one of the ways that the procedure allows, and what is asked for it."""

    resident_number = ResidentNumberField(
        label=_("个人：身份证号"), required=False, help_text=_("要已经登记过的人；查找会留下记录。")
    )
    employer = forms.CharField(
        label=_("用人单位：全称或统一社会信用代码"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    office = forms.ChoiceField(label=_("部门"), required=False)
    anonymous = forms.BooleanField(label=_("匿名，不写是谁"), required=False)
    amount = MoneyField(label=_("要求支付的金额（元）"), required=False)
    contact = forms.CharField(
        label=_("怎样联系"),
        required=False,
        max_length=100,
        help_text=_("加密保存；匿名的可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = LongText(
        label=_("要求什么、有什么情况"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, role: Role, kinds: frozenset[PartyKind], viewer: Principal, on: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.role = role
        left_out = {name for kind, name in FIELD_OF.items() if kind not in kinds}
        left_out |= set() if role.standing.claims else {"amount"}
        left_out |= set() if role.standing.reached else {"contact"}
        if not viewer.can(Permission.PERSON_FIND):
            left_out.add("resident_number")
        for name in left_out:
            del self.fields[name]
        if "office" in self.fields:
            offer(self, "office", _offices(viewer, on=on))

    @property
    def named(self) -> Named:
        """What was filled in. Ask only a valid form."""
        filled_in = {name: value for name, value in self.cleaned_data.items() if value}
        return Named(self.role, **filled_in)

    @property
    def left_empty(self) -> bool:
        """Whether nothing at all was filled in. Ask only a valid form."""
        return not any(value for value in self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        filled_in = super().clean() or {}
        who = [name for name in FIELD_OF.values() if filled_in.get(name)]
        if len(who) > 1:
            raise ValidationError(_("一方只写一样：一个人、一家单位、一个部门，或者匿名。"))
        if not who and any(filled_in.values()) and not self.errors:
            raise ValidationError(_("请写明这一方是谁。"))
        return filled_in


@dataclass(frozen=True)
class PartyBlock:
    """The forms of one role; `several` where rows can be added."""

    role: Role
    forms: tuple[PartyForm, ...]
    several: bool


def matter_form(
    chosen: Openable, data: Mapping[str, Any] | None, *, asked: bool, viewer: Principal, on: date
) -> MatterForm:
    """With `asked` checked when it is shown, without it only filled with what was typed."""
    given = {"data": data} if asked else {"initial": _typed(data, "")}
    return MatterForm(**given, chosen=chosen, viewer=viewer, on=on)


def party_blocks(
    chosen: Openable,
    data: Mapping[str, Any] | None,
    *,
    asked: bool,
    rows: int,
    viewer: Principal,
    on: date,
) -> tuple[PartyBlock, ...]:
    """A block for each role that the procedure knows, in the order of the roles; `asked` as in `matter_form`."""

    def form(role: Role, kinds: frozenset[PartyKind], number: int) -> PartyForm:
        prefix = f"{role}-{number}"
        given = {"data": data} if asked else {"initial": _typed(data, f"{prefix}-")}
        return PartyForm(**given, prefix=prefix, role=role, kinds=kinds, viewer=viewer, on=on)

    return tuple(
        PartyBlock(
            role,
            tuple(form(role, kinds, n) for n in range(rows if _several(chosen, role) else 1)),
            _several(chosen, role),
        )
        for role, kinds in chosen.parties
    )


def _typed(data: Mapping[str, Any] | None, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value for name, value in (data or {}).items() if name.startswith(prefix)
    }


def rows_asked(data: Mapping[str, Any]) -> int:
    """How many rows the page had, or should have after "more"."""
    asked = str(data.get("rows", ""))
    rows = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else FIRST_ROWS
    return max(FIRST_ROWS, min(rows + (MORE_ROWS if "more" in data else 0), MOST_ROWS))


def require_parties(chosen: Openable, blocks: tuple[PartyBlock, ...]) -> bool:
    """Whether somebody is named, and who reports said so; says beside the first form what is missing."""
    filled = {block.role: any(not form.left_empty for form in block.forms) for block in blocks}
    if chosen.origin is Origin.REPORT and not filled.get(Role.REPORTER, True):
        block = next(block for block in blocks if block.role is Role.REPORTER)
        block.forms[0].add_error(None, _("请写明谁举报；不愿意写名字的，请勾选匿名。"))
        return False
    if not any(filled.values()):
        blocks[0].forms[0].add_error(None, _("至少要写明一方是谁。"))
        return False
    return True


def offer(form: forms.Form, field: str, choices: Sequence[tuple[str, Any]]) -> None:
    """What a field may be chosen from, where only the page knows it."""
    cast(forms.ChoiceField, form.fields[field]).choices = choices


def _several(chosen: Openable, role: Role) -> bool:
    return chosen.collective and role is Role.CONCERNED


def _offices(viewer: Principal, *, on: date) -> list[tuple[str, Any]]:
    """Those that serve where the viewer sits."""
    region = office_region(viewer.office)
    serving = offices_serving(region, on=on) if region else []
    return [("", _("请选择部门")), *((office.id, office.marked) for office in serving)]
