"""Invented people for tests: resident numbers of a region that does not exist, with a right check character."""

from __future__ import annotations

from datetime import UTC, date, datetime

from huigong.directory.principals import Grant, Principal
from huigong.kernel.identity import check_character
from huigong.registry.actions.people import NewPerson

NOW = datetime(2016, 6, 1, 2, 0, tzinfo=UTC)
TODAY = date(2016, 6, 1)
HERE = "510403"
CITY = "510400"
FAR = "220100"

CLERK = Principal("clerk", "窗口甲", (Grant("clerk", CITY),), purpose="窗口受理居住证申请")
CLERK_FAR = Principal("clerk-far", "窗口乙", (Grant("clerk", FAR),), purpose="窗口受理居住证申请")


def resident_number(sequence: int, *, born: date = date(1980, 5, 17)) -> str:
    """A number that passes every check and belongs to nobody."""
    body = f"999999{born:%Y%m%d}{sequence % 1000:03d}"
    return body + check_character(body)


def rounded(*, right: bool) -> str:
    """A number as a spreadsheet leaves it, whose check character happens to be right, or is not."""
    numbers = (resident_number(500, born=date(1980, 5, day))[:15] + "000" for day in range(1, 32))
    return next(number for number in numbers if (check_character(number[:17]) == "0") is right)


def name(sequence: int) -> str:
    """虚构一 for 1, 虚构一二 for 12: names hold no figures."""
    return "虚构" + str(sequence).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def new_person(sequence: int = 1, **changed: object) -> NewPerson:
    """Row `sequence` of an invented file."""
    born = date(1980, 1, 1).replace(year=1950 + sequence // 1000 % 50)
    given = {
        "name": name(sequence),
        "resident_number": resident_number(sequence, born=born),
        "hukou_place": "511402",
        "residence": HERE,
        "phone": f"139{sequence:08d}",
        "residence_since": date(2015, 9, 15),
    }
    return NewPerson(**{**given, **changed})
