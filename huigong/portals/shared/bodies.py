"""How large a body an address takes: small, unless its view says that it takes files.

The server asks by address before it keeps a byte; `bounds` asks again where another server stands in front.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import Resolver404, resolve

SMALL = 2 * 1024 * 1024  # bytes; settings bound what fields may fill of it
LARGE = 128 * 1024 * 1024  # bytes; several photographs in one form
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Declares that files may come to this view, as `request.FILES`; to any other they are refused."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def are_files_taken(view: Callable[..., Any]) -> bool:
    return getattr(view, "takes_files", False)


def most_at(path: str) -> int:
    """How many bytes a body may have that is sent to this address."""
    try:
        view = resolve(path).func
    except Resolver404:
        return SMALL
    return LARGE if are_files_taken(view) else SMALL
