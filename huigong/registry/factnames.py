"""The facts that the packs declare. Only those are recorded, with values of the declared type: no rule would ever read a misspelt one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huigong.kernel import writing
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.registry.factvalues import FactValue
from huigong.rules import facts
from huigong.rules.facts import Fact, FactDictionary
from huigong.rules.values import Type, decimal_in_range, integer_in_range

_PYTHON_TYPES: dict[Type, type] = {
    Type.BOOL: bool,
    Type.INT: int,
    Type.DECIMAL: Decimal,
    Type.DATE: date,
    Type.TEXT: str,
    Type.ENUM: str,
}


def require(name: str, value: FactValue) -> None:
    """Raises `DomainError`: `facts.unknown` with the nearest name, `fact.value` for a value of another type."""
    fact = dictionary().named(name)
    if not fits(fact, value):
        raise Invalid(
            code="fact.value",
            about="value",
            what=say("“{name}”的值不对", name=name),
            why=say("它应当是{expected}", expected=_expected(fact)),
            do="请核对后重新填写",
        )


def fits(fact: Fact | None, value: FactValue) -> bool:
    """Whether the value is of the type that the fact has today; True for a fact that is no longer declared."""
    if fact is None:
        return True
    if type(value) is not _PYTHON_TYPES[fact.type] or (fact.values and value not in fact.values):
        return False
    match value:
        case str():
            return bool(writing.line(value))
        case Decimal():
            return value.is_finite() and decimal_in_range(value) is not None
        case int():
            return integer_in_range(value) is not None
    return True


def dictionary() -> FactDictionary:
    """The facts of the packs in use."""
    return facts.dictionary()


def _expected(fact: Fact) -> str:
    return "、".join(fact.values) if fact.values else fact.type.chinese
