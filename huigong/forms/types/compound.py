"""Places, persons, employers: several parts, each typed by itself. And files, which are kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huigong.forms.fields import Field
from huigong.forms.types.base import (
    HIDDEN,
    At,
    Column,
    FieldType,
    Mistake,
    Reading,
    not_json,
    refused,
    said_unknown,
)
from huigong.forms.types.texts import LONGEST_LINE, phone
from huigong.forms.values import Employer, Person, Place, Typed
from huigong.kernel import identity, placenames, regions, writing
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId, normalise_uscc
from huigong.kernel.sentences import say, wording
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type, Unknown

LONGEST_NUMBER = 40
RESIDENT = "resident"
"""The format of the paper whose number has a check character."""


def _line(field: Field, text: str) -> str:
    return _short(writing.line(text), LONGEST_LINE)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise refused("too_long", say("太长了，最多{longest}个字", longest=longest), "请写短一些")
    return text


def _paper(field: Field, text: str) -> str:
    plain = writing.line(text)
    for option in field.options:
        if plain in (option.code, option.name):
            return option.code
    listed = "、".join(option.name for option in field.options)
    raise refused(
        "option", say("没有“{plain}”这种证件", plain=plain[:20]), say("可以选的有：{listed}", listed=listed)
    )


@dataclass(frozen=True)
class PartOf:
    """A part of a compound field: its words, how its text is read and shown, and whether people see the code's name."""

    label: str
    read: Callable[[Field, str], str]
    show: Callable[[Field, str], str] = lambda field, value: value
    longest: int = LONGEST_LINE


def _region_name(field: Field, code: str) -> str:
    return regions.find(code).full_name if regions.known(code) else code


def _paper_name(field: Field, code: str) -> str:
    option = field.option(code)
    return option.name if option else code


class Compound(FieldType):
    """A value of several parts, none of them a list."""

    parts: Mapping[str, PartOf]
    made_of: type
    """A dataclass with a text for each part."""
    words: str

    def read(self, field: Field, typed: Typed, at: At, path: str) -> Reading:
        given = {part: typed.get(part, "") for part in self.asked(field)}
        if not any(text.strip() for text in given.values()):
            return Reading(UNKNOWN if said_unknown(field, typed) else None)
        values, mistakes = dict[str, str](), list[Mistake]()
        for part, text in given.items():
            try:
                values[part] = self.parts[part].read(field, text) if text.strip() else ""
                self.require(field, part, values[part])
            except DomainError as error:
                mistakes.append(Mistake(f"{path}.{part}", error))
        mistakes += [] if mistakes else self.misfits(field, values, path)
        return Reading(None, tuple(mistakes)) if mistakes else Reading(self.made_of(**values))

    def asked(self, field: Field) -> tuple[str, ...]:
        """The parts that the field asks for."""
        return field.asked_parts or tuple(self.parts)

    def require(self, field: Field, part: str, value: str) -> None:
        """Raises `Invalid` (`form.part_missing`) for an empty part that must be filled in."""
        if not value and part in (field.needed_parts or self.asked(field)[:1]):
            label = self.parts[part].label
            raise refused("part_missing", say("还没有填{label}", label=label), self.instead(field, part))

    def instead(self, field: Field, part: str) -> str:
        """What to do about an empty part that must be filled in."""
        return say("请填{label}", label=self.parts[part].label)

    def misfits(self, field: Field, values: dict[str, str], path: str) -> list[Mistake]:
        """What is wrong between parts; may put parts right."""
        return []

    def written(self, field: Field, value: Any) -> dict[str, str]:
        kept = vars(value)
        return {part: self.parts[part].show(field, kept[part]) for part in self.parts if kept[part]}

    def display(self, field: Field, value: Any) -> str:
        return "\n".join(
            f"{self.parts[part].label}：{text}" for part, text in self.written(field, value).items()
        )

    def typed_of(self, field: Field, shown: str) -> dict[str, str]:
        labels = {parts.label: part for part, parts in self.parts.items()}
        pairs = (line.partition("：") for line in shown.splitlines())
        return {labels[label]: text for label, _, text in pairs if label in labels}

    def to_json(self, field: Field, value: Any) -> Any:
        return {part: text for part, text in vars(value).items() if text}

    def from_json(self, field: Field, raw: Any) -> Any:
        known = isinstance(raw, dict) and set(raw) <= set(self.parts)
        if not known or not all(isinstance(text, str) for text in raw.values()):
            raise not_json(field, raw, f"含有{'、'.join(self.parts)}的一组文字")
        return self.made_of(**raw)

    def schema(self, field: Field) -> dict[str, Any]:
        asked = self.asked(field)
        parts = {part: {"type": "string", "maxLength": self.parts[part].longest} for part in asked}
        needed = [part for part in asked if part in (field.needed_parts or asked[:1])]
        return {"type": "object", "properties": parts, "required": needed, "additionalProperties": False}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return tuple(
            Column(f"{field.id}.{part}", f"{field.name}：{self.parts[part].label}", "文字", field.example)
            for part in self.asked(field)
        )

    def facts(self, field: Field) -> Iterator[Fact]:
        for part in self.asked(field):
            name = f"{field.id}.{self.parts[part].label}"
            yield Fact(name, Type.TEXT, is_region=part == "region")

    def answers(self, field: Field, value: Any) -> dict[str, Answer]:
        kept = {} if value is None or isinstance(value, Unknown) else vars(value)
        labels = {part: self.parts[part].label for part in self.asked(field)}
        return {f"{field.id}.{label}": kept.get(part) or UNKNOWN for part, label in labels.items()}


