"""`huigong verify`: offline, for PDF, JSON and the text of a code."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from huigong.audit import takeaways as ours
from huigong.kernel import takeaways
from huigong.kernel.signing import Signer
from huigong.kernel.takeaways import Signed
from huigong.portals.cli.main import main
from tests.unit.files import makers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def signed(settings: LazySettings) -> Signed:
    settings.HOME_REGION = "510400"
    return ours.sign({"姓名": "虚构甲", "分": 320000}, what="个人信息副本", now=NOW)


@pytest.fixture
def key() -> str:
    return ours.public_keys()[0].hex()


def put(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "kept"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_the_json_that_people_keep(signed: Signed, key: str, tmp_path: Path, capsys: Any) -> None:
    file = put(tmp_path, takeaways.as_json(signed))
    assert main(["verify", file, "--key", key, "--show"]) == 0
    said = capsys.readouterr().out
    for part in ("签名完整", "个人信息副本", "攀枝花市", "2026-03-02", ours.fingerprint(), "虚构甲"):
        assert part in said


def test_the_text_of_a_code_from_standard_input(
    signed: Signed, key: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    scanned = io.TextIOWrapper(io.BytesIO((takeaways.payload(signed) + "\n").encode()))
    monkeypatch.setattr("sys.stdin", scanned)
    assert main(["verify", "-", "--key", key, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True


def test_the_data_in_a_pdf(signed: Signed, key: str, tmp_path: Path, capsys: Any) -> None:
    pdf = makers.pdf_carrying("copy.huigong.json", takeaways.as_json(signed).encode())
    assert main(["verify", put(tmp_path, pdf), "--key", key]) == 0
    assert "签名完整" in capsys.readouterr().out


def test_a_small_code_proves_the_file_beside_it_and_no_other(key: str, tmp_path: Path, capsys: Any) -> None:
    large = ours.sign({"说明": [f"虚构{number}" for number in range(900)]}, what="个人信息副本", now=NOW)
    other = ours.sign({"说明": "虚构"}, what="个人信息副本", now=NOW)
    code, file, stranger = tmp_path / "code", tmp_path / "file", tmp_path / "other"
    code.write_text(takeaways.payload(large), encoding="utf-8")
    file.write_text(takeaways.as_json(large), encoding="utf-8")
    stranger.write_text(takeaways.as_json(other), encoding="utf-8")
    assert main(["verify", str(code), str(file), "--key", key, "--json"]) == 0
    assert [json.loads(line)["whole"] for line in capsys.readouterr().out.splitlines()] == [True, True]
    main(["verify", str(code), str(stranger), "--key", key, "--json"])
    assert json.loads(capsys.readouterr().out.splitlines()[0])["whole"] is None
    main(["verify", str(code), "--key", key])
    assert "没有比对" in capsys.readouterr().out.splitlines()[1]


def test_pages_drawn_anew_around_the_data_are_not_called_unchanged(
    signed: Signed, key: str, tmp_path: Path, capsys: Any
) -> None:
    """Any page can carry the data of another: what was compared is said, and what was not."""
    pdf = makers.pdf_carrying("copy.huigong.json", takeaways.as_json(signed).encode())
    main(["verify", put(tmp_path, pdf), "--key", key])
    conclusion = capsys.readouterr().out.splitlines()[1]
    assert "签了名的数据没有改动" in conclusion
    assert "印的字没有比对" in conclusion and "--show" in conclusion


def test_the_content_is_written_out_as_it_stands_on_paper(key: str, tmp_path: Path, capsys: Any) -> None:
    kept = ours.sign(
        {"登记": {"姓名": "虚构甲", "住址": ""}, "做工": [{"签了合同": False}]}, what="x", now=NOW
    )
    assert main(["verify", put(tmp_path, takeaways.as_json(kept)), "--key", key, "--show"]) == 0
    said = capsys.readouterr().out
    for line in ("姓名：虚构甲", "住址：—", "签了合同：否"):
        assert line in said


def test_a_change_is_told_and_ends_with_one(signed: Signed, key: str, tmp_path: Path, capsys: Any) -> None:
    changed = takeaways.as_json(signed).replace("320000", "920000")
    assert main(["verify", put(tmp_path, changed), "--key", key]) == 1
    assert "内容被改过" in capsys.readouterr().out


def test_another_key_is_told_and_ends_with_one(signed: Signed, tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", put(tmp_path, takeaways.as_json(signed)), "--key", "ab" * 32]) == 1
    assert "不要当作它签发的" in capsys.readouterr().out


def test_without_a_key_the_fingerprint_is_to_be_compared(signed: Signed, tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", put(tmp_path, takeaways.as_json(signed))]) == 1
    said = capsys.readouterr().out
    assert "核对" in said and ours.fingerprint() in said


@pytest.mark.django_db
def test_the_published_file_is_a_key(signed: Signed, client: Client, tmp_path: Path) -> None:
    published = tmp_path / "keys.json"
    published.write_bytes(client.get("/.well-known/huigong-keys.json").content)
    assert main(["verify", put(tmp_path, takeaways.as_json(signed)), "--key", str(published)]) == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xfe\x00", b"hello", makers.pdf()])
def test_what_is_not_ours_is_refused_in_words(content: bytes, tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", put(tmp_path, content)]) == 2
    assert capsys.readouterr().err.strip()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert "核验" in capsys.readouterr().err


FORGED = "虚构市\n公钥指纹：{real}\n  时间：\x1b[8m\x9b2J\u202e\u2028x"


@pytest.mark.parametrize("keys", [[], ["--key", "0" * 64]])
def test_nothing_that_the_file_says_of_itself_stands_where_the_fingerprint_does(
    signed: Signed, keys: list[str], tmp_path: Path, capsys: Any
) -> None:
    real = signed.seal.fingerprint
    stranger = Signer("22" * 32, setting="A_KEY")
    said = FORGED.format(real=real)
    forged = takeaways.sign({f"姓名\r{said}": [said]}, what=said, by=said, now=NOW, signer=stranger)
    file = put(tmp_path, takeaways.as_json(forged))
    assert main(["verify", file, *keys, "--show"]) == 1
    told = capsys.readouterr().out
    assert told.splitlines()[0] == f"公钥指纹：{forged.seal.fingerprint}"
    assert all(line.isprintable() for line in told.split("\n"))
    assert [line for line in told.split("\n") if line.startswith(f"公钥指纹：{real}")] == []
    assert main(["verify", file, *keys, "--json"]) == 1
    (as_json,) = capsys.readouterr().out.splitlines()
    assert as_json.isprintable() and json.loads(as_json)["by"] == said


def test_without_a_key_nothing_is_said_to_be_right(
    signed: Signed, key: str, tmp_path: Path, capsys: Any
) -> None:
    file = put(tmp_path, takeaways.as_json(signed))
    assert main(["verify", file]) == 1
    assert "✓" not in capsys.readouterr().out
    assert main(["verify", file, "--key", key]) == 0
    assert "✓" in capsys.readouterr().out
