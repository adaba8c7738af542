"""A sheet of people on the desk: handed in once, looked at as often as wanted, then taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files import actions as files
from huigong.files import queries
from huigong.kernel.errors import Conflict, DomainError, TooMany
from huigong.kernel.sentences import say
from huigong.kernel.turns import Turns
from huigong.registry import cells, rosters
from huigong.registry.actions.importing import Imported, import_people
from huigong.registry.intake.report import workbook
from huigong.registry.rosters import TakenIn

_turns = Turns(patience=20)  # one sheet is read at a time for a process, so that pages are served meanwhile


@dataclass(frozen=True)
class Looked:
    """What would become of a sheet now, and what became of it when it was taken in last."""

    name: str
    imported: Imported
    before: TakenIn | None


def hand_in(*, by: Principal, now: datetime, data: bytes, name: str, region: str) -> UUID:
    """Keeps the sheet for a day; nothing of it is registered yet.

    Raises `DomainError`: `regions.unknown`, `access.denied`, `import.too_many_waiting`, and as `files.actions.keep`.
    """
    code = cells.region(region, label="导入地区")
    by.require(Permission.PERSON_REGISTER, region=code)
    if len(rosters.waiting(by)) >= rosters.MOST_AT_ONCE:
        raise _too_many_waiting()
    return files.keep(data=data, name=name, place=rosters.place_of(by, code), by=by, now=now).public_id


def look(*, by: Principal, now: datetime, file_id: UUID, region: str) -> Looked:
    """Reads the sheet and registers nothing.

    Raises `DomainError`: `files.not_found`, `import.busy`, and as `import_people`, with `ROSTER_ROWS` as the most rows.
    """
    name, data = _opened(by, file_id, now=now)
    imported = _read(by, now=now, region=region, data=data, name=name, dry_run=True)
    place = cells.region(region, label="导入地区")
    return Looked(name, imported, rosters.taken_in(imported.file.digest, place))


def take(*, by: Principal, now: datetime, file_id: UUID, region: str) -> Imported:
    """Registers the sheet's people, as one batch; again it changes nothing. Raises as `look`."""
    name, data = _opened(by, file_id, now=now)
    return _read(by, now=now, region=region, data=data, name=name, dry_run=False)


def returned(*, by: Principal, now: datetime, file_id: UUID, region: str) -> tuple[str, bytes]:
    """The name of the sheet, and the workbook of rows that do not go in as they are. Raises as `look`."""
    looked = look(by=by, now=now, file_id=file_id, region=region)
    return looked.name, workbook(looked.imported.file, looked.imported.problems)


def throw_away(*, by: Principal, now: datetime, file_id: UUID, region: str) -> None:
    """Removes the sheet for this region before its day is over. Raises `DomainError` (`files.not_found`)."""
    files.remove(file_id=file_id, place=rosters.place_of(by, region), by=by, now=now)


def _opened(by: Principal, file_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    file = queries.opened(by, file_id, now=now)
    return rosters.stem(file.name), b"".join(file.chunks)


def _read(by: Principal, *, now: datetime, region: str, data: bytes, name: str, dry_run: bool) -> Imported:
    with _turns.turn(_busy):
        return import_people(
            by=by,
            now=now,
            region=region,
            data=data,
            name=name,
            dry_run=dry_run,
            most=settings.ROSTER_ROWS,
        )


def _too_many_waiting() -> DomainError:
    return Conflict(
        "import.too_many_waiting",
        about="file",
        what=say("您交来的表格已经有{most}份等着", most=rosters.MOST_AT_ONCE),
        why="每份表格都要占地方，交来以后留一天",
        do="请先登记几份，或者删掉不要的，再交新的",
    )


def _busy() -> DomainError:
    return TooMany(
        "import.busy",
        "现在有别的表格正在核对",
        why="一次只核对一个，别的页面才不会变慢",
        do="表格已经收到，请过一分钟再打开这一页",
    )
