"""What a process of its own is told and may take: it opens files of strangers and has no secret to lose."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import Self

# More than a large photograph takes.
_MUCH_MEMORY = 300 * 1024  # kilobytes
_MUCH_TIME = 2.0  # seconds of processor


def environment() -> dict[str, str]:
    """What the process is told: where programs and our code lie, and no setting of ours."""
    kept = {name: value for name in ("PATH", "LANG", "SYSTEMROOT") if (value := os.environ.get(name))}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}


def limit_memory(size: int) -> None:
    """Bounds what this process may address, in bytes. Windows has no such bound."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: int) -> None:
    """From now on this process gets so many seconds of processor and is then ended; each call begins anew.

    On Windows only the parent's clock bounds the process.
    """
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, hard))


@dataclass(frozen=True)
class Spent:
    """What a process had taken at one moment: kilobytes at its highest, seconds of processor."""

    memory: int
    seconds: float

    @classmethod
    def so_far(cls) -> Self:
        return cls(_highest_memory(), time.process_time())

    def is_much_since(self) -> bool:
        """Whether so much was taken since that the process had better end."""
        return self.so_far().memory - self.memory > _MUCH_MEMORY or self.seconds_since() > _MUCH_TIME

    def seconds_since(self) -> float:
        """Of processor."""
        return time.process_time() - self.seconds


def _highest_memory() -> int:
    """In kilobytes; 0 on Windows, which does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
