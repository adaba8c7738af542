"""Seventeen conditions and three amounts, as formulas over arrays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from openfisca_country import Person

PARAMETERS = Path(__file__).parent / "parameters"
VARIABLES: list[type[Variable]] = []
Formula = Callable[..., Any]


def variable(kind: type) -> Callable[[Formula], Formula]:
    """Makes a variable of a formula and gives it its name."""

    def made(formula: Formula) -> Formula:
        body = {
            "value_type": kind,
            "entity": Person,
            "definition_period": DateUnit.DAY,
            "label": formula.__name__,
            "formula": formula,
        }
        VARIABLES.append(type(formula.__name__, (Variable,), body))
        return formula

    return made


def full_months(start: Any, period: Any) -> Any:
    """Whole months up to the day of the period, full on the same day or on the last of the month."""
    end = numpy.datetime64(str(period.start), "D")
    month, end_month = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    day = (start - month.astype("datetime64[D]")).astype(int) + 1
    end_day = (end - end_month.astype("datetime64[D]")).astype(int) + 1
    last = ((end_month + 1).astype("datetime64[D]") - end_month.astype("datetime64[D]")).astype(int)
    months = (end_month - month).astype(int) - (end_day < numpy.minimum(day, last))
    return numpy.maximum(months, 0)


@variable(int)
def months_here(person: Any, period: Any) -> Any:
    return full_months(person("here_since", period), period)


@variable(int)
def age(person: Any, period: Any) -> Any:
    return full_months(person("born_on", period), period) // 12


@variable(bool)
def permit(person: Any, period: Any, parameters: Any) -> Any:
    footing = person("stable_job", period) + person("stable_home", period) + person("at_school", period)
    long_enough = person("months_here", period) >= parameters(period).months_here
    return person("left_home", period) * long_enough * footing


@variable(bool)
def health(person: Any, period: Any, parameters: Any) -> Any:
    return person("holds_permit", period) + (person("months_here", period) >= parameters(period).months_here)


@variable(bool)
def training(person: Any, period: Any) -> Any:
    of_age = (person("age", period) >= 16) * (person("age", period) < 60)
    return (
        person("rural", period)
        * person("in_training", period)
        * numpy.logical_not(person("trained_already", period))
        * of_age
    )


@variable(bool)
def startup(person: Any, period: Any) -> Any:
    in_need = person("minimum_living", period) + (person("months_unemployed", period) >= 6)
    return person("self_employed", period) * in_need


@variable(bool)
def hiring(person: Any, period: Any) -> Any:
    return person("has_contract", period) * (person("months_unemployed", period) >= 12)


@variable(bool)
def loan(person: Any, period: Any) -> Any:
    return person("rural", period) * person("self_employed", period) * (person("age", period) <= 60)


@variable(bool)
def housing(person: Any, period: Any, parameters: Any) -> Any:
    poor = person("income", period) < parameters(period).low_income
    return person("stable_job", period) * numpy.logical_not(person("stable_home", period)) * poor


@variable(bool)
def settlement(person: Any, period: Any) -> Any:
    size = person("city_size", period)
    years = numpy.where(size <= 100, 3, 5)
    way = (size <= 50) + (person("years_insured", period) >= years)
    return person("stable_job", period) * person("stable_home", period) * way


@variable(bool)
def schooling(person: Any, period: Any) -> Any:
    return person("has_children_here", period) * (
        person("holds_permit", period) + person("stable_job", period)
    )


@variable(bool)
def boarding(person: Any, period: Any, parameters: Any) -> Any:
    poor = person("income", period) * 3 < parameters(period).low_income * 2
    return person("has_children_here", period) * poor


@variable(bool)
def election(person: Any, period: Any, parameters: Any) -> Any:
    long_enough = person("months_here", period) >= parameters(period).months_to_vote
    return long_enough * (person("age", period) >= 18)


@variable(bool)
def injury(person: Any, period: Any) -> Any:
    return person("was_injured", period) * person("has_contract", period)


@variable(bool)
def arrears(person: Any, period: Any) -> Any:
    return person("owed", period) > 0


@variable(bool)
def legal_aid(person: Any, period: Any) -> Any:
    return (person("owed", period) > 0) + person("was_injured", period)


@variable(bool)
def pension(person: Any, period: Any) -> Any:
    return (person("age", period) >= 60) * (person("years_insured", period) >= 15)


@variable(bool)
def young(person: Any, period: Any) -> Any:
    of_age = (person("age", period) >= 16) * (person("age", period) <= 24)
    busy = person("at_school", period) + person("stable_job", period)
    return of_age * numpy.logical_not(busy)


@variable(bool)
def large_family(person: Any, period: Any, parameters: Any) -> Any:
    return (person("children", period) >= 3) * (person("income", period) <= parameters(period).low_income)


@variable(int)
def startup_amount(person: Any, period: Any, parameters: Any) -> Any:
    return numpy.where(person("startup", period), parameters(period).deduction, 0)


@variable(int)
def boarding_amount(person: Any, period: Any, parameters: Any) -> Any:
    each = parameters(period).boarding * person("children", period)
    return numpy.where(person("boarding", period), each, 0)


@variable(int)
def advance_amount(person: Any, period: Any, parameters: Any) -> Any:
    capped = numpy.minimum(person("owed", period), parameters(period).hiring_deduction)
    return capped * 60 // 100
