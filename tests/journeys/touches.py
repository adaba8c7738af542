"""A touch that leads to another page, and is over when that page stands."""

from __future__ import annotations

from typing import Any


def follow(page: Any, touched: Any) -> None:
    """Touches the first that `touched` names, a selector or a locator, and waits for the page that it leads to.

    A click returns as soon as the browser has taken it. On a busy machine the page before still stands then,
    under the same address where a form came back with a mistake, and whatever is asked of it is asked too early.
    """
    target = page.locator(touched) if isinstance(touched, str) else touched
    with page.expect_navigation():
        target.first.click()
