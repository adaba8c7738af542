"""When nobody is disturbed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from huigong.messages.hours import Hours


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"2016-06-{text}"))


@pytest.mark.parametrize(("hours", "now", "open_at"), [
    ("21:00-08:00", "01 20:59", "01 20:59"),
    ("21:00-08:00", "01 21:00", "02 08:00"),
    ("21:00-08:00", "02 07:59", "02 08:00"),
    ("21:00-08:00", "02 08:00", "02 08:00"),
    ("12:00-14:00", "01 12:30", "01 14:00"),
    ("12:00-14:00", "01 23:30", "01 23:30"),
    ("00:00-00:00", "01 03:00", "01 03:00"),
])  # fmt: skip
def test_the_next_open_moment(hours: str, now: str, open_at: str) -> None:
    assert Hours.of(hours).next_open(at(now)) == at(open_at)


def test_a_daily_message_waits_for_the_next_morning_also_by_day() -> None:
    assert Hours.of("21:00-08:00").next_end(at("01 10:00")) == at("02 08:00")
    assert Hours.of("21:00-08:00").next_end(at("01 06:00")) == at("01 08:00")


@pytest.mark.parametrize("text", ["", "21-8", "21:00", "night"])
def test_what_is_no_span_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        Hours.of(text)
