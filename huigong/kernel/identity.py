"""Numbers that identify people and organisations, checked and masked.

Resident numbers follow GB 11643-1999 (X01), unified social credit codes
GB 32100-2015 (X02). The region part of a resident number is advice only: many
real people were born before their county had its present code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import mul
from typing import Self

from stdnum.cn import uscc as _uscc

from huigong.kernel import writing
from huigong.kernel.days import LATEST, in_words
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import listed, say, wording

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OF_ZEROS = ord("0") * sum(_WEIGHTS)  # what the signs weigh beyond the figures that they are
_CHECK_CHARACTERS = "10X98765432"
_OLD_LENGTH, _LENGTH = 15, 18
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_LOOK_AT_BIRTH = wording("请对照身份证核对第7位到第14位")
_FIRST_YEAR = 1900  # nobody born earlier is alive, so such a year is a slip
# What phones and keyboards put in the place of the letter X.
_LOOK_LIKE_X = str.maketrans(dict.fromkeys("Ⅹⅹ×✕ХхΧχ", "X"))
# stdnum's own `validate` wants digits in the first two places, yet village collectives have letters there.
_USCC = re.compile(r"^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$")
_MOBILE = re.compile(r"(?:(?:\+|00|0)?86|0)?(1[3-9][0-9]{9})")


class Sex(StrEnum):
    """GB/T 2261.1 male and female, as the 17th digit tells them."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class ResidentId:
    """A resident number (公民身份号码) in its 18-character form."""

    number: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Accepts 18 characters, full-width figures, lower-case x, spaces and dashes.

        An old number of 15 digits is refused: it cannot be told from a present
        one that was cut short, which would make another person.
        Raises `DomainError` naming what is wrong: `identity.length`,
        `identity.character`, `identity.date` or `identity.checksum`.
        """
        plain = resident_code(text)
        _require_length(plain)
        _require_characters(plain)
        _require_date(plain[6:14])
        if plain[17] != check_character(plain[:17]):
            raise _refused(
                "checksum", "身份证号的校验码不对", "多半是抄错或漏看了一位数字，请对照身份证逐位核对"
            )
        return cls(plain)

    @cached_property
    def born(self) -> date:
        """Date of birth."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> Sex:
        """Odd 17th digit is male (X01)."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    def age_on(self, day: date) -> int:
        """Completed years (周岁) on `day`; see `age_on` for 29 February."""
        return age_on(self.born, day)

    def __str__(self) -> str:
        """Masked, so that a number never reaches a log or a page by accident."""
        return mask_resident_id(self.number)

    def __repr__(self) -> str:
        return f"ResidentId({mask_resident_id(self.number)!r})"


def resident_code(text: str) -> str:
    """A resident number or a part of it as it is kept: no spaces, half-width, whatever stands for X as X."""
    return writing.code(text).translate(_LOOK_LIKE_X)


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits (GB 11643-1999, X01)."""
    total = sum(map(mul, _WEIGHTS, body.encode())) - _OF_ZEROS
    return _CHECK_CHARACTERS[total % 11]


def age_on(born: date, day: date) -> int:
    """Completed years on `day`.

    A person born on 29 February completes a year on 28 February of a common
    year: the corresponding day falls to the month's end, as in time limits.
    Raises `DomainError` (`identity.not_born`) when `day` is before birth.
    """
    if day < born:
        raise Invalid(
            code="identity.not_born",
            about="day",
            what=say("{day}早于出生日期{born}", day=in_words(day), born=in_words(born)),
            do="请核对出生日期和要计算年龄的日期",
        )
    birthday = (
        (2, 28) if (born.month, born.day) == (2, 29) and not _is_leap(day.year) else (born.month, born.day)
    )
    return day.year - born.year - ((day.month, day.day) < birthday)


def normalise_phone(text: str) -> str:
    """The 11 digits of a mainland mobile number; drops +86, spaces, hyphens and brackets.

    Raises `DomainError` (`identity.phone`).
    """
    number = _MOBILE.fullmatch(re.sub(r"[().]", "", writing.code(text)))
    if number is None:
        raise Invalid(
            code="identity.phone",
            about="phone",
            what="手机号不对",
            why="手机号应为以1开头的11位数字",
            do="请重新填写本人手机号，不要填座机号",
        )
    return number[1]


