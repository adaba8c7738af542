"""An application's answers and its form as they are kept and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong import forms
from huigong.casework.models import Application
from huigong.catalogue.services import PublicService
from huigong.forms.fields import Field, Form
from huigong.forms.lodging import Lodged
from huigong.forms.values import Person, Place
from huigong.registry import factvalues
from huigong.registry.factvalues import FactValue
from huigong.rules.nodes import Fact
from huigong.rules.values import Answer, Between, Unknown

SaidValue = FactValue | Between
"""What an applicant may say beside the form: a value, or only between which two it lies, which no register keeps."""


def answers_kept(answers: Mapping[str, SaidValue | Unknown]) -> dict[str, Any]:
    """Fact name → JSON of its value, a range as `{"between": [least, most]}`; what is unknown is left out."""
    known = {name: value for name, value in answers.items() if not isinstance(value, Unknown)}
    return {name: _kept(value) for name, value in known.items()}


def answers_of(application: Application | None) -> dict[str, SaidValue]:
    """Fact name → value; nothing without an application."""
    kept = application.answers if application else {}
    return {name: _said(value) for name, value in kept.items()}


def _kept(value: SaidValue) -> Any:
    if isinstance(value, Between):
        return {"between": [factvalues.as_json(end) for end in (value.least, value.most)]}
    return factvalues.as_json(value)


def _said(kept: Any) -> SaidValue:
    match kept:
        case {"between": [least, most]}:
            return Between(factvalues.from_json(least), factvalues.from_json(most))
        case _:
            return factvalues.from_json(kept)


@dataclass(frozen=True)
class SentForm:
    """A form as it was lodged, with the form that it answers."""

    form: Form
    lodged: Lodged


def stated(
    service: PublicService, lodged: Lodged, *, beside: Mapping[str, SaidValue | Unknown]
) -> dict[str, SaidValue]:
    """What a lodged form says of the facts that decide about the service and its office, and of those said `beside` it."""
    form = _form(lodged.form, began=lodged.began, region=lodged.region)
    read = {*service.reads, *beside}
    said = said_by(form, lodged, service)
    return {
        name: value for name, value in said.items() if name in read and not isinstance(value, Unknown | None)
    }


def of_one_alone(
    service: PublicService, lodged: Lodged, names: Iterable[str], *, facts: Mapping[str, Fact]
) -> frozenset[str]:
    """Of what was said beside a form that names several who have what is granted: what was said of one of them, and so
    says nothing of the others. `facts` are all, by name."""
    form = _form(lodged.form, began=lodged.began, region=lodged.region)
    if len(lodged.granted_to(form)) < 2:
        return frozenset()
    said = said_by(form, lodged, service)
    return frozenset(name for name in names if name in facts and facts[name].one_of and name not in said)


def said_by(form: Form, lodged: Lodged, service: PublicService | None) -> dict[str, Answer]:
    """Everything that a lodged form says of facts: the place whose matter it is, and what its answers settle."""
    return _placed(form, lodged, service) | lodged.facts(form)


def placed(service: PublicService, lodged: Lodged) -> dict[str, Answer]:
    """The place whose matter a form says it is, as the fact by which the law finds the office; nothing where it says none.

    It goes before what the form says of that fact elsewhere: whoever may apply where they live says so, and where
    their hukou is besides.
    """
    return _placed(_form(lodged.form, began=lodged.began, region=lodged.region), lodged, service)


def _placed(form: Form, lodged: Lodged, service: PublicService | None) -> dict[str, Answer]:
    sent, name = lodged.answers.get(form.where), _place_fact(service)
    return {name: sent.value.region} if name and sent and isinstance(sent.value, Place) else {}


def fields_by_fact(form: Form, service: PublicService | None) -> dict[str, Field]:
    """The field that says so, for each fact that `said_by` may give."""
    name = _place_fact(service) if form.where else ""
    where = {name: form.fields[form.where]} if name else {}
    return where | dict(form.stated)


def beside_form(application: Application, sent: SentForm) -> dict[str, SaidValue]:
    """What the applicant said that does not stand in the form."""
    said = sent.lodged.facts(sent.form)
    return {name: value for name, value in answers_of(application).items() if name not in said}


def kept_of(application: Application | None) -> dict[str, FactValue]:
    """What the register takes over from the form when the case is granted, by fact."""
    sent = form_of(application)
    if sent is None:
        return {}
    said = sent.lodged.facts(sent.form)
    keeping = {asked.fact for asked in sent.form.fields.values() if asked.keeps}
    return {
        name: value
        for name, value in said.items()
        if name in keeping and not isinstance(value, Unknown | Between | None)
    }


def named_in(application: Application | None) -> Person | None:
    """Whom the form names as the one whose matter it is, where that is not the sender."""
    sent = form_of(application)
    return sent.lodged.whose(sent.form) if sent else None


def granted_to(application: Application | None) -> tuple[Person, ...]:
    """Whom the form names as those who have what is granted: the children of a form about children."""
    sent = form_of(application)
    return sent.lodged.granted_to(sent.form) if sent else ()


def _place_fact(service: PublicService | None) -> str:
    return service.place_fact if service else ""


def form_kept(lodged: Lodged) -> str:
    """The canonical JSON of a lodged form. Raises `DomainError` (`form.unknown`, `form.not_yet`)."""
    return lodged.canonical(_form(lodged.form, began=lodged.began, region=lodged.region))


def sent_form(lodged: Lodged) -> SentForm:
    """What is lodged, with the form that it answers. Raises `DomainError` (`form.unknown`, `form.not_yet`)."""
    return SentForm(_form(lodged.form, began=lodged.began, region=lodged.region), lodged)


def form_of(application: Application | None) -> SentForm | None:
    """The form that was lodged, read as it was asked; None without one."""
    if application is None or not application.form:
        return None
    raw = json.loads(application.form)
    form = _form(raw["form"], began=date.fromisoformat(raw["began"]), region=raw["region"])
    return SentForm(form, Lodged.from_json(form, raw))


def _form(id: str, *, began: date, region: str) -> Form:
    return forms.book().form(id, on=began, region=region)
