"""Which place's office answers: the place that the law names, from what is known of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huigong.catalogue.places import Whereabouts
from huigong.kernel import regions
from huigong.rules.values import Answer as Known


@dataclass(frozen=True)
class Spot:
    """The place that decides: `region` in force, None where nobody has said it.

    `fact` named it, and is empty where it is the place asked about. `supposed` where another
    fact than the place's own named it, which may be wrong.
    """

    region: str | None
    fact: str = ""
    supposed: bool = False


def spot_of(
    place: Whereabouts, *, region: str, within: str, values: Mapping[str, Known | None] | None = None
) -> Spot:
    """Where the place is for somebody who asks in `region` and of whom `values` are known.

    `within` is the region that gives the service: where it is a single province or city, its own
    office answers for whoever asks there, although they live or work elsewhere. A county that is
    asked about says more than a fact that names its city.
    """
    for name, code in _named(place, values or {}):
        if place.is_here and (regions.contains(code, region) or not regions.contains(within, code)):
            continue
        return Spot(code, name, supposed=name != place.facts[0])
    return Spot(region) if place.is_here else Spot(None)


def _named(place: Whereabouts, values: Mapping[str, Known | None]) -> list[tuple[str, str]]:
    """Each known fact that names the place, with the code of what stands there now."""
    may_suppose = not any(values.get(name) is True for name in place.unless)
    names = place.facts if may_suppose else place.facts[:1]
    told = ((name, values.get(name)) for name in names)
    codes = ((name, in_force(value)) for name, value in told if isinstance(value, str))
    return [(name, code) for name, code in codes if code]


def in_force(code: str) -> str | None:
    """The region that stands where `code` stood; for one that was divided the lowest that holds all its parts.

    None for an unknown code, and where the record names no heir.
    """
    if not regions.known(code):
        return None
    heirs = [heir.code for heir in regions.current(code)]
    if len(heirs) < 2:
        return heirs[0] if heirs else None
    above = [[region.code for region in regions.ancestors(heir)] for heir in heirs]
    return next((code for code in above[0] if all(code in codes for codes in above)), None)
