"""What a sample of call-backs says, in words and as a bar: on its own page and on the board."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huigong.portals.desk.parts.bars import bar
from huigong.safeguards.callbacks.queries import Outcome, Result, times_drawn

_BARS = {
    Outcome.YES: "bar-yes",
    Outcome.NO: "bar-late",
    Outcome.UNSURE: "bar-near",
    Outcome.REFUSED: "bar-near",
    Outcome.UNREACHED: "bar-paused",
    Outcome.WAITING: "bar",
}


def estimate(row: Result) -> str:
    """The share with its interval, in words."""
    if row.share is None:
        return _("还说不出来：有一层一个人也没有答")
    return _("%(share).1f%%（%(confidence)s%% 的把握在 %(low).1f%% 到 %(high).1f%% 之间）") % {
        "share": row.share.share,
        "low": row.share.low,
        "high": row.share.high,
        "confidence": row.survey.confidence,
    }


def outcome(result: Result) -> dict[str, Any]:
    """What the page shows of it."""
    return {
        "result": result,
        "times": times_drawn(result.survey),
        "share": estimate(result),
        "counts": [(each.label, result.counts[each]) for each in _BARS],
        "parts": bar(*((kind, result.counts[each]) for each, kind in _BARS.items()), whole=result.size),
    }
