"""A folder and an object store keep the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huigong.files.stores import Store, new_key
from huigong.files.stores.folder import Folder
from huigong.kernel.errors import Unavailable
from tests.unit.files.s3 import Bucket, bucket

LATE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def objects() -> Iterator[tuple[Store, Bucket]]:
    pytest.importorskip("minio", reason="the extra s3 is not installed")
    from huigong.files.stores.objects import Objects

    with bucket() as server:
        yield Objects(f"s3+http://key:secret%2F1@127.0.0.1:{server.server_port}/files/huigong"), server


@pytest.fixture(params=["folder", "objects"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    made: tuple[Store, Bucket] = request.getfixturevalue("objects")
    return made[0]


def put(store: Store, body: bytes = b"eins" * 100_000) -> str:
    key = new_key()
    store.put(key, iter([body[:7], body[7:]]), size=len(body))
    return key


def test_what_was_put_is_there(store: Store) -> None:
    key = put(store)
    assert b"".join(store.get(key)) == b"eins" * 100_000
    assert store.has(key)


def test_what_is_not_there_is_said_before_anything_is_read(store: Store) -> None:
    with pytest.raises(Unavailable) as error:
        store.get(new_key())
    assert error.value.code == "files.lost"
    assert not store.has(new_key())


def test_removing_is_for_good_and_may_be_repeated(store: Store) -> None:
    key = put(store)
    store.remove(key)
    store.remove(key)
    assert not store.has(key)


def test_everything_is_listed_in_order(store: Store) -> None:
    keys = sorted(put(store, b"x") for _ in range(5))
    assert [each.key for each in store.everything()] == keys
    assert all(each.at.tzinfo for each in store.everything())


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ABCDEF" * 6, "0" * 31])
def test_a_key_is_never_a_path(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        store.get(key)


def test_a_folder_keeps_nothing_half(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "files")

    def stops() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.put(new_key(), stops(), size=8)
    assert not list(folder.everything())
    assert not [path for path in folder.place.rglob("*") if path.is_file()]


def test_what_a_killed_writer_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "files")
    put(folder)
    left = next(folder.place.iterdir()) / ".0-x.part"
    left.write_bytes(b"half")
    assert folder.tidy(before=datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert folder.tidy(before=LATE) == 1
    assert len(list(folder.everything())) == 1


def test_a_store_that_is_busy_says_so_in_words(objects: tuple[Store, Bucket]) -> None:
    store, server = objects
    key = put(store)
    server.broken = True
    with pytest.raises(Unavailable) as error:
        store.get(key)
    assert error.value.code == "files.store" and error.value.do


def test_an_address_without_a_bucket_is_refused() -> None:
    pytest.importorskip("minio", reason="the extra s3 is not installed")
    from huigong.files.stores.objects import Objects

    with pytest.raises(Unavailable) as error:
        Objects("s3+https://host/")
    assert "HUIGONG_FILES" in error.value.why
