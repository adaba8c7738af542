"""In which order the fields of a form are worked out."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from huigong.forms.declaring import Declared
from huigong.forms.fields import Field
from huigong.rules.nodes import fact_names


def order(made: Mapping[str, Field], declared: Mapping[str, Declared]) -> tuple[str, ...]:
    """The fields so that each comes after those that decide whether it is shown or what it is."""
    needs = {id: _reads(field, made) for id, field in made.items()}
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        declared[circle[0]].entry.wrong("show_if", f"几个字段互相决定，绕成了圈：{' → '.join(circle)}")
        return ()


def _reads(field: Field, made: Mapping[str, Field]) -> set[str]:
    rules = (field.shown_if, field.computed, field.suggested)
    names = {name.partition(".")[0] for rule in rules if rule is not None for name in fact_names(rule)}
    return (names & set(made)) - {field.id}
