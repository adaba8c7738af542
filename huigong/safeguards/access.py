"""Whose work the safeguards of wages are."""

from __future__ import annotations

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.wages.warnings.access import watches as watches_warnings


def watches(viewer: Principal) -> bool:
    """Offices whose work warnings are, and whoever sees the duties of a whole region."""
    whole = any(grant.office is None for grant in viewer.grants_for(Permission.DUTY_BOARD_READ))
    return whole or watches_warnings(viewer)
