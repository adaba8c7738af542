"""The text of a draft's `document.yaml`, laid out as people write packs by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

WIDTH = 108
OPENING = """\
# 这是草稿：由 huigong 读文件写成，没有人核对过，不影响给劳动者的任何答复。
# 逐条对照原文：改正名称和数字，用自己的话写 summary（不抄原文），填 systems，处理完的 doubts 删掉。
# 全部核对以后删去“verified: false”这一行。
"""


class _Line(dict[str, Any]):
    """A mapping written on one line."""


class _Row(list[Any]):
    """A list written on one line."""


class _Writer(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their key, as in the packs written by hand."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Writer.add_representer(
    _Line,
    lambda writer, value: writer.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True),
)
_Writer.add_representer(
    _Row, lambda writer, value: writer.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)
_Writer.add_representer(
    Decimal, lambda writer, value: writer.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")
)


def as_yaml(content: dict[str, Any]) -> str:
    """The file's text for a content as `drafted` gives it."""
    document = {key: _laid_out(key, value) for key, value in content.items() if key != "clauses"}
    document["clauses"] = [
        {key: _laid_out(key, value) for key, value in clause.items()} for clause in content["clauses"]
    ]
    body: str = yaml.dump(document, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH)
    return OPENING + body if content.get("verified") is False else body


def _laid_out(key: str, value: Any) -> Any:
    if key in ("basis", "cites", "systems", "facts"):
        return _Row(value)
    if key in ("targets", "goals"):
        return [_Line(target) for target in value]
    if key == "duties":
        return {role: _Row(names) for role, names in value.items()}
    if key == "topics":
        return _Line({name: _Row(topics) for name, topics in value.items()})
    return value