class PlaceType(Compound):
    """A region and an address below it."""

    words, made_of = "地点", Place
    parts = {
        "region": PartOf(wording("地区"), lambda field, text: placenames.one(text).code, _region_name, 60),
        "address": PartOf(wording("详细地址"), _line),
    }

    def masked(self, field: Field, value: Any) -> str:
        return _region_name(field, value.region) or HIDDEN


class PersonType(Compound):
    """Somebody named, with their paper and phone."""

    words, made_of = "人员", Person
    parts = {
        "name": PartOf(
            wording("姓名"), lambda field, text: writing.person_name(text), longest=writing.LONGEST_NAME
        ),
        "paper": PartOf(wording("证件"), _paper, _paper_name),
        "number": PartOf(wording("证件号码"), lambda field, text: _short(writing.code(text), LONGEST_NUMBER)),
        "phone": PartOf(wording("电话"), lambda field, text: phone(text)),
    }

    def misfits(self, field: Field, values: dict[str, str], path: str) -> list[Mistake]:
        """A number without the kind of its paper is taken for a resident number, which proves itself."""
        usual = next((option for option in field.options if option.format == RESIDENT), None)
        option = field.option(values.get("paper", "")) or usual
        if not values.get("number") or option is None or option.format != RESIDENT:
            return []
        try:
            values["number"] = ResidentId.parse(values["number"]).number
        except DomainError as error:
            if values.get("paper") or "paper" not in self.asked(field):
                return [Mistake(f"{path}.number", error)]
            do = wording("是身份证的，请核对号码；是别的证件的，请选证件")
            return [Mistake(f"{path}.paper", refused("paper", "还没有选是哪种证件", do))]
        values["paper"] = option.code
        return []

    def masked(self, field: Field, value: Any) -> str:
        hidden = Person(
            identity.mask_name(value.name),
            value.paper,
            identity.mask_resident_id(value.number),
            identity.mask_phone(value.phone),
        )
        return self.display(field, hidden)


class EmployerType(Compound):
    """An organisation with its number and whom to speak to."""

    words, made_of = "单位", Employer
    parts = {
        "name": PartOf(wording("名称"), lambda field, text: _short(writing.organisation(text), LONGEST_LINE)),
        "uscc": PartOf(wording("统一社会信用代码"), lambda field, text: normalise_uscc(text)),
        "contact": PartOf(wording("联系人"), lambda field, text: writing.person_name(text)),
        "phone": PartOf(wording("电话"), lambda field, text: phone(text)),
    }

    def instead(self, field: Field, part: str) -> str:
        if part != "name":
            return super().instead(field, part)
        return wording("不知道单位叫什么的，在名称那里写老板或者包工头的姓名")

    def masked(self, field: Field, value: Any) -> str:
        return self.display(field, Employer(value.name, value.uscc))


class Files(FieldType):
    """Files by the ids under which a keeper has them, in the order they were given."""

    words = "附件"

    def read(self, field: Field, typed: Typed, at: At, path: str) -> Reading:
        ids = tuple(dict.fromkeys(typed.get("", "").split()))
        if not ids:
            return Reading(UNKNOWN if said_unknown(field, typed) else None)
        least, most = field.limits.least or 0, field.limits.most
        if isinstance(most, int) and len(ids) > most:
            error = refused(
                "most",
                say("最多传{most}个文件", most=most),
                "请去掉多余的",
                why=say("现在有{count}个", count=len(ids)),
            )
            return Reading(None, (Mistake(path, error),))
        if isinstance(least, int) and len(ids) < least:
            error = refused(
                "least",
                say("至少要传{least}个文件", least=least),
                "请再传",
                why=say("现在有{count}个", count=len(ids)),
            )
            return Reading(None, (Mistake(path, error),))
        return Reading(ids)

    def written(self, field: Field, value: Any) -> dict[str, str]:
        return {"": " ".join(value)}

    def display(self, field: Field, value: Any) -> str:
        return "\n".join(value)

    def typed_of(self, field: Field, shown: str) -> dict[str, str]:
        return {"": shown}

    def masked(self, field: Field, value: Any) -> str:
        return f"{len(value)}个文件"

    def to_json(self, field: Field, value: Any) -> Any:
        return list(value)

    def from_json(self, field: Field, raw: Any) -> Any:
        if not isinstance(raw, list) or not all(isinstance(each, str) and each for each in raw):
            raise not_json(field, raw, "文件编号的列表")
        return tuple(raw)

    def schema(self, field: Field) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "uniqueItems": True,
        }
        ends = {"minItems": field.limits.least, "maxItems": field.limits.most}
        return schema | {key: end for key, end in ends.items() if end is not None}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(field.id, field.name, "文件编号，用空格隔开", ""),)

    def facts(self, field: Field) -> Iterator[Fact]:
        yield Fact(f"{field.id}.个数", Type.INT)

    def answers(self, field: Field, value: Any) -> dict[str, Answer]:
        count = UNKNOWN if isinstance(value, Unknown) else len(value or ())
        return {f"{field.id}.个数": count}
