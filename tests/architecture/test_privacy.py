"""Every field of every model says how private it is, the day it is born."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Field, Model

from huigong.registry import owncopy
from tests.architecture.test_layers import own_models

KINDS = {"public", "official", "personal", "sensitive"}
SEALED_NAMES = {"resident_number", "phone", "bank_card", "address", "answers"}

# Folders with personal data that add nothing to the copy which people take along, and why.
NOT_IN_THE_COPY = {
    "catalogue": "what is new for somebody follows from what the register knows, which is in the copy",
    "correspondence": "its values are those of letters to come, whose cases are in the copy",
    "directory": "accounts: the phone and number of a person's own are those of the register, the rest is of officials",
    "feedback": "a rating is what the person said of an office; it stands with the case",
    "files": "papers that the person handed in and can fetch where they were handed in",
    "messages": "what was sent can be read again on the person's own page, and says what the cases say",
    "notices": "letters are kept whole, each carries its own data and seal",
}


def fields_of(model: type[Model]) -> dict[str, Field]:
    return {
        field.name: field for field in model._meta.get_fields() if field.concrete and not field.primary_key
    }


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[Model]) -> None:
    said = getattr(getattr(model, "Privacy", None), "fields", {})
    assert set(said) == set(fields_of(model)), f"{model._meta.label}.Privacy.fields and the model differ"
    assert set(said.values()) <= KINDS


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_what_identifies_a_person_is_sealed(model: type[Model]) -> None:
    for name, field in fields_of(model).items():
        if name in SEALED_NAMES:
            assert type(field).__name__.startswith("Sealed"), (
                f"{model._meta.label}.{name} is stored in the clear"
            )


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_rows_have_an_order_and_a_chinese_name(model: type[Model]) -> None:
    assert model._meta.ordering, f"{model._meta.label} has no order"
    assert any("一" <= character <= "鿿" for character in str(model._meta.verbose_name))


def test_what_folders_know_of_a_person_is_in_the_persons_copy() -> None:
    """Or is left out for a reason: a new folder's data would be missing and nobody would see it."""
    knowing = {
        apps.get_app_config(model._meta.app_label).name.split(".")[1]
        for model in own_models()
        if {"personal", "sensitive"} & set(model.Privacy.fields.values())
    }
    declared = {part.folder for part in owncopy.parts()}
    assert knowing == declared | set(NOT_IN_THE_COPY)
    assert not declared & set(NOT_IN_THE_COPY), "it has a part now: take it off the list"
