"""One spelling for what people type: names, numbers, codes, one line of text.

Input methods, phones, PDF copies and spreadsheets write the same thing in many
ways: full-width figures, Kangxi radicals for ideographs, five kinds of middle
dot, characters that nobody sees. Pages, look-up, register and import all read
through here, so that one person is one person. Texts of law are not: NFKC would
make ① a 1 and （一） a (一), and this module never applies it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say, wording

MIDDLE_DOT = "·"  # U+00B7, as on the resident identity card
LONGEST_NAME = 50
# What a table says where it names nobody, or in its lines of sums and titles.
_NOBODY = frozenset(
    [
        "姓名",
        "合计",
        "小计",
        "总计",
        "共计",
        "同上",
        "无",
        "无名",
        "不详",
        "未知",
        "不明",
        "暂无",
        "空",
        "匿名",
        "NULL",
        "NONE",
        "UNDEFINED",
        "UNKNOWN",
    ]
)
_LONGEST_SPREAD = 4  # characters of a name that tables spread with spaces: 张 三, 张 三丰, 李 欧阳娜
_RADICALS = Path(__file__).with_name("data") / "radicals.tsv"

# Default-ignorable characters (zero width, direction, byte order, soft hyphen, variation selectors, fillers).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"[\s\u2800]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_UNSEEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]|{_INVISIBLE.pattern}")
_DOTS = re.compile("[·.•‧∙⋅・･．﹒。｡●∘◦⦁᛫⸱⸳ꞏ˙\u0387]+")
_DASHES = re.compile("[-‐-―−﹘﹣－⁃ー─]")
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27-\ufa29\U00020000-\U0003ffff"
_HAN_NAME = re.compile(rf"[{_HAN}]+(?:{MIDDLE_DOT}[{_HAN}]+)*")
_ANY_HAN = re.compile(rf"[{_HAN}]")
_APOSTROPHES = re.compile("['`´‘’ʻʼ＇]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BRACKETS = str.maketrans(dict.fromkeys("(﹙[［【〔", "（") | dict.fromkeys(")﹚]］】〕", "）"))
_LETTERS = {code: half for code, half in _FULL_WIDTH.items() if chr(half).isalnum()}


def line(text: str) -> str:
    """One line of free text, as it is kept: nothing invisible, no controls, single spaces, half-width figures.

    Punctuation stays as typed, （ as well as (. Raises `DomainError` (`text.unreadable`) for half a character.
    """
    visible = _CONTROLS.sub(" ", _seen(text)).translate(_LETTERS)
    return _SPACES.sub(" ", visible).strip()


def shown(text: str) -> str:
    """One line of text that anybody may have written, for a terminal or a log: what is not seen there stands as \\u202e.

    Nothing in it begins a line of its own, moves the cursor, turns or hides what stands beside it, or is lost. JSON stays
    JSON of the same meaning.
    """
    return _UNSEEN.sub(lambda unseen: json.dumps(unseen.group())[1:-1], text)


def person_name(text: str) -> str:
    """The name as on the card: Han characters with U+00B7 between parts, or Latin letters in capitals.

    Cards write Han characters of any block, with a middle dot in names of several
    parts; permanent residence cards and passports of foreigners write capitals.
    Raises `DomainError`: `person.name_missing`, `person.name_too_long`, `person.name_character`
    (naming what cannot stand in a name), `person.name_space`, `person.name_mixed`, `person.name_no_letter`,
    `person.name_nobody` (合计, 同上, NULL), `text.unreadable`.
    """
    visible = _seen(text).translate(_FULL_WIDTH)
    if not visible.strip():
        raise Invalid(code="person.name_missing", about="name", what="没有填写姓名", do="请按身份证填写姓名")
    if len(visible) > LONGEST_NAME:
        raise _refused(
            "too_long",
            "姓名太长",
            say("姓名最多{longest}个字，现在有{count}个字", longest=LONGEST_NAME, count=len(visible)),
        )
    name = _latin(visible) if _is_latin(visible) else _han(visible)
    _require_letters(name)
    if name in _NOBODY:
        raise _refused("nobody", say("“{name}”不是一个人的姓名", name=name))
    return name


def code(text: str) -> str:
    """A number or code without spaces, dashes and anything invisible, half-width, upper case.

    Figures of every script become 0–9; ① and ⑴ are no figures.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return _DASHES.sub("", figures(text)).upper()


def reference(text: str) -> str:
    """A number that something goes by, as a project does: half-width, upper case, dashes as `-`, nothing unseen.

    Dashes and signs tell numbers apart, so they stay.
    """
    return _DASHES.sub("-", without_unseen(figures(text))).upper()


def figures(text: str) -> str:
    """A number, an amount or a date without spaces, half-width; signs and units stay."""
    visible = _SPACES.sub("", _seen(text)).translate(_FULL_WIDTH)
    return "".join(str(unicodedata.decimal(each, each)) for each in visible)


def without_unseen(text: str) -> str:
    """The text without invisible characters and controls; everything that can be seen stays as it is."""
    return _CONTROLS.sub("", _INVISIBLE.sub("", text))


def said(text: str) -> str:
    """What somebody wrote freely, its lines as typed, without what nobody sees; "" where nothing of it can be seen.

    Whatever must say something (a purpose, a reason, a note) is read through here before it counts as said.
    """
    visible = without_unseen(text)
    return visible.strip() if _SPACES.sub("", visible) else ""


def said_within(text: str, most: int, *, code: str, about: str, what: str = "", do: str = "") -> str:
    """What `said` gives, of at most `most` characters. Raises `Invalid` (`code`, about the field `about`)."""
    words = said(text)
    if len(words) > most:
        raise Invalid(
            code,
            what=what or wording("写得太长了"),
            why=say("最多{most}个字，现在有{count}个字", most=most, count=len(words)),
            do=do or wording("请写短一些"),
            about=about,
        )
    return words


def place(text: str) -> str:
    """The name of a place without spaces, commas and the like between its parts."""
    return re.sub(r"[\s,，、/／>＞|｜\-–—_→.。;；:：]+", "", line(text))


def organisation(text: str) -> str:
    """The name of an organisation: no spaces beside Han characters, brackets （） as on the licence."""
    plain = line(text).translate(_BRACKETS)
    return re.sub(rf"(?<=[{_HAN}（）]) | (?=[{_HAN}（）])", "", plain)


def ideographs(text: str) -> str:
    """Radicals and compatibility ideographs as the ideographs they show; of the same length, all else as it is."""
    return text.translate(_radicals() | _compatible())


@cache
def _compatible() -> dict[int, str]:
    blocks = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    plain = {code: unicodedata.normalize("NFC", chr(code)) for code in blocks}
    return {code: shown for code, shown in plain.items() if len(shown) == 1 and shown != chr(code)}


def _seen(text: str) -> str:
    """What a reader sees: radicals and compatibility ideographs as the ideographs they show, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    if any("\ud800" <= each <= "\udfff" for each in text):
        raise Invalid(code="text.unreadable", what="有一个字没有传完整", do="请删去显示不出来的字，重新输入")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_radicals()))


@cache
def _radicals() -> dict[int, str]:
    pairs = (row.split("\t") for row in _RADICALS.read_text(encoding="utf-8").splitlines()[1:])
    return {ord(radical): ideograph for radical, ideograph in pairs}


def _is_latin(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    return bool(letters) and all(unicodedata.name(each, "").startswith("LATIN ") for each in letters)


def _han(text: str) -> str:
    dotted = re.sub(rf"\s*{MIDDLE_DOT}\s*", MIDDLE_DOT, _DOTS.sub(MIDDLE_DOT, _SPACES.sub(" ", text)))
    name = dotted.strip(MIDDLE_DOT + " ")
    for part in name.split(MIDDLE_DOT):
        _require_one_part(part.split(" "))
    return name.replace(" ", "")


def _require_one_part(words: list[str]) -> None:
    """张　三 is 张三, spread over a table's column; 虚力 虚克 may be a name of two parts, and only its card tells."""
    if len(words) == 1 or max(map(len, words)) == 1 or not all(_HAN_NAME.fullmatch(word) for word in words):
        return
    if min(map(len, words)) > 1 or sum(map(len, words)) > _LONGEST_SPREAD:
        raise Invalid(
            code="person.name_space",
            about="name",
            what="姓名中间有空格，看不出是不是分成几段",
            why="几段的姓名中间是间隔号“·”，不分段的中间没有空格",
            do="请照身份证重新填写：有间隔号的写上“·”，没有的去掉空格",
        )


def _latin(text: str) -> str:
    words = _SPACES.sub(" ", _DOTS.sub(" ", text))
    return _DASHES.sub("-", _APOSTROPHES.sub("'", words)).strip(" -'").upper()


def _require_letters(name: str) -> None:
    if not name:
        raise _refused("no_letter", "姓名里只有间隔号，没有字")
    if _HAN_NAME.fullmatch(name):
        return
    if _is_latin(name):
        wrong = [
            each for each in name if not (each.isalpha() or unicodedata.combining(each) or each in " -'")
        ]
    else:
        wrong = [each for each in name if not _ANY_HAN.match(each) and each != MIDDLE_DOT]
    if any(not unicodedata.name(each, "").startswith("LATIN ") for each in wrong):
        named = next(each for each in wrong if not unicodedata.name(each, "").startswith("LATIN "))
        raise _refused("character", say("姓名里不能有{called}", called=_called(named)))
    if wrong:
        raise _refused("mixed", "姓名里不能同时有汉字和字母")


def _called(character: str) -> str:
    """The kind of character in words, and the character itself where it can be shown."""
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cf", "Cn"):
        return say("看不见的控制字符（U+{number}）", number=f"{ord(character):04X}")
    if kind == "Co":
        return say("自造字（U+{number}），请换成通用汉字", number=f"{ord(character):04X}")
    words = {
        "N": wording("数字"),
        "S": wording("符号或表情"),
        "P": wording("标点"),
        "L": wording("这种文字"),
        "M": wording("这种符号"),
    }
    return say("{kind}“{character}”", kind=words.get(kind[0], wording("这个字符")), character=character)


def _refused(
    kind: str, what: str, why: str = wording("姓名要和身份证上的一样：汉字，几段之间用间隔号“·”")
) -> DomainError:
    return Invalid(
        code=f"person.name_{kind}",
        about="name",
        what=what,
        why=why,
        do="请照身份证重新填写；证件上只有外文姓名的，填外文字母",
    )
