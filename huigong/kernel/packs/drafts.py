"""Packs that nobody has confirmed: nothing in their folders is served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from huigong.kernel.packs.errors import PackError
from huigong.kernel.packs.files import PackFile, files
from huigong.kernel.packs.yaml_text import load

DOCUMENT = "document.yaml"
# A line of the outermost mapping that speaks of `verified`; only then is the file parsed.
SPEAKS_OF_IT = re.compile(r"(?m)^(?![ \t#-])[^#\n]*\bverified\b")


def says_draft(raw: object) -> bool:
    """Whether a loaded `document.yaml` says `verified: false` of the whole document."""
    return isinstance(raw, dict) and raw.get("verified") is False


def is_draft(pack: Path) -> bool:
    """Whether a document's folder is a draft; a file that cannot be read is not called one."""
    try:
        text = (pack / DOCUMENT).read_text(encoding="utf-8-sig")
        return bool(SPEAKS_OF_IT.search(text)) and says_draft(load(text))
    except (OSError, UnicodeDecodeError, PackError):
        return False


def served_files(folder: Path, *patterns: str) -> Iterator[PackFile]:
    """`files` without those in the folders of drafts."""
    known: dict[str, bool] = {}
    for file in files(folder, *patterns):
        document = file.document
        if document and document not in known:
            known[document] = is_draft(folder / document)
        if not (document and known[document]):
            yield file
