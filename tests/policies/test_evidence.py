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
    "double-wage-claim",
    "legal-aid-wages",
    "wage-note-lawsuit",
    "unemployment-benefit",
)
KEPT = "arrears-complaint.yaml"
PROOF = "field: 证据}"


@pytest.mark.parametrize("service_id", SERVICES)
def test_every_file_that_a_form_takes_is_named_as_proof(service_id: str) -> None:
    forms = read_services(packs.folder(), Report())
    for region in ("510411", "210702", "140100"):
        service = catalogue().get(service_id, region, TODAY)
        named = {need.field for need in service.evidence if need.field and not need.by_form}
        assert named == forms.taking_files(service.form), (service_id, region)


@pytest.mark.parametrize("service_id", SERVICES)
def test_what_a_person_must_hand_in_can_be_sent_with_the_form(service_id: str) -> None:
    service = catalogue().get(service_id, "510411", TODAY)
    left = [need.name for need in service.evidence if not (need.by_sharing or need.by_form or need.field)]
    assert left == []


def told(to: Path, *, instead: str, more: str = "") -> list[str]:
    """What is wrong with the packs where the wage complaint says `instead` of by which field its proof comes."""
    folder = packs.folder()
    for path in folder.rglob("*.yaml"):
        if "services" in path.parts and path.name != KEPT:
            continue
        text = path.read_text(encoding="utf-8")
        if PROOF in text:
            text = text.replace(PROOF, instead) + more
        copy = to / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    report = Report()
    read_packs(to, report)
    return [str(error) for error in report if KEPT in str(error)]


def test_a_field_that_takes_no_files_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    assert any(
        "证剧" in error and "是不是“证据”" in error for error in told(tmp_path, instead="field: 证剧}")
    )


def test_a_paper_says_how_it_comes_and_a_field_what_it_proves(tmp_path: Path) -> None:
    errors = told(tmp_path, instead="by_form: false}")
    assert any("没有写这样材料怎么交" in error and "at_window: true" in error for error in errors)
    assert any("表里的“证据”收文件" in error and "unasked" in error for error in errors)


def test_who_says_why_a_field_proves_nothing_is_believed(tmp_path: Path) -> None:
    assert not told(tmp_path, instead="at_window: true}", more="\nunasked: {证据: 愿意传的才传}\n")


@pytest.mark.parametrize(
    ("instead", "more", "why"),
    [
        ("field: 证据, at_window: true}", "", "已经写了另外的交法"),
        ("field: 证据}", "\nunasked: {证据: 愿意传的才传}\n", "已经有材料写上了"),
        ("by_form: true, field: 证据}", "\nunasked: {证据: 愿意传的才传}\n", "没有叫“证据”的填写的字段"),
        ("at_window: true}", "\nunasked: {证剧: 愿意传的才传}\n", "没有叫“证剧”的收文件的字段"),
    ],
)
def test_two_ways_at_once_are_refused(tmp_path: Path, instead: str, more: str, why: str) -> None:
    assert any(why in error for error in told(tmp_path, instead=instead, more=more))
