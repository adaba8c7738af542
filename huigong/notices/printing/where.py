"""Where fonts lie and how much memory the typesetter may have, read from the environment.

Not from a framework's settings: `huigong pack check` looks at letters where there is neither framework nor database.
"""

from __future__ import annotations

import os
from pathlib import Path

import pylopdf_fonts_zh_cn

from huigong.kernel.packs.where import data_folder

FONTS_VARIABLE, MEMORY_VARIABLE = "HUIGONG_FONTS", "HUIGONG_TYPESETTER_MEMORY"
_MEGABYTES = "2048"


def added_fonts() -> Path:
    """Where an office puts fonts for characters that Noto SC lacks; it need not exist."""
    named = os.environ.get(FONTS_VARIABLE)
    return Path(named).expanduser().resolve() if named else data_folder() / "fonts"


def font_folders() -> tuple[Path, ...]:
    """The fonts of the installation, then those that an office has added."""
    return (pylopdf_fonts_zh_cn.serif_path().parent, added_fonts())


def memory() -> int:
    """Megabytes of address space that the typesetter may have. Raises `ValueError`, with the name in it."""
    written = os.environ.get(MEMORY_VARIABLE, "").strip() or _MEGABYTES
    if not (written.isascii() and written.isdecimal()):
        raise ValueError(f"{MEMORY_VARIABLE} must be a whole number of megabytes, not {written!r}")
    return int(written)
