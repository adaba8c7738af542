"""A key is made once, whole, for its owner only; whoever comes second reads the first one's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from huigong.config.environment import kept_secret


def test_a_key_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "data" / "sealing.key"
    made = kept_secret(path)
    assert len(bytes.fromhex(made)) == 32
    assert kept_secret(path) == made
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == ["sealing.key"]


def test_starters_at_the_same_moment_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    with ThreadPoolExecutor(8) as starters:
        assert len(set(starters.map(lambda _: kept_secret(path), range(32)))) == 1
