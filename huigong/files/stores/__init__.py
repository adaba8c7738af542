"""Where the bytes lie: a folder or an object store, by one setting. Both keep sealed bytes under random keys."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from huigong.kernel.errors import DomainError, Unavailable

_KEY = re.compile(r"[0-9a-f]{32}")
_OBJECTS = ("s3+http://", "s3+https://")


class Stored(NamedTuple):
    """What a store says it has."""

    key: str
    at: datetime


class Store(Protocol):
    """Bytes by key; a key is 32 hexadecimal digits. All raise `Unavailable` (`files.store`) when it does not answer."""

    def put(self, key: str, pieces: Iterable[bytes], *, size: int) -> None:
        """Keeps `size` bytes for good before it returns, whole or not at all."""

    def get(self, key: str) -> Iterator[bytes]:
        """The bytes in pieces. Raises `Unavailable` (`files.lost`) at once where there are none."""

    def remove(self, key: str) -> None:
        """Nothing is there afterwards; nothing happens where nothing was."""

    def has(self, key: str) -> bool: ...

    def everything(self) -> Iterator[Stored]:
        """All there is, in the order of keys."""

    def tidy(self, *, before: datetime) -> int:
        """Removes what killed writers left unfinished before that time; how many."""


def store() -> Store:
    """The store of `HUIGONG_FILES`. Raises `Unavailable` (`files.store`) where the setting cannot be used."""
    return _store(str(settings.FILES))


@lru_cache(maxsize=4)
def _store(place: str) -> Store:
    if place.startswith(_OBJECTS):
        from huigong.files.stores.objects import Objects  # the library is an extra

        return Objects(place)
    from huigong.files.stores.folder import Folder

    return Folder(Path(place).expanduser())


def new_key() -> str:
    """A place that nobody has and that says nothing about what lies there."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    return bool(_KEY.fullmatch(text))


def lost(error: BaseException | None = None) -> DomainError:
    return Unavailable(
        code="files.lost",
        what=_("这个文件现在取不出来"),
        why=_("登记里有它，存放的地方却没有找到") + (f" ({type(error).__name__})" if error else ""),
        do=_("请管理员从备份里恢复文件夹；办事的人可以先请本人再传一次"),
    )


def unavailable(error: BaseException) -> DomainError:
    return Unavailable(
        code="files.store",
        what=_("文件现在存不进去、取不出来"),
        why=_("存放文件的地方没有应答") + f" ({type(error).__name__})",
        do=_("请过几分钟再试；急事可以带原件到窗口"),
    )
