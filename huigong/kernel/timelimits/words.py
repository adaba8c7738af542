"""Tells a clock's reckoning in Chinese, for the case page and for people who wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from huigong.kernel.timelimits.terms import Extension, Measure, Pause, Roll, Step, TimeLimit

_COUNTED_IN = {
    Measure.WORKING_DAY: "个工作日",
    Measure.NATURAL_DAY: "日",
    Measure.MONTH: "个月",
    Measure.YEAR: "年",
}


def spell(day: date) -> str:
    """`2016年6月2日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def spell_length(length: int, measure: Measure) -> str:
    """`60个工作日`, `1个月`."""
    return f"{length}{_COUNTED_IN[measure]}"


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
    counted = "当日计入" if first == start else f"当日不计入，从{spell(first)}开始计算"
    length = spell_length(limit.length, limit.measure)
    steps = [
        Step("start", start, f"从{spell(start)}起算，{counted}。"),
        Step("length", None, f"期限为{length}（{limit.article}）。"),
        *(Step("pause", pause.start, _tell_pause(pause)) for pause in pauses),
    ]
    if extension is not None and limit.extension is not None:
        more = spell_length(limit.extension.length, limit.measure)
        granted = (
            f"{spell(extension.granted_on)}经{extension.approver}批准延长{more}，理由：{extension.reason}。"
        )
        steps.append(Step("extension", extension.granted_on, granted))
    if limit.roll is Roll.NONE and limit.roll_article:
        steps.append(Step("roll", None, f"最后一日遇休息日或法定节假日不顺延（{limit.roll_article}）。"))
    if due != end:
        moved = "顺延至" if due > end else "提前至"
        steps.append(Step("roll", due, f"最后一日{spell(end)}是休息日或法定节假日，{moved}{spell(due)}。"))
    steps.append(Step("due", due, f"期限至{spell(due)}届满，当日仍在期限内。"))
    return tuple(steps)


def warn(limit: TimeLimit, *, unpublished: bool, open_pause: bool, overdue: bool) -> Iterator[Step]:
    """What the reader must know before relying on the due day."""
    if open_pause:
        yield Step("provisional", None, "期限正在暂停，届满日暂按明日恢复计算推定，恢复后重算。")
    if unpublished:
        yield Step(
            "provisional", None, "计算用到了尚未发布放假调休通知的日子，届满日为暂定，通知发布后重算。"
        )
    if not limit.verified:
        yield Step("unverified", None, "这项期限的数字尚未与条文原文核对，仅供参考。")
    if overdue:
        yield Step("overdue", None, f"已经超过期限（{limit.article}）。")


def _tell_pause(pause: Pause) -> str:
    until = f"至{spell(pause.end)}" if pause.end else "起至今"
    told = f"已于{spell(pause.told_in_writing)}书面告知" if pause.told_in_writing else "尚未登记书面告知"
    return f"{spell(pause.start)}{until}因{pause.reason}暂停，不计入期限（{pause.article}；{told}）。"
