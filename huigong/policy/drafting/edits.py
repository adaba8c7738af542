"""What officers enter for a clause or a head, checked and turned into a draft's content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.kernel.errors import Invalid
from huigong.kernel.writing import without_unseen
from huigong.policy.documents import LEVELS, ROLES, TARGET_BOUNDS, TARGET_KINDS
from huigong.policy.reading.departments import split_names
from huigong.policy.reading.numerals import value_of

Content = dict[str, Any]
LONGEST = {"title": 300, "number": 100, "issuer": 120, "recipients": 600, "heading": 120, "chapter": 120,
           "summary": 300, "nothing_to_decide": 200, "text": 120, "measure": 20, "name": 60}  # fmt: skip
MOST_NAMES, MOST_TARGETS = 80, 100
# A summary in one's own words shares no longer run with the official text.
LONGEST_QUOTE = 20


@dataclass(frozen=True)
class TargetEdit:
    """One row of targets as typed; a row without text is no target. `value` and `upper` may be typed as 3万."""

    text: str
    value: str = ""
    upper: str = ""
    about: bool = False
    measure: str = ""
    kind: str = "goal"
    by: str = ""
    bound: str = ""


@dataclass(frozen=True)
class ClauseEdit:
    """One clause as typed. `duties` has the names of a role in one text, separated as in print; `doubts` are kept."""

    heading: str
    chapter: str = ""
    summary: str = ""
    systems: tuple[str, ...] = ()
    duties: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[TargetEdit, ...] = ()
    nothing_to_decide: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeadEdit:
    """What stands above the clauses, as typed; days as 2031-12-31."""

    title: str
    number: str = ""
    issuer: str = ""
    issued_on: str = ""
    in_force_from: str = ""
    level: str = "city"
    recipients: str = ""
    basis: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class _Checker:
    """Collects what is wrong, so that all errors are reported together."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def text(self, kind: str, name: str, typed: str) -> str:
        words = " ".join(without_unseen(typed).split())
        if len(words) > LONGEST[kind]:
            self.wrong.append(f"{name}最多 {LONGEST[kind]} 个字，现在有 {len(words)} 个。")
        return words

    def day(self, name: str, typed: str) -> str | None:
        if not typed.strip():
            return None
        try:
            return date.fromisoformat(typed.strip()).isoformat()
        except ValueError:
            self.wrong.append(f"{name}“{typed.strip()[:20]}”不是日期，请写成 2031-12-31 的样子。")
            return None

    def number(self, name: str, typed: str) -> str | None:
        if not typed.strip():
            return None
        value = value_of(typed.strip()[:30])
        if value is None:
            self.wrong.append(f"{name}“{typed.strip()[:20]}”不是数字。")
        return None if value is None else f"{value:f}"

    def among(self, name: str, typed: str, known: Iterable[str]) -> str:
        if typed not in known:
            self.wrong.append(f"{name}没有“{typed[:20]}”这一种。")
        return typed

    def refuse(self) -> None:
        if self.wrong:
            raise Invalid(
                "policy.draft_invalid",
                what="有几处要改，没有保存。",
                why="".join(self.wrong),
                do="请改好再保存。",
            )


def clause_content(
    before: Content, edit: ClauseEdit, *, systems: Iterable[str], printed: str, whole: bool = False
) -> Content:
    """The clause's content after the edit; raises `policy.draft_invalid` with everything that is wrong.

    With `whole` what is missing is told beside what is wrong; see `missing_of` for a clause without mistakes.
    """
    check = _Checker()
    duties = {role: _names(check, edit.duties.get(role, "")) for role in ROLES}
    summary = check.text("summary", "概述", edit.summary)
    if _quotes(summary, printed):
        check.wrong.append(f"概述有 {LONGEST_QUOTE} 个字以上和原文一样，请用自己的话写。")
    known = tuple(systems)
    content: Content = {
        "number": before["number"],
        "heading": check.text("heading", "标题", edit.heading),
        "chapter": check.text("chapter", "章", edit.chapter),
        "summary": summary,
        "systems": [check.among("系统", each, known) for each in dict.fromkeys(edit.systems)],
    }
    optional = {
        "duties": {role: names for role, names in duties.items() if names},
        "targets": [_target(check, row) for row in edit.targets[:MOST_TARGETS] if row.text.strip()],
        "nothing_to_decide": check.text("nothing_to_decide", "没有事项的原因", edit.nothing_to_decide),
        "doubts": [doubt for doubt in before.get("doubts", ()) if doubt in edit.doubts],
    }
    content |= {key: value for key, value in optional.items() if value}
    missing = missing_of(content)
    if whole and missing and check.wrong:
        check.wrong.append(f"还缺：{'；'.join(missing)}。")
    check.refuse()
    return content


