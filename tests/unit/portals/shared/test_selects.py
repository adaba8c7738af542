"""A list of choices drawn at once is the one that Django draws option by option."""

from __future__ import annotations

import pytest
from django import forms
from django.test.html import parse_html

from huigong.portals.shared.selects import FlatSelect

CHOICES = [("", "全部"), ("a", "甲 <乙>"), ("b&c", "丙"), ("7", "七")]
ATTRS = {"id": "id_office", "required": True, "disabled": False, "aria-describedby": 'x"y'}


@pytest.mark.parametrize("value", [None, "", "a", "b&c", 7, "nothing of these"])
def test_it_is_the_one_that_django_draws(value: object) -> None:
    drawn, usual = (
        kind(choices=CHOICES).render("office", value, attrs=ATTRS) for kind in (FlatSelect, forms.Select)
    )
    assert parse_html(drawn) == parse_html(usual)
