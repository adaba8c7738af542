"""A backup in one sealed file: the database as it was at one moment, then the files, the local packs and the published heads.

It is a tar, sealed as a stream (`audit.streams`) with the sealing key, so that neither a stolen copy nor a
changed one opens. The keys are not inside: data and keys are kept apart.

    manifest.json | huigong.sqlite3 or database.dump | files/<key> … | policies/… | audit-heads.jsonl
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction

from huigong.audit import streams
from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.audit.fields import sealer
from huigong.files.stores import is_key, store
from huigong.files.stores.folder import Folder
from huigong.kernel.errors import Conflict, DomainError, Invalid, Unavailable
from huigong.kernel.packs.where import local_folder
from huigong.kernel.sentences import say
from huigong.kernel.wholefiles import written_whole

CONTEXT, VERB, SUBJECT = "huigong.backup", "files.backed_up", "files.Backup"
MANIFEST, SQLITE, DUMP, HEADS = "manifest.json", "huigong.sqlite3", "database.dump", "audit-heads.jsonl"
FILES, PACKS = "files", "policies"
_READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True)
class Contents:
    """What a backup holds: `rows` counts each table of an SQLite database, and is empty for another."""

    at: str
    database: str
    rows: Mapping[str, int]
    files: int = 0
    packs: int = 0


def make(out: Path, *, by: Actor, now: datetime) -> Contents:
    """Writes the backup to `out`, whole or not at all, while the portals serve; the trail says so first, also inside it.

    A file that is handed in meanwhile may be there without its row, which the nightly sweep removes; never a
    row without its file, unless somebody removed that file within these minutes.
    Raises `DomainError`: `backup.place`, `backup.database`, `files.store`, `files.lost`.
    """
    with transaction.atomic():
        record(by=by, now=now, verb=VERB, subject=SUBJECT, region=settings.HOME_REGION)
    try:
        with written_whole(out) as part, TemporaryDirectory(dir=out.parent, prefix=".backup-") as beside:
            database = _snapshot(Path(beside))
            contents = Contents(now.isoformat(), database.name, _rows(database))
            with part.open("wb") as sealed:
                return _seal(sealed, database, contents)
    except OSError as error:
        raise Invalid(
            code="backup.place",
            about="out",
            what=say("备份写不到“{out}”", out=str(out)),
            why=say("系统说：{error}", error=error.strerror or str(error)),
            do="请检查文件夹在不在、能不能写、空间够不够",
        ) from error


def restore(source: Path, *, into: Path) -> Contents:
    """Opens the backup into a new folder, which becomes the data folder of an installation; all of it or nothing.

    What is there is compared with what the backup says it holds, and an SQLite database is checked page by page.
    Raises `DomainError`: `backup.place` for a folder that is not empty, `backup.unreadable`, `backup.incomplete`,
    `sealing.unknown_key`, `sealing.broken`.
    """
    if into.exists() and any(into.iterdir()):
        raise Conflict(
            code="backup.place",
            about="into",
            what=say("“{into}”里已经有东西", into=str(into)),
            why="恢复不会覆盖正在用的数据",
            do="请指定一个还没有的文件夹，核对无误再换过去",
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent, prefix=".restore-") as beside:
        draft = Path(beside) / "data"
        draft.mkdir(mode=0o700)
        said = _open(source, draft)
        try:
            _require_whole(draft, said)
        except sqlite3.DatabaseError as error:
            raise _incomplete(said.database) from error
        if into.exists():
            into.rmdir()
        draft.rename(into)
    return said


def _seal(out: BinaryIO, database: Path, contents: Contents) -> Contents:
    """One thread writes the tar into a pipe, this one seals what comes out: no plain copy lies on the disk."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(max_workers=1) as pool, os.fdopen(reading, "rb") as plain:
        written = pool.submit(_write, writing, database, contents)
        for piece in streams.seal(plain, sealer=sealer(), context=CONTEXT):
            out.write(piece)
        return written.result()  # raises what went wrong there, and the file that ended early is dropped


def _write(pipe: int, database: Path, contents: Contents) -> Contents:
    """The manifest ends the tar: only then is it known how many files there were."""
    with os.fdopen(pipe, "wb") as out, tarfile.open(fileobj=out, mode="w|") as tar:
        tar.add(database, database.name)
        files = packs = 0
        for stored in store().everything():
            _add(tar, f"{FILES}/{stored.key}", b"".join(store().get(stored.key)))
            files += 1
        for path in _packs():
            tar.add(path, f"{PACKS}/{path.relative_to(local_folder()).as_posix()}")
            packs += 1
        if settings.AUDIT_HEADS.is_file():
            tar.add(settings.AUDIT_HEADS, HEADS)
        contents = Contents(contents.at, contents.database, contents.rows, files, packs)
        _add(tar, MANIFEST, json.dumps(asdict(contents), ensure_ascii=False).encode())
    return contents


