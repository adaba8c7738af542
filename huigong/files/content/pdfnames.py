"""Names of a PDF, as they may be written."""

from __future__ import annotations

import re

_END = r"(?![A-Za-z0-9])"


def pattern(*names: str) -> str:
    """Matches any of these names, also written with #45 for E: the reader knows, so a search has to."""
    written = (
        "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names
    )
    return rf"/(?:{'|'.join(written)}){_END}"


def spelt(*names: str) -> re.Pattern[bytes]:
    """Finds any of these names."""
    return re.compile(pattern(*names).encode())
