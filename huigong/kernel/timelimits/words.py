"""Tells a clock's reckoning in Chinese, for the case page and for people who wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from huigong.kernel.days import in_words
from huigong.kernel.sentences import say, wording
from huigong.kernel.timelimits.terms import Extension, Measure, Pause, Roll, Step, TimeLimit

_COUNTED_IN = {
    Measure.WORKING_DAY: wording("{number}个工作日"),
    Measure.NATURAL_DAY: wording("{number}日"),
    Measure.MONTH: wording("{number}个月"),
    Measure.YEAR: wording("{number}年"),
}


def spell_length(length: int, measure: Measure) -> str:
    """`60个工作日`, `1个月`."""
    return say(_COUNTED_IN[measure], number=length)


def tell(
    limit: TimeLimit,
    *,
    start: date,
    first: date,
    pauses: Sequence[Pause],
    extension: Extension | None,
    end: date,
    due: date,
) -> tuple[Step, ...]:
    """The steps from the start to the due day; `end` is the last day before any roll."""
    counted = wording("当日计入")
    if first != start:
        counted = say("当日不计入，从{first}开始计算", first=in_words(first))
    length = spell_length(limit.length, limit.measure)
    steps = [
        Step("start", start, say("从{start}起算，{counted}。", start=in_words(start), counted=counted)),
        Step("length", None, say("期限为{length}（{article}）。", length=length, article=limit.article)),
        *(Step("pause", pause.start, _tell_pause(pause)) for pause in pauses),
    ]
    if extension is not None and limit.extension is not None:
        more = spell_length(limit.extension.length, limit.measure)
        granted = say(
            "{day}经{approver}批准延长{more}，理由：{reason}。",
            day=in_words(extension.granted_on),
            approver=extension.approver,
            more=more,
            reason=extension.reason,
        )
        steps.append(Step("extension", extension.granted_on, granted))
    if limit.roll is Roll.NONE and limit.roll_article:
        stays = say("最后一日遇休息日或法定节假日不顺延（{article}）。", article=limit.roll_article)
        steps.append(Step("roll", None, stays))
    if due != end:
        later = wording("最后一日{end}是休息日或法定节假日，顺延至{due}。")
        earlier = wording("最后一日{end}是休息日或法定节假日，提前至{due}。")
        moved = later if due > end else earlier
        steps.append(Step("roll", due, say(moved, end=in_words(end), due=in_words(due))))
    steps.append(Step("due", due, say("期限至{due}届满，当日仍在期限内。", due=in_words(due))))
    return tuple(steps)


def warn(limit: TimeLimit, *, unpublished: bool, open_pause: bool, overdue: bool) -> Iterator[Step]:
    """What the reader must know before relying on the due day."""
    if open_pause:
        yield Step("provisional", None, wording("期限正在暂停，届满日暂按明日恢复计算推定，恢复后重算。"))
    if unpublished:
        yield Step(
            "provisional",
            None,
            wording("计算用到了尚未发布放假调休通知的日子，届满日为暂定，通知发布后重算。"),
        )
    if not limit.verified:
        yield Step("unverified", None, wording("这项期限的数字尚未与条文原文核对，仅供参考。"))
    if overdue:
        yield Step("overdue", None, say("已经超过期限（{article}）。", article=limit.article))


def _tell_pause(pause: Pause) -> str:
    until = say("至{day}", day=in_words(pause.end)) if pause.end else wording("起至今")
    told = wording("尚未登记书面告知")
    if pause.told_in_writing:
        told = say("已于{day}书面告知", day=in_words(pause.told_in_writing))
    return say(
        "{start}{until}因{reason}暂停，不计入期限（{article}；{told}）。",
        start=in_words(pause.start),
        until=until,
        reason=pause.reason,
        article=pause.article,
        told=told,
    )
