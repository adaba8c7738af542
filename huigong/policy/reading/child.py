"""The process that `apart` starts: bytes in, a pickled pair of reading and error out.

python -m huigong.policy.reading.child SECONDS BYTES
"""

from __future__ import annotations

import pickle
import sys

from huigong.kernel.errors import DomainError
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.reader import read_text
from huigong.policy.reading.refusals import too_large
from huigong.policy.reading.sources import text_of


def main(words: list[str]) -> None:
    seconds, memory = map(int, words)
    _limit(seconds, memory)
    sys.stdout.buffer.write(pickle.dumps(_read(sys.stdin.buffer.read())))


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the caller's clock alone bounds it
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes) -> tuple[ReadDocument | None, dict[str, str]]:
    """The reading, or the parts of the error that refused it."""
    try:
        return read_text(text_of(data)), {}
    except DomainError as error:
        return None, error.as_dict()
    except MemoryError:
        return None, too_large().as_dict()


if __name__ == "__main__":
    main(sys.argv[1:])
