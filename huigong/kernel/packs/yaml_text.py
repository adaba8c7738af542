"""YAML with the place of every key and value, within bounds.

Mappings, lists, integers, days, `true` and `false`, nothing, and text. Decimals stay text,
because a binary float cannot hold them; so do numbers with a leading zero or a colon,
and `yes`, `no` and `on`. Keys are always text. There are no aliases and no tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import yaml

from huigong.kernel.packs.errors import PackError, Report
from huigong.kernel.packs.places import Marked, MarkedList, MarkedMapping, Place

LARGEST: Final = 2_000_000  # characters of one file
MOST: Final = 60_000  # keys and values of one file; the dictionary of facts has nine thousand
DEEPEST: Final = 60

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_CAUSES = (
    ("cannot start any token", "这里有不能这样写的符号；缩进要用空格，不能用制表符（Tab）"),
    ("mapping values are not allowed", "冒号的位置不对：缩进没有对齐，或者文字里有“: ”要加引号"),
    ("did not find expected key", "缩进没有对齐，或者上一行的引号、括号没有关上"),
    ("did not find expected '-'", "列表没有对齐，每一项要以“- ”开头"),
    ("did not find expected node content", "前面的方括号或花括号没有关上，或者逗号后面没有内容"),
    ("could not find expected ':'", "名称后面要有冒号和空格"),
    ("control characters", "文件里有不能显示的字符"),
    ("special characters", "文件里有不能显示的字符"),
)
_LEFT_OPEN = (
    ("did not find expected ',' or", "从这里开始的方括号或花括号没有关上，或者缺逗号"),
    ("unexpected end of stream", "从这里开始的引号没有关上"),
)


def load(text: str, *, file: str = "") -> Any:
    """What the text says; raises `PackError` (`packs.not_yaml`, `packs.too_large`, …) with the place, or several."""
    report = Report()
    loaded = read_text(text, file=file, report=report)
    report.refuse()
    return loaded


def read_text(text: str, *, file: str, report: Report) -> Any:
    """`load` that puts what is wrong into `report`; what it returns is then incomplete."""
    if len(text) > LARGEST:
        report.add(too_large(Place(file)))
        return None
    try:
        return _Builder(text, file, report).document()
    except PackError as error:
        report.add(error)
    except yaml.MarkedYAMLError as error:
        report.add(_not_yaml(error, file))
    except UnicodeEncodeError as error:
        report.add(_refused("文件里有不能显示的字符", Place(file).moved(text[: error.start])))
    except yaml.reader.ReaderError as error:
        report.add(_refused("文件里有不能显示的字符", Place(file).moved(text[: error.position])))
    return None


class _Builder:
    """Builds the values of one document from the parser's events."""

    def __init__(self, text: str, file: str, report: Report) -> None:
        self.file, self.report = file, report
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_PARSER)
        self.count = 0

    def document(self) -> Any:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        loaded = self.value(next(self.events), 1)
        next(self.events)  # the document ends
        rest = next(self.events)
        if not isinstance(rest, yaml.StreamEndEvent):
            raise _refused("一个文件里只能有一份内容，不能用“---”分开", self.place(rest))
        return loaded

    def value(self, event: yaml.Event, level: int) -> Any:
        self.bound(event, level)
        match event:
            case yaml.ScalarEvent():
                return self.scalar(event)
            case yaml.MappingStartEvent():
                return self.mapping(event, level)
            case yaml.SequenceStartEvent():
                return self.list(event, level)
        raise _refused("不支持“*”引用", self.place(event))

    def bound(self, event: yaml.Event, level: int) -> None:
        self.count += 1
        if self.count > MOST:
            raise too_large(self.place(event))
        if level > DEEPEST:
            raise _refused(f"缩进超过{DEEPEST}层", self.place(event))
        tag = getattr(event, "tag", None)
        if tag is not None or getattr(event, "anchor", None) is not None:
            raise _refused("不支持“!”标签、“&”和“*”引用", self.place(event))

    def mapping(self, start: yaml.Event, level: int) -> MarkedMapping:
        mapping = MarkedMapping.at(self.place(start))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, level)
            event = next(self.events)
            where = self.place(event)
            loaded = self.value(event, level + 1)
            if key in mapping:
                self.report.add(_refused(f"名称“{key[:40]}”重复", key.place))
            else:
                mapping[key], mapping.places[key] = loaded, where
        return mapping

    def key(self, event: yaml.Event, level: int) -> Marked:
        if not isinstance(event, yaml.ScalarEvent):
            raise _refused("名称应当是一个词", self.place(event))
        self.bound(event, level)
        return Marked(event.value, self.place(event))

    def list(self, start: yaml.Event, level: int) -> MarkedList:
        members = MarkedList.at(self.place(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            members.places.append(self.place(event))
            members.append(self.value(event, level + 1))
        return members

    def scalar(self, event: yaml.ScalarEvent) -> Any:
        written = event.value
        if event.style is None or not event.style:
            if written in _WORDS:
                return _WORDS[written]
            if _INTEGER.fullmatch(written):
                return int(written)
            if matched := _DAY.fullmatch(written):
                return self.day(matched, event)
        return Marked(written, self.place(event))

    def day(self, matched: re.Match[str], event: yaml.ScalarEvent) -> date | None:
        try:
            return date(int(matched[1]), int(matched[2]), int(matched[3]))
        except ValueError:
            self.report.add(_refused(f"没有“{event.value}”这一天", self.place(event)))
            return None

    def place(self, event: yaml.Event) -> Place:
        mark, style = event.start_mark, getattr(event, "style", None)
        if mark is None:
            return Place(self.file)
        if style in ("|", ">"):
            return Place(self.file, mark.line + 2, 1)
        return Place(self.file, mark.line + 1, mark.column + 1 + (style in ("'", '"')))


def too_large(place: Place) -> PackError:
    """The error for a file beyond the bounds; `place` is where reading stopped."""
    why = f"一个文件最多{LARGEST // 10_000}万字、{MOST}个名称和值"
    return PackError("packs.too_large", what="文件太大，无法读取", why=why, do="请分成几个文件", place=place)


def _refused(why: str, place: Place) -> PackError:
    return PackError("packs.not_yaml", what="这个文件的格式读不懂", why=why, place=place)


def _not_yaml(error: yaml.MarkedYAMLError, file: str) -> PackError:
    problem = error.problem or ""
    left_open = next((cause for written, cause in _LEFT_OPEN if written in problem), "")
    mark = (error.context_mark if left_open else None) or error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    why = left_open or next((cause for written, cause in _CAUSES if written in problem), problem)
    do = "请检查这一处的缩进、冒号后面的空格和引号"
    return PackError("packs.not_yaml", what="这个文件的格式读不懂", why=why, do=do, place=place)
