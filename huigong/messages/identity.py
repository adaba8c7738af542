"""What people are told of a new phone, of a home that an office has changed, and of those who act for them."""

from __future__ import annotations

from huigong.messages.occasions import Occasion

_DAY, _HELPER = ("日期", "2026年11月30日"), ("代办人", "虚**")
PHONE_CHANGED = Occasion("phone-changed", (_DAY, ("新号", "139****0001")))
ACTING_BEGUN = Occasion(
    "acting-begun", (_DAY, _HELPER, ("身份", "监护人（外祖父母）"), ("截止", "2027年11月30日"))
)
ACTING_ENDED = Occasion("acting-ended", (_DAY, _HELPER))
HOME_CHANGED = Occasion("home-changed", (_DAY, ("居住地", "四川省攀枝花市西区")))
ALL = (PHONE_CHANGED, HOME_CHANGED, ACTING_BEGUN, ACTING_ENDED)
