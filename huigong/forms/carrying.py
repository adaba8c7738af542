"""Going on with the same matter: what was sent with one form stands in the next, which goes against its decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Decided, Kind, Source
from huigong.forms.lodging import Lodged
from huigong.forms.types import At, type_of
from huigong.forms.values import Typed
from huigong.rules.values import Unknown

_TOLD_ANEW = frozenset({Kind.LONG, Kind.FILE})
"""A story is told again for another reader, and files stay with what they were sent for."""


def carried(
    draft: Draft, form: Form, *, earlier: Form, lodged: Lodged, decided: Mapping[Decided, str]
) -> Draft:
    """The draft of `form` with what `lodged` said in `earlier` and what the decision says of itself, where it says nothing yet.

    A field takes over what was said of the same fact, or under the same name in the same kind of field, as far as it
    can hold it. What was not said here but known from elsewhere is looked up anew.
    """
    by_fact = {asked.fact: asked for asked in earlier.fields.values() if asked.fact}
    for asked in form.fields.values():
        if asked.id in draft.said or asked.computed is not None or asked.kind in _TOLD_ANEW:
            continue
        typed = _decided(asked, decided) or _sent(by_fact.get(asked.fact), asked, lodged)
        typed = typed or _sent(earlier.fields.get(asked.id), asked, lodged)
        if typed and _holds(asked, typed, draft):
            draft = replace(draft, said={**draft.said, asked.id: Said(typed, Source.EARLIER)})
    return draft


def _decided(asked: Field, decided: Mapping[Decided, str]) -> Typed:
    text = decided.get(asked.decided, "") if asked.decided else ""
    part = "region" if asked.kind is Kind.PLACE else ""
    return {part: text} if text else {}


def _sent(before: Field | None, asked: Field, lodged: Lodged) -> Typed:
    """What would be typed for what was sent in that field; nothing where it was not, or not by the person."""
    sent = lodged.answers.get(before.id) if before is not None else None
    if before is None or sent is None or before.kind is not asked.kind or not sent.source.told:
        return {}
    if sent.value is None or isinstance(sent.value, Unknown):
        return {}
    return type_of(before.kind).written(before, sent.value)


def _holds(asked: Field, typed: Typed, draft: Draft) -> bool:
    """Whether the field can read it without a mistake."""
    reading = type_of(asked.kind).read(asked, typed, At(draft.began), asked.id)
    return reading.value is not None and not reading.mistakes
