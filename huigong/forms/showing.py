"""Answers for people: the worker sees their own, an officer what their class of secrecy allows, paper a line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Secrecy
from huigong.forms.lodging import Lodged
from huigong.forms.types import type_of
from huigong.forms.types.base import HIDDEN
from huigong.forms.values import Answered
from huigong.rules.values import Unknown


@dataclass(frozen=True)
class Line:
    """One answer on paper or in a list: the officer's term, the text (several lines where the answer has parts), its source."""

    id: str
    name: str
    text: str
    source: str
    retired: bool = False


def display(asked: Field, value: Answered, *, up_to: Secrecy = Secrecy.SECRET) -> str:
    """The answer in words; masked where the field is more secret than the reader may see. "" for none."""
    if value is None:
        return ""
    if asked.privacy.rank > up_to.rank:
        return HIDDEN if isinstance(value, Unknown) else type_of(asked.kind).masked(asked, value)
    if isinstance(value, Unknown):
        return asked.unknown_words[0]
    return type_of(asked.kind).display(asked, value)


def lines(form: Form, lodged: Lodged, *, up_to: Secrecy = Secrecy.SECRET) -> Iterator[Line]:
    """What was sent, in the order of the form it was asked with, fields retired since among them."""
    for id, asked in form.fields.items():
        if id in lodged.answers:
            sent = lodged.answers[id]
            retired = asked.until is not None and asked.until < lodged.on
            yield Line(id, asked.name, display(asked, sent.value, up_to=up_to), sent.source.label, retired)
