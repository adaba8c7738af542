"""Numbers, money, days and months, as people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.types.base import HIDDEN, At, OneText, not_json, refused
from huigong.forms.values import Month, Value
from huigong.kernel import days, money, numerals, writing
from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen
from huigong.kernel.sentences import Sentence, say, wording
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, LARGEST_INTEGER, Answer, Type, decimal_in_range, plain_decimal

_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?份?|([0-9]{2}))")
_MONTH_ALONE = re.compile(r"([0-9]{1,2})月?份?")
_MONTH_NEAR = re.compile(r"(今年|去年|前年|[0-9]{2}年)([0-9]{1,2})月?份?")
_YEARS_AGO = {"今年": 0, "去年": 1, "前年": 2}
_DAY_ALONE = re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_SHORT_YEAR = re.compile(r"[0-9]{2}年.*")
_YEAR_NEAR = re.compile(r"(今年|去年|前年)(?=[0-9])")
_MONTH_OF_DAYS = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?(底|末|份)?")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,6})?")


class Int(OneText):
    """A whole number in the field's unit."""

    words, fact_type = "整数", Type.INT

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        fact = Fact(field.name, self.fact_type or Type.INT)
        try:
            value = parse_value(fact, _without_unit(field, text))
        except DomainError as error:
            raise _no_number(text, error.do) from None
        if not isinstance(value, int | Decimal):
            raise _no_number(text, "请写一个数字")
        require_between(field, value, at)
        return value

    def text(self, field: Field, value: Any) -> str:
        return f"{value}{' ' + field.unit if field.unit else ''}"

    def to_json(self, field: Field, value: Any) -> Any:
        return value

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) > LARGEST_INTEGER:
            raise not_json(field, raw, "整数")
        return raw

    def schema(self, field: Field) -> dict[str, Any]:
        limits = field.limits
        low = limits.least if isinstance(limits.least, int) else -LARGEST_INTEGER
        high = limits.most if isinstance(limits.most, int) else LARGEST_INTEGER
        return {"type": "integer", "minimum": low, "maximum": high}


def _no_number(text: str, do: str) -> DomainError:
    return refused("number", say("“{text}”不是数字", text=text.strip()[:20]), do)


class Exact(Int):
    """A decimal of at most six places; in JSON a text, because a number there is a float."""

    words, fact_type = "小数", Type.DECIMAL

    def text(self, field: Field, value: Any) -> str:
        plain = plain_decimal(value).removesuffix(".0")
        return f"{plain}{' ' + field.unit if field.unit else ''}"

    def to_json(self, field: Field, value: Any) -> Any:
        return plain_decimal(value)

    def from_json(self, field: Field, raw: Any) -> Any:
        number = decimal_in_range(Decimal(raw)) if isinstance(raw, str) and _DECIMAL.fullmatch(raw) else None
        if number is None:
            raise not_json(field, raw, "写在引号里的小数")
        return number

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,18}(?:\.[0-9]{1,6})?$"}


class Money(Int):
    """Whole fen; a number without a word is yuan, as people write it. `money.MOST` holds where no `max` is declared."""

    words = "金额（元）"

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        fen = money.spoken(text)
        if abs(fen) > (money.MOST if field.limits.most is None else LARGEST_INTEGER):
            raise refused("most", "这个数太大了", "请核对有没有多写")
        require_between(field, fen, at)
        return fen

    def text(self, field: Field, value: Any) -> str:
        return money.format_yuan(Fen(value))

    def facts(self, field: Field) -> Iterator[Fact]:
        yield Fact(field.id, Type.INT, measure=FEN)

    def masked(self, field: Field, value: Any) -> str:
        return HIDDEN

    def schema(self, field: Field) -> dict[str, Any]:
        ends = super().schema(field)
        if field.limits.most is None:
            return ends | {"minimum": max(ends["minimum"], -money.MOST), "maximum": money.MOST}
        return ends


