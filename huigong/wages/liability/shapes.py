"""How a case is written, in a file of its own or as an example beside the law:

on: 2026-11-01
facts: {工程建设: 是, 招人的是: 分包的单位}       # what is established; what is left out is not known
parties: {总承包单位: 虚构建工}                  # who fills which role
limits: {未结清的工程款: 6000元}
owed: {甲: 12000元, 乙: {sum: 800元, facts: {招人的是: 包工的个人}}}
paid: [{worker: 甲, role: 总承包单位, sum: 2000元}]
unable: [分包单位]                              # roles whose party cannot pay

An example also says what must come out: `up_to`, by the article and the role, and where it matters the plan.
"""

from __future__ import annotations

from typing import Any

from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import mapped, rows, text, texts, whatever
from huigong.kernel.packs.shapes import Spot
from huigong.wages.writing import as_money, money, written_day

_OWED = Shape("欠薪", {"sum": money(), "facts": whatever(None)})
_PAID = Shape("已经付的", {"worker": text(), "role": text(), "sum": money()})


def _owed(raw: Any, spot: Spot) -> Any:
    """A sum alone, or a sum with the facts of that worker."""
    if isinstance(raw, dict):
        return _OWED.kind(raw, spot)
    entry = Entry(_OWED.called, spot.place, {}, spot.report)
    entry.put("sum", as_money(raw, spot))
    entry.put("facts", None)
    return entry


_CASE = {
    "on": written_day(),
    "facts": whatever(None),
    "parties": mapped(text().kind),
    "limits": mapped(as_money),
    "owed": mapped(_owed),
    "paid": rows(_PAID),
    "unable": texts(),
}
CASE = Shape("案情", _CASE)
_UP_TO = Shape("应当得出", {"clause": text(), "role": text(), "up_to": mapped(as_money)})
_STEP = Shape("付款的安排", {"role": text(), "worker": text(), "sum": money()})
EXAMPLE = Shape(
    "例子",
    {
        **_CASE,
        "name": text(),
        "liable": rows(_UP_TO),
        "plan": rows(_STEP),
        "recourse": texts(),
        "open": texts(),
    },
    named="name",
)
