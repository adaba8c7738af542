"""The languages that the pages offer beside Chinese: each that has a folder in the packs, under the name that it has in itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf.locale import LANG_INFO

from huigong.kernel.packs import Report, Shape, reads, shared_file
from huigong.kernel.packs.kinds import choice, text
from huigong.policy.languages.words import FOLDER, codes

DECLARED = "language.yaml"
RIGHT_TO_LEFT = "rtl"
LANGUAGE = Shape("语言", {"name": text(), "direction": choice(("ltr", RIGHT_TO_LEFT), "ltr")})
reads(f"{FOLDER}/*/{DECLARED}")


@dataclass(frozen=True)
class Offered:
    """A language: its `code`, what its readers call it, and whether it is read from right to left."""

    code: str
    name: str
    right_to_left: bool


def offered(folder: Path) -> tuple[Offered, ...]:
    """By code. Most languages are known by theirs; another declares its name and direction in `language.yaml`.

    One that declares nothing, or what cannot be read, is called by its code.
    """
    return tuple(_offered(folder, code) for code in codes(folder))


def _offered(folder: Path, code: str) -> Offered:
    declared = shared_file(folder, f"{FOLDER}/{code}/{DECLARED}")
    if declared.path.exists():
        report = Report()
        said = LANGUAGE.read(declared.read(report), report=report)
        if said is not None:
            return Offered(code, said["name"], said["direction"] == RIGHT_TO_LEFT)
    known = LANG_INFO.get(code, {})
    return Offered(code, known.get("name_local", code), known.get("bidi", False))
