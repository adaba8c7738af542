"""A choice from a list, drawn at once: Django draws each option by a template of its own, and a filter has a hundred."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


class FlatSelect(forms.Select):
    """A `select` of one choice, without groups."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = "".join(_option(code, words, str(code) in chosen) for code, words in self.choices)
        own = flatatt(self.build_attrs(self.attrs, attrs))
        return mark_safe(f'<select name="{conditional_escape(name)}"{own}>{options}</select>')


def _option(code: Any, words: Any, chosen: bool) -> str:
    selected = " selected" if chosen else ""
    return f'<option value="{conditional_escape(code)}"{selected}>{conditional_escape(words)}</option>'
