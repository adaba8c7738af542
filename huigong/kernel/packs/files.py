"""The files of the packs, by region and document, read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huigong.kernel.packs.errors import PackError, Report
from huigong.kernel.packs.places import Place
from huigong.kernel.packs.shapes import Entry, Shape
from huigong.kernel.packs.yaml_text import LARGEST, read_text, too_large

DOCUMENT = "document.yaml"
_REGION = re.compile(r"[0-9]{6}")
# A line of the outermost mapping that speaks of `verified`; only then is the file read.
_SPEAKS_OF_IT = re.compile(r"(?m)^(?![ \t#-])[^#\n]*\bverified\b")


_ASKED: set[str] = set()  # patterns of files that some reader has asked for


@dataclass(frozen=True)
class PackFile:
    """One file of the packs: `name` is its path below the policies folder, as errors show it."""

    path: Path
    name: str

    @property
    def region(self) -> str:
        """`210700` in `210700/offices.yaml`; empty for what the country shares."""
        return region_of(self.name)

    @property
    def document(self) -> str:
        """`210700/jinzhou-implementation` in a document's folder; empty outside."""
        parts = self.name.split("/")
        return "/".join(parts[:2]) if self.region and len(parts) > 2 else ""

    @property
    def pack(self) -> str:
        """The folder whose lock keeps what the file declares: the document's, or the region's outside of one."""
        return self.document or self.region

    def read(self, report: Report) -> Any:
        """What the file says, with places; what is wrong goes into `report`, also that it says nothing."""
        before = len(report.errors)
        loaded = read_file(self.path, name=self.name, report=report)
        if loaded is None and len(report.errors) == before:
            report.add(_not_read(self.name, "文件是空的", "请补上内容，或者删掉这个文件", Place(self.name)))
        return loaded

    def entry(self, shape: Shape, report: Report) -> Entry | None:
        """The file as one entry of this shape; None where it cannot be read as one, which stands in the report."""
        raw = self.read(report)
        return None if raw is None else shape.read(raw, report=report, place=Place(self.name))


def files(folder: Path, *patterns: str, drafts: bool = False) -> Iterator[PackFile]:
    """The files of every region that match, in the order of their names: `files(folder, "*/services/*.yaml")`.

    Those of documents that are drafts are left out unless asked for: nothing of a draft is served.
    """
    seen: dict[str, bool] = {}
    wanted = [f"[0-9]*/{pattern}" for pattern in patterns]
    _ASKED.update(wanted)
    for path in sorted({path for pattern in wanted for path in folder.glob(pattern)}):
        file = PackFile(path, path.relative_to(folder).as_posix())
        if file.document and not drafts and file.document not in seen:
            seen[file.document] = is_draft(folder / file.document)
        if file.region and not seen.get(file.document, False):
            yield file


def entries(folder: Path, pattern: str, shape: Shape, report: Report) -> Iterator[tuple[PackFile, Entry]]:
    """Each of these files (see `files`) as an entry of this shape; what cannot be read as one stands in the report."""
    for file in files(folder, pattern):
        if (entry := file.entry(shape, report)) is not None:
            yield file, entry


def is_draft(pack: Path) -> bool:
    """Whether a document's folder is a draft: its `document.yaml` says `verified: false` of the whole."""
    try:
        text = (pack / DOCUMENT).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    return bool(_SPEAKS_OF_IT.search(text)) and said_of_itself(read_text(text, file="", report=Report()))


def said_of_itself(raw: object) -> bool:
    """Whether a loaded document declares itself a draft."""
    return isinstance(raw, dict) and raw.get("verified") is False


def shared_file(folder: Path, name: str) -> PackFile:
    """A file that the country shares: `facts.yaml`."""
    _ASKED.add(name)
    return PackFile(folder / name, name)


def reads(*patterns: str) -> None:
    """Names files that a module reads in a way of its own, or not in every program: patterns below the policies folder."""
    _ASKED.update(patterns)


def asked_for() -> frozenset[str]:
    """The patterns, below the policies folder, of all files that were asked for or named since the program started."""
    return frozenset(_ASKED)


def region_of(name: str) -> str:
    """The region whose folder a file's name begins with, or nothing."""
    first = name.partition("/")[0]
    return first if _REGION.fullmatch(first) else ""


def load_file(path: Path) -> Any:
    """What one file says, with places; raises `PackError` where it cannot be read."""
    report = Report()
    loaded = read_file(path, name=str(path), report=report)
    report.refuse()
    return loaded


def read_file(path: Path, *, name: str, report: Report) -> Any:
    """`load_file` that puts what is wrong into `report`, under the file's `name`."""
    text = _text(path, name, report)
    return None if text is None else read_text(text, file=name, report=report)


def _text(path: Path, name: str, report: Report) -> str | None:
    try:
        with path.open("rb") as opened:
            written = opened.read(LARGEST * 4 + 1)
    except OSError as error:
        report.add(_not_read(name, error.strerror or str(error), "请确认文件存在并且可读", Place(name)))
        return None
    if len(written) > LARGEST * 4:
        report.add(too_large(Place(name)))
        return None
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(name, written[: error.start].count(b"\n") + 1, 1)
        cut = error.reason == "unexpected end of data"
        why = "最后一个字只有一半，文件没有传完整" if cut else "不是 UTF-8 编码，可能是 GBK"
        report.add(_not_read(name, why, "请重新传一次这个文件" if cut else "请另存为 UTF-8", place))
        return None


def _not_read(name: str, why: str, do: str, place: Place) -> PackError:
    return PackError("packs.file_not_read", what=f"打不开文件{name}", why=why, do=do, place=place)
