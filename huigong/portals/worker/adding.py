"""Adding to one's case: what was left open of its form, and words beside it, kept until they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from huigong.casework.ownshapes import OwnCasePage, ToAdd
from huigong.casework.queries import own
from huigong.forms import adding
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.lodging import Problems
from huigong.forms.mistakes import together, words
from huigong.forms.screens import check_list
from huigong.forms.types import Mistake
from huigong.kernel.errors import DomainError
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.meanwhile import is_clash, marks, marks_of_words, words_held_against
from huigong.portals.shared.screens.pages import keep_some, some_fields, ways
from huigong.portals.worker.keeping import keep, load


@dataclass(frozen=True)
class Addition:
    """What is about to be added to a case. `told` is its form as it stands, None where it has none; `draft` what was
    filled in of that, `typed` what stands beside it, by the name of the field; `refused` what cannot be taken of the form,
    `clashes` what another window has changed of the rest; `written` is the form as this page has it where that is
    not kept."""

    request: Request
    case_id: str
    told: ToAdd | None
    draft: Draft | None
    typed: Mapping[str, str]
    on: date
    names: tuple[str, ...] = ()
    refused: tuple[Mistake, ...] = ()
    clashes: Mapping[str, DomainError] = field(default_factory=dict)
    written: Draft | None = None

    @classmethod
    def of(cls, request: Request, page: OwnCasePage, names: tuple[str, ...]) -> Addition:
        """As it was kept; `names` are asked beside the form. Raises `DomainError` (`case.not_found`)."""
        case_id = page.row.case_id
        draft, typed = load(request.session).addition_to(case_id)
        told = own.to_add(request.principal, case_id)
        return cls(request, case_id, told, draft, typed, timezone.localdate(), names)

    def taken(self) -> tuple[Addition, HttpResponse | None]:
        """With what was sent, kept already but for what another window has changed too; and where to go on where
        nothing is handed in yet."""
        posted = self.request.POST
        sent = {name: posted[name] for name in self.names if posted.get(name, "").strip()}
        typed, clashes = words_held_against(posted, self.names, kept=self.typed, sent=sent)
        if self.told is None:
            return replace(self._kept(None, typed), clashes=clashes), None
        desk, refused, onward = keep_some(self.request, self._desk, self._asked)
        draft = adding.beyond(self._sent, desk.draft if desk.kept is None else desk.kept)
        refused = tuple(self._if_answered(each) for each in refused)
        here = replace(self._kept(draft, typed), refused=refused, clashes=clashes, written=desk.draft)
        return here, None if clashes else onward

    @property
    def posted(self) -> QueryDict:
        """What was sent, with the words that this page left as they were and another window has changed."""
        posted = self.request.POST.copy()
        for name, text in self.typed.items():
            if name not in self.clashes and posted.get(name, "") != text:
                posted[name] = text
        return posted

    def _kept(self, draft: Draft | None, typed: Mapping[str, str]) -> Addition:
        keep(self.request.session, lambda visit: visit.adding(self.case_id, draft, typed))
        return replace(self, draft=draft, typed=typed)

    def _if_answered(self, mistake: Mistake) -> Mistake:
        """What was handed in from another window cannot be written over by sending it once more."""
        asked = self._form.fields.get(mistake.path)
        over = asked and is_clash(mistake.error) and asked.id not in self._open
        return Mistake(asked.id, adding.answered(asked)) if asked and over else mistake

    def sent(self) -> None:
        """It has been handed in, and is kept no longer."""
        keep(self.request.session, lambda visit: visit.without_addition(self.case_id))

    @property
    def wrong(self) -> tuple[Mistake, ...]:
        """What has to be put right before it can be handed in."""
        if self.told is None or self.draft is None:
            return self.refused
        addition = adding.add(
            self._form, self.told.sent.lodged, self.draft, facts=self.told.facts, on=self.on
        )
        return (*self.refused, *(addition.mistakes if isinstance(addition, Problems) else ()))

    def shown(self, *, wrong: tuple[Mistake, ...] = ()) -> dict[str, Any]:
        """For the page: the questions that were left open, first those that the office needs, then the rest."""
        drawn = marks_of_words(self.names, self.typed)
        if self.told is None:
            return {"controls": (), "others": (), "errors": (), "reasons": (), "drawn": drawn}
        desk, lodged, open_ids = self._desk, self.told.sent.lodged, self._open
        kept = self._with_addition
        filled = desk.filled
        before = replace(desk, draft=self._sent).filled
        asked = {*adding.wanting(before, lodged), *adding.wanting(filled, lodged)}
        first = {id for id in asked if id in open_ids}
        reasons = check_list(filled, desk.draft).reasons
        controls = some_fields(self.request, desk, first, wrong=wrong)
        others = some_fields(self.request, desk, open_ids - first, wrong=wrong)
        errors = [(f"f-{each.path}", together(*words(each.error))) for each in wrong]
        return {
            "controls": controls,
            "others": others,
            "errors": ways(self.request, errors, (*controls, *others)),
            "reasons": [each for each in reasons if each[0] not in (lodged.reasons or {})],
            "drawn": f"{marks([self._form.fields[id] for id in open_ids], kept)} {drawn}",
        }

    @property
    def _form(self) -> Form:
        assert self.told is not None
        return self.told.sent.form

    @property
    def _open(self) -> set[str]:
        """The ids of the fields that may still be filled in."""
        assert self.told is not None
        return set(adding.open_fields(self._form, self.told.sent.lodged))

    @property
    def _sent(self) -> Draft:
        assert self.told is not None
        return adding.sent_draft(self._form, self.told.sent.lodged)

    @property
    def _with_addition(self) -> Draft:
        return adding.together(self._sent, self.draft) if self.draft else self._sent

    @property
    def _desk(self) -> Desk:
        assert self.told is not None
        return Desk(
            form=self._form,
            draft=self.written or self._with_addition,
            facts=self.told.facts,
            on=self.on,
            save=lambda changed: None,
            address=lambda screen: self.request.path,
            sent=lambda lodged: redirect("worker:case", self.case_id),
        )

    @property
    def _asked(self) -> list[Field]:
        """The fields that the page asks, and those that it has asked before they were answered elsewhere."""
        open_ids = self._open
        heads = {name.partition(".")[0] for name in self.request.POST}
        shown = self._desk.filled.fields
        return [
            asked
            for id, asked in self._form.fields.items()
            if asked.computed is None and ((id in open_ids and shown[id].shown) or id in heads)
        ]
