"""Senders: two built in, others by name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from huigong.portals.shared import codes, senders

PHONE = "13900000001"


def test_the_file_sender_writes_for_the_owner_only_under_a_name_that_tells_nothing(
    settings: Any, tmp_path: Path
) -> None:
    settings.SMS_FOLDER = tmp_path / "codes"
    senders.sender("file")(PHONE, "验证码 123456")
    path = senders.code_file(tmp_path / "codes", PHONE)
    assert path.read_text(encoding="utf-8") == "验证码 123456"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for written in path.parent.iterdir():
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        assert PHONE not in written.name and PHONE.encode() not in written.read_bytes()


def test_two_phones_have_two_files_and_another_house_other_names(settings: Any, tmp_path: Path) -> None:
    names = set()
    for house in ("here", "there"):
        settings.SMS_FOLDER = tmp_path / house
        for phone in (PHONE, "13900000002", PHONE):
            senders.to_file(phone, "验证码 123456")
            names.add(senders.code_file(tmp_path / house, phone).name)
    assert len(names) == 4


def test_a_message_does_not_outlive_its_code(settings: Any, tmp_path: Path) -> None:
    settings.SMS_FOLDER = tmp_path / "codes"
    senders.to_file(PHONE, "验证码 123456")
    path = senders.code_file(tmp_path / "codes", PHONE)
    long_ago = path.stat().st_mtime - codes.LIFETIME.total_seconds() * 3
    os.utime(path, (long_ago, long_ago))
    senders.to_file("13900000002", "验证码 654321")
    assert not path.exists()


def test_the_console_sender_prints_without_the_whole_number(capsys: pytest.CaptureFixture[str]) -> None:
    senders.sender("console")(PHONE, "验证码 123456")
    said = capsys.readouterr().err
    assert "验证码 123456" in said and PHONE not in said


@pytest.mark.parametrize(("name", "demo", "warned"), [
    ("console", False, True),
    ("file", False, True),
    ("console", True, False),
    ("city.telecom:send", False, False),
])  # fmt: skip
def test_a_server_whose_codes_reach_no_phone_says_so(
    settings: Any, name: str, demo: bool, warned: bool
) -> None:
    settings.SMS_PROVIDER, settings.DEMO = name, demo
    assert ("HUIGONG_SMS" in senders.warning()) is warned


def test_a_telecom_plugs_in_by_name() -> None:
    assert senders.sender("huigong.portals.shared.senders:to_console") is senders.to_console


def test_an_unknown_sender_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        senders.sender("pigeon:carry")
