"""What a form's answers say of the facts that rules of services read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huigong.forms.fields import Field, Fill, Form
from huigong.forms.types import type_of
from huigong.forms.values import Answered, Person, Row
from huigong.rules.evaluate import evaluate
from huigong.rules.values import Answer, Unknown


def stated(form: Form, answers: Mapping[str, Answered], *, on: date) -> dict[str, Answer]:
    """The facts that answers by field id settle, by name; `on` is the day of asking.

    A field with a fact of its own gives it as it was answered, not known included. What follows from an answer by
    a rule is given only where the rule says it.
    """
    known: dict[str, Answer] = {}
    for id, asked in form.fields.items():
        known |= type_of(asked.kind).answers(asked, answers.get(id))
    by_fact: dict[str, Answer] = {}
    for id, value in answers.items():
        asked = form.fields[id]
        if value is not None and asked.fact:
            by_fact[asked.fact] = next(iter(type_of(asked.kind).answers(asked, value).values()))
        if value is not None:
            by_fact |= _following(form, asked, value, known | by_fact, on=on)
    return by_fact


def whose(form: Form, answers: Mapping[str, Answered], *, on: date) -> Person | None:
    """The person that the answers are about, where that is not the sender; None for the sender's own matter."""
    known: dict[str, Answer] = {}
    for id, asked in form.fields.items():
        known |= type_of(asked.kind).answers(asked, answers.get(id))
    named = ((asked, answers.get(id)) for id, asked in form.fields.items() if asked.about is not None)
    return next(
        (
            value
            for asked, value in named
            if isinstance(value, Person)
            and asked.about is not None
            and evaluate(asked.about, values=known, on=on, parameters=form.parameters) is True
        ),
        None,
    )


def granted_to(form: Form, answers: Mapping[str, Answered]) -> tuple[Person, ...]:
    """Who has what is granted by what was answered, where the form names them in rows; nobody for the one whose matter it is."""
    rows = answers.get(form.granted_to)
    if not isinstance(rows, tuple):
        return ()
    cells = (cell for row in rows if isinstance(row, Row) for cell in row.cells.values())
    return tuple(cell for cell in cells if isinstance(cell, Person))


def _following(
    form: Form, asked: Field, value: Answered, known: Mapping[str, Answer], *, on: date
) -> dict[str, Answer]:
    given = {fill.fact: _filled(form, fill, value, known, on=on) for fill in asked.fills}
    return {fact: answer for fact, answer in given.items() if not isinstance(answer, Unknown | None)}


def _filled(
    form: Form, fill: Fill, value: Answered, known: Mapping[str, Answer], *, on: date
) -> Answer | None:
    if isinstance(value, Unknown):
        return fill.unknown
    if fill.rule is not None:
        return evaluate(fill.rule, values=known, on=on, parameters=form.parameters)
    if (
        fill.when is not None
        and evaluate(fill.when, values=known, on=on, parameters=form.parameters) is not True
    ):
        return None
    return fill.gives
