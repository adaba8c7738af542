"""Files in an object store that speaks S3.

`s3+https://KEY:SECRET@host[:port]/bucket[/prefix][?region=…]`, or `s3+http://` within one's own network. The
bytes are sealed before they leave; the store sees neither names nor contents.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from huigong.files.stores import Stored, is_key, lost, unavailable
from huigong.kernel.errors import Unavailable

_READ_AT_ONCE = 256 * 1024
_CONNECT, _READ = 5.0, 30.0  # seconds
_TRIES = 2
_MISSING = {"NoSuchKey", "NoSuchObject"}


class Objects:
    """One object a file, `prefix/ab/abcd…`."""

    def __init__(self, place: str) -> None:
        parts = urlsplit(place)
        bucket, _slash, prefix = parts.path.strip("/").partition("/")
        if not (parts.hostname and bucket and parts.username and parts.password):
            raise Unavailable(
                code="files.store",
                what=_("存放文件的地方没有设好"),
                why=_("HUIGONG_FILES 要写成 s3+https://账号:密码@主机/桶"),
                do=_("请管理员照说明改好再启动"),
            )
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""
        self.client = Minio(
            parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username),
            secret_key=unquote(parts.password),
            secure=parts.scheme == "s3+https",
            region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            http_client=PoolManager(
                timeout=Timeout(connect=_CONNECT, read=_READ), retries=Retry(_TRIES, backoff_factor=0.2)
            ),
        )

    def put(self, key: str, pieces: Iterable[bytes], *, size: int) -> None:
        with _told():
            self.client.put_object(self.bucket, self._name(key), io.BytesIO(b"".join(pieces)), size)

    def get(self, key: str) -> Iterator[bytes]:
        with _told():
            response = self.client.get_object(self.bucket, self._name(key))

        def pieces() -> Iterator[bytes]:
            try:
                with _told():
                    yield from response.stream(_READ_AT_ONCE)
            finally:
                response.close()
                response.release_conn()

        return pieces()

    def remove(self, key: str) -> None:
        with _told():
            self.client.remove_object(self.bucket, self._name(key))

    def has(self, key: str) -> bool:
        try:
            with _told():
                self.client.stat_object(self.bucket, self._name(key))
        except Unavailable as error:
            if error.code == "files.lost":
                return False
            raise
        return True

    def everything(self) -> Iterator[Stored]:
        with _told():
            for item in self.client.list_objects(self.bucket, prefix=self.prefix, recursive=True):
                key = (item.object_name or "").rpartition("/")[2]
                if is_key(key) and item.last_modified:
                    yield Stored(key, item.last_modified)

    def tidy(self, *, before: datetime) -> int:
        """An object is there whole or not at all."""
        return 0

    def _name(self, key: str) -> str:
        if not is_key(key):
            raise ValueError("a key is 32 hexadecimal digits")
        return f"{self.prefix}{key[:2]}/{key}"


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except S3Error as error:
        raise (lost(error) if error.code in _MISSING else unavailable(error)) from error
    except (MinioException, HTTPError, OSError) as error:
        raise unavailable(error) from error
