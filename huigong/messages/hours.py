"""When somebody may be disturbed: quiet hours, and the hour of the daily digest. Local settings, not law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import localtime


@dataclass(frozen=True)
class Hours:
    """Nothing leaves from `quiet_from` to `quiet_until`, local time; equal, there are no quiet hours."""

    quiet_from: time
    quiet_until: time

    @classmethod
    def of(cls, text: str) -> Hours:
        """`21:00-08:00`. Raises `ValueError`, with the text in it."""
        begin, dash, end = text.strip().partition("-")
        try:
            return cls(time.fromisoformat(begin.strip()), time.fromisoformat(end.strip() if dash else ""))
        except ValueError as error:
            raise ValueError(f"quiet hours are written 21:00-08:00, not {text!r}") from error

    def quiet(self, now: datetime) -> bool:
        """Whether people are left alone at that moment."""
        at = localtime(now).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def next_open(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours that it falls into."""
        return self.next_end(now) if self.quiet(now) else now

    def next_end(self, now: datetime) -> datetime:
        """The next moment at which quiet hours end: when a daily digest leaves."""
        here = localtime(now)
        end = here.replace(
            hour=self.quiet_until.hour, minute=self.quiet_until.minute, second=0, microsecond=0
        )
        return end if end > here else end + timedelta(days=1)
