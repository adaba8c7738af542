"""`huigong audit`: seal, publish, verify, and what the exit codes say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from huigong.audit import triggers
from huigong.audit.actions import record
from huigong.audit.models import AuditCheck
from huigong.directory.principals import SYSTEM
from huigong.portals.cli import audit
from huigong.portals.cli.main import main
from huigong.portals.cli.sealing import Sealing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_outside(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "outside" / "heads.jsonl"
    return settings.AUDIT_HEADS


@pytest.fixture(autouse=True)
def an_event() -> None:
    told()


def told() -> None:
    with transaction.atomic():
        record(by=SYSTEM, now=timezone.now(), verb="v", subject="test.Thing:1")


def cut() -> None:
    triggers.TRAIL.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("DELETE FROM audit_auditbatch")
    triggers.TRAIL.install(connection)


def test_sealed_published_and_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert audit.run(["seal"]) == 0
    assert audit.run(["publish", "--to", str(tmp_path / "heads")]) == 0
    assert audit.run(["verify", "--against", str(tmp_path / "heads")]) == 0
    said = capsys.readouterr().out
    assert "封存了 1 条" in said
    assert "完整：第 1 条到第 1 条" in said
    assert "与公布过的链头一致，最新到第 1 批" in said


def test_without_a_word_it_verifies_and_says_what_it_cannot_know(capsys: pytest.CaptureFixture[str]) -> None:
    audit.run(["seal"])
    assert audit.run([]) == 0
    assert "没有公布过的链头可比" in capsys.readouterr().out


def test_a_cut_trail_is_found_by_the_file_of_this_installation(capsys: pytest.CaptureFixture[str]) -> None:
    Sealing().once()
    assert audit.run([]) == 0
    cut()
    assert audit.run([]) == 1
    assert "已公布过第 1 批，这里却没有" in capsys.readouterr().out
    assert AuditCheck.objects.first().findings  # what the desk shows


def test_nothing_sealed_is_nothing_to_publish() -> None:
    assert audit.run(["publish"]) == 1


def test_a_file_of_heads_that_is_not_there_is_wrong_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--against", "/nowhere/heads"]) == 2
    assert "读不到已公布的审计链头" in capsys.readouterr().err


def test_the_sealer_publishes_a_head_once(kept_outside: Path) -> None:
    sealing = Sealing()
    for _ in range(3):
        sealing.once()
    assert len(kept_outside.read_text().splitlines()) == 1


def test_a_sealer_without_a_usable_key_tells_and_goes_on(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AUDIT_KEY = "too short"
    Sealing().once()
    assert "was not sealed" in caplog.text
