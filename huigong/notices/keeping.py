"""Where the bytes of letters are kept for ever: what keeps files registers itself here."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from huigong.audit.actors import Actor
from huigong.kernel.errors import Unavailable
from huigong.kernel.registries import Registry

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Keeper(Protocol):
    """Keeps bytes and gives them back unchanged."""

    def keep(self, content: bytes, *, name: str, kind: str, region: str, by: Actor, now: datetime) -> str:
        """What the bytes are found by afterwards. Runs in the caller's transaction: rolled back, nothing refers to them."""

    def content(self, reference: str) -> bytes:
        """The same bytes."""


_KEEPER = "keeper"
_keepers: Registry[str, Keeper] = Registry("keeper of letters")


def register(keeper: Keeper) -> None:
    """From `AppConfig.ready`: letters are kept there from now on."""
    _keepers.add(_KEEPER, keeper)


def keeper() -> Keeper:
    """Raises `DomainError` (`notice.no_keeper`)."""
    known = _keepers.get(_KEEPER)
    if known is None:
        raise Unavailable(
            code="notice.no_keeper",
            what="文书暂时发不了",
            why="没有设好存放文书的地方，发出的文书必须永久保存",
            do="请管理员检查文件存放的设置",
        )
    return known
