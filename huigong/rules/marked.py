"""Reads YAML so that every piece of text knows the file, line and column it came from."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from huigong.rules.errors import Place, RuleError

DEEPEST: Final = 60
LARGEST: Final = 5_000_000  # characters of one policy file


class Marked(str):
    """Text with the place of its first character."""

    place: Place

    def __new__(cls, text: str, place: Place) -> Marked:
        made = super().__new__(cls, text)
        made.place = place
        return made


class MarkedMapping(dict[Any, Any]):
    """A mapping with the place of its first key."""

    place: Place


def place_of(value: object, otherwise: Place | None = None) -> Place | None:
    """Where a loaded value was written, as far as it is known."""
    if isinstance(value, Marked | MarkedMapping):
        return value.place
    if isinstance(value, list) and value:
        return place_of(value[0], otherwise)
    return otherwise


def load(text: str, *, file: str = "") -> Any:
    """The YAML document in `text`: mappings, lists, integers, dates, and `Marked` text.

    Decimals stay text, because a binary float cannot hold them; so do numbers with a leading
    nought or a colon. Only `true` and `false` are booleans: a key `on` is a word. Raises `RuleError` for text that is not YAML, repeated keys, aliases and deep nesting.
    """
    if len(text) > LARGEST:
        raise RuleError("rule.file_too_large", what="文件太大，无法读取", place=Place(file))
    try:
        loader = _Loader(text)
        loader.file = file
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, file) from None
    except yaml.reader.ReaderError as error:
        found = Place(file).moved(text[: error.position])
        raise RuleError("rule.not_yaml", what="文件里有不能显示的字符", place=found) from None
    except ValueError as error:
        raise RuleError(
            "rule.not_yaml", what="文件里有读不懂的数字", why=str(error), place=Place(file)
        ) from None


def load_file(path: Path) -> Any:
    """`load` for a file; raises `RuleError` where it cannot be opened or is not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError("rule.file_not_read", what=f"打不开文件{path}", why=str(error)) from None
    return load(text, file=str(path))


def _not_yaml(error: yaml.MarkedYAMLError, file: str) -> RuleError:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return RuleError(
        "rule.not_yaml",
        what="这个文件的格式读不懂",
        why=error.problem or "",
        do="请检查缩进、冒号后面的空格，以及有没有重复的名称",
        place=place,
    )


class _Loader(yaml.SafeLoader):
    file = ""
    level = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "不支持“*”引用", event.start_mark)
        self.level += 1
        if self.level > DEEPEST:
            raise yaml.composer.ComposerError(None, None, f"缩进超过{DEEPEST}层", event.start_mark)
        node = super().compose_node(parent, index)
        self.level -= 1
        return node

    def place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        if getattr(node, "style", None) in ("|", ">"):
            return Place(self.file, mark.line + 2, 1)
        quoted = getattr(node, "style", None) in ("'", '"')
        return Place(self.file, mark.line + 1, mark.column + 1 + quoted)

    def text(self, node: yaml.ScalarNode) -> Marked:
        return Marked(str(self.construct_scalar(node)), self.place(node))

    def mapping(self, node: yaml.MappingNode) -> MarkedMapping:
        made = MarkedMapping()
        made.place = self.place(node)
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in made:
                raise yaml.constructor.ConstructorError(None, None, "名称重复", key_node.start_mark)
            made[key] = self.construct_object(value_node, deep=True)
        return made

    def day(self, node: yaml.ScalarNode) -> date:
        try:
            found: date = self.construct_yaml_timestamp(node)
        except ValueError:
            raise yaml.constructor.ConstructorError(
                None, None, f"没有“{node.value}”这一天", node.start_mark
            ) from None
        return found


_BOOLEAN, _INTEGER = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _INTEGER)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(_INTEGER, re.compile("^-?(?:0|[1-9][0-9]{0,18})$"), list("-0123456789"))
_Loader.add_constructor("tag:yaml.org,2002:str", _Loader.text)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.text)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
