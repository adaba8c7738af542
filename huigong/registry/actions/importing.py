"""The register filled from a file: one file is one batch, and its people appear together or not at all."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.beside import Beside
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.registry import cells
from huigong.registry.intake import files, planning, writing
from huigong.registry.intake.files import PeopleFile
from huigong.registry.intake.planning import Plan
from huigong.registry.intake.rows import Entry, Problem
from huigong.registry.models import ImportBatch, ImportLine
from huigong.registry.models.intake import Taken

_LARGE = 500_000  # bytes of a file from which a second process is worth its start, some 6,000 rows
_TRIES = 2  # somebody may register one of these people while a file is being read


@dataclass(frozen=True)
class Imported:
    """What became of a file, in rows: `rows` is the sum of all that follow but `warned`, which are among those taken.

    `problems` are in the order of the file; `batch` is the public id, "" where nothing was written.
    """

    file: PeopleFile
    problems: tuple[Problem, ...]
    counts: dict[str, int]
    batch: str = ""

    @property
    def refusals(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.refuses]


def import_people(
    *,
    by: Principal,
    now: datetime,
    region: str,
    data: bytes,
    name: str,
    dry_run: bool = False,
    most: int = files.MOST_ROWS,
) -> Imported:
    """The people of a file and their work, registered; rows that cannot be taken are in the result.

    Who is on record stays as they are (`planning`). The same file again changes nothing. Raises
    `DomainError`: as `files.read`, `regions.unknown`, `access.denied`, `import.at_once`.
    """
    place = cells.region(region, label="导入地区")
    by.require(Permission.PERSON_REGISTER, region=place)
    with _nothing_collected():
        return _import(by=by, now=now, place=place, data=data, name=name, dry_run=dry_run, most=most)


def _import(
    *, by: Principal, now: datetime, place: str, data: bytes, name: str, dry_run: bool, most: int
) -> Imported:
    for _ in range(_TRIES):
        taken = _taken_before(files.digest(data), place)
        aside = len(data) > _LARGE and not (dry_run or taken)
        with _sealing() if aside else nullcontext() as sealing:
            file = files.read(data, name=name, today=localdate(now), told=_giving(sealing), most=most)
            plan = planning.plan(file, by=by, now=now, region=place, taken=taken)
            imported = Imported(file, _problems(file), _counts(file, plan))
            if dry_run or all(change.taken is Taken.UNCHANGED for change in plan.changes):
                return imported
            rows = writing.sealed(plan, sealing.take() if sealing else {}, now=now)
        try:
            batch = _write(imported, plan, rows, by=by, now=now)
        except (IntegrityError, writing.ChangedMeanwhile):
            continue
        return Imported(file, imported.problems, imported.counts, batch.public_id.hex)
    raise _at_once()


@transaction.atomic
def _write(
    imported: Imported,
    plan: Plan,
    rows: list[writing.PersonRow],
    *,
    by: Principal,
    now: datetime,
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        digest=imported.file.digest,
        region=plan.region,
        taken_at=now,
        taken_by=by.account_id,
        counts=imported.counts,
    )
    writing.write(plan, rows, batch=batch, by=by, now=now)
    record(
        by=by,
        now=now,
        verb="registry.people.imported",
        subject=subject_of(batch),
        region=plan.region,
        data={"digest": batch.digest, **imported.counts},
    )
    return batch


def _sealing() -> Beside:
    return Beside(settings.SEALING_KEY, writing.SEALED)


def _giving(sealing: Beside | None) -> Callable[[Entry], None]:
    """What gives each person that was read to be sealed, while the rest is read."""

    def give(entry: Entry) -> None:
        if sealing is not None and entry.person is not None:
            sealing.give(writing.plain(entry.person))

    return give


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is read of a file is kept to the end: to look through it for garbage again and again takes a quarter of the time.

    So is what is written of it: the rows of a hundred thousand people are all alive until the last of them is in.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _taken_before(digest: str, region: str) -> frozenset[int]:
    """The keys of the people whom this file was taken in for before, here."""
    lines = ImportLine.objects.filter(batch__digest=digest, batch__region=region)
    return frozenset(lines.order_by().values_list("person", flat=True))


def _problems(file: PeopleFile) -> tuple[Problem, ...]:
    return tuple(
        problem for entry in sorted(file.entries, key=lambda each: each.at) for problem in entry.problems
    )


def _counts(file: PeopleFile, plan: Plan) -> dict[str, int]:
    """Each row once: a further row about somebody that adds something counts as a change."""
    rows = Counter[str]()
    for change in plan.changes:
        unchanged = change.taken is Taken.UNCHANGED
        rows[change.taken.value] += 1
        rows["unchanged" if unchanged else "changed"] += change.told.further
        rows["duplicates"] += len(change.told.repeats)
    refused = {entry.at for entry in file.entries if entry.refused}
    warned = {entry.at for entry in file.entries if entry.problems} - refused
    return {
        "rows": len(file.entries) + len(file.skipped),
        "new": rows["new"],
        "changed": rows["changed"],
        "unchanged": rows["unchanged"],
        "duplicates": rows["duplicates"],
        "skipped": len(file.skipped),
        "refused": len(refused),
        "warned": len(warned),
    }


def _at_once() -> Conflict:
    return Conflict(
        "import.at_once",
        "同一批人正在由别人登记，这个文件一行也没有登记",
        do="请过几分钟再导入一次",
    )