class Day(OneText):
    """A day of a year."""

    words, fact_type = "日期", Type.DATE

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        plain = numerals.figures(text).removesuffix("号").removesuffix("日")
        plain = _YEAR_NEAR.sub(lambda word: f"{_year_near(word[1], at.on)}年", plain)
        if month := _MONTH_OF_DAYS.fullmatch(plain):
            day = self._end_of(field, month, text, at)
            require_between(field, day, at)
            return day
        if _DAY_ALONE.fullmatch(plain):
            raise refused(
                "year",
                say("“{text}”没有写是哪一年", text=text.strip()[:20]),
                say("请连年份一起写，例如 {year}年{plain}日", year=at.on.year, plain=plain),
            )
        if _SHORT_YEAR.fullmatch(plain):
            year = 2000 + int(plain[:2])  # as it is meant, and never one that lies ahead
            year -= 100 if year > at.on.year else 0
            raise refused("year", "年份只写了两位", say("请把年份写全，例如 {year}年3月5日", year=year))
        day = days.read(plain)
        require_between(field, day, at)
        return day

    def text(self, field: Field, value: Any) -> str:
        return say("{year}年{month}月{day}日", year=value.year, month=value.month, day=value.day)

    def _end_of(self, field: Field, written: re.Match[str], text: str, at: At) -> date:
        """The last day of a month, which is what 月底 says; of this month today, where later days cannot be meant.

        Raises `Invalid` (`form.day`) for a month of which no day was written.
        """
        year, month = int(written[1]), int(written[2])
        if written[3] not in ("底", "末") or not 1 <= month <= 12:
            raise refused(
                "day",
                say("“{text}”没有写是哪一天", text=text.strip()[:20]),
                say("请连哪一天一起写，例如 {year}年{month}月5日", year=year, month=month),
            )
        last = date(max(year, 1), month, monthrange(max(year, 1), month)[1])
        days.require_sane(last)
        this_month = (year, month) == (at.on.year, at.on.month)
        return at.on if this_month and field.limits.most_today else last

    def to_json(self, field: Field, value: Any) -> Any:
        return value.isoformat()

    def from_json(self, field: Field, raw: Any) -> Any:
        try:
            day = date.fromisoformat(raw)
        except (TypeError, ValueError):
            raise not_json(field, raw, "2016-06-01 这样的日期") from None
        days.require_sane(day)
        return day

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class MonthOfYear(OneText):
    """A month of a year. `3月` alone is read where it can mean one month only: below a row that names a month,
    or in a field of what is past."""

    words, fact_type = "月份", Type.DATE

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        plain = numerals.figures(text)
        if matched := _MONTH.fullmatch(plain):
            month = self._of(int(matched[1]), int(matched[2] or matched[3]), text)
        elif matched := _MONTH_NEAR.fullmatch(plain):
            month = self._of(_year_near(matched[1], at.on), int(matched[2]), text)
        elif matched := _MONTH_ALONE.fullmatch(plain):
            month = self._alone(field, self._of(at.on.year, int(matched[1]), text), text, at)
        else:
            raise refused(
                "month",
                say("“{text}”不是月份", text=text.strip()[:20]),
                say("请写成 {year}年3月 这样", year=at.on.year),
            )
        require_between(field, month.first, at)
        return month

    def text(self, field: Field, value: Any) -> str:
        return say("{year}年{month}月", year=value.year, month=value.number)

    def as_answer(self, value: Any) -> Answer:
        first: date = value.first
        return first

    def to_json(self, field: Field, value: Any) -> Any:
        return str(value)

    def from_json(self, field: Field, raw: Any) -> Any:
        matched = re.fullmatch(r"([0-9]{4})-([0-9]{2})", raw) if isinstance(raw, str) else None
        if matched is None:
            raise not_json(field, raw, "2016-06 这样的月份")
        return self._of(int(matched[1]), int(matched[2]), raw)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}

    def _alone(self, field: Field, this_year: Month, text: str, at: At) -> Month:
        """The month meant by its number; raises `Invalid` (`form.year`) where it may be of either of two years."""
        number, past = this_year.number, field.limits.most_today
        meant = _after(at.after, number) if at.after else None
        if meant is None and past:
            last = this_year if this_year.first <= at.on else Month(at.on.year - 1, number)
            meant = _nearest(at.after, number, last) if at.after else last
        if meant is not None:
            return meant
        raise refused(
            "year",
            say("“{text}”没有写是哪一年", text=text.strip()[:20]),
            say("请连年份一起写，例如 {year}年{month}月", year=at.on.year, month=number),
        )

    def _of(self, year: int, number: int, text: str) -> Month:
        if not 1 <= number <= 12:
            raise refused("month", say("没有“{text}”这个月", text=text.strip()[:20]), "月份是1到12")
        days.require_sane(date(max(year, 1), number, 1), label="月份")
        return Month(year, number)


