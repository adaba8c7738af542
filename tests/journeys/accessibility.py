"""What axe finds on a page, as lines that say where."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

GRAVE = {"serious", "critical"}


def grave_findings(page: Any) -> list[str]:
    """Serious and critical findings: `rule: help — selector`."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} — {node['target']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
