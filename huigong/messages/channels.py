"""Ways to somebody besides the inbox, which every message is in."""

from __future__ import annotations

from huigong.kernel.labelled import Labelled


class Channel(Labelled):
    """A channel that somebody may decline."""

    SMS = "sms", "短信"
