"""What a clerk fills in of somebody's work and household."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.portals.desk.people.forms import ShownForm
from huigong.portals.shared.fields import CountyField, DayField, ResidentNumberField
from huigong.registry.actions.correcting import Right
from huigong.registry.queries import PersonRecord
from huigong.registry.shapes import EngagementView, Relation

_RELATIONS = [("", _("请选择")), *((relation.value, _(relation.label)) for relation in Relation)]
_STAYS = "stays_"
_MOST_IN_A_HOUSEHOLD = 30
_SIGNED = {"yes": True, "no": False}
_PROOF = ("paper", "other_paper")
_NONE = "无"


def _spell(row: EngagementView) -> str:
    return " ".join(filter(None, (row.employer, row.project, f"{row.valid_from:%Y-%m-%d}")))


class LedgerForm(ShownForm):
    """A form on the record; `offer` lists what this person has to choose from.

    A field is called as what the action takes, or stands in `called` with the name that it has there; `unsent` ones serve
    to find another value.
    """

    called: ClassVar[Mapping[str, str]] = {"since": "valid_from", "until": "valid_until"}
    unsent: ClassVar[frozenset[str]] = frozenset({"paper", "other_paper"})

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by the names of the action."""
        return {
            self.called.get(name, name): value
            for name, value in self.cleaned_data.items()
            if name not in self.unsent
        }

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["paper"].label = _("出示了什么")

    def offer(self, record: PersonRecord) -> None:
        """Puts the record's own choices into the fields."""


