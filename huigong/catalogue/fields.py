"""Takes the fields of one YAML entry out by name and kind, with errors an officer can act on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from huigong.kernel.packs import PackError, Place, nearest_name, place_in, place_of

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """The fields of one entry; every getter raises `PackError` naming file, entry and field."""

    def __init__(self, raw: object, *, file: str, entry: str, known: tuple[str, ...]) -> None:
        self.place = place_of(raw) or Place(file)
        self.entry = entry
        if not isinstance(raw, Mapping):
            raise self.wrong("", "这里应当是“名称: 内容”的形式")
        self.raw: Mapping[str, Any] = raw
        for key in raw:
            if key not in known:
                nearest = nearest_name(str(key), known)
                raise self.wrong(str(key), "不认识这个字段", f"是不是“{nearest}”？" if nearest else "")

    def wrong(self, key: str, why: str, do: str = "") -> PackError:
        """The error for one field."""
        where = f"{self.entry}的“{key}”" if key else self.entry
        place = place_in(self.raw, key, self.place) if hasattr(self, "raw") else self.place
        return PackError("catalogue.field", what=f"{where}写得不对", why=why, do=do, place=place)

    def text(self, key: str, default: str | None = None) -> str:
        """One line or paragraph; required where there is no default."""
        value = self.raw.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(key, "这里应当写一段文字")
        return str(value).strip()

    def flag(self, key: str, default: bool) -> bool:
        """`true` or `false`."""
        value = self.raw.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "这里应当写 true 或 false")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self.raw.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, "这里应当写一个整数")
        return value

    def day(self, key: str) -> date:
        """A date `2016-01-01`."""
        value = self.raw.get(key)
        if not isinstance(value, date):
            raise self.wrong(key, "这里应当写日期，例如 2016-01-01")
        return value

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the field is absent or empty."""
        return None if self.raw.get(key) is None else self.day(key)

    def items(self, key: str) -> list[Any]:
        """A list; an absent field is an empty one."""
        value = self.raw.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, "这里应当是以“-”开头的列表")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "列表里应当都是文字")
        return tuple(str(value) for value in values)

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of an enum."""
        value = self.raw.get(key, default)
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(key, f"只能写{'、'.join(kind)}之一") from None
