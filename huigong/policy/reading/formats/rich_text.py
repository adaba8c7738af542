"""Text of an RTF: its paragraphs, counted numbers as written in it, and table rows with | between the cells."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from huigong.policy.reading.refusals import too_large, unreadable

ROW_EDGE = re.compile(r"\\(trowd|row)(?![a-z])")
PARAGRAPH = re.compile(r"\\(?:par|line)(?![a-z])[ ]?")
# Words struck out under tracked changes, and hidden ones; a group without groups inside.
UNSHOWN = re.compile(r"\{[^{}]{0,400}?\\(?:deleted|v)(?![a-z0-9])[^{}]{0,4000}\}")
CELL_BREAK = r"\u8232?"
LAST_BAR = re.compile(r"\|[ \t]*$", re.MULTILINE)


def rich_text(data: bytes) -> str:
    """The document's lines; raises `reading.unreadable` or `reading.too_large`."""
    try:
        text = rtf_to_text(_rows_in_one_line(UNSHOWN.sub("", data.decode("latin-1"))), errors="replace")
    except (MemoryError, RecursionError) as error:
        raise too_large() from error
    # Control words with absurd values raise whatever the conversion of them raises.
    except Exception as error:
        raise unreadable(f"RTF 文件已损坏（{error.__class__.__name__}）。") from error
    if not text.strip():
        raise unreadable("RTF 里没有文字。")
    return LAST_BAR.sub("", text)


def _rows_in_one_line(source: str) -> str:
    """The source with breaks inside table cells as breaks of a cell, so that each row stays one line."""
    pieces, inside, at = [], False, 0
    for match in ROW_EDGE.finditer(source):
        words = source[at : match.start()]
        pieces.append(PARAGRAPH.sub(lambda _: CELL_BREAK, words) if inside else words)
        inside, at = match[1] == "trowd", match.start()
    return "".join([*pieces, source[at:]])