def _year_near(word: str, on: date) -> int:
    """今年, 去年, 前年, or the two last figures of a year of this century."""
    return on.year - _YEARS_AGO[word] if word in _YEARS_AGO else 2000 + int(word[:2])


def _after(above: Month, number: int) -> Month | None:
    """The month below a row: later in the same year."""
    return Month(above.year, number) if number > above.number else None


def _nearest(above: Month, number: int, last: Month) -> Month | None:
    """Of the two months around the row above the nearer one, none after `last`; None where both are as near."""
    before, after = above.number - number, 12 - above.number + number
    if Month(above.year + 1, number) > last:
        return Month(above.year, number) if before else None
    if before == after:
        return None
    return Month(above.year + (after < before or not before), number)


def require_between(field: Field, value: int | Decimal | date, at: At) -> None:
    """Raises `Invalid` (`form.least`, `form.most`) outside the field's limits."""
    limits = field.limits
    least = at.on if limits.least_today else limits.least
    most = at.on if limits.most_today else limits.most
    if limits.least_today and value < at.on:  # type: ignore[operator]
        raise refused("least", *_already_over(field))
    if limits.most_today and value > at.on:  # type: ignore[operator]
        raise refused("most", *_not_yet(field))
    if least is not None and value < least:  # type: ignore[operator]
        word = wording("早") if isinstance(value, date) else wording("小")
        raise refused(
            "least",
            say("太{word}了", word=word),
            say("最{word}是{said}，请核对", word=word, said=_said(field, least)),
        )
    if most is not None and value > most:  # type: ignore[operator]
        word = wording("晚") if isinstance(value, date) else wording("大")
        raise refused(
            "most",
            say("太{word}了", word=word),
            say("最{word}是{said}，请核对", word=word, said=_said(field, most)),
        )


def _already_over(field: Field) -> tuple[Sentence, Sentence]:
    if field.kind is Kind.MONTH:
        return say("这个月已经过了"), say("请写这个月或者以后的月份")
    return say("这一天已经过了"), say("请写今天或者以后的日子")


def _not_yet(field: Field) -> tuple[Sentence, Sentence]:
    if field.kind is Kind.MONTH:
        return say("这个月还没有到"), say("请写这个月或者以前的月份")
    return say("这一天还没有到"), say("请写今天或者以前的日子")


def _said(field: Field, end: int | Decimal | date) -> str:
    if isinstance(end, date):
        return f"{end.year}年{end.month}月" + ("" if field.kind == "month" else f"{end.day}日")
    return money.format_yuan(Fen(int(end))) if field.kind == "money" else f"{end}{field.unit}"


def _without_unit(field: Field, text: str) -> str:
    """The unit may be any word, 千克 too, and only those of the rule language are read with a number."""
    return numerals.figures(writing.figures(text).removesuffix(field.unit))