def _packs() -> list[Path]:
    place = local_folder()
    return sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else []


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _snapshot(folder: Path) -> Path:
    """The whole database as of one moment, in `folder`; other writers go on."""
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(
                target
            )  # in one step: a writer beside it does not make it begin again
        return copy
    copy = folder / DUMP
    _run_pg_dump(copy, connection.settings_dict)
    return copy


def _run_pg_dump(out: Path, database: Mapping[str, Any]) -> None:
    options = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    words = [f"{option}={database[name]}" for option, name in options.items() if database[name]]
    try:
        subprocess.run(
            ["pg_dump", "--format=custom", "--no-password", f"--file={out}", *words],
            check=True,
            capture_output=True,
            env={**os.environ, "PGPASSWORD": str(database["PASSWORD"])},
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"").decode(errors="replace").strip() or str(error)
        raise Unavailable(
            code="backup.database",
            what="数据库没有备份下来",
            why=say("pg_dump 说：{said}", said=said),
            do="请在这台机器上装好与数据库同一版本的 pg_dump，再试一次",
        ) from error


def _rows(database: Path) -> dict[str, int]:
    """Table → rows of an SQLite database."""
    if database.name != SQLITE:
        return {}
    with closing(sqlite3.connect(database)) as copy:
        tables = [
            str(name)
            for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def _open(source: Path, folder: Path) -> Contents:
    """Puts every member into `folder`; what the manifest says."""
    said: Contents | None = None
    try:
        with _plain(source) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise _unreadable(f"{member.name} is no file")
                if member.name == MANIFEST:
                    said = Contents(**json.load(content))
                else:
                    _keep(content, PurePosixPath(member.name), folder=folder, size=member.size)
            while plain.read(_READ_AT_ONCE):  # to the last chunk, which says that nothing was cut off
                pass
    except (OSError, tarfile.TarError, ValueError, TypeError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    if said is None:
        raise _incomplete(MANIFEST)
    return said


def _keep(content: Any, name: PurePosixPath, *, folder: Path, size: int) -> None:
    """Only what a backup holds has a place; a name that leads elsewhere is refused."""
    if not name.parts:
        raise _unreadable(str(name))
    if name.parts[0] == FILES and len(name.parts) == 2 and is_key(name.name):
        Folder(folder / FILES).put(name.name, iter(lambda: content.read(_READ_AT_ONCE), b""), size=size)
        return
    local = name.parts[0] == PACKS and len(name.parts) > 1 and not {"..", "."} & set(name.parts)
    if not local and str(name) not in {SQLITE, DUMP, HEADS}:
        raise _unreadable(str(name))
    path = folder.joinpath(*name.parts)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as out:
        path.chmod(0o600)
        while piece := content.read(_READ_AT_ONCE):
            out.write(piece)


def _require_whole(folder: Path, said: Contents) -> None:
    if said.database not in (SQLITE, DUMP) or not (folder / said.database).is_file():
        raise _incomplete(said.database)
    if sum(path.is_file() for path in (folder / PACKS).rglob("*")) != said.packs:
        raise _incomplete(PACKS)
    if _rows(folder / said.database) != dict(said.rows):
        raise _incomplete(say("{name}的行数", name=said.database))
    if sum(1 for _ in Folder(folder / FILES).everything()) != said.files:
        raise _incomplete(FILES)
    if said.database == SQLITE:
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise _incomplete(SQLITE)


@contextmanager
def _plain(source: Path) -> Iterator[Any]:
    with source.open("rb") as sealed:
        pieces = iter(lambda: sealed.read(_READ_AT_ONCE), b"")
        yield _Plain(streams.unseal(pieces, sealer=sealer(), context=CONTEXT))


class _Plain:
    """Pieces as what `tarfile` reads a stream from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.held = pieces, b""

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none only at the end."""
        self.held = self.held or next(self.pieces, b"")
        taken, self.held = self.held[:size], self.held[size:]
        return taken


def _unreadable(why: str) -> DomainError:
    return Invalid(
        code="backup.unreadable",
        about="source",
        what="这不是能恢复的备份",
        why=say("读的时候遇到：{why}", why=why),
        do="请核对文件，或换一份备份",
    )


def _incomplete(missing: str) -> DomainError:
    return Unavailable(
        code="backup.incomplete",
        what="备份里缺了东西，没有恢复",
        why=say("对不上的是：{missing}", missing=missing),
        do="请换一份备份；这一份请留着，不要删",
    )
