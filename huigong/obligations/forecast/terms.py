"""What a declaration fixes of an obligation, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huigong.rules.spans import months_after


class CountedFrom(StrEnum):
    """From where the next due day is counted."""

    PLAN = "plan"
    """The anchor, whenever it was done."""
    LAST_DONE = "last_done"
    """The day on which it was done last."""
    LATE_DONE = "late_done"
    """The anchor, until it was done after it had lapsed: then anew from that day."""


class Missed(StrEnum):
    """What becomes of those that nobody did, when the next is due."""

    EACH = "each"
    """Each is still owed."""
    LATEST = "latest"
    """Only the latest is still owed; those before it were missed."""
    ONE_OPEN = "one_open"
    """There is no next one before this one is done."""


class Effect(StrEnum):
    """What an excuse does to those that come after."""

    SKIP = "skip"
    """They stay as planned."""
    SHIFT = "shift"
    """The next is due when the excuse ends, and the rest is counted from there."""


class OnChange(StrEnum):
    """What new terms do to what is open."""

    KEEP = "keep"
    MOVE = "move"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar months, then days. Months end on the last day of a month that is too short."""

    months: int = 0
    days: int = 0

    def times(self, count: int) -> Span:
        """The span `count` times over, for a day that is counted from the same start."""
        return Span(self.months * count, self.days * count)

    def after(self, day: date) -> date:
        """The day so much later; the last day of the calendar where that is beyond it."""
        later = months_after(day, self.months)
        if later is None or later.toordinal() + self.days > date.max.toordinal():
            return date.max
        return later + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The first day from which so much later is not before `day`, as rules of the language count it."""
        if day == date.max:
            return date.max
        back = months_after(day, -self.months)
        if back is None or back.toordinal() - self.days < 2:
            return date.min
        short = timedelta(days=back.day < day.day)  # 31 March less a month is 1 March, not 28 February
        return back + short - timedelta(days=self.days)

    def __bool__(self) -> bool:
        return bool(self.months or self.days)


@dataclass(frozen=True)
class Terms:
    """One version of an obligation.

    `every` is None for what is owed once, `first` after the anchor (without it the first comes after `every`).
    `opens` before the due day it can be done; None: as soon as the one before is due. `grace` after the due day
    nothing follows yet; done then, it is late all the same. `conditional` where a `while` decides whether it is owed.
    `horizon` days ahead it is forecast. `dated`: it is due on the last day that the anchor itself says, as a card does
    on which the next review is printed; a later anchor renews it.
    """

    every: Span | None
    first: Span | None = None
    opens: Span | None = None
    grace: Span = Span()
    counted_from: CountedFrom = CountedFrom.PLAN
    missed: Missed = Missed.ONE_OPEN
    effect: Effect = Effect.SKIP
    on_change: OnChange = OnChange.MOVE
    conditional: bool = False
    horizon: int = 90
    dated: bool = False

    def __post_init__(self) -> None:
        if self.dated and (self.every or self.first or self.missed is not Missed.ONE_OPEN):
            raise ValueError("what is due on a day that is written down is counted from nothing")
        if not self.dated and not self.every and not self.first:
            raise ValueError("an obligation is owed once after its anchor, or every so often")
        if self.counted_from is not CountedFrom.PLAN and (
            self.missed is not Missed.ONE_OPEN or not self.every
        ):
            raise ValueError(
                "what is counted from the day it was done comes again, and has one open at a time"
            )

    @property
    def step(self) -> Span:
        """From the anchor to the first due day."""
        return self.first or self.every or Span()


@dataclass(frozen=True)
class Versions:
    """The terms by the day from which they hold, in order; the first also holds before its day.

    What fell due before `since` was never owed. After `until`, the last day of a declaration that nothing follows, what
    is open stays and nothing more opens.
    """

    listed: tuple[tuple[date, Terms], ...]
    since: date = date.min
    until: date | None = None
    changes: tuple[tuple[date, Terms], ...] = field(init=False)

    def __post_init__(self) -> None:
        if not self.listed or sorted(day for day, _ in self.listed) != [day for day, _ in self.listed]:
            raise ValueError("versions stand in the order of their days")
        object.__setattr__(self, "changes", self.listed[1:])

    def on(self, day: date) -> Terms:
        """The terms that hold on a day."""
        return next((terms for since, terms in reversed(self.changes) if since <= day), self.listed[0][1])
