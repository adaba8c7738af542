"""The form of a move as officers fill it in, the same wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huigong.casework.procedures.drawing import Page
from huigong.casework.procedures.fields import FieldKind
from huigong.casework.procedures.terms import Who
from huigong.casework.shapes import MoveView
from huigong.directory import offices
from huigong.directory.offices import Office
from huigong.kernel.regions import lineage
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.declared import Drawing

PAGE = Page("desk", "工作台", frozenset({Who.OFFICE, Who.PARTY}), frozenset(FieldKind))


def offices_serving(region: str, *, on: date, except_: str = "") -> list[Office]:
    """The place's own office of each line that day, then those that the files of the levels above list."""
    book = offices.book()
    serving: dict[str, Office] = {}
    for code in lineage(region)[:-1]:
        own = (book.for_line(code, line.id, on) for line in book.lines())
        serving |= {
            office.id: office
            for office in own
            if office is not None and not office.generic and (code == region or book.listed(office.id))
        }
    serving.pop(except_, None)
    return sorted(serving.values(), key=lambda office: office.region, reverse=True)


class ClauseInput(forms.TextInput):
    """A text field that offers clauses to choose from; without a script it is the browser's own list."""

    offered: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = attrs or {}
        known = f"{attrs.get('id', name)}_offered"
        control = super().render(name, value, {**attrs, "list": known}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', control, known, options)


class ClauseField(forms.CharField):
    """A clause as officers write it; one of those offered is kept as the reference that leads to its text."""

    widget = ClauseInput

    def offer(self, refs: Sequence[str]) -> None:
        self.refs = {link(ref).text: ref for ref in refs}
        self.widget.offered = tuple(self.refs)
        self.initial = next(iter(self.refs), "")

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        return self.refs.get(written, written)


class OfficeSelect(forms.Select):
    """A list of offices written in one go; Django draws each of the hundreds by templates, a third of a case's page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((id, flatatt({"selected": id in chosen}), words) for id, words in self.choices),
        )
        given = {**self.build_attrs(self.attrs, attrs), "name": name}
        return format_html("<select{}>{}</select>", flatatt(given), options)


class OfficeField(forms.ChoiceField):
    """An office that serves the case's region today, other than the one that has the case."""

    widget = OfficeSelect

    def offer(self, region: str, *, on: date, except_: str) -> None:
        serving = offices_serving(region, on=on, except_=except_)
        self.choices = [("", _("请选择部门")), *((office.id, office.marked) for office in serving)]


class MoveForm(forms.Form):
    """A form of one move. Field names are the keyword arguments of the action."""

    def __init__(
        self, *args: Any, region: str, on: date, office: str, clauses: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OfficeField):
                field.offer(region, on=on, except_=office)
            elif isinstance(field, ClauseField):
                field.offer(clauses)


def _clause(**given: Any) -> ClauseField:
    return ClauseField(max_length=120, **given)


DRAWING = Drawing(PAGE, more={FieldKind.CLAUSE: _clause, FieldKind.OFFICE: OfficeField})


def form_of(view: MoveView) -> type[MoveForm]:
    """The form that a move declares."""
    return cast(type[MoveForm], DRAWING.form_of(view, base=MoveForm))
