"""The name that a file came with: text to be shown, never a path."""

from __future__ import annotations

import re
import unicodedata

from huigong.kernel import writing

LONGEST = 100
_LONGEST_SENT = 200
_PATH = re.compile(r"[\\/]")
_NEVER = re.compile(r'[<>:"|?*%]')


def sent(name: str) -> str:
    """As it came, cut at two hundred characters; half a character becomes a gap."""
    return name[:_LONGEST_SENT].encode("utf-8", "replace").decode("utf-8")


def shown(name: str, *, ending: str) -> str:
    """One line of at most a hundred characters: no path, no controls, nothing invisible or that turns direction.

    The end of the name is that of the kind it was found to be, so that what is called
    `工资条.pdf.exe` and is a PDF is shown and saved as a PDF. Half a character becomes a gap.
    """
    last = _PATH.split(writing.without_unseen(sent(name)))[-1]
    plain = _NEVER.sub("", writing.line(unicodedata.normalize("NFC", last))).strip(". ")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return f"{stem[: LONGEST - len(ending)].strip('. ') or '文件'}{ending}"
