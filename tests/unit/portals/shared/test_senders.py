"""Senders: two built in, others by name."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from huigong.portals.shared import senders


def test_the_file_sender_writes_for_the_owner_only(settings: Any, tmp_path: Path) -> None:
    settings.CODE_FOLDER = tmp_path / "codes"
    senders.sender("file")("13900000001", "验证码 123456")
    path = tmp_path / "codes" / "13900000001.txt"
    assert path.read_text(encoding="utf-8") == "验证码 123456"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_console_sender_prints(capsys: pytest.CaptureFixture[str]) -> None:
    senders.sender("console")("13900000001", "验证码 123456")
    assert "验证码 123456" in capsys.readouterr().err


def test_a_telecom_plugs_in_by_name() -> None:
    assert senders.sender("huigong.portals.shared.senders:to_console") is senders.to_console


def test_an_unknown_sender_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        senders.sender("pigeon:carry")
