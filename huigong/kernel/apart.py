"""What a process of its own is told and may take: it opens files of strangers and has no secret to lose."""

from __future__ import annotations

import os
import sys
import time


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
