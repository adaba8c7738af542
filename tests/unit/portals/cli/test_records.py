"""`huigong records`: a register from the shell, from the empty sheet to the record that is put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.portals.cli.records import run
from huigong.records.models import Record
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import PASSWORD
from tests.unit.records.conftest import courier, pack, packs
from tests.unit.records.packs import COUNTY
from tests.unit.records.test_importing import filled, row

__all__ = ["courier", "pack", "packs"]
KIND = ["ebike-plate", "签发", "--region", COUNTY]


@pytest.fixture
def li(courier: Person) -> list[str]:
    accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username="li",
        display_name="虚构民警",
        password=PASSWORD,
        grants=[Grant("case-officer", COUNTY, f"{COUNTY}/police")],
    )
    return ["--as", "li"]


def test_old_papers_are_taken_in_looked_at_put_right_and_taken_back(
    li: list[str], courier: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["kinds", "--region", COUNTY]) == 0
    assert run(["sheet", *KIND[:2], str(tmp_path / "空表.xlsx"), *KIND[2:]]) == 0
    assert (tmp_path / "空表.xlsx").exists()
    sheet = tmp_path / "旧牌.xlsx"
    sheet.write_bytes(filled(row(courier), row(courier, 2)))
    given = ["import", *KIND[:2], str(sheet), *KIND[2:], *li]
    assert run([*given, "--dry-run"]) == 1
    assert not Record.objects.exists()
    assert run(given) == 1
    told = capsys.readouterr().out
    assert "登记 1 行，退回 1 行" in told
    batch = told.rpartition("批次 ")[2].split()[0]
    record = Record.objects.get()
    assert run(["find", "ebike-plate", "车架号=AB123", *KIND[2:], *li, "--purpose", "核对"]) == 0
    assert record.number in capsys.readouterr().out
    assert run(["add", record.public_id.hex, "检验", "2026-06-01", "检验有效期=2199-06-01", *li]) == 0
    event = record.events.get(event="检验").public_id.hex
    assert run(["correct", event, "检验有效期=2199-07-01", "--reason", "抄错了", *li]) == 0
    assert run(["annul", event, "--reason", "没有检验", *li]) == 0
    assert run(["show", record.public_id.hex, *li, "--purpose", "核对"]) == 0
    assert "检验（已撤销）" in capsys.readouterr().out
    assert run(["check"]) == 0
    assert run(["undo", batch, "--reason", "交错了文件", *li]) == 0
    assert "撤销了 1 件" in capsys.readouterr().out
