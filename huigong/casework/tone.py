"""How much time is left and how urgent that is, reckoned alike for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huigong.kernel.sentences import say, wording
from huigong.kernel.timelimits import Measure

NEAR_DAYS = 3  # a reminder to officers, not law: this many natural days before the due day


class Tone(StrEnum):
    """Late, near, fine; paused and clockless cases have no urgency."""

    LATE = "late"
    NEAR = "near"
    OK = "ok"
    NONE = "none"


def tone_of(due: date | None, today: date, *, paused: bool = False) -> Tone:
    """The tone of a due day seen on `today`; the due day itself is still in time."""
    if due is None or paused:
        return Tone.NONE
    if due < today:
        return Tone.LATE
    return Tone.NEAR if due <= near_until(today) else Tone.OK


def near_until(today: date) -> date:
    """The last due day that counts as near on `today`."""
    return today + timedelta(days=NEAR_DAYS)


@dataclass(frozen=True)
class TimeLeft:
    """What is left until a due day, seen `on` a day; nothing runs where `due` is None.

    Attributes:
        days, measure: counted as `measure` says (a `Measure`), negative when late.
        clock: what officers call the time limit.
        paused: the due day moves and there is no urgency.
        out, out_for: natural days that have been taken out of the count so far, and why, "" for more than one reason.
    """

    due: date | None = None
    days: int = 0
    measure: str = ""
    clock: str = ""
    paused: bool = False
    tone: Tone = Tone.NONE
    on: date | None = None
    out: int = 0
    out_for: str = ""

    @property
    def words(self) -> str:
        """`还剩 3 个工作日`, `今天到期`, `超期 2 天`: the one way to say how much is left, on every page and letter."""
        if self.paused:
            return say("暂停计时")
        if self.due is None:
            return say("没有期限")
        if self.days == 0 and self.tone is not Tone.LATE:
            return say("今天到期")
        if self.tone is Tone.LATE:
            return say(_LATE.get(self.measure, _LATE_DAYS), days=-self.days)
        return say(_LEFT.get(self.measure, _LEFT_DAYS), days=self.days)

    @property
    def until(self) -> str:
        """`12 月 1 日前；因补正暂停 4 天`: the last day, and what has moved it; "" where nothing runs."""
        if self.due is None:
            return ""
        if self.paused:
            return self._taken_out
        day = say("{month} 月 {day} 日前", month=self.due.month, day=self.due.day)
        if self.on is None or self.due.year != self.on.year:
            day = say("{year} 年 {rest}", year=self.due.year, rest=day)
        return say("{until}；{paused}", until=day, paused=self._taken_out) if self.out else day

    @property
    def sentence(self) -> str:
        """`还剩 3 个工作日，12 月 1 日前；因补正暂停 4 天`."""
        return say("{left}，{until}", left=self.words, until=self.until) if self.until else self.words

    @property
    def _taken_out(self) -> str:
        if not self.out:
            return ""
        if not self.out_for:
            return say("暂停 {days} 天", days=self.out)
        return say("因{reason}暂停 {days} 天", reason=self.out_for, days=self.out)


_LEFT_DAYS, _LATE_DAYS = wording("还剩 {days} 天"), wording("超期 {days} 天")
_LEFT: dict[str, str] = {Measure.WORKING_DAY: wording("还剩 {days} 个工作日")}
_LATE: dict[str, str] = {Measure.WORKING_DAY: wording("超期 {days} 个工作日")}


def spell_days(days: int, measure: str) -> str:
    """`3 天`, `3 个工作日`."""
    if measure == Measure.WORKING_DAY:
        return say("{days} 个工作日", days=days)
    return say("{days} 天", days=days)


class Whose(StrEnum):
    """Who had the case on a day."""

    OFFICE = "office"
    SUPPORT = "support"
    APPLICANT = "applicant"
    PAUSED = "paused"


@dataclass(frozen=True)
class Spent:
    """How many natural days since receipt one side had the case; `name` is the office's, "" for who is none."""

    whose: Whose
    name: str
    days: int
