"""Whose work warnings are."""

from __future__ import annotations

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_line
from huigong.wages.warnings.declaring import book


def watches(viewer: Principal) -> bool:
    """Whether warnings are the work of an office of the viewer's, or of a region that they see whole."""
    lines = {written.entry["owner"]["line"] for written in book().shelf.written}
    return any(
        grant.office is None or lines & {office_line(office) for office in grant.offices}
        for grant in viewer.grants_for(Permission.CASE_DECIDE)
    )
