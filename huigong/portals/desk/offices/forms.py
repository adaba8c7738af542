"""What an administrator fills in about an office or a desk: each says from which day, and what it is known from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.directory import offices
from huigong.directory.offices import Contact, Level, Office
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.regions import lineage
from huigong.portals.desk.parts.offices import offices_of
from huigong.portals.shared.fields import DayField

_PLAIN = {"autocomplete": "off"}


def _words(label: Any, longest: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        error_messages={"required": _("请填这一项。")},
        widget=forms.TextInput(attrs=_PLAIN),
    )


class SourceForm(forms.Form):
    """From which paper it is known."""

    source = _words(
        _("根据什么"), 120, required=True, help_text=_("例如：机构改革方案的文号，或者“部门来函 6月1日”。")
    )


class ContactForm(SourceForm):
    """A name and where people go, from a day on; `seen` is the newest entry when the page was shown."""

    name = _words(_("名称"), 60, required=True)
    street = _words(_("地址"), 120)
    telephone = _words(_("电话"), 60, help_text=_("几个号码用顿号分开，例如：0812-1234567、12333"))
    hours = _words(_("上班时间"), 80, help_text=_("例如：周一至周五 9:00—12:00、13:30—17:00"))
    valid_from = DayField(
        label=_("从哪一天起"),
        help_text=_("写过去的日子，那天以后的办件上也显示新名称；已经印发的文书不变。"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def contact(self) -> Contact:
        """Only for a form that was found valid."""
        return Contact(*(self.cleaned_data[field] for field in ("street", "telephone", "hours")))

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes; only for a form that was found valid."""
        words = {field: self.cleaned_data[field] for field in ("name", "valid_from", "source", "seen")}
        return {**words, "contact": self.contact}


def contact_form(data: QueryDict | None, *, name: str, contact: Contact, seen: int, on: date) -> ContactForm:
    """The form with what holds now."""
    return ContactForm(
        data,
        initial={
            "name": name,
            "street": contact.address,
            "telephone": contact.phone,
            "hours": contact.hours,
            "valid_from": on,
            "seen": seen,
        },
    )


class CloseForm(SourceForm):
    """The last day of an office, and who has its work then."""

    last_day = DayField(label=_("最后一天（含当天）"))
    successor = forms.ChoiceField(
        label=_("由哪个部门承接"),
        help_text=_(
            "没办完的件会自动转给它，期限照算，当事人会收到消息。交给上级部门的，请上级的系统管理员来办。"
        ),
        error_messages={"required": _("请选承接的部门。"), "invalid_choice": _("请从列出的部门里选。")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, by: Principal, office: Office, proposed: str, on: date
    ) -> None:
        super().__init__(data, initial={"last_day": on, "successor": proposed})
        near = [
            other
            for region in lineage(office.region)
            if region == office.region or by.can(Permission.PLACE_MANAGE, region=region)
            for other in offices_of(region, on=on)
            if other.id != office.id
        ]
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择部门")),
            *((other.id, other.marked) for other in near),
        ]


class ReopenForm(SourceForm):
    """The first day of an office that was closed."""

    valid_from = DayField(label=_("从哪一天起"))


class DeskForm(ContactForm):
    """A desk below the county: of which office and level, and whom it serves."""

    kind = forms.ChoiceField(label=_("哪一种窗口"), error_messages={"required": _("请选一种窗口。")})
    serves = _words(_("管哪里的人"), 60, help_text=_("例如：东镇的居民"))

    def __init__(
        self, data: QueryDict | None = None, *, on: date, known: bool = False, **initial: Any
    ) -> None:
        super().__init__(data, initial={"valid_from": on, **initial})
        if known:  # what it is does not change
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = [("", _("请选择")), *kinds()]  # type: ignore[attr-defined]

    @property
    def desk(self) -> dict[str, Any]:
        """What the action takes; only for a form that was found valid."""
        line, _space, level = self.cleaned_data.get("kind", "").partition(" ")
        return {**self.said, "serves": self.cleaned_data["serves"], "kind": (line, level)}


def kinds() -> list[tuple[str, str]]:
    """`("police station", "公安：派出所")`: every line with every level below the county."""
    below = [level for level in Level if level.below_county]
    living = [line for line in offices.book().lines() if line.valid_until is None and not line.heirs]
    return [
        (f"{line.id} {level.value}", f"{line.title}：{level.words}") for line in living for level in below
    ]


class CloseDeskForm(SourceForm):
    """The last day of a desk."""

    last_day = DayField(label=_("最后一天（含当天）"))
