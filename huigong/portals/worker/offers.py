"""The moves that a procedure offers to a party, as the worker's pages draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from huigong.casework.ownshapes import OwnCasePage
from huigong.casework.procedures.drawing import Page
from huigong.casework.procedures.fields import FieldKind
from huigong.casework.procedures.terms import Weight, Who
from huigong.casework.shapes import MoveView
from huigong.portals.shared.declared import Drawing, Offered
from huigong.portals.shared.languages import said

# Offices to choose from are those of an official's region, so they stay on the desk.
PAGE = Page("worker", "务工人员的网页", frozenset({Who.PARTY}), frozenset(FieldKind) - {FieldKind.OFFICE})
DRAWING = Drawing(PAGE)


@dataclass(frozen=True)
class Offer(Offered):
    """A move with its form. `first` stands open at the top of the case, `last` folded at its end."""

    form: forms.Form

    @property
    def first(self) -> bool:
        return self.view.weight is Weight.MAIN

    @property
    def last(self) -> bool:
        return self.view.weight is Weight.DANGER

    @property
    def words(self) -> list[forms.BoundField]:
        """What is told in one's own words."""
        return [self.form[field.id] for field in self.view.form if field.kind is FieldKind.LONG]

    @property
    def besides(self) -> list[forms.BoundField]:
        """Everything else that is asked."""
        return [self.form[field.id] for field in self.view.form if field.kind is not FieldKind.LONG]

    @property
    def on_a_page(self) -> bool:
        """Whether it has more to fill in than stands beside others on the page of the case."""
        return self.view.takes_more


def offers(page: OwnCasePage) -> list[Offer]:
    """Each move that the viewer may make and that can be filled in here, with an empty form."""
    return [Offer(view, _form(view)) for view in page.moves if DRAWING.draws(view.form)]


def elsewhere(page: OwnCasePage) -> list[str]:
    """The buttons of moves whose form cannot be filled in here: the office makes them for the person."""
    return [said(view.button) for view in page.moves if not DRAWING.draws(view.form)]


def offer_of(
    page: OwnCasePage,
    move: str,
    data: Mapping[str, Any] | None,
    *,
    kept: Mapping[str, str] | None = None,
) -> Offer | None:
    """One move with what was typed, else with what was `kept` before; None for one that is not offered or cannot be
    filled in here."""
    view = next((view for view in page.moves if view.move == move), None)
    return Offer(view, _form(view, data, kept)) if view and DRAWING.draws(view.form) else None


def _form(
    view: MoveView, data: Mapping[str, Any] | None = None, kept: Mapping[str, str] | None = None
) -> forms.Form:
    # Several forms stand on one page, perhaps with fields of the same name.
    return DRAWING.form_of(view)(data, auto_id=f"id_{view.move}_%s", initial=dict(kept or {}))
