"""A time to contest a decision is a parameter that the law sets."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.loading import read_packs
from huigong.kernel.packs import Report
from tests.unit.catalogue.packs import NATION, service, write


def test_a_time_that_no_law_sets_is_told_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, {f"{NATION}/law/services/help.yaml": service(remedy_within="复议申请期现")})
    report = Report()
    read_packs(tmp_path, report)
    (error,) = [str(error) for error in report if "复议申请期现" in str(error)]
    assert "help.yaml" in error
