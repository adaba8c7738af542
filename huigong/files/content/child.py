"""The process that `files.apart` keeps: files in, one after the other, and what is stored of each out.

python -m huigong.files.content.child MEMORY_BYTES SECONDS LANGUAGE [LOCALE_PATH …]

A request and an answer are each a line of JSON and then bytes. It knows no database and of the
settings only in which language people are told and where translations lie.
"""

from __future__ import annotations

import json
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import translation

from huigong.files.content import refusing
from huigong.files.content.examining import Examined, examine
from huigong.files.content.kinds import Kind
from huigong.kernel.apart import Spent, limit_memory, limit_processor
from huigong.kernel.errors import DomainError


def main(words: list[str]) -> None:
    memory, seconds, language, *locales = words
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it by closing its input
    settings.configure(LANGUAGE_CODE=language, LOCALE_PATHS=[Path(each) for each in locales])
    django.setup()
    limit_memory(int(memory))
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of the answer
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        limit_processor(int(seconds))
        data = sys.stdin.buffer.read(request["size"])
        before = Spent.so_far()
        head, parts = _answer(request, data)
        head |= {"dear": before.is_much_since(), "seconds": before.seconds_since()}
        answers.write(json.dumps(head).encode() + b"\n" + b"".join(parts))
        answers.flush()


def _answer(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    with translation.override(request["language"]):
        try:
            examined = _examined(request, data)
        except DomainError as error:
            return {"refused": error.as_dict()}, []
        except MemoryError:
            return {"refused": refusing.too_dear().as_dict()}, []
        except Exception:  # a reader that stumbles over a file has not read it
            traceback.print_exc()
            return {"refused": refusing.cut().as_dict()}, []
    parts = [examined.body, examined.thumbnail]
    return {"kind": examined.kind.value, "sizes": [len(part) for part in parts]}, parts


def _examined(request: dict[str, Any], data: bytes) -> Examined:
    wanted = frozenset(Kind(name) for name in request["wanted"])
    return examine(data, longest_side=request["side"], wanted=wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
