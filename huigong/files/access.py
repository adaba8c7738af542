"""Who may see a file: the folder that owns its purpose decides; denied by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huigong.kernel.errors import DomainError, NotFound
from huigong.kernel.registries import Registered, Registry

Allowed = Callable[[Any, str], bool]
Reader = Callable[[Any, str, date], Any]
# Around a look at somebody else's file: records a refusal, and refuses by itself after many. Called with who looks, what at
# (as the trail names it), and by name: `person` whom it is about ("" for nobody registered), and `now`.
Guard = Callable[..., AbstractContextManager[None]]


@dataclass(frozen=True)
class Purpose:
    """What files are handed in for.

    `allowed(viewer, holder)` says whether this reader may see the files of this holder (a case, a draft).
    `reader(viewer, holder, on)` gives the viewer as who opens a file of theirs on that day, with what they look
    for, or raises `DomainError`; without it whoever is allowed opens it as they are.
    `says` stands in the trail as what a file was looked at for. Files of a purpose with `lapses` are a draft:
    removed at will, and by the routine after that time. Others stay until the day they were attached for.
    `of_one` bounds what one owner hands in, within a day and with one holder, where that is less than the
    settings allow everybody, `of_all` what lies there altogether; both in megabytes.
    """

    id: str
    says: str
    allowed: Allowed
    lapses: timedelta | None = None
    of_one: int | None = None
    of_all: int | None = None
    reader: Reader | None = None


_purposes: Registry[str, Purpose] = Registry("purpose of files")
_guards: Registered[Guard] = Registered()


def register(
    purpose: str,
    allowed: Allowed,
    *,
    says: str,
    lapses: timedelta | None = None,
    of_one: int | None = None,
    of_all: int | None = None,
    reader: Reader | None = None,
) -> None:
    """From `AppConfig.ready` of the folder that owns the holders; see `Purpose`.

    Raises `ValueError` for a purpose that is another's.
    """
    _purposes.add(purpose, Purpose(purpose, says, allowed, lapses, of_one, of_all, reader))


def guard(around: Guard) -> None:
    """From `AppConfig.ready` of the folder that counts looks that are refused."""
    _guards.add(around)


@contextmanager
def guarded(viewer: Any, subject: str, *, person: str, now: datetime) -> Iterator[None]:
    """Around a look that may be refused. Raises as the guards."""
    with ExitStack() as around:
        for each in _guards:
            around.enter_context(each(viewer, subject, person=person, now=now))
        yield


def purpose_of(purpose: str) -> Purpose:
    """Raises `ValueError` for one that nobody registered: a fault of ours."""
    if purpose not in _purposes:
        raise ValueError(f"no purpose {purpose} is registered")
    return _purposes[purpose]


def drafts() -> tuple[Purpose, ...]:
    """The purposes whose files lapse."""
    return tuple(purpose for purpose in _purposes.values() if purpose.lapses)


def opening(viewer: Any, places: Iterable[tuple[str, str]]) -> tuple[Purpose, str] | None:
    """The first of these (purpose, holder) that lets the viewer in, None where none does.

    A purpose of a folder that is not installed any more lets nobody in.
    """
    for purpose, holder in places:
        known = _purposes.get(purpose)
        if known and known.allowed(viewer, holder):
            return known, holder
    return None


def require(viewer: Any, purpose: str, holder: str) -> Purpose:
    """Raises `NotFound` (`files.not_found`) unless the viewer may see this holder's files."""
    known = purpose_of(purpose)
    if not known.allowed(viewer, holder):
        raise not_found()
    return known


def not_found() -> DomainError:
    """The same words whether there is none or it is not this reader's."""
    return NotFound(
        code="files.not_found",
        what=_("没有找到这个文件"),
        why=_("文件可能已经删除，或者这不是您能看的文件"),
        do=_("请回到上一页刷新再看；如果文件应该在，请问办理这件事的部门"),
    )
