"""`{{ kind|sign }}`: the drawing of a chip whose kind is known with the page."""

from __future__ import annotations

from django import template

from huigong.portals.shared import icons

register = template.Library()
register.filter("sign", icons.sign)
