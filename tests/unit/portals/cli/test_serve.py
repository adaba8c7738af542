"""What the server notices about its settings before anybody is served."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.portals.cli.serve import is_proxy_untold


@pytest.mark.parametrize(
    ("https", "proxies", "untold"), [(False, 0, False), (True, 0, True), (True, 1, False), (False, 1, False)]
)
def test_tls_without_a_named_proxy_is_noticed(settings: Any, https: bool, proxies: int, untold: bool) -> None:
    settings.HTTPS, settings.PROXIES = https, proxies
    assert is_proxy_untold() is untold