class WorkForm(LedgerForm):
    """A spell of work: for whom, where, from which day on."""

    called: ClassVar[Mapping[str, str]] = {**LedgerForm.called, "contract": "contract_signed"}

    employer = forms.CharField(
        label=_("单位名称"),
        max_length=120,
        help_text=_("按营业执照写全称；个人包工头写姓名。"),
        error_messages={"required": _("请填单位名称。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        required=False,
        max_length=40,
        help_text=_("18位，营业执照上有；不知道可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    place = CountyField(
        label=_("在哪里干活（县、市、区）"),
        max_length=60,
        error_messages={"required": _("请填在哪里干活。")},
    )
    project = forms.CharField(label=_("工程项目"), required=False, max_length=120)
    occupation = forms.CharField(label=_("工种"), required=False, max_length=60)
    contract = forms.ChoiceField(
        label=_("签了劳动合同"),
        required=False,
        choices=[("", _("不清楚")), ("yes", _("签了")), ("no", _("没有签"))],
    )
    since = DayField(label=_("哪一天上岗"))
    until = DayField(label=_("哪一天离岗"), required=False, help_text=_("还在干的不填。"))
    field_order: tuple[str, ...] = (
        "employer",
        "uscc",
        "place",
        "project",
        "occupation",
        "contract",
        "since",
        "until",
        *_PROOF,
    )

    def clean_contract(self) -> bool | None:
        return _SIGNED.get(self.cleaned_data["contract"])


class LeftWorkForm(LedgerForm):
    """The last day of a spell of work that is still open."""

    called: ClassVar[Mapping[str, str]] = {**LedgerForm.called, "engagement": "engagement_id"}

    engagement = forms.CharField(
        label=_("哪一段用工"),
        widget=forms.Select,
        error_messages={"required": _("请选择哪一段用工。")},
    )
    until = DayField(label=_("哪一天离岗"))
    field_order = ("engagement", "until", *_PROOF)

    def offer(self, record: PersonRecord) -> None:
        select = self.fields["engagement"].widget
        assert isinstance(select, forms.Select)
        select.choices = [
            (each.public_id, _spell(each)) for each in record.engagements if each.valid_until is None
        ]


class CorrectWorkForm(WorkForm):
    """What stands wrong in a spell of work; what is left empty stays as it was."""

    called: ClassVar[Mapping[str, str]] = {"engagement": "engagement_id"}

    engagement = forms.CharField(
        label=_("哪一段用工登记错了"),
        widget=forms.Select,
        error_messages={"required": _("请选择哪一段用工。")},
    )
    goes_on = forms.BooleanField(label=_("其实没有离岗，还在干"), required=False)
    field_order = ("engagement", *WorkForm.field_order[:-2], "goes_on", *_PROOF)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name in ("employer", "place", "since"):
            self.fields[name].required = False
        self.fields["employer"].help_text = _("只填登记错了的栏，没有错的不填。")
        self.fields["project"].help_text = _("其实不在工地的，写“无”。")
        self.fields["until"].help_text = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("goes_on") and given.get("until"):
            self.add_error("until", ValidationError(_("还在干的，不填离岗日。")))
        return given

    @property
    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        named = {
            "place": typed["place"],
            "project": typed["project"],
            "occupation": typed["occupation"],
            "valid_from": typed["since"],
            "valid_until": typed["until"],
        }
        wrong: dict[str, Any] = {name: value for name, value in named.items() if value}
        if wrong.get("project") == _NONE:
            wrong["project"] = ""
        if typed["contract"] is not None:
            wrong["contract_signed"] = typed["contract"]
        if typed["goes_on"]:
            wrong["valid_until"] = None
        return {
            "engagement_id": typed["engagement"],
            "employer": typed["employer"],
            "uscc": typed["uscc"],
            "right": Right(**wrong),
            "shown": typed["shown"],
        }

    def offer(self, record: PersonRecord) -> None:
        select = self.fields["engagement"].widget
        assert isinstance(select, forms.Select)
        select.choices = [(each.public_id, _spell(each)) for each in record.engagements]


class HouseholdForm(LedgerForm):
    """Whose household somebody belongs to, as what, and since when."""

    unsent: ClassVar[frozenset[str]] = LedgerForm.unsent | {"head"}

    relation = forms.ChoiceField(
        label=_("和户主的关系"),
        choices=_RELATIONS,
        help_text=_("本人就是户主的，选“户主”，另立一户。"),
        error_messages={"required": _("请选择和户主的关系。")},
    )
    head = ResidentNumberField(label=_("户主的身份证号"), required=False, help_text=_("本人就是户主的不填。"))
    since = DayField(label=_("从哪一天起"))
    field_order = ("relation", "head", "since", *_PROOF)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        joins = given.get("relation") not in ("", None, Relation.HEAD)
        if joins and not given.get("head") and "head" not in self.errors:
            self.add_error("head", ValidationError(_("请填户主的身份证号。")))
        return given


class MovedOutForm(LedgerForm):
    """The last day in a household; where its head goes, what each of the others is to the next head."""

    until = DayField(label=_("哪一天是最后一天"))
    field_order = ("until",)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        sent = [name for name in data or () if name.startswith(_STAYS)]
        for name in sent[:_MOST_IN_A_HOUSEHOLD]:
            self._stays(name, name)

    @property
    def given(self) -> dict[str, Any]:
        """With `remaining`: public id and relation to the next head of everybody who stays, as filled in."""
        given = super().given
        stays = {name: given.pop(name) for name in tuple(given) if name.startswith(_STAYS)}
        remaining = [(name.removeprefix(_STAYS), relation) for name, relation in stays.items() if relation]
        return {**given, "remaining": remaining}

    def offer(self, record: PersonRecord) -> None:
        mine = record.person.public_id
        heads = any(each.person_id == mine and each.relation == Relation.HEAD for each in record.household)
        for member in record.household if heads else ():
            if member.person_id != mine:
                whose = f"{member.name}（{_(member.relation_name)}，{member.age}{_('岁')}）"
                self._stays(f"{_STAYS}{member.person_id}", whose)
        self.order_fields([name for name in self.fields if name not in _PROOF])

    def _stays(self, name: str, whose: str) -> None:
        label = _("%(name)s以后和户主的关系") % {"name": whose}
        known = self.fields.get(name)
        if known is not None:
            known.label = label
            return
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=_RELATIONS)
