"""The form of one event of a record: its day and its fields, drawn and read as every declared field is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from huigong.forms.drafts import Draft
from huigong.forms.lodging import Lodged
from huigong.forms.types import At, type_of
from huigong.forms.values import Typed
from huigong.kernel.errors import Invalid
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import some_fields
from huigong.portals.shared.screens.posting import typed_of
from huigong.records.kinds import EventKind, RecordKind
from huigong.records.sheets import DAY, form_of


class EventForm:
    """What is asked of an event on a page, and what was answered. `standing` is what stands there before anybody answers."""

    def __init__(
        self,
        request: Request,
        kind: RecordKind,
        event: EventKind,
        *,
        standing: Mapping[str, Typed] | None = None,
    ) -> None:
        self.request, self.event = request, event
        self.form = form_of(kind, event)
        draft = Draft.begun(self.form, on=timezone.localdate())
        for name, typed in (standing or {}).items():
            draft = draft.with_typed(name, typed)
        self.before = draft
        if request.method == "POST":
            for asked in self.form.fields.values():
                draft = draft.with_typed(asked.id, typed_of(request.POST, asked, draft))
        self.draft = draft

    @property
    def on(self) -> date:
        """The day from which it counts. Raises `Invalid` (`record.day`)."""
        day = self.day
        if day is None:
            raise Invalid(
                "record.day", what="没有写生效日期，或者写的不是日期", do="请写成 2026-06-01", about=DAY
            )
        return day

    @property
    def day(self) -> date | None:
        """The day as typed, None where there is none."""
        asked = self.form.fields[DAY]
        value = type_of(asked.kind).read(asked, self.draft.typed(DAY), At(self._desk.on), DAY).value
        return value if isinstance(value, date) else None

    @property
    def said(self) -> dict[str, Typed]:
        """What was typed of the event's fields."""
        return {name: typed for name in self.event.sets if (typed := self.draft.typed(name))}

    @property
    def changed(self) -> dict[str, Typed]:
        """What was typed otherwise than it stood there."""
        return {
            name: self.draft.typed(name)
            for name in self.event.sets
            if self.draft.typed(name) != self.before.typed(name)
        }

    def shown(self) -> dict[str, Any]:
        """For the page: the controls in their order."""
        return {"controls": some_fields(self.request, self._desk, set(self.form.fields))}

    @property
    def _desk(self) -> Desk:
        return Desk(
            form=self.form,
            draft=self.draft,
            facts={},
            on=timezone.localdate(),
            save=lambda draft: None,
            address=lambda screen: "",
            sent=_never,
        )


def _never(lodged: Lodged) -> HttpResponse:
    raise AssertionError("an event is recorded, not lodged")
