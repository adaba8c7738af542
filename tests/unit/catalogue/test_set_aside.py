"""A region with a mistake is set aside whole and said; the others serve."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huigong.catalogue.services import catalogue
from huigong.directory.offices import book
from huigong.kernel import packs as packs_of
from huigong.kernel.errors import Unavailable
from huigong.policy.packs import shipped
from tests.unit.catalogue.packs import CITY, NATION, PROVINCE, TODAY, service, write

POLICIES = Path(__file__).resolve().parents[3] / "policies"
COUNTY, ELSEWHERE = "210702", "510400"
OURS = f"{PROVINCE}/opinion/services/ours.yaml"
DOCUMENT = f"{PROVINCE}/opinion/document.yaml"
OFFICES = f"{PROVINCE}/offices.yaml"
PARAMETERS = f"{PROVINCE}/opinion/parameters.yaml"
GOOD = {
    f"{NATION}/law/services/help.yaml": service(),
    OURS: service(id="ours"),
    f"{CITY}/opinion/services/theirs.yaml": service(id="theirs"),
    f"{CITY}/opinion/services/ours.yaml": "id: ours\ninherits: true\nclauses: ['#一']\nvalid_from: 2021-01-01\n",
    DOCUMENT: "title: 省里的意见\nlevel: province\nknown_by: text\n",
    OFFICES: f'region: "{PROVINCE}"\nplace: 辽宁省\nbare: 辽宁\nlevel: 省\n',
    PARAMETERS: "- {name: 天数, type: int, values: [{value: 5, from: 2020-01-01, clause: '#一'}]}\n",
}


def packs(folder: Path, **changed: str) -> Path:
    for name in ("systems.yaml", f"{NATION}/offices.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(POLICIES / name, folder / name)
    return write(folder, {**GOOD, **changed})


def offered(folder: Path, region: str) -> list[str]:
    return [one.id for one in catalogue(folder).services_for(region, TODAY)]


def test_without_a_mistake_every_region_serves(tmp_path: Path) -> None:
    folder = packs(tmp_path)

    assert offered(folder, CITY) == ["help", "ours", "theirs"]
    assert offered(folder, COUNTY) == ["help", "ours", "theirs"]
    assert packs_of.troubles(folder) == ()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (OURS, "id: [\n"),
        (OURS, service(id="ours", rule="没有的事实")),
        (OURS, service(id="ours", name="")),
        (f"{PROVINCE}/opinion/services/other.yaml", "- 一行字\n"),
        (f"{PROVINCE}/opinion/services/adopted.yaml", "adopts: [{id: help}]\nvalid_from: 2020-01-01\n"),
        (PARAMETERS, GOOD[PARAMETERS].replace("value: 5", "value: 几天")),
        (DOCUMENT, "title: 省里的意见\nlevel: town\nknown_by: text\n"),
        (OFFICES, GOOD[OFFICES] + "offices: {hrs: 省人社厅}\n"),
        (f"{PROVINCE}/opinion/facts.yaml", "省里的事实: {type: bool}\n"),
    ],
)
def test_a_region_with_a_mistake_offers_nothing_nor_do_those_below_it(
    tmp_path: Path, file: str, text: str
) -> None:
    folder = packs(tmp_path, **{file: text})

    for region in (PROVINCE, CITY, COUNTY):
        with pytest.raises(Unavailable) as refused:
            catalogue(folder).services_for(region, TODAY)
        assert refused.value.code == "catalogue.region_set_aside"
        assert catalogue(folder).find("help", region, TODAY) is None
    assert offered(folder, ELSEWHERE) == offered(folder, NATION) == ["help"]
    assert {trouble.file for trouble in packs_of.troubles(folder)} == {file}


def test_what_is_set_aside_leaves_no_number_behind(tmp_path: Path) -> None:
    folder = packs(tmp_path, **{OURS: "id: [\n"})

    assert "天数" not in catalogue(folder).parameters.values


def test_a_mistake_in_a_city_leaves_its_province_serving(tmp_path: Path) -> None:
    folder = packs(tmp_path, **{f"{CITY}/opinion/services/theirs.yaml": "id: theirs\n"})

    assert offered(folder, PROVINCE) == ["help", "ours"]
    with pytest.raises(Unavailable):
        catalogue(folder).get("help", CITY, TODAY)


@pytest.mark.parametrize(
    ("read", "file", "text"),
    [
        (catalogue, "facts.yaml", "甲: {type: bool}\n"),
        (catalogue, f"{NATION}/law/services/help.yaml", "id: help\n"),
        (shipped, "systems.yaml", "- {id: S1}\n"),
        (shipped, f"{NATION}/law/document.yaml", "title: 法\n"),
        (book, f"{NATION}/offices.yaml", "region: 5\n"),
        (book, f"{NATION}/offices.yaml", "lines: {hrss: {title: 人社}}\n"),
    ],
)
def test_a_mistake_in_what_all_rest_on_stops_the_platform_with_its_place(
    tmp_path: Path, read: packs_of.Kept, file: str, text: str
) -> None:
    folder = packs(tmp_path, **{file: text})

    with pytest.raises(Unavailable, match=file) as refused:
        read(folder)
    assert refused.value.code == "packs.broken"
