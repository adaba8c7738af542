"""How what is wrong is said beside a field and in a list."""

from __future__ import annotations

from huigong.kernel.errors import DomainError
from huigong.kernel.sentences import listed


def words(error: DomainError) -> tuple[str, str]:
    """What is wrong with why, and what to do, as two sentences without the stop at the end."""
    parts = (_unstopped(part) for part in (error.what, error.why) if part)
    return listed(parts, "，"), _unstopped(error.do)


def together(what: str, do: str) -> str:
    """Both as one line of a list."""
    return listed((what, do), "：")


def _unstopped(text: str) -> str:
    """`str` methods forget how a sentence was made, so only one that ends with a stop is cut."""
    return text.rstrip("。") if text.endswith("。") else text
