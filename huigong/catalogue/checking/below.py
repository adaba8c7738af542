"""That a region's files name services of their own region or above: the packs of a place below may not be installed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from huigong.catalogue.entries import PublicService
from huigong.kernel.packs.errors import guess
from huigong.kernel.regions import lineage


@dataclass(frozen=True)
class Misnamed:
    """Why a name does not do: what is wrong, what to do, and the name that was meant where one is like it."""

    what: str
    do: str
    suggestion: str = ""


@dataclass(frozen=True)
class Offered:
    """Which regions write a service, by its id."""

    regions: Mapping[str, Set[str]]

    @classmethod
    def by(cls, services: Iterable[PublicService]) -> Offered:
        regions = defaultdict[str, set[str]](set)
        for service in services:
            regions[service.id].add(service.region)
        return cls(dict(regions))

    def misnamed(self, service_id: str, region: str, *, files: str) -> Misnamed | None:
        """What is wrong with the name in a file of the region; None for a service of it or above. `files` is where a
        place below writes its own."""
        if service_id not in self.regions:
            nearest, do = guess(service_id, sorted(self.regions))
            return Misnamed(f"没有叫“{service_id}”的事项", do, nearest)
        if self.regions[service_id] & set(lineage(region)):
            return None
        below = "、".join(sorted(self.regions[service_id]))
        return Misnamed(f"“{service_id}”是下面的地方才有的事项", f"请写在那里的 {files}（{below}）")
