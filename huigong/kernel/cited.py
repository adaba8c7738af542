"""What a rule is cited by, in another language: `《居住证暂行条例》第二条` → `Interim Regulation on Residence Permits, Article 2`.

Titles are translated with the norms of the packs; the numbers of articles by rule, since there are thousands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from huigong.kernel.sentences import wording

Known = Callable[[str], str | None]
"""A Chinese title or pattern → the same in another language, None where there is no translation."""

_FIGURES = "[零〇一二三四五六七八九十百千]+"
_PART = rf"第{_FIGURES}[条款项]|（{_FIGURES}）|第{_FIGURES}条之{_FIGURES}"
_ENDS = rf"(?:（(?P<printed>[^（）]*号)）)?(?P<parts>(?:{_PART})*)"
_SINCE_THEN = rf"(?:（(?P<since>\d{{4}})年起(?P<then>(?:{_PART})+(?:、(?:{_PART})+)*)）)?"
_SHAPES = tuple(
    re.compile(rf"(?:《(?P<title>[^《》]+(?:《[^《》]+》[^《》]*)?)》|(?P<bare>{bare}))?{_ENDS}{_SINCE_THEN}")
    # The number behind a name is a paragraph's, or belongs to the name: `解释（一）第三条`.
    for bare in ("[^，。；：、第]{2,40}?", "[^，。；：、第]{2,40}")
)
_NUMBERED = re.compile(
    rf"第(?P<number>{_FIGURES})(?P<kind>[条款项])(?:之(?P<more>{_FIGURES}))?|（(?P<point>{_FIGURES})）"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_OF_A_YEAR = re.compile(r"(?P<name>.+)（(?P<year>\d{4})年[^（）]*）")
_FULL = "中华人民共和国"
_PARTS = {"条": wording("第{number}条"), "款": wording("第{number}款"), "项": wording("第{number}项")}
_WHOLE, _SINCE = wording("《{title}》{articles}"), wording("（{year}年起{articles}）")
_JOINED = "、"


def in_words(text: str, known: Known) -> str | None:
    """The citation in the other language; None for what is none, or names a norm without a translation there."""
    said: list[str] = []
    for piece in _split(text):
        matches = filter(None, (shape.fullmatch(piece) for shape in _SHAPES))
        told = next(filter(None, (_one(match, known) for match in matches)), None)
        if told is None:
            return None
        said.append(told)
    return (known(_JOINED) or _JOINED).join(said) if said else None


def figure(text: str) -> int:
    """`四十二` → 42, `一百零四` → 104."""
    total = digit = 0
    for sign in text:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _split(text: str) -> list[str]:
    """Citations beside one another; `、` inside brackets does not part them."""
    return [piece for piece in re.split(r"、(?![^（]*）)(?![^《]*》)", text) if piece]


def _one(match: re.Match[str], known: Known) -> str | None:
    if not (match["parts"] or match["title"]):
        return None
    written = (match["title"] or match["bare"] or "").translate({ord("〈"): "《", ord("〉"): "》"})
    articles = _articles(match["parts"], known)
    if articles is None:
        return None
    if match["then"]:
        then = [_articles(each, known) for each in match["then"].split(_JOINED)]
        pattern = known(_SINCE)
        if pattern is None or None in then:
            return None
        joined = (known(_JOINED) or _JOINED).join(each for each in then if each)
        articles += pattern.format(year=match["since"], articles=joined)
    if not written:
        return articles
    title = _title(written, known)
    pattern = known(_WHOLE)
    if title is None or pattern is None:
        return None
    return pattern.format(title=title, articles=articles) if articles else title


def _title(written: str, known: Known) -> str | None:
    """By the name of the norm, by that with the name of the country, or by either without the year of its text."""
    title = known(written) or known(_FULL + written)
    dated = None if title else _OF_A_YEAR.fullmatch(written)
    if dated is None:
        return title
    plain = _title(dated["name"], known)
    return None if plain is None else f"{plain} ({dated['year']})"


def _articles(parts: str, known: Known) -> str | None:
    """`第十条第二款` → `Article 10 paragraph 2`."""
    said = []
    for part in _NUMBERED.finditer(parts):
        if part["point"]:
            said.append(f"({figure(part['point'])})")
            continue
        pattern = known(_PARTS[part["kind"]])
        if pattern is None:
            return None
        more = f"-{figure(part['more'])}" if part["more"] else ""
        said.append(pattern.format(number=f"{figure(part['number'])}{more}"))
    return " ".join(said)
