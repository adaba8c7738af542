"""The forms of a matter of arrears: what was found out, and what somebody paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.arrears.actions.payments import MOST_SAID
from huigong.arrears.queries import Sheet
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.shared.declared import MoneyField
from huigong.portals.shared.fields import DayField
from huigong.rules.nodes import Fact
from huigong.rules.values import Type

_YES_NO = ("是", "否")
_NAME = 120
_SUM = "sum-"
_PARTS = {"fact": "values", "party": "parties", "limit": "limits", "owed": "owed", "months": "months"}


class FindingForm(forms.Form):
    """Every fact, role and limit of the law on who must pay, and what each worker is owed. What is left open is not known."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = sheet.law
        self.fields["on"] = DayField(
            label=_("这笔工资哪天应该发"), initial=sheet.on, help_text=_("按这一天的法律看由谁付。")
        )
        for worker in sheet.workers:
            self.fields[f"owed-{worker.id}"] = MoneyField(
                label=_("欠%(who)s多少") % {"who": worker.label}, required=False, initial=_yuan(worker.owed)
            )
            self.fields[f"months-{worker.id}"] = forms.IntegerField(
                label=_("欠%(who)s几个月的") % {"who": worker.label},
                required=False,
                min_value=0,
                max_value=600,
                initial=worker.months,
            )
        for name, fact in law.facts.items():
            if not fact.derived:
                self.fields[f"fact-{name}"] = _choice(name, fact, sheet.values.get(name, ""))
        people = {id: role for id, role in law.roles.items() if not role.money}
        for id, role in people.items():
            self.fields[f"party-{id}"] = forms.CharField(
                label=_("%(role)s是谁") % {"role": role.name},
                required=False,
                max_length=_NAME,
                initial=sheet.parties.get(id, ""),
            )
        for name in law.limits:
            self.fields[f"limit-{name}"] = MoneyField(
                label=name, required=False, initial=_yuan(sheet.limits.get(name))
            )
        self.fields["unable"] = forms.MultipleChoiceField(
            label=_("哪些付不出"),
            required=False,
            choices=[(id, role.name) for id, role in law.roles.items()],
            initial=list(sheet.unable),
            widget=forms.CheckboxSelectMultiple,
        )


class PaymentForm(forms.Form):
    """Who paid, when, by which slip, and what each worker got."""

    def __init__(self, *args: Any, sheet: Sheet, left: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("谁付的"),
            choices=[("", _("请选择")), *((id, role.name) for id, role in sheet.law.roles.items())],
        )
        self.fields["on"] = DayField(label=_("钱哪天到工人手里的"), initial=localdate)
        self.fields["paper"] = forms.CharField(
            label=_("凭证"), max_length=MOST_SAID, help_text=_("例如：银行回单号，谁签的收条。")
        )
        for worker in sheet.workers:
            self.fields[f"{_SUM}{worker.id}"] = MoneyField(
                label=_("%(who)s拿到多少") % {"who": worker.label},
                required=False,
                help_text=_("还欠 %(left)s") % {"left": format_yuan(Fen(left.get(worker.id, 0)))},
            )


class StrikeForm(forms.Form):
    """Which payment was noted wrongly, and why."""

    reason = forms.CharField(label=gettext_lazy("哪里登记错了"), max_length=MOST_SAID)

    def __init__(self, *args: Any, rows: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"] = forms.ChoiceField(label=_("哪一笔"), choices=[("", _("请选择")), *rows])
        self.order_fields(["payment", "reason"])


def found(given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was filled in of findings, as `findings.establish` takes it."""
    said: dict[str, dict[str, Any]] = {name: {} for name in _PARTS.values()}
    for field, value in given.items():
        part, dash, name = field.partition("-")
        if dash and value not in (None, ""):
            said[_PARTS[part]][name] = value
    return said


def sums(given: Mapping[str, Any]) -> dict[str, int]:
    """Fen by worker of a payment."""
    return {name.removeprefix(_SUM): fen for name, fen in given.items() if name.startswith(_SUM) and fen}


def _choice(name: str, fact: Fact, initial: str) -> forms.ChoiceField:
    options = _YES_NO if fact.type is Type.BOOL else fact.values
    return forms.ChoiceField(
        label=name,
        required=False,
        choices=[("", _("还没有查清")), *((each, each) for each in options)],
        initial=initial,
        help_text=fact.help,
    )


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(Fen(fen)).replace(",", "").replace(" 元", "")
