"""Document numbers, and the documents that a document says it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.document import Citation
from huigong.policy.reading.markers import chinese_number
from huigong.policy.reading.numerals import narrow

_OPEN, _CLOSE = r"[〔\[（(【［﹝]", r"[〕\]）)】］﹞]"
NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{2,14}}) ?(?:{_OPEN} ?(?P<year>(?:19|20)[0-9]{{2}}) ?{_CLOSE}|(?P<bare>(?:19|20)[0-9]{{2}})) ?(?:第 ?)?(?P<serial>[0-9]{{1,4}}) ?号"
)
ORDER_NUMBER = re.compile(
    r"(?P<code>(?:(?![日以经])[\u4e00-\u9fff]){0,26}(?:令|公告)) ?[（(]?(?:第 ?)?(?P<serial>[0-9]{1,4}|[一二三四五六七八九十百]{1,6}) ?号[）)]?"
)
_CITED = "云岭省人民政府关于做好服务工作的{}（云岭政发〔2030〕53号）"
CITED_GENRES = worded(
    "basis",
    f"根据{_CITED}",
    "意见|通知|办法|方案|规划|决定|规定|条例|措施|要点|计划|纲要|细则|法|公告|批复|函|战略|指南|制度",
)
# What stands before the title of a basis where the copy lost its marks.
RESTS_ON = (
    *worded(
        "basis",
        "{}" + _CITED.format("意见"),
        "贯彻落实|贯彻执行|贯彻|落实|依据|根据|按照|遵照|执行|结合|关于印发|精神和|要求和",
    ),
    Cue("[）)](?:和|及|以及|、)", "（试行）和" + _CITED.format("意见"), "basis"),
)
# What stands after the title of a document that is issued or passed on, and no basis.
ISSUED = worded("", "现将《云岭省服务条例》{}", "印发|已经|已由|发给|予以印发|公布|转发给")
BOOK_TITLE = re.compile(
    r"《(?P<title>[^《》\n]{2,120}(?:《[^《》\n]{2,80}》[^《》\n]{0,40})?)》(?P<trial>[（(](?:试行|暂行|修订)[）)])?"
)
UNMARKED = re.compile(
    rf"(?:{any_of(RESTS_ON)})(?P<title>(?:中共中央|[\u4e00-\u9fff]{{2,24}})[\u4e00-\u9fff、“”0-9]{{0,60}}?(?:{any_of(CITED_GENRES)})(?:[（(](?:试行|暂行)[）)])?)(?=[（(](?P<number>[^（()）]{{4,30}}号)[）)])"
)
ISSUER_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|办公厅|办公室|委员会|国务院|[厅局部])$")
NOT_A_BASIS = re.compile(rf"^[^。]{{0,20}}(?:{any_of(ISSUED)})")
LONGEST_PREAMBLE = 3000


@dataclass(frozen=True)
class FoundNumber:
    """`number` in the form 甲发〔2000〕1号; `restored` where the copy had lost the brackets."""

    number: str
    restored: bool
    start: int
    end: int
    order_of: str = ""
    """Whose order it is, where the number is one of an order (令) or proclamation."""


def find_number(text: str) -> FoundNumber | None:
    """The first document number in `text`."""
    if "号" not in text:
        return None
    text = narrow(text)
    match = NUMBER.search(text)
    if match:
        year = match["year"] or match["bare"]
        number = f"{match['code']}〔{year}〕{int(match['serial'])}号"
        return FoundNumber(number, match["bare"] is not None, *match.span())
    order = ORDER_NUMBER.search(text)
    if order is None:
        return None
    number = f"{order['code']}第{chinese_number(order['serial'])}号"
    return FoundNumber(number, False, *order.span(), order_of=re.sub("(?:令|公告)$", "", order["code"]))


@dataclass(frozen=True)
class FoundBasis:
    citations: tuple[Citation, ...]
    restored: tuple[tuple[int, str], ...]


def find_basis(
    preamble: str, own_titles: tuple[str, ...], own_number: str | None = None, issuer: str | None = None
) -> FoundBasis:
    """Documents cited in the opening words, without the ones that are being issued."""
    preamble = preamble[:LONGEST_PREAMBLE]
    citations: list[tuple[int, Citation]] = []
    restored: list[tuple[int, str]] = []
    for match in BOOK_TITLE.finditer(preamble):
        title = match["title"] + (match["trial"] or "")
        number = _number_after(preamble, match.end(), restored)
        others = (number and number != own_number) or _of_other_issuer(preamble[: match.start()], issuer)
        if _is_own(title, own_titles) and not others:
            continue
        if NOT_A_BASIS.match(preamble[match.end() : match.end() + 40]):
            continue
        citations.append((match.start(), Citation(title, number)))
    if not citations:
        for match in UNMARKED.finditer(preamble):
            number = _number_after(preamble, match.end(), restored)
            if number:
                citations.append((match.start("title"), Citation(match["title"], number)))
    ordered = dict.fromkeys(citation for _, citation in sorted(citations, key=lambda pair: pair[0]))
    return FoundBasis(tuple(ordered), tuple(restored))


def _of_other_issuer(before: str, issuer: str | None) -> bool:
    """Whether a body stands right before the title that is not the one that issues this document."""
    named = ISSUER_BEFORE.search(before)
    return named is not None and named.group() != issuer


def _is_own(title: str, own_titles: tuple[str, ...]) -> bool:
    plain = title.replace(" ", "")
    return any(plain in own.replace(" ", "") for own in own_titles if own)


def _number_after(text: str, place: int, restored: list[tuple[int, str]]) -> str | None:
    bracket = re.compile(r"[（(]([^（()）\n]{4,40}(?:[（(][0-9]{4}[）)][^（()）\n]{1,8})?)[）)]").match(
        text, place
    )
    number = find_number(bracket[1]) if bracket else None
    if number and number.restored:
        restored.append((place, number.number))
    return number.number if number else None
