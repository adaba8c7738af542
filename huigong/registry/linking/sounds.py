"""How a name sounds: the only place that asks pypinyin.

A clerk writes what a person says, and reads aloud what a paper shows, so a character stands for each of its readings.
As a surname some characters are read in a way of their own; both that and the common reading are kept,
since a register made by ear may hold either.
"""

from __future__ import annotations

from functools import cache
from itertools import islice, product

from huigong.kernel.writing import MIDDLE_DOT

# Readings as a surname, the usual one first (our own table; ü is written v).
SURNAMES = {
    "单": ("shan",), "仇": ("qiu",), "解": ("xie",), "查": ("zha",), "区": ("ou",), "朴": ("piao", "pu"),
    "覃": ("qin", "tan"), "吕": ("lv",), "曾": ("zeng",), "任": ("ren",), "华": ("hua",), "盖": ("ge", "gai"),
    "乐": ("yue", "le"), "尉": ("wei", "yu"), "员": ("yun",), "种": ("chong",), "召": ("shao",), "秘": ("bi",),
    "纪": ("ji",), "缪": ("miao",), "翟": ("zhai", "di"), "臧": ("zang",), "葛": ("ge",), "宁": ("ning",),
    "折": ("she",), "洗": ("xian",), "冼": ("xian",), "繁": ("po",), "黑": ("he",), "盛": ("sheng",),
    "燕": ("yan",), "应": ("ying",), "哈": ("ha",), "那": ("na",), "过": ("guo",), "隗": ("wei", "kui"),
    "谌": ("chen", "shen"), "逄": ("pang",), "贾": ("jia",), "车": ("che",), "晁": ("chao",), "筰": ("zuo",),
}  # fmt: skip
# Characters of given names that people read in two ways; of others the common reading is enough.
GIVEN = {
    "乐": ("le", "yue"), "娜": ("na", "nuo"), "茜": ("qian", "xi"), "朝": ("chao", "zhao"), "行": ("xing", "hang"),
    "长": ("chang", "zhang"), "重": ("chong", "zhong"), "莎": ("sha", "suo"), "柏": ("bai", "bo"), "曾": ("zeng", "ceng"),
    "单": ("dan", "shan"), "传": ("chuan", "zhuan"), "晟": ("sheng", "cheng"), "盛": ("sheng", "cheng"),
    "识": ("shi", "zhi"), "藏": ("cang", "zang"), "调": ("tiao", "diao"), "参": ("can", "shen"), "薄": ("bo", "bao"),
    "叶": ("ye", "xie"), "车": ("che", "ju"), "阿": ("a", "e"),
}  # fmt: skip
_OF_A_NAME = 8  # as many ways of reading a name are kept
# What southern and western speech does not tell apart, in the order in which it is folded.
_ACCENT = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ng", "n"),
    ("hu", "f"),
    ("h", "f"),
    ("l", "n"),
    ("r", "n"),
)


def readings(name: str) -> tuple[str, ...]:
    """The ways in which a name without dots may be read, without tones: `单晓明` → `shan xiao ming`, `dan xiao ming`.

    Latin letters sound as they stand: `SHAN XIAOMING` gives the same letters without spaces between.
    """
    if name.isascii():
        return ("".join(name.lower().replace("-", " ").replace("'", "").split()),)
    characters = [each for each in name if each != MIDDLE_DOT]
    said = [_surname(characters[0]), *(_given(each) for each in characters[1:])]
    return tuple(dict.fromkeys("".join(parts) for parts in islice(product(*said), _OF_A_NAME)))


@cache
def _surname(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*SURNAMES.get(character, ()), _common(character))))


@cache
def _given(character: str) -> tuple[str, ...]:
    return GIVEN.get(character, (_common(character),))


def _common(character: str) -> str:
    """The common reading; a character that no dictionary has sounds as itself."""
    # Its dictionaries take as long to load as Django does; most processes never ask how a name sounds.
    from pypinyin import Style, pinyin

    return str(pinyin(character, style=Style.NORMAL, v_to_u=False)[0][0])


@cache
def accented(sound: str) -> str:
    """The sound as somebody hears it who does not tell zh from z, n from l and -ng from -n."""
    for strict, loose in _ACCENT:
        sound = sound.replace(strict, loose)
    return sound
