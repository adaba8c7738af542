"""What a region below may write in a register from above: more of its own, and nothing of what stands there otherwise.

What an event says and does, what a fact means and who writes is the same in the whole country; a county that needs more
adds fields, and events that set them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from huigong.declarations import Written
from huigong.kernel.packs import Entry

_FROM_ABOVE: Final[Mapping[str, str]] = {
    "about": "登记的是谁由上级定，下级不能改",
    "states": "状态由上级定，下级不能改",
    "number": "编号由上级定，下级不能改",
    "written_by": "由哪里登记由上级定，下级不能再加",
    "read_by": "谁可以看由上级定，下级不能再加",
    "keep": "保存多久由上级定，下级不能改",
}
_NAMED: Final[Mapping[str, str]] = {"events": "事件", "flags": "标记", "facts": "事实"}


def check_below(layers: Sequence[Written]) -> None:
    """Notes what the layers below the highest write of what is not theirs."""
    for count, layer in enumerate(layers[1:], start=1):
        for key, why in _FROM_ABOVE.items():
            if layer.entry[key]:
                layer.entry.wrong(key, why)
        for key, called in _NAMED.items():
            taken = {name for above in layers[:count] for name in above.entry[key]}
            for name in (name for name in layer.entry[key] if name in taken):
                layer.entry.wrong(key, f"上级已经有{called}“{name}”，下级不能改", "请另起一个名称")
        own = own_fields(layer)
        for event in layer.entry["events"].values():
            _check_event(event, own)
        for change in layer.entry["kept_changes"]:
            _check_own(change, "field", [change["field"]], own)
            _check_own(change, "of", change["of"], own)


def own_fields(layer: Written) -> frozenset[str]:
    """The ids of the fields that one layer writes."""
    names = (
        raw if isinstance(raw, str) else raw.get("use") or raw.get("id") for raw in layer.entry["fields"]
    )
    return frozenset(str(name) for name in names)


def _check_event(event: Entry, own: frozenset[str]) -> None:
    _check_own(event, "sets", event["sets"], own)
    for key in (key for key in ("ends", "corrects", "annuls") if event[key]):
        event.wrong(key, "终止、更正、撤销由上级定，下级不能再加")


def _check_own(row: Entry, key: str, names: Iterable[str], own: frozenset[str]) -> None:
    for name in (name for name in names if name not in own):
        row.wrong(key, f"“{name}”是上级的字段，下级不能动", "下级只写自己加的字段")
