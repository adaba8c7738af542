"""Who sees the papers that a worker keeps: nobody else."""

from __future__ import annotations

from datetime import timedelta

from huigong.directory.principals import ANONYMOUS, Principal
from huigong.files import access

PURPOSE, SAYS = "worker.papers", "本人存的材料"
_LAPSES = timedelta(days=365)


def register() -> None:
    access.register(PURPOSE, _is_own, says=SAYS, lapses=_LAPSES)


def _is_own(viewer: Principal, holder: str) -> bool:
    return holder == viewer.account_id != ANONYMOUS.account_id
