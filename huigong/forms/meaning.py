"""What a field is to the program, and the fact about a place for which it stands, as its pack declares them."""

from __future__ import annotations

from collections.abc import Mapping

from huigong.forms.fields import Field
from huigong.forms.kinds import ON_THE_CARD, ROLE_KINDS, Kind, Role
from huigong.forms.noticing import SEXES
from huigong.kernel.packs import Entry, nearest_name
from huigong.rules.facts import Fact


def role_of(entry: Entry, kind: Kind, columns: tuple[Field, ...], *, codes: tuple[str, ...]) -> Role | None:
    """What the field is to the program; `columns` are those of its rows, `codes` those of its list. What is wrong is noted."""
    role: Role | None = entry["role"]
    roles = [column.role for column in columns if column.role is not None]
    if len(set(roles)) < len(roles) or not set(roles) <= ON_THE_CARD:
        entry.wrong("fields", "一行里的 role 只能有一个 sex、一个 birth", "请去掉多的")
    elif roles and all(column.kind is not Kind.PERSON for column in columns):
        entry.wrong("fields", "写了 role 的一行里没有人", "这一行要有一个 person 字段")
    if role is None:
        return None
    if kind is not ROLE_KINDS[role]:
        entry.wrong("role", f"role: {role} 的字段类型是 {ROLE_KINDS[role]}", "请改类型，或者去掉 role")
    elif role is Role.SEX and not set(SEXES.values()) <= set(codes):
        entry.wrong("role", f"role: {role} 的代码表里要有“{'”“'.join(SEXES.values())}”", "请换代码表")
    return role


def stands_for(entry: Entry, kind: Kind, facts: Mapping[str, Fact]) -> str:
    """The fact about a place for which the field stands without keeping it."""
    name: str = entry["stands_for"]
    if name and name not in facts:
        nearest = nearest_name(name, facts)
        entry.wrong("stands_for", f"没有叫“{name}”的事实", f"是不是“{nearest}”？" if nearest else "")
    elif name and not (kind is Kind.PLACE and facts[name].is_region):
        entry.wrong("stands_for", "只有 place 字段能代表一个地方的事实", "请去掉")
    elif name and entry["fact"]:
        entry.wrong("stands_for", "填的就是一个事实了，不用再代表别的", "fact 和 stands_for 只写一个")
    return name