def normalise_uscc(text: str) -> str:
    """The 18 characters of a unified social credit code (统一社会信用代码), upper case.

    Raises `DomainError` (`identity.uscc_length`, `identity.uscc_checksum`, `identity.uscc_character`).
    """
    plain = writing.code(text)
    if len(plain) != _LENGTH:
        raise _refused_uscc("length", say("应为18位，现为{count}位", count=len(plain)))
    if not _USCC.fullmatch(plain):
        raise _refused_uscc(
            "character", wording("含有不允许的字符（代码里没有字母 I、O、S、V、Z，第3至8位是数字）")
        )
    if _uscc.calc_check_digit(plain) != plain[-1]:
        raise _refused_uscc("checksum", wording("校验码不对，多半是抄错了一位"))
    return plain


_SHORT = 6


def mask_resident_id(number: str) -> str:
    """`110***********1234`: the birth date is hidden; of the number of another paper, which is shorter, no more than a third stays."""
    return _mask_middle(number, head=3, tail=4) if len(number) >= _LENGTH else mask_by_share(number)


def mask_by_share(text: str) -> str:
    """`B*******7`: no more than a third of the characters stays, first and last; of fewer than six, none."""
    stays = len(text) // 3 if len(text) >= _SHORT else 0
    head = (stays + 1) // 2
    return _mask_middle(text, head=head, tail=stays - head)


def mask_phone(number: str) -> str:
    """`138****1234`."""
    return _mask_middle(number, head=3, tail=4)


def mask_name(name: str) -> str:
    """`张*`: the first character stays, a middle dot stays."""
    if len(name) < 2:
        return "*" * len(name)
    return name[0] + "".join(character if character in "·•" else "*" for character in name[1:])


def _mask_middle(text: str, *, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return f"{text[:head]}{'*' * hidden}{text[len(text) - tail :]}" if hidden > 0 else "*" * len(text)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _require_length(plain: str) -> None:
    if not plain:
        raise _refused("length", "没有填写身份证号", "请照身份证填写18位号码")
    if len(plain) == _LENGTH:
        return
    off = _LENGTH - len(plain)
    do = [wording("请对照身份证补全") if off > 0 else wording("请对照身份证删去多余的字")]
    if len(plain) == _OLD_LENGTH:
        do.append(
            wording("手里只有15位号码的旧证，请先到公安派出所换领现在的身份证，或者请窗口人员查询18位号码")
        )
    raise _refused(
        "length",
        say(
            "身份证号应为18位，现为{count}位，{more_or_less}了{off}位",
            count=len(plain),
            more_or_less=wording("少") if off > 0 else wording("多"),
            off=abs(off),
        ),
        listed(do, "；"),
        why="15位的旧号码已经停用" if len(plain) == _OLD_LENGTH else "",
    )


def _require_characters(plain: str) -> None:
    if _NUMBER.fullmatch(plain):
        return
    for place, character in enumerate(plain, start=1):
        if character in "0123456789" or (character == "X" and place == _LENGTH):
            continue
        raise _refused(
            "character",
            say("身份证号第{place}位“{character}”不是数字", place=place, character=character),
            "只有18位号码的最后一位可以是字母X，请改正这一位",
        )


def _require_date(digits: str) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        year, month, day = digits[:4], digits[4:6], digits[6:]
        what = say("身份证号里的出生日期“{year}年{month}月{day}日”不存在", year=year, month=month, day=day)
        raise _refused("date", what, _LOOK_AT_BIRTH) from error
    if not _FIRST_YEAR <= born.year <= LATEST.year:
        raise _refused(
            "date", say("身份证号里的出生年份“{year}年”不可能", year=f"{born.year:04d}"), _LOOK_AT_BIRTH
        )


def _refused(kind: str, what: str, do: str, *, why: str = "") -> DomainError:
    return Invalid(code=f"identity.{kind}", about="resident_number", what=what, why=why, do=do)


def _refused_uscc(kind: str, why: str) -> DomainError:
    return Invalid(
        code=f"identity.uscc_{kind}",
        about="uscc",
        what="统一社会信用代码不对",
        why=why,
        do="请对照营业执照逐位核对",
    )
