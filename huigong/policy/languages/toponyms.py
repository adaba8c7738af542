"""Places in letters: `四川省攀枝花市米易县` → `Miyi County, Panzhihua, Sichuan`.

By rule, since there are three thousand: the sound of the name, and the word for what it is as the language has it
(`{name}县` → `{name} County`). A language without these words keeps the characters. What is written otherwise than it
sounds, or sounds otherwise than its characters do elsewhere, stands in the `names.yaml` of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from huigong.kernel import regions
from huigong.kernel.cited import Known
from huigong.kernel.packs import Kept, Report, load, reads
from huigong.kernel.sentences import wording

FILE = "languages/*/names.yaml"
reads(FILE)
# The longest ending first: a 自治县 is no 县.
_KINDS = (
    wording("{name}特别行政区"),
    wording("{name}自治区"),
    wording("{name}自治州"),
    wording("{name}自治县"),
    wording("{name}自治旗"),
    wording("{name}地区"),
    wording("{name}林区"),
    wording("{name}特区"),
    wording("{name}矿区"),
    wording("{name}新区"),
    wording("{name}省"),
    wording("{name}市"),
    wording("{name}县"),
    wording("{name}区"),
    wording("{name}盟"),
    wording("{name}旗"),
)
_NAME, _OPEN = "{name}", "aoe"


def _read(folder: Path, report: Report) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    files = sorted(folder.glob(FILE))
    return {path.parent.name: _texts(path) for path in files}


def _texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    content: Any = load(path.read_text(encoding="utf-8"), file=path.name)
    return {
        key: {str(name): str(said) for name, said in content.get(key, {}).items()}
        for key in ("names", "peoples")
    }


exceptions = Kept(_read, told=False)
"""Language → `names` that are not written as they sound, and `peoples` in the names of their places."""


def in_letters(text: str, code: str, known: Known) -> str | None:
    """A place in the letters of a language, smallest first; None for what is no place, or where the language has no
    word for what it is."""
    names = _parts().get(text)
    if names is None:
        return None
    said = [_one(name, code, known) for name in reversed(names)]
    return None if None in said else ", ".join(each for each in said if each)


@lru_cache(maxsize=1)
def _parts() -> Mapping[str, tuple[str, ...]]:
    """A name, alone or with all above it → the names that it is made of, the largest first."""
    made_of: dict[str, tuple[str, ...]] = {"": ()}
    for region in sorted(regions.every(), key=lambda each: len(each.full_name)):
        made_of.setdefault(region.name, (region.name,))
        above = made_of.get(region.full_name.removesuffix(region.name))
        if above is not None:
            made_of[region.full_name] = (*above, region.name)
    del made_of[""]
    return made_of


def _one(name: str, code: str, known: Known) -> str | None:
    told = exceptions().get(code, {})
    if whole := told.get("names", {}).get(name):
        return whole
    kind = next((kind for kind in _KINDS if name.endswith(kind.removeprefix(_NAME))), "")
    pattern = known(kind) if kind else _NAME
    if pattern is None:
        return None
    ending = kind.removeprefix(_NAME)
    stem = name.removesuffix(ending)
    peoples = []
    for people in sorted(told.get("peoples", {}), key=len, reverse=True):
        if people in stem[1:]:
            peoples.append((stem.index(people), told["peoples"][people]))
            stem = stem.replace(people, "　" * len(people))
    sounded = told.get("names", {}).get(stem.replace("　", "")) or _sound(stem.replace("　", ""), ending)
    return pattern.format(name=" ".join([sounded, *(said for _, said in sorted(peoples))]))


def _sound(stem: str, ending: str) -> str:
    """`西安` → `Xi'an`; of a single character with what it is: `单县` → `Shanxian`."""
    syllables = lazy_pinyin(stem if len(stem) > 1 else stem + ending)
    joined = syllables[0] if syllables else ""
    for each in syllables[1:]:
        joined += ("'" if each[:1] in _OPEN else "") + each
    return joined.capitalize()
