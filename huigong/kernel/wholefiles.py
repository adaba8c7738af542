"""Files that are there whole or not at all, readable by their owner only."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Where to write; it becomes `out` when the block ends well, and an earlier `out` stays until then.

    The file that is written to exists, empty, from the start: two writers never share one, and
    nobody else may read it at any moment. Raises `OSError` where the folder takes no file, and
    `FileExistsError` where `out` is something else than a file, such as a device.
    """
    if out.exists() and not out.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(out))
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o600)  # an engine may have put a file of its own in the place
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
