"""What a region below may change in a form from above: ask for more, offer fewer codes, protect more; never less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huigong.declarations import Written
from huigong.declarations.tightening import Way, loosens
from huigong.forms.declaring import Declared, Desk, merged, read_field
from huigong.forms.fields import TODAY
from huigong.kernel.packs import Entry, MarkedMapping, nearest_name

WAYS: Final = {
    "required": Way.REQUIRED,
    "only": Way.FEWER,
    "privacy": Way.STRICTER,
    "min": Way.HIGHER,
    "max": Way.LOWER,
    "min_length": Way.HIGHER,
    "max_length": Way.LOWER,
}


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
    for key in WAYS:
        if change.raw.get(key) is not None:
            extra[key] = change.raw[key]
            extra.places[key] = change.spot(key).place
    whole = merged(above.entry.raw, extra)
    whole["checks"] = [*(above.entry.raw.get("checks") or ()), *(change.raw.get("checks") or ())]
    whole["clauses"] = [*above.field.clauses, *(change.raw.get("clauses") or ())]
    return read_field(whole, desk)


def _loosens(above: Declared, below: Declared, change: Entry) -> bool:
    """Whether the change takes something away, which is noted."""
    old, new = _values(above), _values(below)
    old["only"] = above.entry["only"] or above.field.codes_ever
    new["only"] = change["only"] or old["only"]
    new["required"] = change.raw.get("required", old["required"])
    return loosens(old, new, WAYS, change)


def _values(declared: Declared) -> dict[str, Any]:
    """What of a field a region may tighten."""
    limits = declared.field.limits
    return {
        "privacy": declared.field.privacy,
        "required": declared.entry["required"] not in (None, False),
        "min": TODAY if limits.least_today else limits.least,
        "max": TODAY if limits.most_today else limits.most,
        "min_length": limits.shortest,
        "max_length": limits.longest,
    }
