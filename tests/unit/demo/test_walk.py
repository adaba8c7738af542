"""What the walk needs before it begins, and who walks."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.demo import walk
from huigong.demo.visitor import Page, Unexpected, parsed
from huigong.demo.walk_desk import APPROVED
from huigong.demo.walk_story import FictitiousWorker
from huigong.demo.walk_worker import due_on, number_on
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.messages.sms import code_file


def test_each_walk_has_a_new_worker_who_cannot_exist() -> None:
    workers = {FictitiousWorker.new() for _ in range(50)}
    assert len(workers) == 50
    for worker in workers:
        assert ResidentId.parse(worker.resident_number).number.startswith("510499")
        assert normalise_phone(worker.phone) == worker.phone


def test_without_a_county_it_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="huigong county"):
        walk.run(["http://127.0.0.1:9", "--data", str(tmp_path)])


def test_other_machines_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "county-password.txt").write_text("geheim\n")
    assert walk.run(["http://example.org", "--data", str(tmp_path)]) == 1
    assert "本机的地址" in capsys.readouterr().err


def test_a_server_that_is_not_there_fails_the_first_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "county-password.txt").write_text("geheim\n")
    assert walk.run(["http://127.0.0.1:9", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == "✗ 务工人员打开首页\n"
    assert "有回应" in said.err


def test_codes_come_from_files(tmp_path: Path) -> None:
    code_file(tmp_path, "19000000001").write_text("验证码 012345，5分钟内有效。")
    assert walk.code_in(tmp_path, "19000000001") == "012345"
    with pytest.raises(Unexpected, match="HUIGONG_SMS=file"):
        walk.code_in(tmp_path, "19000000002")


def test_a_receipt_is_read_by_its_words() -> None:
    page = Page("http://127.0.0.1/", 200, parsed(
        "<h1>回执</h1><p class='number-big number'>510421-20260101-0001</p>"
        "<dl><dt>提交日期</dt><dd>2026年1月1日</dd><dt>最晚答复</dt><dd>2026年1月16日</dd></dl>"
    ))  # fmt: skip
    assert number_on(page) == "510421-20260101-0001"
    assert due_on(page) == "最晚答复 2026年1月16日"
    with pytest.raises(Unexpected, match="最晚答复"):
        due_on(Page("http://127.0.0.1/", 200, parsed("<p>没有</p>")))


@pytest.mark.parametrize(
    ("row", "count"), [("在办 3 同意 12 不同意 4", 12), ("在办 3 同意 1", 1), ("在办 3 不同意 4", None)]
)
def test_approved_is_not_mistaken_for_refused(row: str, count: int | None) -> None:
    found = APPROVED.search(row)
    assert (int(found.group(1)) if found else None) == count
