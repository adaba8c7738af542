"""Every field of every model says how private it is, the day it is born."""

from __future__ import annotations

import pytest
from django.db.models import Field, Model

from tests.architecture.test_layers import own_models

KINDS = {"public", "official", "personal", "sensitive"}
SEALED_NAMES = {"resident_number", "phone", "bank_card", "address", "answers"}


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
