"""Reads rules: an expression in one line of Chinese, or the structured form in YAML.

Text is only ever read into `nodes`; nothing in it can run. Length and depth
are bounded, so that no input makes the reader crash.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huigong.kernel.packs import Place, Report, nearest_name, place_of
from huigong.rules.bracket_table import bracket_table
from huigong.rules.cursor import too_deep
from huigong.rules.errors import RuleError
from huigong.rules.grammar import Grammar
from huigong.rules.nodes import AllOf, AnyOf, Cited, Constant, Fact, Node, Not, When, opened
from huigong.rules.tokens import Kind, tokens
from huigong.rules.values import Type

LINKS = ("全部", "任一", "非", "条件", "若", "分段")
EXTRAS = ("则", "否则", "依据", "说法")


def parse_expression(
    text: str,
    *,
    facts: Mapping[str, Fact],
    where: Place | None = None,
    max_depth: int = 100,
    max_length: int = 10_000,
) -> Node:
    """The tree of one expression; raises `RuleError` with line, column and a suggestion."""
    place = where or place_of(text) or Place()
    if len(text) > max_length:
        raise RuleError("rule.too_long", what=f"一条规则最多{max_length}个字", do="请拆成几条", place=place)
    listed = list(tokens(text, where=place))
    if listed[0].kind is Kind.END:
        raise RuleError("rule.empty", what="这里没有写规则", place=place, expected="一个条件")
    tree = Grammar(listed, facts=facts, max_depth=max_depth).whole()
    if depth(tree) > max_depth:
        raise too_deep(place, max_depth)
    return tree


def parse_condition(
    value: object,
    *,
    facts: Mapping[str, Fact],
    where: Place | None = None,
    max_depth: int = 100,
) -> Node:
    """The tree of a condition as it stands in YAML.

    `value` is an expression, a list (all of it), or a mapping with one of
    全部, 任一, 非, 条件, 若/则/否则, 分段, and beside it 依据 (the clause) and 说法
    (the wording for workers).
    """
    place = place_of(value, where)
    tree = _condition(value, facts=facts, where=place, room=max_depth)
    if depth(tree) > max_depth:
        raise too_deep(place, max_depth)
    return tree


def depth(node: Node) -> int:
    """Levels of the tree, derived facts opened; bounds what recursion can cost."""
    level, layer = 0, {id(node): node}
    while layer:
        level += 1
        layer = {id(child): child for parent in layer.values() for child in opened(parent)}
    return level


def _condition(value: object, *, facts: Mapping[str, Fact], where: Place | None, room: int) -> Node:
    place = place_of(value, where)
    if room <= 0:
        raise too_deep(place, room)
    match value:
        case str():
            return parse_expression(value, facts=facts, where=place)
        case bool():
            return Constant(Type.BOOL, value, place=place)
        case int():
            return parse_expression(str(value), facts=facts, where=place)
        case date() if not isinstance(value, datetime):
            return Constant(Type.DATE, value, place=place)
        case list():
            return _joined(AllOf, value, facts=facts, where=place, room=room)
        case dict():
            return _mapping(value, facts=facts, where=place, room=room)
    raise RuleError(
        "rule.not_a_condition", what="这里不是一个条件", place=place, expected="一行条件，或全部、任一、非"
    )


def _mapping(value: dict[Any, Any], *, facts: Mapping[str, Fact], where: Place | None, room: int) -> Node:
    _check_keys(value, where)
    if "若" in value:
        parts = [
            _condition(value.get(key), facts=facts, where=where, room=room - 1)
            for key in ("若", "则", "否则")
        ]
        tree: Node = When(parts[0], parts[1], parts[2], place=where)
    elif "全部" in value:
        tree = _joined(AllOf, value["全部"], facts=facts, where=where, room=room)
    elif "任一" in value:
        tree = _joined(AnyOf, value["任一"], facts=facts, where=where, room=room)
    elif "非" in value:
        tree = Not(_condition(value["非"], facts=facts, where=where, room=room - 1), place=where)
    elif "分段" in value:
        tree = bracket_table(
            value["分段"],
            where=where,
            read=lambda part, place: _condition(part, facts=facts, where=place, room=room - 1),
        )
    else:
        tree = _condition(value["条件"], facts=facts, where=where, room=room - 1)
    return _cited(tree, value, where)


def _check_keys(value: dict[Any, Any], where: Place | None) -> None:
    for key in value:
        if key not in (*LINKS, *EXTRAS):
            suggestion = nearest_name(str(key), (*LINKS, *EXTRAS))
            raise RuleError(
                "rule.unknown_key",
                what=f"不认识“{str(key)[:40]}”",
                do=f"是不是“{suggestion}”？" if suggestion else "",
                place=place_of(key, where),
                expected="、".join((*LINKS, *EXTRAS)),
                suggestion=suggestion,
            )
    links = [key for key in LINKS if key in value]
    branches = [key for key in ("则", "否则") if key in value]
    if len(links) != 1 or len(branches) != (2 if links == ["若"] else 0):
        raise RuleError(
            "rule.one_link",
            what="一处只能写全部、任一、非、条件、若、分段之中的一个，“若”要有“则”和“否则”",
            place=where,
            expected="全部、任一、非、条件、若、分段之一",
        )


def _joined(
    kind: type[AllOf] | type[AnyOf],
    value: object,
    *,
    facts: Mapping[str, Fact],
    where: Place | None,
    room: int,
) -> Node:
    if not isinstance(value, list) or not value:
        raise RuleError(
            "rule.list_expected", what="“全部”“任一”后面要列出条件", place=where, expected="以“-”开头的条件"
        )
    report, parts = Report(), []
    for part in value:
        with report.noting():
            parts.append(_condition(part, facts=facts, where=where, room=room - 1))
    report.refuse()
    return parts[0] if len(parts) == 1 else kind(tuple(parts), place=where)


def _cited(tree: Node, value: dict[Any, Any], where: Place | None) -> Node:
    clause, phrase = (_wording(value, key, where) for key in ("依据", "说法"))
    return Cited(tree, clause, phrase, place=where) if clause or phrase else tree


def _wording(value: dict[Any, Any], key: str, where: Place | None) -> str:
    wording = value.get(key, "")
    if not isinstance(wording, str) or any(mark in wording for mark in "【】｜"):
        raise RuleError(
            "rule.wording",
            what=f"“{key}”要写成一行文字，里面不能有【】｜",
            place=place_of(wording, where),
            expected="一行文字",
        )
    return str(wording).strip()
