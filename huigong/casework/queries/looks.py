"""Access events for officials who are shown the people of a case."""

from __future__ import annotations

from datetime import datetime

from huigong.audit.actions import record_accesses
from huigong.casework.access import knows_reporter
from huigong.casework.models import Case
from huigong.casework.parties import silent_in, standing
from huigong.casework.procedures.roles import Role
from huigong.directory.principals import Principal

_READ = ("name", "resident_number", "phone", "answers")


def record_looks(viewer: Principal, case: Case, *, now: datetime) -> None:
    """One access event a visit for each person whom the page shows, in two queries for any number of them."""
    hidden = () if knows_reporter(viewer, case) else (Role.REPORTER,)
    shown = {
        party.person.public_id.hex: case.region
        for party in standing(case)
        if party.person and party.role not in hidden
    }
    silent = silent_in(case)
    heard = {
        party.person.public_id.hex for party in standing(case) if party.person and party.role not in silent
    }
    if shown:
        purpose = viewer.purpose or f"办理 {case.number}"
        record_accesses(
            viewer=viewer, now=now, people=shown, purpose=purpose, fields=_READ, withheld=shown.keys() - heard
        )
