"""Who is refused is told until when something can be done: as data, so that a clock can run on it."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.loading import read_packs
from huigong.catalogue.services import catalogue
from huigong.kernel.packs import Report
from tests.unit.catalogue.packs import NATION, service, write

SPOKEN = "知道结果后60日内"


def test_what_the_sentence_says_of_sixty_days_the_service_says_too() -> None:
    """A time that stands in the sentence alone never becomes a date that anybody is reminded of."""
    services = catalogue().services
    assert any(SPOKEN in version.refused for version in services)
    unlike = [
        version.source
        for version in services
        if (SPOKEN in version.refused) is not (version.remedy_within == "复议申请期限")
    ]
    assert unlike == []


def test_a_time_that_no_law_sets_is_told_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, {f"{NATION}/law/services/help.yaml": service(remedy_within="复议申请期现")})
    report = Report()
    read_packs(tmp_path, report)
    (error,) = [str(error) for error in report if "复议申请期现" in str(error)]
    assert "help.yaml" in error
