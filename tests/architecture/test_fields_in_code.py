"""The code knows no field of a form by its name: what it has to know a field as is a role that the pack declares."""

from __future__ import annotations

import ast

import pytest

from huigong import forms
from huigong.forms.kinds import Role
from tests.architecture.house import PRODUCT
from tests.architecture.test_regions_in_code import literals

FOLDERS = ("forms", "catalogue/checking", "portals/worker")
ON_SCREEN = {"单位", "工种", "本人"}
"""Words of pages that fields happen to be called by too."""


def test_no_literal_where_forms_are_handled_is_the_id_of_a_shared_field() -> None:
    shared = set(forms.book().library) - ON_SCREEN
    named = {
        str(path.relative_to(PRODUCT)): known
        for folder in FOLDERS
        for path in sorted((PRODUCT / folder).rglob("*.py"))
        if (known := sorted(shared & set(literals(ast.parse(path.read_text(encoding="utf-8"))))))
    }
    assert named == {}


@pytest.mark.parametrize("role", list(Role))
def test_the_packs_say_which_shared_field_has_each_role(role: Role) -> None:
    assert forms.book().shared_as(role)
