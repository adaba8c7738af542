"""One roster, many filings: what each platform is given, that it can be read back, and what each of them says."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.portals.cli.main import main
from huigong.wages import queries
from huigong.wages.actions import filings
from huigong.wages.filing import carrying
from huigong.wages.filing.declaring import Profile, book
from huigong.wages.models import Filing
from huigong.wages.reconciling.reconcile import reconcile
from tests.unit.wages.sites import COUNTY, NOW, SiteWorld, files, own, site_world
from tests.unit.wages.worlds import MONTH, A, B, World, clean, person, run, write

TODAY = NOW.date()
BOTH = ("real-name-platform", "wage-monitoring-platform")


def profile(id: str) -> Profile:
    return book().profile(id, COUNTY, on=TODAY)


def world() -> World:
    """Two people in two teams of two firms; one of them came twice, under another contract."""
    made = deepcopy(clean())
    made["roster"] = [
        person(A, ends="2026-05-31") | {"班组": "木工一班", "分包单位": "虚构劳务"},
        person(A, starts="2026-06-15", contract="HT2") | {"班组": "木工二班", "分包单位": "虚构劳务"},
        person(B) | {"姓名": "乙苗", "班组": "钢筋班", "分包单位": "虚构钢构"},
    ]
    return made


def interval(row: Mapping[str, str]) -> tuple[str, str]:
    return row["证件号码"], row["进场日期"]


def test_a_filing_read_back_is_the_same_month(tmp_path: Path) -> None:
    before = run(write(world(), tmp_path / "before"))
    tables = carrying.tables_of(tmp_path / "before")
    _, data, counts = carrying.written(profile("real-name-platform"), tables)
    assert (counts["TeamMaster"], counts["ProjectSubContractor"], counts["EntryExitHistory"]) == (3, 2, 3)
    assert (counts["WorkerMaster"], counts["PayRoll"], counts["PayRollDetail"]) == (2, 1, 2)
    back = carrying.read(profile("real-name-platform"), data)
    assert sorted(back["roster"], key=interval) == sorted(tables["roster"], key=interval)
    again = tmp_path / "again"
    again.mkdir()
    for table, rows in back.items():
        if table != "projects":  # the platform has no account of the project
            (again / f"{table}.csv").write_bytes(carrying.as_csv(rows, table))
    write({"projects": world()["projects"], "bank": world()["bank"]}, again)
    outcome = reconcile(again, again / "out", month=MONTH, region="21")
    assert outcome.judged.kinds == before.judged.kinds and outcome.totals == before.totals


def test_json_has_lists_by_object_and_comes_back_too(tmp_path: Path) -> None:
    tables = carrying.tables_of(write(world(), tmp_path))
    _, data, _ = carrying.written(profile("wage-monitoring-platform"), tables)
    told = json.loads(data)
    assert [row["合同编号"] for row in told["roster"]] == ["HT1", "HT2", "HT1"]
    back = carrying.read(profile("wage-monitoring-platform"), data)
    assert [row["实发工资"] for row in back["payroll"]] == ["6000.00", "6000.00"]


def test_a_cell_that_nobody_can_read_stops_the_filing_with_its_line(tmp_path: Path) -> None:
    broken = world()
    broken["roster"][1]["进场日期"] = "去年"
    with pytest.raises(DomainError) as refusal:
        carrying.tables_of(write(broken, tmp_path))
    assert refusal.value.code == "filing.cells" and "roster.csv 第3行" in refusal.value.why


@pytest.mark.parametrize("data", [b"{}x", b"[]", b'{"roster": [1]}'])
def test_another_file_is_no_filing(data: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        carrying.read(profile("wage-monitoring-platform"), data)
    assert refusal.value.code == "filing.file"


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def filed(site: SiteWorld, *profiles: str, **tables: list[dict[str, str]]) -> list[str]:
    data = filings.file(
        by=site.officer,
        now=NOW,
        project_id=site.project_id,
        profiles=profiles,
        files=files(site.clean() | tables),
    )
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_the_same_tables_go_to_each_platform_and_each_says_what_it_says(site: SiteWorld) -> None:
    assert filed(site, *BOTH) == ["real-name-platform.xlsx", "wage-monitoring-platform.json"]
    filed(site, *BOTH)
    first, second = Filing.objects.order_by("profile")  # the same tables again are no other filing
    assert first.source == second.source
    filings.answered(
        by=site.officer, now=NOW, filing_id=first.public_id.hex, accepted=False, said="班组编码不对"
    )
    filings.answered(by=site.officer, now=NOW, filing_id=second.public_id.hex, accepted=True)
    rows = {row.name: (row.standing, row.answer) for row in queries.filings(site.project, on=TODAY)}
    assert rows == {
        "建筑工人实名制管理平台": (Filing.Standing.REFUSED, "班组编码不对"),
        "工资支付监控预警平台": (Filing.Standing.ACCEPTED, ""),
    }


def test_what_was_filed_with_one_platform_only_is_told_of_the_other(site: SiteWorld) -> None:
    filed(site, *BOTH)
    filed(site, BOTH[0], attendance=[])
    stale = {row.name: row.stale for row in queries.filings(site.project, on=TODAY)}
    assert stale == {"建筑工人实名制管理平台": False, "工资支付监控预警平台": True}


def test_a_refusal_says_why(site: SiteWorld) -> None:
    filed(site, BOTH[0])
    with pytest.raises(DomainError) as refusal:
        filings.answered(
            by=site.officer, now=NOW, filing_id=Filing.objects.get().public_id.hex, accepted=False
        )
    assert refusal.value.code == "filing.unsaid"


def test_nobody_files_or_answers_for_a_project_that_is_not_theirs(site: SiteWorld) -> None:
    with pytest.raises(DomainError) as refusal:
        filed(site, BOTH[0], roster=[person(A, project="P2")])
    assert refusal.value.code == "wage.other_project"
    filed(site, BOTH[0])
    with pytest.raises(DomainError) as refusal:
        filings.answered(
            by=own(site.one), now=NOW, filing_id=Filing.objects.get().public_id.hex, accepted=True
        )
    assert refusal.value.code == "wage.not_your_project"


def test_the_command_line_writes_a_filing_and_reads_it_back(tmp_path: Path) -> None:
    write(world(), tmp_path / "month")
    words = ["--profile", BOTH[1], "--region", COUNTY]
    assert (
        main(["filing", "write", "--from", str(tmp_path / "month"), *words, "--out", str(tmp_path / "out")])
        == 0
    )
    written = tmp_path / "out" / "wage-monitoring-platform.json"
    assert main(["filing", "read", str(written), *words, "--out", str(tmp_path / "back")]) == 0
    assert carrying.tables_of(tmp_path / "back")["payroll"] == [
        row | {"银行卡号": "", "个人社保": "", "行类型": ""}
        for row in carrying.tables_of(tmp_path / "month")["payroll"]
    ]
    assert (
        main(["filing", "read", str(tmp_path / "month" / "roster.csv"), *words, "--out", str(tmp_path)]) == 2
    )
