"""What a visitor has told us so far: where they work, and their answers."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from huigong.casework.ownshapes import OwnCaseRow
from huigong.forms.drafts import Draft, Said, said_json
from huigong.rules.facts import dictionary, holds_in, read_back, written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer

_MARK = 8  # hexadecimal digits
_MOST_ENDED = 20


@dataclass(frozen=True)
class Visit:
    """What a session keeps of an interview and its forms.

    Attributes:
        region: a region code, "" where nothing was chosen.
        answers: fact name → what `written_value` wrote, in the order of asking; "" is "I do not know".
        focus: the service that the questions are about, "" for all.
        event: the life event that somebody came for, "" for everything.
        asked, left: screens answered since then, and screens said to be left.
        known: what the register knows of whoever is logged in; read anew for every page, never kept.
        cases: their own open cases by service; read anew as well.
        drafts: service → the form being filled in, as `Draft.to_json` wrote it.
        shared: answers that several forms ask for, by the id of the shared field, as `said_json` wrote them.
        files: the holders under which the files of the forms lie.
        additions: case id → what is about to be added to it: the `form` as `Draft.to_json` wrote it ("" where none
            was filled in), and what was `typed` beside it, by the name of the field.
        begun: service → the mark of the form being filled in, which its pages send back.
        ended: the marks of the last forms that were sent or given up → id and number of the case, "" twice where none came of it.
    """

    region: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    event: str = ""
    asked: int = 0
    left: int = 0
    known: Mapping[str, Answer] = field(default_factory=dict)
    cases: Mapping[str, OwnCaseRow] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    additions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    begun: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what `written` gave."""
        return cls(**kept)

    def written(self) -> dict[str, Any]:
        """As plain JSON values, without what the register knows."""
        return {
            "region": self.region,
            "answers": dict(self.answers),
            "focus": self.focus,
            "event": self.event,
            "asked": self.asked,
            "left": self.left,
            "drafts": dict(self.drafts),
            "shared": dict(self.shared),
            "files": dict(self.files),
            "additions": dict(self.additions),
            "begun": dict(self.begun),
            "ended": {mark: list(case) for mark, case in self.ended.items()},
        }

    def at(self, region: str) -> Self:
        """The same answers, elsewhere."""
        return replace(self, region=region)

    def moved(self, region: str) -> Self:
        """Elsewhere, without the answers that were about the place before."""
        return replace(self, region=region, answers=self._answers_for(region))

    def answered(self, said: Mapping[Fact, Answer], *, left: int = 0) -> Self:
        """With the answers of one more screen; a changed one keeps its place. `left` is what the screen said.

        Whoever corrects what they said before was not asked one more thing.
        """
        answered = self.learning(said)
        if said.keys() and self.answers.keys() >= {fact.name for fact in said}:
            return answered
        return replace(answered, asked=self.asked + 1, left=left)

    def without(self, names: Collection[str]) -> Self:
        """Without the answers to these facts."""
        return replace(self, answers={name: said for name, said in self.answers.items() if name not in names})

    def afresh(self) -> Self:
        """The same place and forms, no answers."""
        return type(self)(
            self.region,
            known=self.known,
            drafts=self.drafts,
            files=self.files,
            additions=self.additions,
            begun=self.begun,
            ended=self.ended,
        )

    def toward(self, event: str) -> Self:
        """The same answers, about a life event from now on; "" about everything."""
        return replace(self, event=event, focus="", asked=0, left=0)

    def joined(self, newer: Self) -> Self:
        """With the answers given elsewhere since, which take precedence over those given here; what was said here of
        another place is left out."""
        return replace(
            newer,
            region=newer.region or self.region,
            answers={**self._answers_for(newer.region), **newer.answers},
            drafts={**self.drafts, **{id: self._with_draft(id, text) for id, text in newer.drafts.items()}},
            shared={**self.shared, **newer.shared},
            files={**newer.files, **self.files},
            additions={**self.additions, **newer.additions},
            begun={**self.begun, **newer.begun},
            ended={**self.ended, **newer.ended},
        )

    def learning(self, stated: Mapping[Fact, Answer]) -> Self:
        """The same, with what a form has settled; it is not asked again."""
        written = {fact.name: written_value(fact, value) for fact, value in stated.items()}
        return replace(self, answers={**self.answers, **written})

    def sharing(self, said: Mapping[str, Said]) -> Self:
        """The same, with answers that other forms may take."""
        return replace(self, shared={**self.shared, **{id: said_json(each) for id, each in said.items()}})

    def drafting(self, service_id: str, draft: Draft) -> Self:
        """The same, with the form of a service as far as it is filled in."""
        mark = self.begun.get(service_id) or secrets.token_hex(_MARK // 2)
        return replace(
            self,
            drafts={**self.drafts, service_id: draft.to_json()},
            begun={**self.begun, service_id: mark},
        )

    def without_draft(self, service_id: str, *, case: tuple[str, str] = ("", "")) -> Self:
        """The same, with the form of that service sent, which became the `case` of that id and number, or given up."""
        mark = self.begun.get(service_id)
        ended = {**self.ended, mark: case} if mark else dict(self.ended)
        return replace(
            self,
            begun={id: each for id, each in self.begun.items() if id != service_id},
            ended=dict(list(ended.items())[-_MOST_ENDED:]),
            drafts={id: text for id, text in self.drafts.items() if id != service_id},
            files={id: holder for id, holder in self.files.items() if id != service_id},
        )

    def adding(self, case_id: str, draft: Draft | None, typed: Mapping[str, str]) -> Self:
        """The same, with what is about to be added to a case."""
        kept = {"form": draft.to_json() if draft else "", "typed": dict(typed)}
        return replace(self, additions={**self.additions, case_id: kept})

    def addition_to(self, case_id: str) -> tuple[Draft | None, Mapping[str, str]]:
        """What is about to be added to a case: of its form, and beside it."""
        kept = self.additions.get(case_id, {"form": "", "typed": {}})
        return (Draft.from_json(kept["form"]) if kept["form"] else None), kept["typed"]

    def without_addition(self, case_id: str) -> Self:
        """The same, with the addition to that case sent."""
        return replace(self, additions={id: each for id, each in self.additions.items() if id != case_id})

    def with_files_of(self, service_id: str, draft: Draft, holder: str) -> Self:
        """The same, with a place for the files of a service's form; what is there already stays."""
        begun = self if service_id in self.drafts else self.drafting(service_id, draft)
        return replace(begun, files={service_id: holder, **begun.files})

    def draft_of(self, service_id: str) -> Draft | None:
        """The form of a service as far as it is filled in; None where nobody has begun."""
        text = self.drafts.get(service_id)
        return Draft.from_json(text) if text else None

    def _answers_for(self, region: str) -> Mapping[str, str]:
        """The answers that count there too; all, where the visit or the other has no place yet."""
        if not (region and self.region):
            return self.answers
        declared = dictionary()
        return {
            name: said
            for name, said in self.answers.items()
            if holds_in(declared.get(name), said_of=self.region, asked_in=region)
        }

    def _with_draft(self, service_id: str, newer: str) -> str:
        """A form begun twice: what was filled in last, and what only the earlier one says."""
        earlier, later = self.draft_of(service_id), Draft.from_json(newer)
        if earlier is None or earlier.form != later.form:
            return newer
        said, reasons = {**earlier.said, **later.said}, {**earlier.reasons, **later.reasons}
        return replace(earlier, region=later.region, said=said, reasons=reasons).to_json()

    def about(self, service_id: str) -> Self:
        """The same, asking about one service; "" for all."""
        return replace(self, focus=service_id, asked=0, left=0)

    def knowing(self, facts: Mapping[str, Answer]) -> Self:
        """The same, with what the register knows; an answer given here takes precedence."""
        return replace(self, known=facts)

    def running(self, cases: Iterable[OwnCaseRow]) -> Self:
        """The same, with the visitor's own cases, of which the open ones count; the newest of a service first."""
        open_cases: dict[str, OwnCaseRow] = {}
        for case in cases:
            if case.phase.is_open:
                open_cases.setdefault(case.service_id, case)
        return replace(self, cases=open_cases)

    @property
    def settled(self) -> frozenset[str]:
        """Facts that are not asked: known, answered, or answered with "I do not know"."""
        return frozenset((*self.known, *self.answers))

    def values(self, facts: Mapping[str, Fact]) -> dict[str, Answer]:
        """Typed answers; a fact that the packs no longer know is left out."""
        told = {
            name: read_back(facts[name], text) if text else UNKNOWN
            for name, text in self.answers.items()
            if name in facts
        }
        return {**{name: value for name, value in self.known.items() if name in facts}, **told}

    def before(self, names: Collection[str]) -> str | None:
        """The fact answered before all of these, for the way back; None at the beginning."""
        earlier = list(self.answers)
        at = min((place for place, name in enumerate(earlier) if name in names), default=len(earlier))
        return earlier[at - 1] if at else None
