"""Sending: the one function through which page, counter, API and import hand in what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huigong.forms.attaching import files_in
from huigong.forms.drafts import Draft, canonical
from huigong.forms.fields import Form
from huigong.forms.filling import NO_ANSWERS, Filled, Standing, fill, lacking, stop
from huigong.forms.kinds import Level, Source
from huigong.forms.noticing import Finding, card_number
from huigong.forms.programs import answers_json, answers_of
from huigong.forms.stating import granted_to, stated, whose
from huigong.forms.types import Mistake
from huigong.forms.types.base import refused
from huigong.forms.values import Answered, Person
from huigong.kernel.identity import mask_resident_id
from huigong.kernel.sentences import wording
from huigong.rules.values import UNKNOWN, Answer

SHORTEST_REASON = 2


@dataclass(frozen=True)
class Sent:
    """An answer that was sent: its value (UNKNOWN where the person said so), and where it came from."""

    value: Answered
    source: Source = Source.SAID
    good_until: date | None = None


@dataclass(frozen=True)
class Lodged:
    """What was sent. `version` and `began` say which form it answers; `dropped` are fields that were filled in
    and then hidden, whose answers are not here; `to_help` are required fields that the office helps with;
    `warned` are the words of checks that warned; `added` are the days on which fields were filled in later, by id."""

    form: str
    region: str
    version: str
    began: date
    on: date
    answers: Mapping[str, Sent]
    dropped: tuple[str, ...] = ()
    to_help: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    reasons: Mapping[str, str] | None = None
    added: Mapping[str, date] = field(default_factory=dict)

    def facts(self, form: Form) -> dict[str, Answer]:
        """What the answers say of the person's facts, by the name in the dictionary."""
        return stated(form, {id: sent.value for id, sent in self.answers.items()}, on=self.on)

    def whose(self, form: Form) -> Person | None:
        """Whom the form names as the one whose matter it is; None where that is the sender."""
        return whose(form, {id: sent.value for id, sent in self.answers.items()}, on=self.on)

    def unlike(self, form: Form, *, name: str, number: str) -> tuple[tuple[str, str, str], ...]:
        """What the form says of the applicant otherwise than the register, which has `name` and resident `number`:
        what of them, what was said, what is registered, numbers masked. Nothing where it names somebody else as the one whose matter it is."""
        asked = form.applicant
        sent = self.answers.get(asked.id) if asked else None
        if asked is None or sent is None or not isinstance(sent.value, Person) or self.whose(form):
            return ()
        said = sent.value
        of_card = card_number(asked, said)
        unlike = []
        if said.name and name and said.name != name:
            unlike.append((wording("姓名"), said.name, name))
        if of_card and number and of_card != number:
            unlike.append((wording("身份证号"), mask_resident_id(of_card), mask_resident_id(number)))
        return tuple(unlike)

    def facts_unlike(self, form: Form, known: Mapping[str, Answer]) -> tuple[tuple[str, Answer, Answer], ...]:
        """What the form says of the sender's facts otherwise than `known`, by name: the fact, what was said, what is known.
        Nothing where it names somebody else as the one whose matter it is."""
        if self.whose(form):
            return ()
        said = self.facts(form)
        return tuple(
            (name, said[name], value)
            for name, value in known.items()
            if name in form.stated and said.get(name, UNKNOWN) not in (UNKNOWN, value)
        )

    def granted_to(self, form: Form) -> tuple[Person, ...]:
        """Whom the form names as those who have what is granted; nobody where that is the one whose matter it is."""
        return granted_to(form, {id: sent.value for id, sent in self.answers.items()})

    def files(self, form: Form) -> tuple[tuple[str, str], ...]:
        """The files that were sent: (path of the field, id)."""
        return tuple(
            (path, id)
            for field_id, sent in self.answers.items()
            for path, _, ids in files_in(form.fields[field_id], sent.value)
            for id in ids
        )

    def as_json(self, form: Form) -> dict[str, Any]:
        """JSON of the whole; `answers` fit `json_schema(form)`."""
        row: dict[str, Any] = {
            "form": self.form,
            "region": self.region,
            "version": self.version,
            "began": self.began.isoformat(),
            "on": self.on.isoformat(),
            "answers": answers_json(form, {id: sent.value for id, sent in self.answers.items()}),
            "sources": {id: sent.source.value for id, sent in self.answers.items()},
            "good_until": {
                id: sent.good_until.isoformat() for id, sent in self.answers.items() if sent.good_until
            },
            "to_help": list(self.to_help),
            "warned": list(self.warned),
            "reasons": dict(self.reasons or {}),
        }
        added = {id: day.isoformat() for id, day in self.added.items()}
        return row | ({"added": added} if added else {})

    @classmethod
    def from_json(cls, form: Form, raw: Mapping[str, Any]) -> Lodged:
        """What `as_json` gave, read with the form that it answers. Raises `Invalid` (`form.json`)."""
        until = raw["good_until"]
        answers = {
            id: Sent(
                value, Source(raw["sources"][id]), date.fromisoformat(until[id]) if id in until else None
            )
            for id, value in answers_of(form, raw["answers"]).items()
        }
        return cls(
            form=raw["form"],
            region=raw["region"],
            version=raw["version"],
            began=date.fromisoformat(raw["began"]),
            on=date.fromisoformat(raw["on"]),
            answers=answers,
            to_help=tuple(raw["to_help"]),
            warned=tuple(raw["warned"]),
            reasons=dict(raw["reasons"]),
            added={id: date.fromisoformat(day) for id, day in raw.get("added", {}).items()},
        )

    def canonical(self, form: Form) -> str:
        """The JSON as text, always of the same bytes."""
        return canonical(self.as_json(form))


