"""How much time is left, in the same words on every page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huigong.casework.tone import TimeLeft, Tone
from huigong.kernel.timelimits import Measure


def time_left(left: TimeLeft) -> tuple[str, str]:
    """The chip's kind and words: paused, late, near and fine differ in word, shape and colour."""
    if left.paused:
        return "paused", _("暂停计时")
    if left.due is None:
        return "no", _("没有期限")
    if left.tone is Tone.LATE:
        return "late", _("超期 %(days)s") % {"days": spell_days(-left.days, left.measure)}
    days = spell_days(left.days, left.measure)
    words = _("今天到期") if left.days == 0 else _("剩 %(days)s") % {"days": days}
    return ("near" if left.tone is Tone.NEAR else "ok"), words


def spell_days(days: int, measure: str) -> str:
    """`3 天`, `3 个工作日`."""
    if measure == Measure.WORKING_DAY:
        return ngettext("%(n)s 个工作日", "%(n)s 个工作日", days) % {"n": days}
    return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}
