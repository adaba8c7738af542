"""Numbers as government prints them: 25，000, １．２万, 两万五千, 廿万, 3万5千, 一百五.

`value_of` reads one number and gives None for what it cannot read for sure: a number that is
not read is a doubt, a number misread is a false promise.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
          "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
ZERO = "零〇○Ｏ"
SIGNS = "".join((*DIGITS, *UNITS, *TENS, *MYRIADS))
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
FORMAL = dict(
    zip("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三三四五六六七八九十百千万亿两", strict=True)
)
ORDINARY = str.maketrans(FORMAL)
# Formal figures count in company (壹万, 5萬); alone they are words: 陆续, 队伍.
PLAIN = "".join(sign for sign in SIGNS if sign not in FORMAL)
FORMAL_RUN = re.compile(
    rf"(?:(?<![大内登着])[陆陸]|(?<![队退入])伍|(?<!收)拾|[0-9{PLAIN}壹贰貳叁參叄肆柒捌玖佰仟萬億兩])"
    rf"[{PLAIN}{''.join(FORMAL)}]*"
)

APART = re.compile(r"[0-9][.,]? +[.,]?[0-9]")
HALF = re.compile("半(?:[百千]|[百千]?[万亿])")

Token = str | Decimal


def narrow(text: str) -> str:
    """The text with the figures, points and thousand signs of numbers in ASCII; the same length."""
    plain = WIDE_COMMA.sub(",", WIDE_POINT.sub(".", text.translate(WIDE)))
    plain = GROUPED.sub(lambda match: match.group().replace(" ", ","), plain)
    return FORMAL_RUN.sub(_ordinary, plain)


def _ordinary(match: re.Match[str]) -> str:
    return match.group().translate(ORDINARY) if len(match.group()) > 1 else match.group()


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
    for match in TOKEN.finditer(word):
        token = _token(match.group())
        if token is None:
            return None
        tokens.append(token)
    if not tokens or sum(len(match.group()) for match in TOKEN.finditer(word)) != len(word):
        return None
    if len(tokens) > 1 and all(isinstance(token, str) and token in DIGITS for token in tokens):
        return Decimal("".join(str(DIGITS[str(token)]) for token in tokens))
    return _whole(tokens)


def _with_point(match: re.Match[str]) -> Decimal | None:
    whole, scale = value_of(match["whole"]), value_of(match["scale"]) if match["scale"] else Decimal(1)
    if whole is None or scale is None:
        return None
    part = "".join(str(DIGITS[char]) for char in match["part"])
    return Decimal(f"{whole}.{part}") * scale


def _token(word: str) -> Token | None:
    if not word[0].isdigit() or not word[0].isascii():
        return word
    return Decimal(word.replace(",", "")) if WELL_FORMED.fullmatch(word) else None


def _whole(tokens: list[Token]) -> Decimal | None:
    """Split at the highest of 亿 and 万: what stands before it counts so many of it."""
    for sign, size in (("亿億", 10**8), ("万萬", 10_000)):
        at = max((place for place, token in enumerate(tokens) if str(token) in tuple(sign)), default=-1)
        if at >= 0:
            before = _whole(tokens[:at]) if at else Decimal(1)
            after = _after(tokens[at + 1 :], size)
            return None if before is None or after is None else before * size + after
    return _below_myriad(tokens)


def _after(tokens: list[Token], size: int) -> Decimal | None:
    """What follows 万 or 亿: 两万五 is 25000, 两万零五 is 20005, 3万5 is not certain."""
    if not tokens:
        return Decimal(0)
    if len(tokens) == 1 and isinstance(tokens[0], str) and DIGITS.get(tokens[0]):
        return Decimal(DIGITS[tokens[0]] * size // 10)
    zero = str(tokens[0]) in ZERO
    rest = tokens[1:] if zero else tokens
    if not rest or str(rest[0]) in ("百", "千", "佰", "仟"):
        return None
    value = _whole(rest)
    if value is None or value >= size or value != value.to_integral_value():
        return None
    bare = isinstance(rest[-1], Decimal) and len(rest) == 1
    return None if bare and not zero and value < size // 10 else value


def _below_myriad(tokens: list[Token]) -> Decimal | None:
    """Thousands, hundreds, tens and ones, each once and in this order."""
    total, count, last, zero = Decimal(0), None, 10_000, False
    for token in tokens:
        if isinstance(token, str) and token in UNITS:
            size = UNITS[token]
            if size >= last or count == 0:
                return None
            total += (Decimal(1) if count is None else count) * size
            count, last, zero = None, size, False
        elif isinstance(token, str) and token in TENS:
            if count is not None or last <= 10:
                return None
            total, last = total + TENS[token], 10
        elif isinstance(token, str) and token in ZERO and tokens != [token]:
            if count is not None or zero or last == 10_000:
                return None
            zero = True
        elif count is not None:
            return None
        else:
            count = token if isinstance(token, Decimal) else Decimal(DIGITS[token])
    return _with_ones(tokens, total, count, last, zero=zero)


def _with_ones(
    tokens: list[Token], total: Decimal, count: Decimal | None, last: int, *, zero: bool
) -> Decimal | None:
    if count is None:
        return None if zero else total
    if len(tokens) == 1:
        return count
    if isinstance(tokens[-1], Decimal):
        return None
    # 一百五 is 150: a digit without its unit counts in tens of the unit before it.
    return total + count * (1 if last == 10 or zero else last // 10)
