"""What a service wants as proof and what its form takes as files are one list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.loading import read_packs
from huigong.catalogue.services import catalogue
from huigong.forms.services import read_services
from huigong.kernel import packs
from huigong.kernel.packs import Report

TODAY = date(2026, 11, 26)
SERVICES = (
    "arrears-complaint",
    "work-injury-claim",
    "labour-arbitration",
    "residence-permit",
    "hukou-settlement",
    "schooling-of-accompanying-children",
    "startup-loan",
)


@pytest.mark.parametrize("service_id", SERVICES)
def test_every_file_that_a_form_takes_is_named_as_proof(service_id: str) -> None:
    forms = read_services(packs.folder(), Report())
    for region in ("510411", "210702", "140100"):
        service = catalogue().get(service_id, region, TODAY)
        named = {need.field for need in service.evidence if need.field}
        assert named == forms.taking_files(service.form), (service_id, region)


@pytest.mark.parametrize("service_id", SERVICES)
def test_what_a_person_must_hand_in_can_be_sent_with_the_form(service_id: str) -> None:
    service = catalogue().get(service_id, "510411", TODAY)
    left = [need.name for need in service.evidence if not (need.by_sharing or need.by_form or need.field)]
    assert left == []


def test_a_field_that_takes_no_files_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    folder = packs.folder()
    for path in folder.rglob("*.yaml"):
        if "services" in path.parts and path.name != "arrears-complaint.yaml":
            continue
        to = tmp_path / path.relative_to(folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("field: 证据}", "field: 证剧}")
        to.write_text(text, encoding="utf-8")
    report = Report()
    read_packs(tmp_path, report)
    (error,) = [error for error in report if "证剧" in str(error)]
    assert "证据" in str(error) and "arrears-complaint.yaml" in str(error)