def missing_of(content: Content) -> list[str]:
    """What a clause needs before it can be confirmed and has not."""
    decided = any(content.get(key) for key in ("duties", "targets", "nothing_to_decide"))
    needed = {"小标题": content["heading"], "责任单位、目标，或者没有事项的原因": decided}
    return [name for name, there in needed.items() if not there]


def _names(check: _Checker, typed: str) -> list[str]:
    names = split_names(without_unseen(typed)).names[:MOST_NAMES]
    return [check.text("name", f"单位“{name[:12]}”", name) for name in names]


def _target(check: _Checker, row: TargetEdit) -> Content:
    text = check.text("text", "目标", row.text)
    name = f"目标“{text[:12]}”的"
    content = {
        "text": text,
        "value": check.number(f"{name}数值", row.value),
        "upper": check.number(f"{name}上限", row.upper),
        "about": row.about or None,
        "bound": check.among(f"{name}上下限", row.bound, TARGET_BOUNDS) if row.bound else None,
        "measure": check.text("measure", f"{name}单位", row.measure) or None,
        "kind": check.among(f"{name}种类", row.kind, TARGET_KINDS),
        "by": check.day(f"{name}期限", row.by),
    }
    if content["value"] is not None and content["measure"] is None:
        check.wrong.append(f"{name}数值要有单位。")
    low, high = content["value"], content["upper"]
    if high is not None and (low is None or Decimal(high) < Decimal(low)):
        check.wrong.append(f"{name}上限要比数值大。")
    if content["bound"] and (low is None or high is not None):
        check.wrong.append(f"{name}“至少”“至多”要有一个数值，不能是一段。")
    return {key: value for key, value in content.items() if value is not None}


def _quotes(summary: str, printed: str) -> bool:
    ours, theirs = re.sub(r"\W", "", summary), re.sub(r"\W", "", printed)
    return any(ours[at : at + LONGEST_QUOTE] in theirs for at in range(len(ours) - LONGEST_QUOTE + 1))


def head_content(before: Content, edit: HeadEdit, *, documents: Iterable[str]) -> Content:
    """The head's content after the edit; raises `policy.draft_invalid` with everything that is wrong."""
    check = _Checker()
    known = tuple(documents)
    title = check.text("title", "题名", edit.title)
    if not title:
        check.wrong.append("请填写题名。")
    content = before | {
        "title": title,
        "number": check.text("number", "文号", edit.number) or None,
        "issuer": check.text("issuer", "发文机关", edit.issuer) or None,
        "issued_on": check.day("成文日期", edit.issued_on),
        "in_force_from": check.day("施行日期", edit.in_force_from),
        "level": check.among("层级", edit.level, LEVELS),
        "recipients": check.text("recipients", "主送", edit.recipients) or None,
        "basis": [check.among("依据", each, known) for each in dict.fromkeys(edit.basis)],
        "doubts": [doubt for doubt in before.get("doubts", ()) if doubt in edit.doubts],
    }
    check.refuse()
    return content


def for_storage(content: Content) -> Content:
    """Days and decimals as text, which is what JSON keeps exactly."""
    return {key: _stored(value) for key, value in content.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, dict):
        return for_storage(value)
    if isinstance(value, list):
        return [_stored(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def for_file(content: Content) -> Content:
    """`for_storage` turned back: days and numbers as a `document.yaml` has them."""
    days = {
        key: date.fromisoformat(content[key]) for key in ("issued_on", "in_force_from") if content.get(key)
    }
    whole = content | days
    for key in ("targets", "goals"):
        if key in whole:
            whole[key] = [_target_for_file(target) for target in whole[key]]
    return whole


def _target_for_file(target: Content) -> Content:
    numbers = {key: _exact(target[key]) for key in ("value", "upper") if target.get(key) is not None}
    day = {"by": date.fromisoformat(target["by"])} if target.get("by") else {}
    return target | numbers | day


def _exact(value: Any) -> int | Decimal:
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else number
