"""Several messages of one person leave as one."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

DIGEST_NAMES = ("几条",)
DIGEST = Occasion("digest", (("几条", "99"),))
