"""What `huigong pack check` asks of what people are told of ahead."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.kernel.packs import PackError, Place, Report
from huigong.lapses.rules import read_rules


def check(folder: Path, check: PackCheck) -> None:
    """What ends is a fact that the packs know, renewed by services that there are."""
    if check.catalogue is None:
        return
    report = Report()
    for lapse in read_rules(folder, report).lapses:
        unknown = [name for name in lapse.renewed_by if name not in check.catalogue.ids]
        if lapse.fact not in check.catalogue.facts:
            unknown.append(lapse.fact)
        if unknown:
            what = f"到期提醒“{lapse.id}”说了没有登记的：{'、'.join(unknown)}"
            report.add(PackError("lapse.unknown", what=what, place=Place(f"{lapse.region}/lapses.yaml", 0)))
    check.errors += report.errors
