"""Facts as their files declare them: type, how a worker is asked, who can verify it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import (
    Entry,
    PackError,
    PackFile,
    Place,
    Report,
    Shape,
    place_of,
    shared_file,
    speaks,
)
from huigong.kernel.packs.kinds import choice, flag, text, texts, whatever
from huigong.rules import bounds, parse, relatives
from huigong.rules.grammar import FUNCTIONS
from huigong.rules.nodes import Fact, fact_names
from huigong.rules.tokens import KEYWORDS
from huigong.rules.values import FEN, UNBOUNDED, Bounds, Type

# What a question says that asks of one time, paper or child out of several.
_THIS_TIME: Final = re.compile("这一?(?:次|本|份|个|件事|项|笔|级)|本次")
OF_PLACE: Final = ("市", "县")
_WORDS: Final = ("measure", "phrase", "not_phrase", "never", "attain", "help")
FACT: Final = Shape(
    "事实",
    {
        "type": choice(Type),
        "question": text("", said=True),
        "values": texts(said=True),
        "verified_by": texts(said=True),
        "good_for": text(None),
        "counted": text(""),
        "derived": text(""),
        "local": flag(False),
        "decided": flag(False),
        "lasting": flag(False),
        "of_place": choice(OF_PLACE, ""),
        "one_of": text(""),
        "is": choice(("region",), ""),
        **{key: whatever(None) for key in bounds.KEYS},
        **{word: text("", said=True) for word in _WORDS},
    },
)
speaks(
    "questions",
    after="events",
    shared=("facts.yaml", "facts/*.yaml"),
    packs=("facts.yaml", "*/facts.yaml"),
    shape=FACT,
    at="*",
    asked=True,
)


def fact_of(name: str, entry: Entry) -> Fact:
    """The fact of a well-formed entry; what is wrong beyond its shape is noted in the entry's report."""
    for word in (name, *entry["values"]):
        _check_name(word, entry, "" if word == name else "values")
    if not any(entry[key] for key in ("question", "local", "decided", "derived")):
        do = "当地的条件、只有部门说得准的，写 local: true；由仲裁、法院在案子里看的，写 decided: true"
        entry.wrong("question", "要有一句问劳动者的话", do, code="packs.missing")
    if (entry["type"] is Type.ENUM) != bool(entry["values"]):
        entry.wrong("values", "enum 要列出 values，其他类型不要列", code="facts.values")
    if entry["type"] is Type.DECIMAL and entry["measure"] == FEN:
        entry.wrong("type", "金额的 type 写 int，按分计", code="facts.money")
    if entry["lasting"] and entry["type"] is not Type.DATE:
        entry.wrong("lasting", "只有日期才有从哪天开始，type 写 date", code="facts.lasting")
    if entry["never"] and entry["type"] is not Type.DATE:
        entry.wrong("never", "只有日期才能答“没有过”，type 写 date", code="facts.never")
    if _THIS_TIME.search(entry["question"]) and not (entry["good_for"] or entry["derived"]):
        why = "问的是这一次、这一份；不写，以前的答案就一直算下去，下一次不再问"
        entry.wrong("good_for", why, "写上多久有效，例如 good_for: 1个月", code="facts.this_time")
    if entry["is"] and entry["type"] is not Type.TEXT:
        entry.wrong("is", "地区代码是文字，type 写 text", code="facts.is")
    return Fact(
        name=name,
        type=entry["type"],
        question=entry["question"],
        values=entry["values"],
        verified_by=entry["verified_by"],
        good_for_months=_months(entry),
        bounds=_bounds(name, entry),
        local=entry["local"],
        decided=entry["decided"],
        lasting=entry["lasting"],
        one_of=entry["one_of"],
        is_region=entry["is"] == "region",
        of_place=entry["of_place"] or ("市" if entry["local"] else ""),
        derived=entry.raw.get("derived") or "",
        **{word: entry[word] for word in _WORDS},
    )


