"""Text of one line and of several, yes or no, and codes from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from huigong.forms.fields import Field
from huigong.forms.types.base import HIDDEN, At, OneText, not_json, refused
from huigong.forms.values import Value
from huigong.kernel import writing
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import normalise_phone
from huigong.kernel.packs import nearest_name
from huigong.kernel.sentences import say
from huigong.rules.facts import parse_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Type

LONGEST_LINE, LONGEST_TEXT = 200, 4000  # characters, where the field names no fewer
_WORD = re.compile(r"[^\W\d_]\w*")
_BETWEEN_GROUPS = re.compile(r"(?<=\w)[ -]+(?=\w)")
_LANDLINE = re.compile(r"(?:86)?(0[0-9]{2,3}[0-9]{7,8}|400[0-9]{7}|1[0-9]{2,4})")


class Text(OneText):
    """One line."""

    words, fact_type = "文字", Type.TEXT
    longest = LONGEST_LINE

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        plain = self.plain(text)
        if field.limits.pattern and not re.fullmatch(field.limits.pattern, plain):
            plain = _BETWEEN_GROUPS.sub("", plain)  # as a card is printed, in groups of four
        require_length(field, plain, field.limits.longest or self.longest)
        if field.limits.pattern and not re.fullmatch(field.limits.pattern, plain):
            words = field.limits.pattern_words or (f"例如 {field.example}" if field.example else "")
            raise refused(
                "pattern", "写法不对", say("请照样子写：{words}", words=words) if words else "请核对后重写"
            )
        return plain or None

    def plain(self, text: str) -> str:
        return writing.line(text)

    def to_json(self, field: Field, value: Any) -> Any:
        return value

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, str):
            raise not_json(field, raw, "文字")
        return raw

    def schema(self, field: Field) -> dict[str, Any]:
        limits = field.limits
        schema: dict[str, Any] = {
            "type": "string",
            "minLength": max(1, limits.shortest or 1),
            "maxLength": limits.longest or self.longest,
        }
        return schema | ({"pattern": f"^(?:{limits.pattern})$"} if limits.pattern else {})


class Long(Text):
    """Several lines; lines stay lines."""

    words = "多行文字"
    longest = LONGEST_TEXT

    def plain(self, text: str) -> str:
        lines = [writing.line(each) for each in text.splitlines()]
        return "\n".join(lines).strip("\n")

    def masked(self, field: Field, value: Any) -> str:
        return HIDDEN


class Bool(OneText):
    """Yes or no."""

    words, fact_type = "是或否", Type.BOOL

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        answer = parse_value(Fact(field.name, Type.BOOL), text)
        if answer is UNKNOWN:
            raise refused("choose", "请选“是”或“否”", "点一个")
        return answer is True

    def text(self, field: Field, value: Any) -> str:
        return "是" if value else "否"

    def to_json(self, field: Field, value: Any) -> Any:
        return value

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, bool):
            raise not_json(field, raw, "true 或 false")
        return raw

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}


class Code(OneText):
    """A code of a list; people read and type its name."""

    words = "从列表中选"

    def of_text(self, field: Field, text: str, at: At) -> Value | None:
        plain = writing.line(text)
        for option in field.options:
            if plain in (option.code, option.name):
                return option.code
        nearest = nearest_name(plain, [option.name for option in field.options])
        listed = "、".join(option.name for option in field.options[:12])
        do = f"是不是“{nearest}”？" if nearest else f"可以选的有：{listed}"
        raise refused("option", say("没有“{plain}”这一项", plain=plain[:20]), do)

    def text(self, field: Field, value: Any) -> str:
        option = field.option(value)
        return option.name if option else value

    def written(self, field: Field, value: Any) -> dict[str, str]:
        return {"": value}

    def to_json(self, field: Field, value: Any) -> Any:
        return value

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, str) or field.option(raw) is None:
            raise not_json(field, raw, f"这些代码之一：{'、'.join(option.code for option in field.options)}")
        return raw

    def schema(self, field: Field) -> dict[str, Any]:
        return {"enum": [option.code for option in field.options]}

    def facts(self, field: Field) -> Iterator[Fact]:
        """An enum of all codes ever where they are words that a rule can name, else the code as text."""
        codes = field.codes_ever
        if codes and all(_WORD.fullmatch(code) for code in codes):
            yield Fact(field.id, Type.ENUM, values=codes)
        else:
            yield Fact(field.id, Type.TEXT)


def phone(text: str) -> str:
    """A mobile number, a landline with its area code, or a service number. Raises `Invalid` (`form.phone`)."""
    landline = _LANDLINE.fullmatch(re.sub(r"[().+]", "", writing.code(text)))
    try:
        return normalise_phone(text)
    except DomainError:
        if landline:
            return landline[1]
        raise refused(
            "phone", "电话号码不对", "请填11位手机号，座机前面写上区号，例如 0416-1234567"
        ) from None


def require_length(field: Field, plain: str, longest: int) -> None:
    """Raises `Invalid` (`form.too_short`, `form.too_long`)."""
    if plain and field.limits.shortest and len(plain) < field.limits.shortest:
        raise refused(
            "too_short",
            say("太短了，至少{shortest}个字", shortest=field.limits.shortest),
            "请写得再具体一些",
            why=say("现在有{count}个字", count=len(plain)),
        )
    if len(plain) > longest:
        raise refused(
            "too_long",
            say("太长了，最多{longest}个字", longest=longest),
            "请写短一些",
            why=say("现在有{count}个字", count=len(plain)),
        )
