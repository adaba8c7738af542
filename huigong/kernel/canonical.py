"""JSON with one spelling, so that what is signed has one digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from huigong.kernel.errors import Invalid


def written(value: Any) -> str:
    """Sorted names, no spaces, characters as they are.

    Raises `TypeError` for floats and for what JSON does not know: machines write them differently.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read(text: str) -> Any:
    """The value. Raises `DomainError` (`json.malformed`), also for a name that stands twice and for floats."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise Invalid(
            code="json.malformed",
            what="文件内容读不出来",
            why="不是完整的 JSON，可能没有下载完，或者被别的程序改写过",
            do="请重新下载原件，不要另存或编辑",
        ) from error


def digest(value: Any) -> str:
    """SHA-256 of the spelling, 64 hexadecimal digits."""
    return hashlib.sha256(written(value).encode()).hexdigest()


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ValueError(f"{name} stands twice")
        members[name] = value
    return members


def _no_float(text: str) -> float:
    raise ValueError(f"{text} is no whole number")


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a signed document holds no floats; use whole fen or text")
    if isinstance(value, dict):
        for name, member in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a name in JSON is text, not {name!r}")
            _refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_floats(member)
