"""Where the pages of forms put files. Whoever keeps files registers; until then no page asks for any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from huigong.forms.fields import Field


@dataclass(frozen=True)
class KeptFile:
    """A file that is kept, as a page shows it: its id, name, size in words, and where it can be looked at."""

    id: str
    name: str
    size: str
    address: str


class FileKeeper(Protocol):
    """Keeps the files of drafts. Both raise `DomainError` with words for what they refuse."""

    def keep(self, request: HttpRequest, uploaded: UploadedFile, *, field: Field) -> str:
        """Keeps one file for whoever asks and gives its id, without spaces."""
        raise NotImplementedError

    def shown(self, request: HttpRequest, ids: Sequence[str]) -> Sequence[KeptFile]:
        """The files of these ids that whoever asks may see."""
        raise NotImplementedError


_registered: list[FileKeeper] = []


def register(keeper: FileKeeper) -> None:
    """Names the keeper of files; raises `ValueError` where there is one already."""
    if _registered:
        raise ValueError("files are kept by somebody already")
    _registered.append(keeper)


def forget() -> None:
    """Takes the keeper back."""
    _registered.clear()


def keeper() -> FileKeeper | None:
    """The keeper, or None where files cannot be taken."""
    return _registered[0] if _registered else None
