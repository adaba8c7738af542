"""The form of a move: a long list of offices is drawn as Django would draw it, in one go."""

from __future__ import annotations

import pytest
from django import forms
from django.test.html import parse_html

from huigong.portals.desk.parts.moveforms import OfficeSelect

OFFICES = [("", "请选择部门"), ("510403/hrss", "虚构“区”<人社>局"), ("510403/police", "虚构公安局")]
GIVEN = {"id": "id_to_office", "required": True, "aria-describedby": "hint"}


@pytest.mark.parametrize("chosen", [None, "", "510403/police", "510499/nobody"])
@pytest.mark.parametrize("given", [{}, GIVEN])
def test_a_list_of_offices_is_what_django_draws(chosen: str | None, given: dict[str, object]) -> None:
    django, ours = (kind(choices=OFFICES) for kind in (forms.Select, OfficeSelect))
    assert parse_html(ours.render("to_office", chosen, given)) == parse_html(
        django.render("to_office", chosen, given)
    )
