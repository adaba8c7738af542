"""What `huigong pack check` asks of `papers.yaml`: facts that are declared, of papers that some service has looked up."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.papers import FILE, SHAPE
from huigong.kernel.packs import PackError, Place, Report, place_in, shared_file
from huigong.kernel.packs.errors import guess


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Notes a fact that nobody declared, and a paper that no service looks up."""
    file = shared_file(folder, FILE)
    entry = file.entry(SHAPE, report) if check.catalogue is not None and file.path.exists() else None
    if entry is None or check.catalogue is None:
        return
    wanted = {
        need.name for service in check.catalogue.services for need in service.evidence if need.by_sharing
    }
    for name, facts in entry["papers"].items():
        place = place_in(entry.raw["papers"], name)
        if name not in wanted:
            report.add(_fault(f"没有一个事项要部门自己查“{name}”", name, wanted, place))
        for fact in facts:
            if fact not in check.catalogue.facts:
                what = f"“{name}”里的“{fact}”没有登记过"
                report.add(_fault(what, fact, check.catalogue.facts, place))


def _fault(what: str, name: str, known: Iterable[str], place: Place | None) -> PackError:
    nearest, do = guess(name, known)
    return PackError("packs.unknown_name", what=what, do=do, suggestion=nearest, place=place)