class Declared:
    """Facts of one file after another, before their derivations are read; `more` are those of files before."""

    def __init__(self, more: Declared | None = None) -> None:
        self.facts: dict[str, Fact] = dict(more.facts) if more else {}
        self.places: dict[str, Place] = dict(more.places) if more else {}
        self.counted: dict[str, str] = dict(more.counted) if more else {}

    def read(self, content: object, report: Report, *, file: str = "") -> None:
        """Adds the facts of a loaded file; what is wrong is noted."""
        if not isinstance(content, dict):
            what = "事实文件应当是“名称：说明”的列表"
            if not report:  # a file that could not be read has said so
                report.add(PackError("facts.not_a_mapping", what=what, place=place_of(content, Place(file))))
            return
        for name, body in content.items():
            self._add(str(name), body, place_of(name) or Place(), report)

    def _add(self, name: str, body: object, place: Place, report: Report) -> None:
        if name in self.facts:
            why, do = f"已经登记在{self.places[name]}", "同一个事实只登记一次"
            report.add(
                PackError("facts.name_twice", what=f"事实“{name}”登记了两次", why=why, do=do, place=place)
            )
            return
        before = len(report.errors)
        entry = FACT.read(body, report=report, place=place, called=f"事实“{name}”")
        fact = fact_of(name, entry) if entry else None
        if fact is None or entry is None or len(report.errors) > before:
            return
        self.facts[name], self.places[name] = fact, place
        if entry["counted"]:
            self.counted[name] = entry.raw["counted"]  # with its place

    def misfits(self) -> tuple[PackError, ...]:
        """What is wrong between facts: options named like facts, facts of relatives, totals."""
        report = Report()
        limits = {name: fact.bounds for name, fact in self.facts.items()}
        with report.noting():
            bounds.check_names(limits, {name: fact.type for name, fact in self.facts.items()}, self.places)
        order = list(self.facts)
        for name, fact in self.facts.items():
            for taken in set(fact.values) & set(order):
                later = max(name, taken, key=order.index)
                what = f"“{taken}”既是事实又是选项"
                report.add(PackError("facts.name_taken", what=what, place=self.places[later]))
            with report.noting():
                relatives.check_related(fact, self.facts, self.places[name])
            if name in self.counted:
                with report.noting():
                    word = self.counted[name]
                    relatives.check_counted(fact, word, place_of(word, self.places[name]))
        return tuple(report)


def shared_files(folder: Path) -> tuple[PackFile, ...]:
    """Where the facts of the whole country stand: `facts.yaml`, and the files in `facts/`."""
    more = sorted(path.name for path in (folder / "facts").glob("*.yaml"))
    return (shared_file(folder, "facts.yaml"), *(shared_file(folder, f"facts/{name}") for name in more))


def _check_name(name: str, entry: Entry, key: str) -> None:
    if name in KEYWORDS or name in FUNCTIONS:
        entry.wrong(key, f"“{name}”是规则语言自己的词，不能作名称", code="facts.reserved_name")
        return
    provisional = {name: Fact(name, Type.BOOL)}
    try:
        named = fact_names(parse.parse_expression(name, facts=provisional)) == (name,)
    except DomainError:
        named = False
    if not named:
        entry.wrong(
            key,
            f"“{name[:40]}”不能作事实或选项的名称",
            "名称用汉字、字母和数字，不能以数字开头",
            code="facts.name",
        )


def _bounds(name: str, entry: Entry) -> Bounds:
    with entry.report.noting():
        return bounds.read(name, entry["type"], entry.raw, entry.place)
    return UNBOUNDED


def _months(entry: Entry) -> int | None:
    if entry["good_for"] is None:
        return None
    number = entry["good_for"].removesuffix("个月").strip()
    if not number.isdecimal() or len(number) > 4:
        entry.wrong("good_for", "请写成“12个月”", code="facts.good_for")
        return None
    return int(number)
