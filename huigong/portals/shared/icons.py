"""Drawings that stand in the page's text once a template is compiled.

A page holds up to a hundred icons; each, rendered as a component, would cost as much as ten of its words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django_cotton.compiler_regex import CottonCompiler
from django_cotton.cotton_loader import Loader as ComponentLoader

FOLDER = Path(__file__).parent / "templates" / "cotton" / "icon"
_ICON = re.compile(r"<c-icon\.([a-z]+) />")


class Loader(ComponentLoader):
    """Loads templates with components; `<c-icon.next />` is already drawn in what it compiles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cotton_compiler = _Compiler()


class _Compiler(CottonCompiler):
    def process(self, html: str) -> str:
        return str(super().process(drawn(html)))


def drawn(template: str) -> str:
    """The template with each icon's drawing in its place."""
    return _ICON.sub(lambda icon: _drawing(icon[1]), template)


@cache
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8").strip()
