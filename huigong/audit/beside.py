"""Sealing in a process of its own, while the caller reads on: half of the time that a large file takes.

Each row is given as its plain texts and comes back as `seal_row` makes it. The process ends with the
caller, however that ends; where it cannot be had, nothing comes back, and the caller seals itself.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, NamedTuple, Self

from huigong.audit.sealing import Sealer

_AT_ONCE = 500  # rows of one message
Plain = tuple[str, ...]
Sealed = tuple[str | None, ...]


class Kept(NamedTuple):
    """A field that a text is sealed for, by its context; `indexed`: its blind index is kept too; `empty` is kept for no text."""

    context: str
    indexed: bool
    empty: str | None = ""


def seal_row(sealer: Sealer, fields: Sequence[Kept], texts: Plain) -> Sealed:
    """The sealed texts in the order of the fields, then the indexes of those that have one, None for an empty text."""
    given = list(zip(fields, texts, strict=True))
    sealed = [sealer.seal(text, context=field.context) if text else field.empty for field, text in given]
    indexes = [
        sealer.blind_index(text, context=field.context) if text else None
        for field, text in given
        if field.indexed
    ]
    return (*sealed, *indexes)


class Beside:
    """Takes rows to be sealed: `with Beside(…) as beside`, then `give` each, then `take` all at the end."""

    def __init__(self, key_hex: str, fields: Sequence[Kept]) -> None:
        self._waiting: list[Plain] = []
        # A program of its own and no fork, which would hold the caller's database and locks.
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._send((key_hex, [tuple(field) for field in fields]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()

    @property
    def pid(self) -> int:
        return self._process.pid

    def give(self, texts: Plain) -> None:
        self._waiting.append(texts)
        if len(self._waiting) == _AT_ONCE:
            self._flush()

    def take(self) -> Mapping[Plain, Sealed]:
        """The texts that were given → what they are sealed as; to be called once."""
        self._flush()
        self._send(None)
        rows: dict[Plain, Sealed] = {}
        # It may have been stopped, for want of memory or by hand: what is missing is sealed by the caller.
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while some := pickle.load(self._answers):
                rows.update(some)
        return rows

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _flush(self) -> None:
        if self._waiting:
            self._send(self._waiting)
        self._waiting = []

    def _send(self, message: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # as in `take`
            _tell(self._process.stdin, message)


def _tell(pipe: IO[bytes], message: object) -> None:
    pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _work(given: IO[bytes], answers: IO[bytes]) -> None:
    """The process: takes rows until None comes and only then answers, so that neither side waits for the other."""
    key_hex, contexts = pickle.load(given)
    fields = [Kept(*told) for told in contexts]
    sealer, rows = Sealer(key_hex), list[tuple[Plain, Sealed]]()
    while some := pickle.load(given):
        rows += [(texts, seal_row(sealer, fields, texts)) for texts in some]
    for start in range(0, len(rows), _AT_ONCE):
        _tell(answers, rows[start : start + _AT_ONCE])
    _tell(answers, None)


if __name__ == "__main__":
    with contextlib.suppress(EOFError, OSError):  # the caller has gone
        _work(sys.stdin.buffer, sys.stdout.buffer)
