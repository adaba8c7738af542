"""`huigong read` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huigong.policy.documents import ROLES
from huigong.policy.models import SavedReading
from huigong.portals.cli import read
from tests.unit.policy.writing import CHILD, COPY, policies

TITLE = "title: 虚构市关于服务的实施意见"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.txt"
    path.write_text(COPY, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """The packs of an installation whose city document has the same title as the copy."""
    folder = tmp_path / "policies"
    folder.mkdir()
    policies(folder, child=CHILD.replace(TITLE, "title: 虚构市人民政府关于服务的实施意见"))
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))


def test_the_outline_names_duties_and_targets(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.run([str(copy)]) == 0
    shown = capsys.readouterr().out
    assert "虚市发〔2016〕2号" in shown
    assert "牵头 市人社局" in shown
    assert "配合 市财政局、市安监局" in shown
    assert "目标 全年培训5000人" in shown
    assert f"{ROLES['joint'].label} 市教育局" in shown


def test_json_is_one_object_a_file(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.run(["--json", str(copy), str(copy)]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == second
    assert first["doc_number"] == "虚市发〔2016〕2号"
    assert [clause["lead"] for clause in first["clauses"]] == [["市人社局"], []]
    assert first["clauses"][1]["joint"] == ["市教育局"]


def test_a_copy_that_agrees_with_its_pack_passes(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.run([str(copy), "--check"]) == 0
    assert "与资料包 990100/child 一致" in capsys.readouterr().out


def test_a_copy_that_differs_fails_and_says_where(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy.write_text(COPY.replace("市人社局牵头", "市司法局牵头"), encoding="utf-8")
    assert read.run([str(copy), "--check"]) == 1
    assert "（一） 牵头单位不同" in capsys.readouterr().out
    assert read.run([str(copy), "--check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differences"][0]["kind"] == "lead"


def test_a_document_without_a_pack_cannot_be_checked(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = COPY.replace("2016〕2号", "2016〕9号").replace("关于服务的", "关于教育的")
    copy.write_text(other, encoding="utf-8")
    assert read.run([str(copy), "--check"]) == 1
    assert "无从核对" in capsys.readouterr().out


def test_bad_input_gives_2_and_a_message_and_the_rest_is_still_read(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert read.run([str(empty), str(copy), str(tmp_path / "nowhere.txt")]) == 2
    shown = capsys.readouterr()
    assert "促进就业" in shown.out
    assert "empty.txt" in shown.err
    assert "nowhere.txt" in shown.err


def test_bad_input_in_json_is_an_error_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.run(["--json", str(tmp_path / "nowhere.txt")]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"]["code"] == "reading.not_found"
    assert answer["error"]["do"]


@pytest.mark.django_db
def test_saving_puts_the_copy_into_the_library(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.run(["--save", str(copy)]) == 0
    saved = SavedReading.objects.get()
    assert str(saved.public_id) in capsys.readouterr().out
    assert saved.matched_document_id == "990100/child"
    assert saved.saved_by == "system"
