"""Resolves place names as written on cards, in files, or from memory.

Resident cards leave the prefecture out (四川省米易县); people leave out 省, 市 and
县, or go on to the township (米易县米易镇); names change (会理县 is 会理市 since
2021, 胶南市 went into 黄岛区). Every spelling of every region since 1980 is in one
index that is built once, so that a search costs no walk over the table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from huigong.kernel import presentplaces as present
from huigong.kernel import regions, usualnames, writing
from huigong.kernel.errors import Invalid, NotFound
from huigong.kernel.regions import Level, Region
from huigong.kernel.sentences import say
from huigong.kernel.simplified import simplified

LONGEST = 60
_MOST = 20
_NEAR = 5
_ENDINGS = ("省", "市", "县", "区", "地区", "盟", "旗", "特区", "林区", "矿区", "新区", "特别行政区")
_AUTONOMOUS = re.compile(r"(?P<stem>.+?)自治(?P<kind>[州县旗区])")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|"
    "傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|"
    "布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|"
    "塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_WITHOUT_WORD = "哈萨克|柯尔克孜|蒙古|锡伯|塔吉克|维吾尔"  # names of regions that leave 族 out
_PEOPLES_AT_END = re.compile(rf"(?:(?:{_PEOPLES})族|{_WITHOUT_WORD})+$")
_NATION_FIRST = re.compile(r"^(?:中华人民共和国|中国)(?=.)")
_NO_REGION = re.compile(r"市辖区|(?:省|自治区)?直辖县级行政(?:区划|单位)")
_BELOW_COUNTY = re.compile(
    r"镇|乡|街道|苏木|村|社区|农场|林场|居委会|组|屯|寨|路|街|巷|号|园区|开发区|办事处"
)
_TOWNSHIP = re.compile(r".{2,}(?:镇|乡|街道|苏木)")


@dataclass(frozen=True)
class Place:
    """What a written place means.

    `found`: regions in force, most likely first; several where a name is shared
    or a region was divided. `former`: the abolished regions that were written,
    whose heirs `found` holds, also beside a namesake in force. `beyond`: what was written below the county and is
    not read. `similar`: where nothing is found, names that hold the words or are like them. `more`: how many of
    `found`, or of `similar`, are left out because they are too many to choose from.
    """

    found: tuple[Region, ...] = ()
    former: tuple[Region, ...] = ()
    beyond: str = ""
    similar: tuple[Region, ...] = ()
    more: int = 0

    @property
    def total(self) -> int:
        """How many places it may be, those that are left out included."""
        return len(self.found or self.similar) + self.more

    @property
    def inherited(self) -> tuple[Region, ...]:
        """Of `found`, what an abolished region of that name became."""
        return tuple(row for row in self.found if any(row in regions.heirs(each) for each in self.former))


@dataclass(frozen=True)
class _Reading:
    """One way to read the text: the last region named, the parts as spelt in full or not, what is left."""

    region: Region
    parts: int
    firm: bool
    rest: str


def read(text: str) -> Place:
    """The place that `text` means; a name, names from the province down, a six-digit code, or one of nine or twelve
    digits that goes on to the township or village.

    Traditional characters are read by the simplified ones. Text beyond 60 characters is not read.
    """
    written = writing.place(text)
    if not written or len(written) > LONGEST:
        return Place()
    place = _read(written)
    simple = "" if place.found or place.former else _simplified(written)
    return _read(simple) if simple not in ("", written) else place


def _simplified(text: str) -> str:
    """By the simplified characters, except those that stand in a name as they are (乾县)."""
    return "".join(each if each in present.by_full_name() else simplified(each) for each in text)


def _read(written: str) -> Place:
    plain = _NO_REGION.sub("", _NATION_FIRST.sub("", written))
    if not plain:
        return Place()
    code = regions.six_digits(plain)
    if regions.known(code):
        further = plain.removeprefix(code)
        return replace(_meant([regions.find(code)]), beyond=further if further.strip("0") else "")
    readings = list(_readings(plain, None, parts=0, firm=True))
    whole = [reading for reading in readings if not reading.rest]
    if whole:
        return _meant([reading.region for reading in _firmest(whole)])
    below = [reading for reading in readings if _goes_on_below(reading)]
    if below:
        return _beyond(below)
    similar = _similar(plain, readings)
    return Place(similar=similar[:_MOST], more=max(0, len(similar) - _MOST))


def one(text: str) -> Region:
    """The one region in force that `text` means, as for a hukou place typed by hand; a township gives its county.

    Raises `DomainError`: `place.not_found` (with names like it), `place.several` (with the full
    names to choose from), `place.ended` where a region was abolished and no heir is on record.
    """
    place = read(text)
    if len(place.found) == 1:
        return place.found[0]
    if place.found:
        raise Invalid(
            code="place.several",
            about="place",
            what=say("“{text}”分成了几个地方", text=text)
            if _divided(place)
            else say("叫“{text}”的地方不止一个", text=text),
            do=_narrowed(say("请写全名，例如：{listed}", listed=_listed(place.found, place.former)), place),
        )
    if place.former:
        raise Invalid(
            code="place.ended",
            about="place",
            what=say("“{full_name}”已经撤销", full_name=place.former[0].full_name),
            why="没有记录它并入了哪里",
            do="请写现在的县（市、区）",
        )
    shown = text if len(text) <= LONGEST else f"{text[:10]}…"
    raise NotFound(
        code="place.not_found",
        what=say("没有找到“{shown}”这个地方", shown=shown),
        do=_narrowed(say("您要写的是不是：{listed}", listed=_listed(place.similar)), place)
        if place.similar
        else "请写县（市、区）的全名，例如：四川省攀枝花市仁和区",
    )


def _narrowed(asked: str, place: Place) -> str:
    """The question; where it names some of the places only, with how many there are and what tells them apart."""
    if place.total <= _NEAR:
        return asked
    return say("{asked}。这样的地方有{count}个，写上省、市，或者多写几个字", asked=asked, count=place.total)


def _divided(place: Place) -> bool:
    return any(set(regions.heirs(former)) == set(place.found) for former in place.former)


def _listed(places: tuple[Region, ...], former: tuple[Region, ...] = ()) -> str:
    """Full names; with the abolished name behind it where that is what was written."""
    lately = sorted(former, key=lambda row: row.valid_until or date.max)
    was = {heir: row.full_name for row in lately for heir in regions.heirs(row)}
    return "、".join(
        f"{place.full_name}（原{was[place]}）" if place in was else place.full_name
        for place in places[:_NEAR]
    )


def _readings(text: str, above: Region | None, *, parts: int, firm: bool) -> Iterator[_Reading]:
    for end in range(1, min(len(text), _longest()) + 1):
        for row, exact in _spelt(text[:end]):
            if above is not None and not _lies_in(row, above):
                continue
            reading = _Reading(row, parts + 1, firm and exact, text[end:])
            yield reading
            if reading.rest and row.level is not Level.COUNTY:
                yield from _readings(reading.rest, row, parts=reading.parts, firm=reading.firm)


def _lies_in(row: Region, above: Region) -> bool:
    return row.code != above.code and row.level is not above.level and regions.contains(above.code, row.code)


def _firmest(readings: list[_Reading]) -> list[_Reading]:
    """Those spelt in full before the others; of abolished ones only those that lead elsewhere than the ones in force."""
    living = [reading for reading in readings if not reading.region.abolished]
    if not living:
        return [reading for reading in readings if reading.firm] or readings
    firm = [reading for reading in living if reading.firm]
    kept = firm or living
    former = (reading for reading in readings if reading.region.abolished and (reading.firm or not firm))
    return kept + [
        reading
        for reading in former
        # 南宁 alone is the city and never 南宁地区; 江北 may be any 江北区
        if (reading.firm or reading.region.level is Level.COUNTY) and _leads_elsewhere(reading.region, kept)
    ]


def _leads_elsewhere(former: Region, living: list[_Reading]) -> bool:
    """江北区 was in 重庆 too; but 绍兴市 of before 1983 lies in 绍兴市 of today."""
    return any(
        not any(_overlap(reading.region.code, heir.code) for reading in living)
        for heir in regions.heirs(former)
    )


def _overlap(code: str, other: str) -> bool:
    return regions.contains(code, other) or regions.contains(other, code)


def _meant(rows: Iterable[Region]) -> Place:
    rows = list(dict.fromkeys(rows))
    # A place with several codes in its time is told once.
    former = list({row.full_name: row for row in rows if row.abolished}.values())
    heirs = [heir for row in rows for heir in regions.heirs(row)]
    successors = sorted(dict.fromkeys(heirs), key=lambda row: (_DEPTH[row.level], row.code))
    more = max(0, len(successors) - _MOST)
    return Place(found=tuple(successors[:_MOST]), former=tuple(former[:_MOST]), more=more)


def _goes_on_below(reading: _Reading) -> bool:
    """Whether the rest is a township or street of a region that was named beyond doubt."""
    named = reading.parts > 1 or reading.firm
    lowest = reading.region.level is Level.COUNTY or not regions.children(reading.region.code)
    return (
        named
        and len(reading.rest) > 1
        and reading.region.level in (Level.COUNTY, Level.PREFECTURE)
        and bool(_BELOW_COUNTY.search(reading.rest))
        and (lowest or reading.firm)
    )


def _beyond(readings: list[_Reading]) -> Place:
    shortest = min(len(reading.rest) for reading in readings)
    nearest = [reading for reading in readings if len(reading.rest) == shortest]
    for reading in nearest:
        if became := usualnames.installed().now(reading.region.code, reading.rest):
            return Place(found=(became.region,), beyond=reading.rest.removeprefix(became.town))
    meant = _meant(reading.region for reading in _firmest(nearest))
    return replace(meant, beyond=nearest[0].rest)


def _similar(text: str, readings: list[_Reading]) -> tuple[Region, ...]:
    """All names in force that hold the words, else those most like them; inside the region named first, if one was.

    中山小榄镇 may go on from 中山市 or 中山区, and 中山东路街道 from neither: that is for the reader to choose.
    """
    townships = [reading.region for reading in readings if _TOWNSHIP.fullmatch(reading.rest)]
    if above_townships := [row for row in dict.fromkeys(townships) if not row.abolished]:
        return tuple(above_townships)
    within = min(readings, key=lambda reading: len(reading.rest), default=None)
    above, words = (None, text) if within is None else (within.region, within.rest)
    holding = _holding(words, above) or (_holding(text, None) if above else [])
    return tuple(holding or _alike(words, above) or _alike(text, None))


def _holding(words: str, above: Region | None) -> list[Region]:
    rows = min(
        (present.by_full_name().get(each, frozenset()) for each in words), key=len, default=frozenset()
    )
    return [
        row
        for row in (present.places()[number] for number in sorted(rows))
        if words in (row.name if above else row.full_name) and (above is None or _lies_in(row, above))
    ]


def _alike(words: str, above: Region | None) -> list[Region]:
    shared = Counter(number for each in set(words) for number in present.by_name().get(each, ()))
    scored = [
        (2 * count / (len(words) + len(present.places()[number].name)), -number)
        for number, count in shared.items()
    ]
    best = sorted((pair for pair in scored if pair[0] > _ALIKE), reverse=True)
    rows = (present.places()[-number] for _, number in best)
    return [row for row in rows if above is None or _lies_in(row, above)][:_NEAR]


_ALIKE = 0.5
_DEPTH = {Level.NATION: 0, Level.PROVINCE: 1, Level.PREFECTURE: 2, Level.COUNTY: 3}


@cache
def _spellings() -> dict[str, tuple[tuple[Region, bool], ...]]:
    """Spelling → the regions it may mean, each with whether it is the name in full."""
    spelt: dict[str, dict[Region, bool]] = defaultdict(dict)
    for row in regions.every():
        if row.level is Level.NATION:
            continue
        for short in _shorter(row.name):
            spelt[short].setdefault(row, False)
        spelt[row.name][row] = True
    return {spelling: tuple(rows.items()) for spelling, rows in spelt.items()}


def _spelt(text: str) -> Iterator[tuple[Region, bool]]:
    yield from _spellings().get(text, ())
    if usual := usualnames.installed().spelt.get(text):
        yield usual, False


def _shorter(name: str) -> Iterator[str]:
    """米易 for 米易县; 凉山, 凉山州 for 凉山彝族自治州; 宁夏省 as people write. Never a single character."""
    if autonomous := _AUTONOMOUS.fullmatch(name):
        stem = _PEOPLES_AT_END.sub("", autonomous["stem"])
        if len(stem) < 2:
            stem = autonomous["stem"].removesuffix("族")
        yield from (stem, stem + autonomous["kind"], autonomous["stem"])
        if autonomous["kind"] == "区":
            yield stem + "省"
        return
    yield from (
        name.removesuffix(ending)
        for ending in _ENDINGS
        if name.endswith(ending) and len(name) - len(ending) > 1
    )


@cache
def _longest() -> int:
    return max(map(len, _spellings()))
