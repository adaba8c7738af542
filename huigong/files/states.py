"""What may be done with a stored file."""

from __future__ import annotations

from huigong.kernel.labelled import Labelled


class State(Labelled):
    """A file waits for a scanner that did not answer; its bytes are gone once it is refused or deleted."""

    WAITING = "waiting", "待查"
    READY = "ready", "可用"
    REFUSED = "refused", "拒收"
    DELETED = "deleted", "已删"


LIVE = (State.WAITING, State.READY)  # those whose bytes are there
