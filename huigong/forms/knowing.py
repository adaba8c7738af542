"""Asked once: what is known already, from the register, another office or another form, stands in a draft from the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Field, Form
from huigong.forms.filling import Filled, fill
from huigong.forms.kinds import Kind, Source
from huigong.forms.lodging import Sent
from huigong.forms.noticing import of_card
from huigong.forms.types import At, type_of
from huigong.forms.types.compound import RESIDENT
from huigong.forms.types.rows import FIRST_ROW, joined
from huigong.forms.values import Person, Place, Row, Value
from huigong.rules.evaluate import evaluate
from huigong.rules.values import NEVER, Answer, Unknown
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
    """The draft with what is known in every field that nobody has answered, and that is not asked anew.

    What a field only offers stands in it and is asked all the same. `facts` are by name; `shared` are answers that were sent with other forms, by the id of the shared field.
    """
    for asked in form.fields.values():
        if asked.id in draft.said or asked.computed is not None:
            continue
        known = None if asked.anew else facts.get(asked.fact)
        earlier = (shared or {}).get(asked.shared)
        if known is not None and (value := _held(asked, known.value)) is not None:
            draft = draft.with_value(asked, value, source=known.source, good_until=known.good_until)
        elif earlier is not None and earlier.value is not None and not isinstance(earlier.value, Unknown):
            draft = draft.with_value(
                asked, earlier.value, source=earlier.source, good_until=earlier.good_until
            )
        elif (settled := _settled(asked, form, facts, on=draft.began)) is not None:
            draft = draft.with_value(asked, settled, source=Source.EARLIER)
        elif offered := _offered(asked, form, facts, on=draft.began):
            draft = replace(draft, said={**draft.said, asked.id: Said(offered, Source.OFFERED)})
    return draft


def without_own_proposals(
    draft: Draft, form: Form, *, kept: Draft, facts: Mapping[str, Answer], on: date
) -> Draft:
    """The draft without what was filled in beyond `kept` that the form proposes by itself: a total that was accepted and
    learned of when the form was sent comes from its own rows, and was not said before."""
    ids = [
        asked.id
        for asked in form.fields.values()
        if asked.suggested is not None and asked.id in draft.said and asked.id not in kept.said
    ]
    if not ids:
        return draft
    bare = replace(draft, said={id: each for id, each in draft.said.items() if id not in ids})
    known, proposed = (fill(form, each, facts=facts, on=on).fields for each in (draft, bare))
    differ = {id: draft.said[id] for id in ids if known[id].value != proposed[id].value}
    return replace(bare, said={**bare.said, **differ})


def with_card(draft: Draft, form: Form, *, on: date) -> Draft:
    """The draft with what the resident number that the applicant wrote says of them, where nobody has answered that."""
    named = form.applicant
    if named is None:
        return draft
    card = of_card(named, type_of(named.kind).read(named, draft.typed(named.id), At(on), named.id).value)
    for asked in form.fields.values():
        if asked.role in card and asked.id not in draft.said:
            draft = draft.with_value(asked, card[asked.role], source=Source.EARLIER)
    return draft


def with_granted(draft: Draft, form: Form, *, name: str, number: str) -> Draft:
    """The draft with somebody in the first of the rows that name who has what is granted, to be looked over."""
    asked = form.fields.get(form.granted_to)
    if asked is None:
        return draft
    named = next(column for column in asked.fields if column.kind is Kind.PERSON)
    paper = next((option.code for option in named.options if option.format == RESIDENT), "")
    person = Person(name, paper if number else "", number)
    card, cells = of_card(named, person), dict[str, Value | Unknown]({named.id: person})
    for column in asked.fields:
        if column.role in card:
            cells[column.id] = card[column.role]
    typed = type_of(asked.kind).written(asked, (Row(FIRST_ROW, cells),))
    return replace(draft, said={**draft.said, asked.id: Said(typed, Source.OFFERED)})


def shareable(filled: Filled, ids: Iterable[str], *, until: date | None) -> dict[str, Said]:
    """Of what was filled in in these fields, what other forms may take, by the id of the shared field.

    Files stay with their form, and what is not known is asked again. Each is good until `until`, or earlier where it was.
    """
    by_id = {}
    for standing in (filled.fields[id] for id in ids if id in filled.fields):
        asked, good = standing.field, standing.good_until
        known = standing.answered and not isinstance(standing.value, Unknown)
        if asked.shared and asked.kind is not Kind.FILE and known:
            last = min((day for day in (good, until) if day is not None), default=None)
            by_id[asked.shared] = Said(standing.typed or {}, Source.EARLIER, last)
    return by_id


def taken(form: Form, shared: Mapping[str, Said], *, on: date) -> dict[str, Sent]:
    """What was shared, as the form's own fields read it, by the id of the shared field; what does not do for a field is left out."""
    by_id = {}
    for asked in form.fields.values():
        said = shared.get(asked.shared) if asked.shared else None
        if said is None or (said.good_until is not None and said.good_until < on):
            continue
        reading = type_of(asked.kind).read(asked, said.typed, At(on), asked.id)
        if reading.value is not None and not reading.mistakes:
            by_id[asked.shared] = Sent(reading.value, said.source, said.good_until)
    return by_id


def _settled(asked: Field, form: Form, facts: Mapping[str, Known], *, on: date) -> Value | None:
    """The answer that follows from what is known of the person; None where it does not follow."""
    values = {name: known.value for name, known in facts.items()}
    for each in asked.known:
        if evaluate(each.when, values=values, on=on, parameters=form.parameters) is True:
            value = type_of(asked.kind).read(asked, {"": each.gives}, At(on), asked.id).value
            return None if isinstance(value, Unknown) else value
    return None


def _offered(asked: Field, form: Form, facts: Mapping[str, Known], *, on: date) -> dict[str, str]:
    """What would be typed for what is known: of the field itself, or of the first of its rows; what follows of a column
    stands in that row too."""
    typed: dict[str, str] = {}
    for column in asked.fields:
        settled = _settled(column, form, facts, on=on)
        if settled is not None:
            written = type_of(column.kind).written(column, settled)
            typed |= {joined(FIRST_ROW, column.id, below): text for below, text in written.items()}
    for id, name in asked.offers:
        part, known = asked.column(id) if id else asked, facts.get(name)
        value = _held(part, known.value) if part is not None and known is not None else None
        if part is not None and value is not None:
            written = type_of(part.kind).written(part, value)
            typed |= {joined(FIRST_ROW if id else "", id, below): text for below, text in written.items()}
    return typed


def _held(asked: Field, value: FactValue) -> Value | None:
    """A fact's value as the field holds it; None for an option that the form does not offer, and for what never happened."""
    if value == NEVER:
        return None
    if asked.kind is Kind.PLACE:
        return Place(region=str(value))
    if asked.kind is Kind.CODE:
        return str(value) if asked.option(str(value)) else None
    return value
