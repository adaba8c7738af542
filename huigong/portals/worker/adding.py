"""Adding to one's case: what was left open of its form, and words beside it, kept until they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huigong.casework.ownshapes import OwnCasePage, ToAdd
from huigong.casework.queries import own
from huigong.forms import adding
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field
from huigong.forms.lodging import Problems
from huigong.forms.mistakes import together, words
from huigong.forms.screens import check_list
from huigong.forms.types import Mistake
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import keep_some, some_fields
from huigong.portals.worker.keeping import keep, load


@dataclass(frozen=True)
class Addition:
    """What is about to be added to a case. `told` is its form as it stands, None where it has none; `draft` what was
    filled in of that, `typed` what stands beside it, by the name of the field; `refused` what cannot be taken."""

    request: Request
    case_id: str
    told: ToAdd | None
    draft: Draft | None
    typed: Mapping[str, str]
    on: date
    refused: tuple[Mistake, ...] = ()

    @classmethod
    def of(cls, request: Request, page: OwnCasePage) -> Addition:
        """As it was kept. Raises `DomainError` (`case.not_found`)."""
        case_id = page.row.case_id
        draft, typed = load(request.session).addition_to(case_id)
        told = own.to_add(request.principal, case_id)
        return cls(request, case_id, told, draft, typed, timezone.localdate())

    def taken(self, names: tuple[str, ...]) -> tuple[Addition, HttpResponse | None]:
        """With what was sent, kept already, `names` of it beside the form; and where to go on where nothing is handed in yet."""
        posted = self.request.POST
        typed = {name: posted[name] for name in names if posted.get(name, "").strip()}
        if self.told is None:
            return self._kept(None, typed, ()), None
        sent = adding.sent_draft(self.told.sent.form, self.told.sent.lodged)
        changed, refused, onward = keep_some(self.request, self._desk, self._asked)
        return self._kept(adding.beyond(sent, changed), typed, refused), onward

    def _kept(self, draft: Draft | None, typed: Mapping[str, str], refused: tuple[Mistake, ...]) -> Addition:
        keep(self.request.session, lambda visit: visit.adding(self.case_id, draft, typed))
        return replace(self, draft=draft, typed=typed, refused=refused)

    def sent(self) -> None:
        """It has been handed in, and is kept no longer."""
        keep(self.request.session, lambda visit: visit.without_addition(self.case_id))

    @property
    def wrong(self) -> tuple[Mistake, ...]:
        """What has to be put right before it can be handed in."""
        if self.told is None or self.draft is None:
            return self.refused
        form, lodged = self.told.sent.form, self.told.sent.lodged
        made = adding.add(form, lodged, self.draft, facts=self.told.facts, on=self.on)
        return (*self.refused, *(made.mistakes if isinstance(made, Problems) else ()))

    def shown(self, *, wrong: tuple[Mistake, ...] = ()) -> dict[str, Any]:
        """For the page: the questions that were left open, first those that the office needs, then the rest."""
        if self.told is None:
            return {"controls": (), "others": (), "errors": (), "reasons": ()}
        desk, lodged = self._desk, self.told.sent.lodged
        filled = desk.filled
        open_ids = adding.open_fields(self.told.sent.form, lodged).keys()
        before = replace(desk, draft=adding.sent_draft(desk.form, lodged)).filled
        asked = {*adding.wanting(before, lodged), *adding.wanting(filled, lodged)}
        first = {id for id in asked if id in open_ids}
        reasons = check_list(filled, desk.draft).reasons
        return {
            "controls": some_fields(self.request, desk, first, wrong=wrong),
            "others": some_fields(self.request, desk, open_ids - first, wrong=wrong),
            "errors": [(f"f-{each.path}", together(*words(each.error))) for each in wrong],
            "reasons": [each for each in reasons if each[0] not in (lodged.reasons or {})],
        }

    @property
    def _desk(self) -> Desk:
        assert self.told is not None
        sent = adding.sent_draft(self.told.sent.form, self.told.sent.lodged)
        return Desk(
            form=self.told.sent.form,
            draft=adding.together(sent, self.draft) if self.draft else sent,
            facts=self.told.facts,
            on=self.on,
            save=lambda changed: None,
            address=lambda screen: self.request.path,
            sent=lambda lodged: redirect("worker:case", self.case_id),
        )

    @property
    def _asked(self) -> list[Field]:
        """The fields that the page asks, and those that it has asked before they were answered elsewhere."""
        assert self.told is not None
        form = self.told.sent.form
        open_ids = adding.open_fields(form, self.told.sent.lodged).keys()
        heads = {name.partition(".")[0] for name in self.request.POST}
        shown = self._desk.filled.fields
        return [
            asked
            for id, asked in form.fields.items()
            if asked.computed is None and ((id in open_ids and shown[id].shown) or id in heads)
        ]
