"""`huigong import people` as a clerk types it: what it prints, writes and answers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from python_calamine_plus import CalamineWorkbook

from huigong.demo import county
from huigong.portals.cli.main import main
from huigong.registry.models import Person
from tests.unit.registry.intake.sheets import row, xlsx
from tests.unit.registry.someone import NOW, resident_number

pytestmark = pytest.mark.django_db
Import = Callable[..., int]
KEYS = ["rows", "new", "changed", "unchanged", "duplicates", "skipped", "refused", "warned", "refusals"]


@pytest.fixture
def take(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    settings.DATA_FOLDER = tmp_path / "data"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    county.open_desks("虚构的长密码虚构的长密码", now=NOW)

    def run(data: bytes, *words: str) -> int:
        file = tmp_path / "花名册.xlsx"
        file.write_bytes(data)
        return main(["import", "people", str(file), "--as", "clerk", "--region", county.REGION, *words])

    return run


def here(sequence: int, **changed: object) -> list[object]:
    return row(sequence, **{"现居住地": county.REGION, **changed})


def test_the_answer_as_json(take: Import, capsys: pytest.CaptureFixture[str]) -> None:
    assert take(xlsx([here(1), here(2, 身份证号=5.1e17)]), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert (told["rows"], told["new"], told["refused"]) == (2, 1, 1)
    [refusal] = told["refusals"]
    assert list(refusal) == ["row", "column", "kind", "reason", "remedy", "other_row"]
    assert (refusal["row"], refusal["column"], refusal["other_row"]) == (3, "身份证号", None)
    assert take(xlsx([here(1)]), "--json") == 0


def test_a_dry_run_writes_nothing(take: Import, capsys: pytest.CaptureFixture[str]) -> None:
    assert take(xlsx([here(1)]), "--dry-run") == 0
    assert "试算" in capsys.readouterr().out
    assert not Person.objects.exists()


def test_what_is_no_sheet_of_people_is_said_plainly(take: Import, capsys: pytest.CaptureFixture[str]) -> None:
    assert take(b"") == 2
    assert take(b"PK\x03\x04half an archive") == 2
    assert take(xlsx([["甲"]], head=("名称",))) == 2
    told = capsys.readouterr().err
    assert "文件是空的" in told and "已损坏" in told and "没有找到表头" in told


def test_refused_rows_come_back_in_a_workbook_and_are_taken_when_mended(take: Import, tmp_path: Path) -> None:
    report = tmp_path / "退回.xlsx"
    rows = [here(1), here(2, 身份证号=5.1e17), here(3, 手机号="12345")]
    assert take(xlsx(rows, above=[["虚构镇花名册"]]), "--report", str(report)) == 1
    book = CalamineWorkbook.from_filelike(io.BytesIO(report.read_bytes()))
    head, *returned = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [line[-4] for line in returned] == [4, 5]
    number, phone = head.index("身份证号"), head.index("手机号")
    assert returned[0][number] == "" and "数值" in returned[0][-2]
    returned[0][number], returned[1][phone] = resident_number(2), "13900000003"
    assert take(xlsx(returned, head=head)) == 0
    assert {person.name: person.phone for person in Person.objects.all()} == {
        "虚构一": "13900000001",
        "虚构二": "13900000002",
        "虚构三": "13900000003",
    }


def test_the_report_never_replaces_the_file(take: Import, tmp_path: Path) -> None:
    data = xlsx([here(1)])
    assert take(data, "--report", str(tmp_path / "花名册.xlsx")) == 2
    assert (tmp_path / "花名册.xlsx").read_bytes() == data


def test_the_template_is_read_as_it_is_written(take: Import, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    assert main(["import", "template", str(out)]) == 0
    [head] = CalamineWorkbook.from_filelike(io.BytesIO(out.read_bytes())).get_sheet_by_index(0).to_python()
    assert take(xlsx([], head=head)) == 0
