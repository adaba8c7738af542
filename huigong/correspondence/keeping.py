"""Keeps the bytes of letters among the files: sealed, hashed, backed up and looked after as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from huigong.audit.actors import Actor
from huigong.files import actions, keeping
from huigong.files.content.kinds import Kind
from huigong.files.models import StoredFile
from huigong.files.places import Place
from huigong.kernel.errors import Unavailable


@dataclass(frozen=True)
class FileKeeper:
    """Each letter is a file of its own owner, so that no office runs out of room. Nobody opens it as a file."""

    PURPOSE: ClassVar[str] = "correspondence.letters"

    def keep(self, content: bytes, *, name: str, kind: str, region: str, by: Actor, now: datetime) -> str:
        """On disk before the row; where the transaction is rolled back, the sweep of files removes the bytes."""
        letter = uuid4().hex
        kinds = frozenset({Kind.PDF, Kind.DOCX})
        place = Place(letter, self.PURPOSE, letter, kinds=kinds, most=1, region=region)
        file: StoredFile = actions.keep(data=content, name=name, place=place, by=by, now=now)
        return file.public_id.hex

    def content(self, reference: str) -> bytes:
        """Raises `DomainError`: `notice.lost`, `files.lost`, `files.store`, `sealing.broken`."""
        file = StoredFile.objects.filter(public_id=UUID(reference)).first()
        if file is None or not file.key:
            raise Unavailable(
                code="notice.lost",
                what="这份文书的文件不见了",
                why="存放文件的地方没有它",
                do="请管理员从备份恢复；以当事人手里的为准",
            )
        return keeping.read(file.key)


def nobody(_viewer: object, _holder: str) -> bool:
    """Letters are read through their own pages, never as files."""
    return False
