"""Asked once: what is known already, from the register, another office or another form, stands in a draft from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Kind, Source
from huigong.forms.lodging import Sent
from huigong.forms.values import Place, Value
from huigong.rules.values import Unknown
from huigong.rules.values import Value as FactValue


@dataclass(frozen=True)
class Known:
    """A fact about the person: its value, where it came from, and the last day on which it is good (None: it does not age)."""

    value: FactValue
    source: Source
    good_until: date | None = None


def prefilled(
    draft: Draft, form: Form, *, facts: Mapping[str, Known], shared: Mapping[str, Sent] | None = None
) -> Draft:
    """The draft with what is known in every field that nobody has answered.

    `facts` are by name; `shared` are answers that were sent with other forms, by the id of the shared field.
    """
    for asked in form.fields.values():
        if asked.id in draft.said or asked.computed is not None:
            continue
        known, earlier = facts.get(asked.fact), (shared or {}).get(asked.shared)
        if known is not None and (value := _held(asked, known.value)) is not None:
            draft = draft.with_value(asked, value, source=known.source, good_until=known.good_until)
        elif earlier is not None and earlier.value is not None and not isinstance(earlier.value, Unknown):
            draft = draft.with_value(
                asked, earlier.value, source=earlier.source, good_until=earlier.good_until
            )
    return draft


def shareable(form: Form, answers: Mapping[str, Sent]) -> dict[str, Sent]:
    """Of what was sent with a form, what other forms may take, by the id of the shared field."""
    return {
        form.fields[id].shared: sent
        for id, sent in answers.items()
        if id in form.fields and form.fields[id].shared
    }


def _held(asked: Field, value: FactValue) -> Value | None:
    """A fact's value as the field holds it; None for an option that the form does not offer."""
    if asked.kind is Kind.PLACE:
        return Place(region=str(value))
    if asked.kind is Kind.CODE:
        return str(value) if asked.option(str(value)) else None
    return value
