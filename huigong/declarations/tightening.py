"""What a region below may change in a declaration from above: ask for more, give more, protect more; never less.

Whoever owns a kind of declaration says in which way each of its keys may go (`Way`); nobody else compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from huigong.declarations.durations import Duration
from huigong.declarations.privacy import Secrecy
from huigong.kernel.packs import Entry


class Way(Enum):
    """In which way a value may go."""

    REQUIRED = "required"  # what is not asked for may be; what is stays so
    FEWER = "fewer"  # of a list, some may be taken out
    MORE = "more"  # to a list, some may be added
    HIGHER = "higher"  # a least value, an amount, a share that is kept free
    LOWER = "lower"  # a greatest value
    SHORTER = "shorter"  # a clock of an office
    STRICTER = "stricter"  # privacy
    SAME = "same"  # what things are called and what they mean


def loosens(
    above: Mapping[str, Any], below: Mapping[str, Any], ways: Mapping[str, Way], change: Entry
) -> bool:
    """Whether what a region writes takes something away, which is noted beside the key of `change`.

    `above` and `below` hold the values before and after by key; a key of `ways` that `below` lacks is unchanged.
    Bounds that are None are no bounds.
    """
    before = len(change.report.errors)
    for key, way in ways.items():
        if key not in below or below[key] == above.get(key):
            continue
        why, do = _WRONG[way](above.get(key), below[key])
        if why:
            change.wrong(key, why, do)
    return len(change.report.errors) > before


Told = tuple[str, str]
_FINE: Told = ("", "")
_WIDER: Told = ("上级的范围更窄，下级不能放宽", "")


def _required(above: Any, below: Any) -> Told:
    return ("上级要求必填，下级不能放松", "请去掉这一项") if above and below is not True else _FINE


def _fewer(above: Any, below: Any) -> Told:
    strangers = [each for each in below if each not in (above or ())]
    if not strangers:
        return _FINE
    return f"上级没有给选“{'、'.join(map(str, strangers))}”", "下级只能从上级给的里面去掉几个"


def _more(above: Any, below: Any) -> Told:
    gone = [each for each in above or () if each not in below]
    return (f"上级有“{'、'.join(map(str, gone))}”，下级不能去掉", "") if gone else _FINE


def _higher(above: Any, below: Any) -> Told:
    return _FINE if above is None or (_alike(above, below) and below >= above) else _WIDER


def _lower(above: Any, below: Any) -> Told:
    return _FINE if above is None or (_alike(above, below) and below <= above) else _WIDER


def _alike(above: Any, below: Any) -> bool:
    """A named day and the day of filling in have no order."""
    return type(above) is type(below)


def _shorter(above: Duration | None, below: Duration | None) -> Told:
    if above is None:
        return _FINE
    if below is None:
        return "上级定了期限，下级不能去掉", ""
    if above.parameter or below.parameter or above.measure is not below.measure:
        return "和上级的期限比不出长短", "请用上级的参数，在本地的 parameters.yaml 里写更短的值"
    return _FINE if below.length <= above.length else ("上级的期限更短，下级不能放长", "")


def _stricter(above: Secrecy | None, below: Secrecy) -> Told:
    if above is None or below.rank >= above.rank:
        return _FINE
    return f"上级是“{above.label}”，下级不能放松成“{below.label}”", ""


def _same(above: Any, below: Any) -> Told:
    return "上级定的，下级不能改", "请去掉这一项"


_WRONG: Mapping[Way, Callable[[Any, Any], Told]] = {
    Way.REQUIRED: _required,
    Way.FEWER: _fewer,
    Way.MORE: _more,
    Way.HIGHER: _higher,
    Way.LOWER: _lower,
    Way.SHORTER: _shorter,
    Way.STRICTER: _stricter,
    Way.SAME: _same,
}
