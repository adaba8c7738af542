"""What a time limit, a pause, an extension and a clock are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Measure(StrEnum):
    """What a limit is counted in."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    MONTH = "month"
    YEAR = "year"


class Roll(StrEnum):
    """What happens when the last day is a rest day or holiday."""

    FORWARD = "forward"
    BACK = "back"
    NONE = "none"


@dataclass(frozen=True)
class ExtensionRule:
    """The one extension a limit allows: `length` in the limit's own measure, and who may approve it."""

    length: int
    approver: str


@dataclass(frozen=True)
class TimeLimit:
    """A time limit as the law states it.

    `on_expiry` names the outcome the law attaches to silence
    (`"deemed_accepted"`); `article` is shown in every explanation, and so is
    `roll_article`, which says why the last day does not move as usual; `verified`
    is False for a figure nobody has checked against the text.
    """

    length: int
    measure: Measure
    article: str
    first_day_counts: bool = False
    roll: Roll = Roll.FORWARD
    roll_article: str = ""
    extension: ExtensionRule | None = None
    on_expiry: str | None = None
    verified: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "measure", Measure(self.measure))
        object.__setattr__(self, "roll", Roll(self.roll))
        if self.length < 1 or (self.extension is not None and self.extension.length < 1):
            raise ValueError("a time limit and its extension are at least one long")


@dataclass(frozen=True)
class Pause:
    """Days that do not count, from `start` to `end`, both included; `end` is None while it lasts.

    `told_in_writing` is the day the applicant was told, which the law asks for.
    """

    start: date
    end: date | None
    reason: str
    article: str
    told_in_writing: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` is taken out of the count."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Extension:
    """An extension as granted."""

    granted_on: date
    approver: str
    reason: str


@dataclass(frozen=True)
class Step:
    """One step of the reckoning: its kind (`start`, `pause`, `extension`, `roll`, `due`, …), its day, a sentence."""

    kind: str
    on: date | None
    text: str


@dataclass(frozen=True)
class Clock:
    """Where a time limit stands on a given day.

    Days are counted in working days for working-day limits and in natural days
    otherwise. `used + left == total` always; `left` is 0 on the last day and
    negative when overdue. `used_by` splits `used` by office and is empty when
    no holder was given. While a pause is open, `due` supposes that counting
    resumes tomorrow, and `provisional` is True.
    """

    limit: TimeLimit
    start: date
    due: date
    total: int
    used: int
    used_by: Mapping[str, int]
    paused_now: bool
    overdue: bool
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def left(self) -> int:
        """Days left; negative when overdue."""
        return self.total - self.used

    @property
    def expired_outcome(self) -> str | None:
        """What the law makes of the silence, once the limit has passed."""
        return self.limit.on_expiry if self.overdue else None

    def explain(self) -> list[str]:
        """The reckoning in Chinese, one sentence a step."""
        return [step.text for step in self.steps]
