"""Drawings and chips that stand in the page's text once a template is compiled.

A page holds up to a hundred icons, and a list a chip or two in each row; each, rendered as a component, would cost as
much as ten of its words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django_cotton.compiler_regex import CottonCompiler
from django_cotton.cotton_loader import Loader as ComponentLoader

FOLDER = Path(__file__).parent / "templates" / "cotton" / "icon"
_ICON = re.compile(r"<c-icon\.([a-z]+) />")
_CHIP = re.compile(r'<c-chip kind="(?:([a-z]+)|{{ ([^"}]+) }})">')
_SIGNS = {"ok": "yes"} | {kind: kind for kind in ("yes", "perhaps", "near", "late", "paused", "info", "no")}


class Loader(ComponentLoader):
    """Loads templates with components; `<c-icon.next />` and chips are already drawn in what it compiles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cotton_compiler = _Compiler()


class _Compiler(CottonCompiler):
    def process(self, html: str) -> str:
        return str(super().process(drawn(html)))


def drawn(template: str) -> str:
    """The template with each icon's drawing in its place, and `<c-chip kind="yes">能享受</c-chip>` as what it stands for."""
    with_chips = _CHIP.sub(_chip, template).replace("</c-chip>", "</span>")
    return _ICON.sub(lambda icon: _drawing(icon[1]), with_chips)


def _chip(tag: re.Match[str]) -> str:
    """The beginning of a chip; of a kind that a variable names, the sign is drawn with the page."""
    kind, variable = tag.groups()
    if variable:
        return f'<span class="chip chip-{{{{ {variable} }}}}">{{{{ {variable}|sign }}}} '
    return f'<span class="chip chip-{kind}">{_drawing(_SIGNS[kind])} '


def sign(kind: str) -> SafeString:
    """The drawing for what is `yes`, `late` and so on; of a kind that there is not, that of a no."""
    return mark_safe(_drawing(_SIGNS.get(kind, "no")))


@cache
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8").strip()
