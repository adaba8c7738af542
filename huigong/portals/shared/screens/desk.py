"""Whose form the pages of a form show, and what a portal does with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse

from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import Filled, fill
from huigong.forms.lodging import Lodged
from huigong.portals.shared.screens.keeper import FileKeeper, FormFiles
from huigong.rules.values import Answer


@dataclass(frozen=True)
class Desk:
    """Whose form it is and what the portal does with it.

    Attributes:
        facts, on: what is known of the person, and today.
        save, sent: keeps the draft; answers when it was sent.
        address: the page of a screen's id (`check` for the list to check, "" for where the form is left).
        frame, around: the template around the page, and what it needs.
        onward: what stands on the button of the check list, or of the whole form on a page, where sending takes one
            more page.
        whose: the name of whoever the form is filled in for by somebody else.
        keeper: keeps the draft's files, None where none are taken.
        hidden: fields, by name, that every page sends back as they are.
        at_first: what the first question says besides, "" for nothing: what will be asked at the end.
        kept: what is kept where the pages show something else, None where they show that.
    """

    form: Form
    draft: Draft
    facts: Mapping[str, Answer]
    on: date
    save: Callable[[Draft], None]
    address: Callable[[str], str]
    sent: Callable[[Lodged], HttpResponse]
    frame: str = "shared/page.html"
    onward: str = ""
    around: Mapping[str, Any] = field(default_factory=dict)
    whose: str = ""
    keeper: FileKeeper | None = None
    hidden: Mapping[str, str] = field(default_factory=dict)
    at_first: str = ""
    kept: Draft | None = None

    def files(self, request: HttpRequest) -> FormFiles | None:
        """The files of the form on a page; None where none are taken."""
        return FormFiles(request, self.form, self.keeper) if self.keeper else None

    @cached_property
    def filled(self) -> Filled:
        """The draft read as it stands: once, however often a page asks."""
        return fill(self.form, self.draft, facts=self.facts, on=self.on)
