"""What can be corrected on one's own page, and how: what oneself has said at once, the rest by asking its keeper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.catalogue.services import catalogue
from huigong.kernel.sentences import wording
from huigong.portals.shared.factfields import FactField
from huigong.portals.shared.fields import CountyField, DayField
from huigong.portals.worker import mine
from huigong.portals.worker.places import place_name
from huigong.registry.queries import PersonRecord

REGISTERED = {
    "name": wording("姓名"),
    "resident_number": wording("证件号码"),
    "sex": wording("性别"),
    "phone": wording("手机号"),
    "hukou_place": wording("户口所在地"),
    "residence": wording("现在住在"),
    "household": wording("家里人"),
    "work": wording("干过的活"),
}
LONGEST = 500


@dataclass(frozen=True)
class Entry:
    """One thing that may be wrong: its name, its value and source in Chinese words, the source as the register keeps it,
    and whether the person may say otherwise at once."""

    what: str
    label: str
    value: str
    source: str
    kept_by: str
    at_once: bool

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact of the packs, which has a value to be put right."""
        return self.what in catalogue().facts


def entry_of(record: PersonRecord, what: str) -> Entry | None:
    """What the register has under this word; None where it has nothing."""
    if what in REGISTERED:
        at_once = what == "residence" and record.home_said
        return Entry(what, REGISTERED[what], _value(record, what), wording("登记的"), "", at_once)
    known = next((each for each in mine.known(record) if each.first.fact == what), None)
    if known is None:
        return None
    keeper = next((each for each in (known.first, *known.others) if not each.own), known.first)
    return Entry(
        what=what,
        label=what,
        value=known.first.value,
        source=known.first.source,
        kept_by=keeper.kept_by,
        at_once=known.own and what in catalogue().facts,
    )


def _value(record: PersonRecord, what: str) -> str:
    person = record.person
    shown = {
        "name": person.name,
        "resident_number": person.resident_number,
        "sex": person.sex,
        "phone": person.phone,
        "hukou_place": place_name(person.hukou_place),
        "residence": place_name(person.residence),
    }
    return shown.get(what, "")


class SaidForm(forms.Form):
    """What oneself has said, said anew."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, fact: str) -> None:
        super().__init__(data)
        field = FactField(catalogue().facts[fact])
        field.required, field.label = True, catalogue().facts[fact].question or fact
        field.help_text = ""
        field.error_messages["required"] = _("请填应当是什么。")
        self.fields["value"] = field


class HomeForm(forms.Form):
    """Where one lives now, and since when."""

    residence = CountyField(
        label=gettext_lazy("现在住在哪个县（市、区）"),
        help_text=gettext_lazy("例如：仁和区。有重名的，前面加上省或市。"),
        max_length=60,
        error_messages={"required": gettext_lazy("请填现在住的县（市、区）。")},
    )
    since = DayField(label=gettext_lazy("从哪天住起"))


class AskForm(forms.Form):
    """What an office is asked to put right. `value` is there where the entry is a fact of the packs."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    says = forms.CharField(
        label=gettext_lazy("哪里不对，应当是什么"),
        help_text=gettext_lazy("写一两句就行。"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写一句：哪里不对，应当是什么。")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("有什么证明（没有可以不填）"),
        help_text=gettext_lazy("一行写一样，例如：户口本。照片和原件，部门要的时候再交。"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, fact: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fact:
            field = FactField(catalogue().facts[fact])
            field.label, field.help_text = _("应当是"), catalogue().facts[fact].question
            self.fields["value"] = field
            self.order_fields(["key", "value", "says", "evidence"])
