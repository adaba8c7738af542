"""Every province serves without the others: their packs may be missing, or set aside for a mistake."""

from __future__ import annotations

import shutil
from pathlib import Path

from huigong.catalogue.loading import read_packs
from huigong.kernel import packs
from huigong.kernel.packs import Report


def test_the_packs_of_one_province_and_the_country_are_whole(tmp_path: Path) -> None:
    """Sichuan's alone, as one of its counties may have them; what only others offer is named by the country."""
    folder = tmp_path / "policies"
    shutil.copytree(packs.folder(), folder)
    for region in folder.glob("[0-9]*"):
        if region.name != "100000" and not region.name.startswith("51"):
            shutil.rmtree(region)
    report = Report()
    read = read_packs(folder, report)
    assert not list(report)
    assert {service.region[:2] for service in read.services} == {"10", "51"}
