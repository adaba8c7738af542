"""Handing on what is known of a region's people: as a file for others, or to a computation on this machine."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from huigong.audit.actions import record
from huigong.audit.models import AuditEvent
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid, Unavailable
from huigong.kernel.wholefiles import written_whole
from huigong.registry import population
from huigong.registry.models import Person
from huigong.registry.population import Population
from huigong.registry.texts import fitting

_LEFTOVER = timedelta(days=1)
_DRAWN = ".population-"
Progress = Callable[[float], object]  # takes what is done, 0 to 1


@dataclass(frozen=True)
class Export:
    """A file handed on: its number in the trail and in its own metadata, and what is in it."""

    number: str
    people: int
    facts: tuple[str, ...]


def export(
    *,
    by: Principal,
    approver: Principal,
    now: datetime,
    region: str,
    on: date,
    out: Path,
    purpose: str,
    progress: Progress | None = None,
) -> Export:
    """Writes the people who live in `region` to `out`: whole and in the trail, or not at all.

    Another than who asks must approve, with the right to, there. Raises `DomainError`:
    `access.denied`, `export.approver`, `export.purpose`, `export.exists`, `export.no_folder`,
    `export.nobody`, `export.stopped`, `regions.unknown`.
    """
    purpose = _required(purpose)
    _require_place_for(out)
    code = regions.find(region).code
    by.require(Permission.PEOPLE_EXPORT, region=code)
    _require_approver(approver, by, code)
    people = population.living_in(code)
    wrote = _told(people, code, progress)
    number, facts = uuid4().hex, population.facts_known(people)
    mark = {"export": number, "region": code, "purpose": purpose, "approved_by": approver.name}
    try:
        with written_whole(out) as part:
            count = population.write(Population(people, on, facts, mark=mark), part, wrote=wrote)
            data = {
                "approved_by": approver.account_id,
                "approver": approver.name,
                "file": out.name,
                "sha256": _digest(part),
            }
            # Before the file is put in its place: what is there is in the trail.
            _record("exported", number, code, by, now, purpose, {**_counted(count, facts, on), **data})
    except OSError as error:
        raise Unavailable(
            "export.stopped",
            what="导出到一半停了，没有写文件",
            why=str(error)[:200],
            do="请检查硬盘后再导出一次",
        ) from error
    return Export(number, count, tuple(facts))


@contextmanager
def drawn(
    *, by: Principal, now: datetime, region: str, on: date, purpose: str, progress: Progress | None = None
) -> Iterator[Path]:
    """A folder with one Parquet file a residence (`510421.parquet`), gone when the block ends.

    Ids are the register's own keys. One event tells of it. Raises `DomainError`: `access.denied`,
    `export.purpose`, `export.nobody`, `regions.unknown`.
    """
    purpose, code = _required(purpose), regions.find(region).code
    by.require(Permission.PEOPLE_EXPORT, region=code)
    everybody = population.living_in(code)
    wrote = _told(everybody, code, progress)
    facts = population.facts_known(everybody)
    homes = sorted(set(everybody.order_by().values_list("residence", flat=True)))
    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(now)
    with tempfile.TemporaryDirectory(dir=settings.DATA_FOLDER, prefix=_DRAWN) as name:
        count = 0
        for home in homes:
            here = Population(everybody.filter(residence=home), on, facts, inside=True)
            count += population.write(here, Path(name) / f"{home}.parquet", wrote=wrote)
        _record("drawn", uuid4().hex, code, by, now, purpose, _counted(count, facts, on))
        yield Path(name)


def _told(people: QuerySet[Person], region: str, progress: Progress | None) -> Callable[[int], object]:
    """Takes how many more were written, and tells `progress`; raises `DomainError` where there is nobody."""
    total, written = people.count(), 0
    if not total:
        raise Invalid(
            "export.nobody",
            about="region",
            what=f"{regions.find(region).full_name}没有登记的人",
            do="请核对地区",
        )

    def wrote(count: int) -> None:
        nonlocal written
        written += count
        if progress:
            progress(min(1.0, written / total))

    return wrote


@transaction.atomic
def _record(
    verb: str,
    number: str,
    region: str,
    by: Principal,
    now: datetime,
    purpose: str,
    data: Mapping[str, object],
) -> None:
    record(
        by=by,
        now=now,
        verb=f"registry.people.{verb}",
        subject=f"registry.population:{number}",
        region=region,
        purpose=purpose,
        data=data,
    )


def _counted(count: int, facts: Mapping[str, object], on: date) -> dict[str, object]:
    return {"people": count, "facts": sorted(facts), "on": on.isoformat()}


def _required(purpose: str) -> str:
    plain = fitting(AuditEvent, "purpose", purpose)
    if not plain:
        raise Invalid(
            "export.purpose",
            about="purpose",
            what="没有写明用途",
            why="成批处理个人信息要有明确、合理的目的，用途会留在记录里",
            do="请写明用途，例如“2026年四季度政策找人”",
        )
    return plain


def _require_approver(approver: Principal, by: Principal, region: str) -> None:
    if approver.account_id == by.account_id:
        raise Denied(
            "export.approver", what="不能自己批准自己导出", do="请由另一位有“导出人员”权限的工作人员批准"
        )
    if not approver.can(Permission.PEOPLE_EXPORT, region=region):
        raise Denied(
            "export.approver",
            what=f"{approver.name}不能批准这次导出",
            why="批准人在这个地区没有“导出人员”的权限，或者账号已经停用",
            do="请由在这个地区有这项权限的工作人员批准，例如农民工办人员",
        )


def _require_place_for(out: Path) -> None:
    if not out.parent.is_dir():
        raise _no_place("export.no_folder", f"没有“{out.parent}”这个文件夹", "请先建好，或换一个 --out")
    if out.exists() or out.is_symlink():
        raise _no_place("export.exists", f"“{out}”已经在那里", "导出不覆盖任何文件，请换一个文件名")


def _no_place(code: str, what: str, do: str) -> DomainError:
    return Conflict(code, what=what, do=do)


def _clear_leftovers(now: datetime) -> None:
    """Deletes the folders of processes that were killed before they could."""
    for folder in settings.DATA_FOLDER.glob(f"{_DRAWN}*"):
        if folder.stat().st_mtime < (now - _LEFTOVER).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