@dataclass(frozen=True)
class Problems:
    """Why it cannot be sent yet, in the order of the form."""

    mistakes: tuple[Mistake, ...]


def lodge(
    form: Form, draft: Draft, *, facts: Mapping[str, Answer] = NO_ANSWERS, on: date
) -> Lodged | Problems:
    """What is sent, or what has first to be put right. Answers to what is hidden are dropped here and nowhere else."""
    filled = fill(form, draft, facts=facts, on=on)
    wrong = tuple(_problems(filled, draft))
    if wrong:
        return Problems(wrong)
    answers = {
        id: Sent(standing.value, standing.source, standing.good_until)
        for id, standing in filled.fields.items()
        if standing.shown and standing.answered
    }
    findings = filled.every_finding
    return Lodged(
        form=form.id,
        region=form.region,
        version=form.version,
        began=draft.began,
        on=on,
        answers=answers,
        dropped=tuple(id for id, each in filled.fields.items() if not each.shown and draft.typed(id)),
        to_help=missing_ways(filled)[0],
        warned=tuple(each.check.says for each in findings if each.check.level is Level.WARN),
        reasons={
            each.check.id: draft.reasons[each.check.id]
            for each in findings
            if each.check.level is Level.REASON
        },
    )


def missing_ways(filled: Filled) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is required and still missing: the fields that may be left for the office to help with, and those that must be there."""
    lacking_fields = [standing for standing in filled.fields.values() if standing.missing]
    may = tuple(each.field.id for each in lacking_fields if each.field.help_if_missing)
    must = tuple(each.field.id for each in lacking_fields if not each.field.help_if_missing)
    return may, must


def problems(filled: Filled, draft: Draft) -> tuple[Mistake, ...]:
    """Everything that keeps a draft from being sent, in the order of the form."""
    return tuple(_problems(filled, draft))


def _problems(filled: Filled, draft: Draft) -> list[Mistake]:
    wrong = list[Mistake]()
    for standing in filled.fields.values():
        wrong += standing.mistakes
        wrong += _lacking(standing)
        wrong += _stopped(standing.findings, draft)
    return wrong + _stopped(filled.findings, draft)


def _lacking(standing: Standing) -> list[Mistake]:
    left = () if standing.field.help_if_missing else standing.missing
    return [lacking(standing, path) for path in left]


def _stopped(findings: tuple[Finding, ...], draft: Draft) -> list[Mistake]:
    wrong = []
    for each in findings:
        check = each.check
        if check.level is Level.STOP:
            wrong.append(stop(each))
        elif check.level is Level.REASON and len(draft.reasons.get(check.id, "")) < SHORTEST_REASON:
            wrong.append(Mistake(each.path, refused("reason", check.says, "确实是这样的，请写明原因")))
    return wrong
