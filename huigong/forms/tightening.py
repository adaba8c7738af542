"""What a region below may change in a form from above: ask for more, offer fewer codes, protect more; never less."""

from __future__ import annotations

from collections.abc import Mapping

from huigong.forms.compiling import Written
from huigong.forms.declaring import Declared, Desk, merged, read_field
from huigong.forms.fields import Field, Limits
from huigong.kernel.packs import Entry, MarkedMapping, nearest_name

KEPT = ("required", "only", "privacy", "min", "max", "min_length", "max_length")


def tightened(layer: Written, fields: Mapping[str, Declared], desk: Desk) -> Mapping[str, Declared]:
    """The fields with what a region changes; what would take something away or loosen it is noted and left out."""
    now = dict(fields)
    for change in layer.entry["changes"]:
        name = change["field"]
        if name not in now:
            nearest = nearest_name(name, now)
            change.wrong("field", "上级的表单里没有它", f"是不是“{nearest}”？" if nearest else "")
            continue
        fresh = _changed(now[name], change, desk)
        if fresh is not None and not _loosens(now[name], fresh, change):
            now[name] = fresh
    return now


def _changed(above: Declared, change: Entry, desk: Desk) -> Declared | None:
    """The field read again with the keys that the change names, and the checks of both."""
    extra = MarkedMapping.at(change.place)
    for key in KEPT:
        if change.raw.get(key) is not None:
            extra[key] = change.raw[key]
            extra.places[key] = change.spot(key).place
    whole = merged(above.entry.raw, extra)
    whole["checks"] = [*(above.entry.raw.get("checks") or ()), *(change.raw.get("checks") or ())]
    whole["clauses"] = [*above.field.clauses, *(change.raw.get("clauses") or ())]
    return read_field(whole, desk)


def _loosens(above: Declared, below: Declared, change: Entry) -> bool:
    """Whether the change takes something away, which is noted."""
    before = len(change.report.errors)
    old, new = above.field, below.field
    if new.privacy.rank < old.privacy.rank:
        change.wrong("privacy", f"上级是“{old.privacy.label}”，下级不能放松成“{new.privacy.label}”")
    offered = above.entry["only"] or old.codes_ever
    if strangers := [code for code in change["only"] if code not in offered]:
        change.wrong("only", f"上级没有给选“{'、'.join(strangers)}”", "下级只能从上级给的里面去掉几个")
    if "required" in change.raw and _was_required(above) and change.raw["required"] is not True:
        change.wrong("required", "上级要求必填，下级不能放松", "请去掉这一项")
    for key in _wider(old, new):
        change.wrong(key, "上级的范围更窄，下级不能放宽")
    return len(change.report.errors) > before


def _was_required(above: Declared) -> bool:
    return above.entry["required"] not in (None, False)


def _wider(old: Field, new: Field) -> list[str]:
    ends = {
        "min": (old.limits.least, new.limits.least, -1),
        "max": (old.limits.most, new.limits.most, 1),
        "min_length": (old.limits.shortest, new.limits.shortest, -1),
        "max_length": (old.limits.longest, new.limits.longest, 1),
    }
    wider = [key for key, (was, now, sign) in ends.items() if _looser(was, now, sign)]
    if _today_lost(old.limits, new.limits):
        wider.append("max" if old.limits.most_today else "min")
    return wider


def _looser(was: object, now: object, sign: int) -> bool:
    if was is None or was == now:
        return False
    return now is None or (now > was) == (sign > 0)  # type: ignore[operator]


def _today_lost(old: Limits, new: Limits) -> bool:
    return (old.least_today and not new.least_today) or (old.most_today and not new.most_today)
