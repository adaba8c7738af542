"""The numbers that Word counts by itself: they stand in no paragraph, only in the list's definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

CHINESE = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
DEEPEST = 9


def chinese(number: int, digits: str = CHINESE, units: str = "十百千") -> str:
    """十二 for 12, 一百零五 for 105; figures one by one from ten thousand on."""
    if not 0 < number < 10_000:
        return "".join(digits[int(figure)] for figure in str(number))
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return words[1:] if words.startswith(digits[1] + units[0]) and digits is CHINESE else words


def roman(number: int) -> str:
    words = ""
    for size, sign in ROMAN:
        words += sign * (number // size)
        number %= size
    return words


def letters(number: int) -> str:
    """A, B, … Z, AA, BB as Word goes on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _sign(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _one_by_one(number: int) -> str:
    return "".join(("〇" + CHINESE[1:])[int(figure)] for figure in str(number))


_WRITTEN: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "ideographEnclosedCircle"),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _one_by_one),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: chinese(number, FORMAL, "拾佰仟"),
    ),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
    "decimalFullWidth": lambda number: "".join(chr(ord(figure) + 0xFEE0) for figure in str(number)),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _sign("①", 20),
    "decimalEnclosedCircleChinese": _sign("①", 20),
    "decimalEnclosedParen": _sign("⑴", 20),
    "decimalEnclosedFullstop": _sign("⒈", 20),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "bullet": lambda number: "",
    "none": lambda number: "",
}  # fmt: skip


def written(number: int, form: str) -> str:
    """A count in Word's number format of that name; decimal where the name is not known."""
    return _WRITTEN.get(form, str)(number)


@dataclass(frozen=True)
class ListLevel:
    """One level of a list: `text` holds %1 … %9 where the counts stand; `style` numbers by paragraph style."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: int | None = None
    style: str = ""
    decimal_only: bool = False


@dataclass
class Lists:
    """Every list of a document with its counts so far."""

    abstract: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)
    changed: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    restarted: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level(self, number_id: str, depth: int) -> ListLevel | None:
        changed = self.changed.get(number_id, {})
        return changed.get(depth) or self.abstract.get(self.numbered.get(number_id, ""), {}).get(depth)

    def next(self, number_id: str, depth: int) -> str:
        """The number of the next paragraph at this depth (0 is the highest); "" where there is no such list."""
        level = self.level(number_id, depth)
        if level is None or not 0 <= depth < DEEPEST:
            return ""
        counts = self._counts.setdefault(self.numbered.get(number_id, number_id), {})
        restart = self.restarted.get(number_id, {}).get(depth)
        if restart is not None and (number_id, depth) not in self._begun:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._begun.add((number_id, depth))
        for lower in [other for other in counts if other > depth]:
            below = self.level(number_id, lower)
            if below is None or below.restarts is None or (below.restarts and depth < below.restarts):
                del counts[lower]
        return self._printed(number_id, level, counts)

    def _printed(self, number_id: str, level: ListLevel, counts: dict[int, int]) -> str:
        if level.form in ("bullet", "none"):
            return ""
        words = level.text
        for depth in range(DEEPEST):
            if f"%{depth + 1}" in words:
                of_level = self.level(number_id, depth) or ListLevel()
                form = "decimal" if level.decimal_only else of_level.form
                words = words.replace(f"%{depth + 1}", written(counts.get(depth, of_level.start), form))
        return words


def local(element: Any) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, *path: str) -> Any:
    """The first element down the path of local names, or None."""
    for name in path:
        element = next((inner for inner in element if local(inner) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, *path: str) -> str:
    """The `val` attribute at the end of the path, or ""."""
    end = child(element, *path) if path else element
    return (
        next((text for name, text in end.attrib.items() if name.endswith("}val")), "")
        if end is not None
        else ""
    )


def lists_of(numbering: Any, styles: Any) -> Lists:
    """The lists of `word/numbering.xml` and `word/styles.xml`, parsed; either may be None."""
    lists = Lists()
    own_style: dict[str, tuple[str, int | None, str]] = {}
    for style in styles if styles is not None else ():
        if local(style) == "style":
            depth = value(style, "pPr", "numPr", "ilvl")
            name = next((text for key, text in style.attrib.items() if key.endswith("}styleId")), "")
            own_style[name] = (
                value(style, "pPr", "numPr", "numId"), int(depth) if depth.isdecimal() else None, value(style, "basedOn"),
            )  # fmt: skip
    linked: dict[str, str] = {}
    for element in numbering if numbering is not None else ():
        if local(element) == "abstractNum":
            key = _attribute(element, "abstractNumId")
            lists.abstract[key] = dict(_levels(element))
            linked[key] = value(element, "numStyleLink")
        elif local(element) == "num":
            _add_number(lists, element)
    for key, style_name in linked.items():
        target = lists.numbered.get(own_style.get(style_name, ("", None, ""))[0], "")
        if style_name and target != key and target in lists.abstract:
            lists.abstract[key] = lists.abstract[target]
    for name in own_style:
        lists.by_style[name] = _number_of_style(name, own_style, lists)
    return lists


def _attribute(element: Any, name: str) -> str:
    return next((text for key, text in element.attrib.items() if key.endswith("}" + name)), "")


def _levels(element: Any) -> Iterator[tuple[int, ListLevel]]:
    for level in element:
        if local(level) == "lvl":
            yield _whole(_attribute(level, "ilvl")), _level(level)


def _level(level: Any) -> ListLevel:
    restarts = value(level, "lvlRestart")
    legal = child(level, "isLgl")
    return ListLevel(
        form=value(level, "numFmt") or value(level, "AlternateContent", "Fallback", "numFmt") or "decimal",
        text=value(level, "lvlText"),
        start=_whole(value(level, "start"), 1),
        restarts=_whole(restarts) if restarts else None,
        style=value(level, "pStyle"),
        decimal_only=legal is not None and value(legal) not in ("0", "false"),
    )


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _add_number(lists: Lists, element: Any) -> None:
    key = _attribute(element, "numId")
    lists.numbered[key] = value(element, "abstractNumId")
    for override in element:
        if local(override) != "lvlOverride":
            continue
        depth = _whole(_attribute(override, "ilvl"))
        start = value(override, "startOverride")
        if start:
            lists.restarted.setdefault(key, {})[depth] = _whole(start, 1)
        level = child(override, "lvl")
        if level is not None:
            lists.changed.setdefault(key, {})[depth] = _level(level)


def _number_of_style(
    name: str, own_style: dict[str, tuple[str, int | None, str]], lists: Lists
) -> tuple[str, int]:
    """List and depth of a paragraph style, its own or those of the style that it is based on."""
    at, steps = name, 0
    while at in own_style and steps < 20:
        number_id, depth, based_on = own_style[at]
        if number_id:
            levels = lists.abstract.get(lists.numbered.get(number_id, ""), {})
            by_name = next((place for place, level in levels.items() if level.style == at), None)
            return number_id, by_name if by_name is not None else depth or 0
        at, steps = based_on, steps + 1
    return "", 0
