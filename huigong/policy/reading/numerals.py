"""Numbers as government prints them: 25，000, １．２万, 两万五千, 廿万, 3万5千, 一百五.

`value_of` reads one number and gives None for what it cannot read for sure: a number that is
not read is a doubt, a number misread is a false promise.
"""

from __future__ import annotations

import re
from decimal import Decimal

from huigong.kernel.numerals import DIGITS, FORMAL, MYRIADS, ORDINARY, TENS, UNITS, ZEROS, Token, whole

# Ordinary signs; formal figures count in company (壹万, 5萬), alone they are words: 陆续, 队伍.
PLAIN = "".join((ZEROS, *(sign for sign in DIGITS if sign != "零"), *UNITS, *TENS, *MYRIADS))
SIGNS = "".join((PLAIN, *FORMAL))
# `[0-9,]+` and no closer: what is grouped wrongly (3,5万) is matched here and then not read.
ARABIC = r"[0-9]+(?:[.,][0-9]+)*"
WELL_FORMED = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
TOKEN = re.compile(rf"{ARABIC}|[{SIGNS}]")
POINT = re.compile(rf"(?P<whole>[{SIGNS}]+)点(?P<part>[零〇一二三四五六七八九]+)(?P<scale>[百千万亿]*)")
# Figures of other sets, signs for a hundredth, and the spaces of typesetting, each for the one in ASCII.
FIGURES = {chr(first + n): str(n % 10) for first, size in ((0xFF10, 10), (0x1D7CE, 50), (0x660, 10), (0x6F0, 10))
           for n in range(size)}  # fmt: skip
SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
WIDE = str.maketrans({**FIGURES, **SPACES, **dict.fromkeys("％﹪٪", "%")})
WIDE_POINT = re.compile(r"(?<=[0-9])[．﹒](?=[0-9])")
WIDE_COMMA = re.compile(r"(?<=[0-9])[，﹐](?=[0-9]{3}(?![0-9]))")
# 25 000, but not the number of a table or of an enclosure before a number of its own.
GROUPED = re.compile(r"(?<![0-9.,附件表图第])(?<![附件表图第] )[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?! [0-9])")
_FORMAL = str.maketrans(FORMAL)
FORMAL_RUN = re.compile(
    rf"(?:(?<![大内登着])[陆陸]|(?<![队退入])伍|(?<!收)拾|[0-9{PLAIN}壹贰貳叁參叄肆柒捌玖佰仟萬億兩])"
    rf"[{PLAIN}{''.join(FORMAL)}]*"
)

APART = re.compile(r"[0-9][.,]? +[.,]?[0-9]")
HALF = re.compile("半(?:[百千]|[百千]?[万亿])")


def narrow(text: str) -> str:
    """The text with the figures, points and thousand signs of numbers in ASCII; the same length."""
    plain = WIDE_COMMA.sub(",", WIDE_POINT.sub(".", text.translate(WIDE)))
    plain = GROUPED.sub(lambda match: match.group().replace(" ", ","), plain)
    return FORMAL_RUN.sub(_ordinary, plain)


def _ordinary(match: re.Match[str]) -> str:
    return match.group().translate(_FORMAL) if len(match.group()) > 1 else match.group()


def value_of(printed: str) -> Decimal | None:
    """The value of a number in figures, characters or both; None where it is not certain."""
    word = narrow(printed)
    if APART.search(word):
        return None
    word = word.replace(" ", "")
    if HALF.fullmatch(word):
        return (value_of(word[1:]) or 0) / Decimal(2)
    point = POINT.fullmatch(word)
    if point:
        return _with_point(point)
    tokens: list[Token] = []
    length = 0
    for match in TOKEN.finditer(word.translate(ORDINARY)):
        token = _token(match.group())
        if token is None:
            return None
        tokens.append(token)
        length += len(match.group())
    if not tokens or length != len(word):
        return None
    if len(tokens) > 1 and all(isinstance(token, str) and token in DIGITS for token in tokens):
        return Decimal("".join(str(DIGITS[str(token)]) for token in tokens))
    return whole(tokens, certain=True)


def _with_point(match: re.Match[str]) -> Decimal | None:
    whole, scale = value_of(match["whole"]), value_of(match["scale"]) if match["scale"] else Decimal(1)
    if whole is None or scale is None:
        return None
    part = "".join(str(DIGITS[char]) for char in match["part"].translate(ORDINARY))
    return Decimal(f"{whole}.{part}") * scale


def _token(word: str) -> Token | None:
    if not word[0].isdigit() or not word[0].isascii():
        return word
    return Decimal(word.replace(",", "")) if WELL_FORMED.fullmatch(word) else None
