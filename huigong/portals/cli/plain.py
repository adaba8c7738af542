"""What the commands print of files and of what people wrote: as text, and nothing that a terminal obeys."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from rich import markup
from rich.console import Console

from huigong.kernel.writing import shown

_WIDE = 120  # columns where the output goes into a file
_LAID_OUT = re.compile(r"([\n\t]|\r(?=\n))")


def escape(text: str) -> str:
    """One line of text from elsewhere, to stand in what a console prints."""
    return markup.escape(shown(text))


def tell(line: str) -> None:
    """Prints one line, whatever stands in it."""
    print(shown(line))


def console(**more: Any) -> Console:
    """For tables and colours: past the guard, so every text from elsewhere goes through `escape`."""
    width = None if sys.stdout.isatty() else _WIDE
    return Console(file=_bare(sys.stdout), **({"width": width} | more))


def errors() -> IO[str]:
    """The stream of errors, for what moves on it by itself."""
    return cast("IO[str]", _bare(sys.stderr))


@contextmanager
def guarded() -> Iterator[None]:
    """While a command runs, what it prints by itself moves no cursor and hides nothing."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("IO[str]", _Guarded(stream)) for stream in kept)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept


class _Guarded:
    """A stream that writes controls and turned text as they are spelt; lines and tabs stay."""

    def __init__(self, bare: IO[str]) -> None:
        self.bare = bare

    def write(self, text: str) -> int:
        plain = "".join(
            each if _LAID_OUT.fullmatch(each) else shown(each) for each in _LAID_OUT.split(text) if each
        )
        self.bare.write(plain)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def _bare(stream: Any) -> Any:
    return stream.bare if isinstance(stream, _Guarded) else stream
