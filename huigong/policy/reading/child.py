"""The process that `apart` starts: bytes in, a pickled pair of reading and error out.

python -m huigong.policy.reading.child SECONDS BYTES [PAGES]

With PAGES at most so many scanned pages are recognised; before each a line `page NUMBER COUNT`
goes to standard error.
"""

from __future__ import annotations

import importlib
import pickle
import sys

from huigong.kernel.apart import limit_memory, limit_processor
from huigong.kernel.errors import DomainError
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.reader import read_text
from huigong.policy.reading.recognition import read_pages
from huigong.policy.reading.refusals import too_large
from huigong.policy.reading.sources import text_of


def main(words: list[str]) -> None:
    seconds, memory, pages = (*map(int, words), 0)[:3]
    limit_processor(seconds)
    limit_memory(memory)
    answer, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of the answer
    answer.write(pickle.dumps(_read(sys.stdin.buffer.read(), pages)))


def _read(data: bytes, pages: int) -> tuple[ReadDocument | None, dict[str, str]]:
    """The reading, or the parts of the error that refused it."""
    try:
        return (_recognised(data, pages) if pages else read_text(text_of(data))), {}
    except DomainError as error:
        return None, error.as_dict()
    except MemoryError:
        return None, too_large().as_dict()


def _recognised(data: bytes, pages: int) -> ReadDocument:
    scanned = importlib.import_module("huigong.policy.reading.formats.scanned")
    read = scanned.recognised(data, pages, _tell)
    return read_pages([("\n".join(page.lines), page.unsure) for page in read])


def _tell(number: int, count: int) -> None:
    print(f"page {number} {count}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
