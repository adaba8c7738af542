"""Own wages on the portal: sums in words, and the complaint about what is missing, filled in as far as the months say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.values import Typed
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.regions import find
from huigong.portals.worker.visit import Visit
from huigong.wages.own import OwnWages
from huigong.wages.whopays import Payer, payers

COMPLAINT: Final = "arrears-complaint"


@dataclass(frozen=True)
class Shown:
    """One month as the page has it."""

    own: OwnWages
    net: str
    credited: str
    owed: str
    missing: tuple[tuple[str, str], ...]
    payers: tuple[Payer, ...]


def shown(own: OwnWages) -> Shown:
    """A month with its sums in words; "" where nothing stands."""
    return Shown(
        own,
        _sum(own.row.net),
        _sum(own.row.credited),
        _sum(own.owed) if own.owed else "",
        tuple((each.says, _sum(each.amount)) for each in own.missing),
        payers(own),
    )


def complaint(visit: Visit, own: OwnWages, *, on: date) -> Visit:
    """The visit with the complaint about a month begun; what somebody has typed already stays."""
    service = catalogue().get(COMPLAINT, own.site.region, on)
    kept = visit.draft_of(COMPLAINT)
    draft = kept if kept and kept.form == service.form else Draft(service.form, own.site.region, on)
    for name, typed in _said(own).items():
        if not draft.typed(name):
            draft = draft.with_typed(name, typed)
    return visit.at(visit.region or own.site.region).drafting(COMPLAINT, draft)


def _said(own: OwnWages) -> dict[str, Typed]:
    month = f"{own.month.year}年{own.month.month}月"
    account = (
        f"{month}在{own.site.name}（{own.site.number}）干了{len(own.days)}天，"
        f"工资表写着实发{_sum(own.row.net) or '没有我'}，到账{_sum(own.row.credited)}。"
    )
    said: dict[str, Typed] = {
        "工作地点": {"region": find(own.site.region).full_name, "address": own.site.said.get("工程地址", "")},
        "在工地": {"": "是"},
        "发包单位": {"name": own.site.contractor},
        "经过": {"": account},
    }
    if own.owed:
        owed = _sum(own.owed).replace(",", "")
        said |= {
            "按月说得清": {"": "是"},
            "每月欠薪": {"1.欠薪月份": month, "1.欠发": owed},
            "欠薪总额": {"": owed},
        }
        if own.pay_day:
            said["欠到哪天"] = {"": own.pay_day.isoformat()}
    return {name: {part: text for part, text in typed.items() if text} for name, typed in said.items()}


def _sum(fen: int | None) -> str:
    return "" if fen is None else format_yuan(Fen(fen))
