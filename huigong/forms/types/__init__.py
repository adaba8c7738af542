"""Every kind of field: reads what people type, normalises it, shows it, and writes it for programs."""

from __future__ import annotations

from huigong.forms.kinds import Kind
from huigong.forms.types.base import UNKNOWN_PART, At, Column, FieldType, Mistake, Reading
from huigong.forms.types.compound import Compound, EmployerType, Files, PersonType, PlaceType
from huigong.forms.types.figures import Day, Exact, Int, Money, MonthOfYear
from huigong.forms.types.rows import Rows
from huigong.forms.types.texts import Bool, Code, Long, Text

__all__ = [
    "UNKNOWN_PART",
    "At",
    "Column",
    "Compound",
    "FieldType",
    "Mistake",
    "Reading",
    "Rows",
    "rows_type",
    "type_of",
]


def type_of(kind: Kind) -> FieldType:
    """What a kind of field can do."""
    return _TYPES[kind]


rows_type = Rows(type_of)
_TYPES: dict[Kind, FieldType] = {
    Kind.TEXT: Text(),
    Kind.LONG: Long(),
    Kind.BOOL: Bool(),
    Kind.INT: Int(),
    Kind.DECIMAL: Exact(),
    Kind.MONEY: Money(),
    Kind.DATE: Day(),
    Kind.MONTH: MonthOfYear(),
    Kind.CODE: Code(),
    Kind.PLACE: PlaceType(),
    Kind.PERSON: PersonType(),
    Kind.EMPLOYER: EmployerType(),
    Kind.FILE: Files(),
    Kind.REPEAT: rows_type,
    Kind.TABLE: rows_type,
}
