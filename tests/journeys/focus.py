"""What has the focus of a page that a touch has just led to."""

from __future__ import annotations

from typing import Any

WAIT = 10_000


def has_focus(page: Any, selector: str) -> None:
    """Waits until the element that `selector` names has the focus; `TimeoutError` of the browser after ten seconds.

    Between a touch and the next page there is a moment without a body, in which nothing has the focus.
    """
    page.wait_for_function(
        "selector => document.activeElement?.matches(selector)", arg=selector, timeout=WAIT
    )
