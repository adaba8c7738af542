"""`{% lines control "shared/screens/row.html" %}`: the rows of a field, each kind of row drawn once.

The rows of a page mostly differ in nothing but their numbers and what was typed, and templates are
slow. Rows that look the same share what is drawn of the first; their own texts are put in, escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

from huigong.forms.widgets import Control, Line
from huigong.portals.shared.screens.keeper import FilesControl

register = template.Library()
_OPEN, _CLOSE = "\ue000", "\ue001"  # of no script
_PLACE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


@register.simple_tag(takes_context=True)
def lines(context: RequestContext, control: Control, name: str) -> SafeString:
    """The lines of `control`, each drawn as `line` by the template of that name."""
    assert context.template is not None
    row = context.template.engine.get_template(name)
    drawn, pieces = dict[Line, _Drawn](), list[str]()
    last: tuple[Line, _Drawn] | None = None
    for line in control.lines:
        texts = _Texts()
        shape = _shape(line, texts) if _is_plain(line) else line
        # To compare with the row before is much less work than to look one up among all.
        if last is None or shape != last[0]:
            if shape not in drawn:
                with context.push(line=shape):
                    drawn[shape] = _Drawn.of(row.render(context))
            last = shape, drawn[shape]
        pieces.append(last[1].with_texts(() if shape is line else texts.own))
    return mark_safe("".join(pieces))


class _Texts:
    """What is a row's own, and the places in the shape where it stands."""

    def __init__(self) -> None:
        self.own: list[str] = []

    def taken_out(self, text: str) -> str:
        """The place that the text gets; none for no text, as templates ask whether there is one."""
        if not text:
            return text
        self.own.append(escape(text))
        return f"{_OPEN}{len(self.own) - 1}{_CLOSE}"


@dataclass(frozen=True)
class _Drawn:
    """A row as drawn, cut where own texts stand: pieces between them, and which text stands behind each but the last."""

    html: str
    pieces: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, html: str) -> _Drawn:
        cut = _PLACE.split(html)
        return cls(html, tuple(cut[::2]), tuple(map(int, cut[1::2])))

    def with_texts(self, own: Sequence[str]) -> str:
        if not own:  # a row that stands for no other
            return self.html
        whole = [""] * (2 * len(self.pieces) - 1)
        whole[::2] = self.pieces
        whole[1::2] = [own[place] for place in self.places]
        return "".join(whole)


def _is_plain(line: Line) -> bool:
    """Whether the row can be drawn for others too: it has a number of its own, no files, and no mistake quotes a place."""
    return line.id.isdecimal() and all(_is_plain_control(each) for each in line.controls)


def _is_plain_control(control: Control) -> bool:
    quoted = any(_OPEN in text for mistake in control.mistakes for text in mistake)
    has_files = isinstance(control, FilesControl) and bool(
        control.shelf or (control.panel and control.panel.files)
    )
    return not (quoted or has_files) and all(_is_plain_control(part) for part in control.parts)


def _shape(line: Line, texts: _Texts) -> Line:
    controls = tuple(_shape_of(each, texts) for each in line.controls)
    return Line(texts.taken_out(line.id), texts.taken_out(line.label), controls)


def _shape_of(control: Control, texts: _Texts) -> Control:
    path = texts.taken_out(control.path)
    own = "" if control.choices else texts.taken_out(control.text)  # what was chosen stands with the choices
    parts = tuple(_shape_of(part, texts) for part in control.parts)
    if isinstance(control, FilesControl) and control.panel:
        panel = replace(control.panel, field=texts.taken_out(control.panel.field))
        return replace(control, path=path, text="", files=(), panel=panel)
    shape = object.__new__(
        type(control)
    )  # `replace` looks every field over, and a page has thousands of these
    shape.__dict__.update(control.__dict__, path=path, text=own, parts=parts)
    return shape
