"""Where a link leads that an officer may click: to the web, to a phone or an address for letters, or nowhere else."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def is_harmless(address: str) -> bool:
    """False for what opens a file of another computer, which is told the officer's login, or starts a program.

    What names no scheme stays where the document lies, as long as it does not begin like the name of a computer.
    """
    scheme = _SCHEME.match(address)
    if scheme:
        return scheme.group(1).lower() in _SCHEMES
    return not address.lstrip().startswith(("//", "\\\\", "/\\", "\\/"))
