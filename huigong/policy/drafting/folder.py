"""A new pack's folder: its name, and writing it whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from huigong.kernel.errors import Conflict, Invalid, Unavailable
from huigong.policy.packs import CHANGED
from huigong.policy.reading.document import ReadDocument

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60
YEAR_AND_SERIAL = re.compile(r"〔(?P<year>[0-9]{4})〕(?P<serial>[0-9]+)号$")
FILE = "document.yaml"


def short_name(read: ReadDocument) -> str:
    """A name to begin with: `document-2016-10` for 某发〔2016〕10号, else by the day, else `document`."""
    number = YEAR_AND_SERIAL.search(read.document_number or "")
    if number:
        return f"document-{number['year']}-{number['serial']}"
    return f"document-{read.date:%Y-%m-%d}" if read.date else "document"


def checked_name(name: str) -> str:
    """The name itself; raises `Invalid` (`policy.folder_name`) for one that packs cannot have."""
    if NAME.fullmatch(name) and len(name) <= LONGEST:
        return name
    raise Invalid(
        "policy.folder_name",
        about="name",
        what=f"“{name}”不能作文件夹名。",
        why=f"只能用小写拼音、数字和短横，最长 {LONGEST} 个字符。",
        do="例如 panbanfa-2016-10。",
    )


def write_new(folder: Path, document_id: str, text: str) -> Path:
    """Write `<folder>/<region>/<name>/document.yaml`; the folder appears with its file or not at all.

    Raises `Conflict` (`policy.pack_exists`) where there is one, and changes nothing then.
    """
    region, _, name = document_id.partition("/")
    pack = folder / region / checked_name(name)
    if pack.exists():
        raise _exists(pack)
    waiting = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Beside the regions and not inside one, where a half-written pack would be read.
        waiting = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        waiting.chmod(0o755)
        with open(waiting / FILE, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        pack.parent.mkdir(exist_ok=True)
        waiting.rename(pack)
    except OSError as error:
        if pack.exists():
            raise _exists(pack) from error
        raise Unavailable(
            "policy.pack_not_written", what=f"写不了 {pack}。", why=f"{error}。", do="请检查磁盘和权限。"
        ) from error
    finally:
        if waiting is not None:
            with suppress(OSError):
                rmtree(waiting)
    return pack / FILE


def add_confirmed(local: Path, document_id: str, text: str) -> None:
    """Write a confirmed document into the local folder and let every process know.

    The same text written again is no conflict: a confirmation may be repeated after its
    database went away between the file and the commit.
    """
    written = local / document_id / FILE
    if not (written.is_file() and written.read_text(encoding="utf-8") == text):
        write_new(local, document_id, text)
    waiting = local / f"{CHANGED}-{os.getpid()}"
    waiting.write_text(f"{document_id}\n", encoding="utf-8")
    waiting.replace(local / CHANGED)


def _exists(pack: Path) -> Conflict:
    return Conflict(
        "policy.pack_exists",
        what=f"{pack} 已经有了，没有改动。",
        why="新建不会覆盖已有的资料包。",
        do="请换一个文件夹名，或者先把那个文件夹改名。",
    )
