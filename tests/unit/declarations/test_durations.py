"""One grammar of durations."""

from __future__ import annotations

from datetime import date

from huigong.declarations.durations import Duration, Span, duration, read_duration
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.packs import Report, Shape, load
from huigong.kernel.timelimits import Measure
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.values import UNKNOWN, Type
from tests.each import each

DECLARED = {
    "答复期限": ParameterDeclaration("答复期限", Type.INT, "工作日"),
    "押金": ParameterDeclaration("押金", Type.INT, "分"),
}
DAY = date(2026, 1, 31)


def after(text: str) -> date | None:
    length = read_duration(text)
    assert length is not None
    span = length.on(DAY, DECLARED, lambda name, on: 3)
    assert isinstance(span, Span)
    return span.after(DAY, WorkCalendar.published())


@each(
    "text, day",
    [
        ("30天", date(2026, 3, 2)),
        ("30日", date(2026, 3, 2)),
        ("1个月", date(2026, 2, 28)),
        ("2年", date(2028, 1, 31)),
        ("2个工作日", date(2026, 2, 3)),  # Saturday the 31st; Monday and Tuesday
        ("参数:答复期限", date(2026, 2, 4)),
    ],
)
def test_a_length_leads_to_a_day(text: str, day: date) -> None:
    assert after(text) == day


def test_going_back_keeps_to_the_last_day_of_a_month() -> None:
    assert Span(1, Measure.MONTH).before(date(2026, 3, 31)) == date(2026, 2, 28)
    assert Span(30, Measure.NATURAL_DAY).before(date(2026, 3, 2)) == DAY
    assert Span(3, Measure.WORKING_DAY).before(DAY) is None


def test_a_parameter_without_a_value_gives_no_day() -> None:
    assert Duration(parameter="答复期限").on(DAY, DECLARED, lambda name, on: UNKNOWN) is UNKNOWN


@each("text", ["0天", "十天", "30", "天", "参数:", "30天以内", "-3天", "3个周"])
def test_what_is_no_length_is_refused_with_the_way_to_write_it(text: str) -> None:
    report = Report()
    shape = Shape("名额", {"hold": duration()})
    assert shape.read(load(f'hold: "{text}"'), report=report) is None
    (error,) = report
    assert "10个工作日" in str(error)
    assert error.line == 1


def test_a_name_that_is_no_length_is_told() -> None:
    assert "是不是“答复期限”" in Duration(parameter="答复时限").misnamed(DECLARED)
    assert "不是期限" in Duration(parameter="押金").misnamed(DECLARED)
    assert Duration(parameter="答复期限").misnamed(DECLARED) == ""
    assert Duration(30, Measure.NATURAL_DAY).misnamed({}) == ""
