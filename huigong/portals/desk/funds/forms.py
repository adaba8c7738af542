"""What is asked where money moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huigong.funds.terms import Outcome
from huigong.kernel import days
from huigong.kernel.errors import DomainError
from huigong.kernel.money import yuan
from huigong.portals.shared.declared import MoneyField
from huigong.portals.shared.fields import DayField, as_mistake
from huigong.portals.shared.selects import FlatSelect

_SHEETS = {"accept": ".xlsx,.xls,.ods,.csv"}


def _line(label: Any, *, most: int = 80, required: bool = True, help: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("这一项要填。")},
    )


class ChoosingForm(forms.Form):
    """A form of which some fields are chosen from what there is; `offered` names the choices of each."""

    def __init__(self, *given: Any, offered: Mapping[str, Sequence[tuple[str, str]]], **more: Any) -> None:
        super().__init__(*given, **more)
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """So much by a paper."""

    amount = MoneyField(label=_("金额（元）"))
    paper = _line(_("文号或凭据"), help=_("同一张凭据的钱只记一次。"))


class TransferForm(ChoosingForm):
    """So much into another line, and why."""

    target = forms.ChoiceField(label=_("调到哪个项目"), widget=FlatSelect)
    amount = MoneyField(label=_("金额（元）"))
    reason = _line(_("理由"), most=200)


class CloseForm(ChoosingForm):
    """Into which line of a later year what is owed goes."""

    into = forms.ChoiceField(label=_("没有付完的转到"), required=False, widget=FlatSelect)


class MakeForm(ChoosingForm):
    """For which bank the file is made."""

    profile = forms.ChoiceField(label=_("银行文件格式"), widget=FlatSelect)


class SheetForm(forms.Form):
    """A list of an office."""

    file = forms.FileField(
        label=_("名单（Excel、CSV）"),
        widget=forms.ClearableFileInput(attrs=_SHEETS),
        help_text=_("要有“证件号码”或“单位代码”。有一行不对，就一行也不收。"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")},
    )


class MoneySheetForm(SheetForm):
    """A list of what moves money: one that was read before is asked about."""

    again = forms.BooleanField(label=_("和已经记下的完全一样的，确实是另外的一笔"), required=False)


class AccountsForm(ChoosingForm, SheetForm):
    """The accounts that an office pays into."""

    office = forms.ChoiceField(label=_("部门"), widget=FlatSelect)
    field_order = ("office", "file")


class ReturnForm(ChoosingForm):
    """What the bank gave back."""

    office = forms.ChoiceField(label=_("部门"), widget=FlatSelect)
    profile = forms.ChoiceField(label=_("银行文件格式"), widget=FlatSelect)
    file = forms.FileField(
        label=_("回单文件"), error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")}
    )
    on = DayField(
        label=_("结果日期"), required=False, help_text=_("文件里没有写日期的行用这一天，不写是今天。")
    )


class CheckedForm(forms.Form):
    """The file that the checker fetched and looked through: what is approved are its bytes."""

    file = forms.FileField(
        label=_("核对过的银行文件"),
        help_text=_("先取银行文件，核对里面的内容，再把核对过的这个文件传上来。改过一个字就通不过。"),
        error_messages={"required": _("请选择核对过的文件。"), "empty": _("文件是空的。")},
    )


class DropForm(forms.Form):
    """Why a batch is given up, and the bank's paper where its file was fetched."""

    reason = _line(_("理由"), most=200)
    proof = _line(_("银行没有执行的凭据"), most=100, required=False, help=_("文件取走过的要写。"))


class ReasonForm(forms.Form):
    """Why a payment is given up."""

    reason = _line(_("理由"), most=200)


class ResolveForm(forms.Form):
    """What the bank said of a payment."""

    outcome = forms.ChoiceField(
        label=_("银行怎么说"),
        choices=[(each.value, each.label) for each in (Outcome.CREDITED, Outcome.RETURNED)],
        widget=FlatSelect,
    )
    on = DayField(label=_("哪一天的结果"))
    proof = _line(_("银行凭据的编号"), most=100)


class RecoverForm(forms.Form):
    """What has to come back, when."""

    reason = _line(_("理由"), most=200)
    instalments = forms.CharField(
        label=_("哪天还多少"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一期，例如：2026-07-01 500元"),
        error_messages={"required": _("请至少写一期。")},
    )

    def clean_instalments(self) -> list[tuple[date, int]]:
        lines = str(self.cleaned_data["instalments"]).splitlines()
        return [_instalment(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


class ReceiveForm(forms.Form):
    """What came back by which slip."""

    amount = MoneyField(label=_("金额（元）"))
    paper = _line(_("凭据"))


class EndForm(forms.Form):
    """On which day what a deposit was for ended."""

    on = DayField(label=_("哪天结束"))


class NewForm(ChoosingForm):
    """A line of money."""

    office = forms.ChoiceField(label=_("部门"), widget=FlatSelect)
    fund = forms.ChoiceField(label=_("哪项资金"), widget=FlatSelect)
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=2000, max_value=2100, help_text=_("代管资金不写年度。")
    )
    source = _line(_("资金来源"), most=60)
    purpose = _line(_("用途"), most=100)
    payer_name = _line(_("付款户名"), most=100, required=False)
    payer_account = _line(_("付款账号"), most=40, required=False)
    payer_bank = _line(_("付款行号"), most=14, required=False)


def _instalment(number: int, line: str) -> tuple[date, int]:
    day, _space, amount = line.strip().replace("，", " ").replace(",", "").partition(" ")
    try:
        return days.read(day), int(yuan(amount.strip()))
    except DomainError as error:
        mistake = as_mistake(error)
        raise ValidationError([_("第%(number)s行：") % {"number": number} + mistake.message]) from error
