"""What a visitor has told us so far: where they work, and their answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from huigong.casework.ownshapes import OwnCaseRow
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft, Said, said_json
from huigong.portals.worker import which
from huigong.portals.worker.which import SheetKey, Which
from huigong.rules.facts import dictionary, holds_in, read_back, written_value
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer

_MARK = 8  # hexadecimal digits
_MOST_ENDED = 20
_OF, _ANSWERS, _FORMS, _REGISTER = "of", "answers", "forms", "register"


def _part(of: str, empty: Callable[[], Any] = dict) -> Any:
    """A field that begins empty, of the answers (gone when somebody begins anew), the forms (each joins those of the
    same name that were kept elsewhere) or the register (read anew for every page, never kept)."""
    return field(default_factory=empty, metadata={_OF: of})


@dataclass(frozen=True)
class Visit:
    """What a session keeps of an interview and its forms.

    Attributes:
        region: a region code, "" where nothing was chosen.
        answers: fact name → what `written_value` wrote, in the order of asking; "" is "I do not know".
        focus: the service that the questions are about, "" for all.
        event: the life event that somebody came for, "" for everything.
        asked, left: screens answered since then, and screens said to be left.
        several: of whom there may be several (`孩子`) → what was said of each, in their order; what was said of the one
            whom `answers` are about stands there.
        present: the same → the number of that one, from 0.
        moot: answers that a corrected one has made pointless → what was written, and the facts that were corrected; they
            come back when these are corrected again.
        known: what the register knows of whoever is logged in; read anew for every page, never kept.
        cases: their own open cases by service; read anew as well.
        drafts: `sheet` of a service → the form being filled in, as `Draft.to_json` wrote it.
        shared: answers that several forms ask for, by the id of the shared field, as `said_json` wrote them.
        files: the holders under which the files of the forms lie.
        additions: case id → what is about to be added to it: the `form` as `Draft.to_json` wrote it ("" where none
            was filled in), and what was `typed` beside it, by the name of the field.
        begun: sheet of a service → the mark of the form being filled in, which its pages send back.
        ended: the marks of the last forms that were sent or given up → id and number of the case, "" twice where none came of it.
    """

    region: str = ""
    answers: Mapping[str, str] = _part(_ANSWERS)
    focus: str = _part(_ANSWERS, str)
    event: str = _part(_ANSWERS, str)
    asked: int = _part(_ANSWERS, int)
    left: int = _part(_ANSWERS, int)
    several: Mapping[str, Sequence[Mapping[str, str]]] = _part(_ANSWERS)
    present: Mapping[str, int] = _part(_ANSWERS)
    moot: Mapping[str, Sequence[str]] = _part(_ANSWERS)
    known: Mapping[str, Answer] = _part(_REGISTER)
    cases: Mapping[str, OwnCaseRow] = _part(_REGISTER)
    drafts: Mapping[str, str] = _part(_FORMS)
    shared: Mapping[str, Mapping[str, Any]] = _part(_ANSWERS)
    files: Mapping[str, str] = _part(_FORMS)
    additions: Mapping[str, Mapping[str, Any]] = _part(_FORMS)
    begun: Mapping[str, str] = _part(_FORMS)
    ended: Mapping[str, Sequence[str]] = _part(_FORMS)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what `written` gave, as far as the packs still declare whom it is of."""
        return cls(**{name: kept[name] for name in cls._kept() if name in kept})._as_declared()

    def written(self) -> dict[str, Any]:
        """As plain JSON values, without what the register knows."""
        return {name: _plain(getattr(self, name)) for name in self._kept()}

    @classmethod
    def _kept(cls) -> list[str]:
        return [each.name for each in fields(cls) if each.metadata.get(_OF) != _REGISTER]

    def _as_declared(self) -> Self:
        """Without the seventh child where the packs speak of six: their answers and forms are nobody else's."""
        visit = self
        for word, at in self.present.items():
            if at and at >= which.most(word):
                visit = visit.of_one(word, 0)
        several = {word: each[: which.most(word)] for word, each in visit.several.items()}
        present = {word: at for word, at in visit.present.items() if which.most(word)}
        drafts = {sheet: text for sheet, text in visit.drafts.items() if SheetKey.read(sheet)}
        return replace(
            visit,
            several={word: each for word, each in several.items() if each},
            present=present,
            drafts=drafts,
        )

    def at(self, region: str) -> Self:
        """The same answers, elsewhere."""
        return replace(self, region=region)

    def moved(self, region: str) -> Self:
        """Elsewhere, without the answers that were about the place before."""
        several = {
            word: [self._counting_in(region, said) for said in each] for word, each in self.several.items()
        }
        return replace(
            self, region=region, answers=self._counting_in(region, self.answers), several=several, moot={}
        )

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

    def setting_aside(self, names: Collection[str], *, corrected: Collection[str]) -> Self:
        """Without these answers, until what made them pointless is corrected again."""
        moot = {name: [self.answers[name], *corrected] for name in names}
        return replace(self.without(names), moot={**self.moot, **moot})

    def bringing_back(self, names: Collection[str]) -> Self:
        """With these answers as they stood before they became pointless."""
        back = {name: self.moot[name][0] for name in names}
        moot = {name: held for name, held in self.moot.items() if name not in names}
        return replace(self, answers={**self.answers, **back}, moot=moot)

    def of_one(self, word: str, number: int) -> Self:
        """The same, about another one of several: what was said of the one before is put by.

        A number after the last begins a new one; a new one of whom nothing was said is forgotten.
        """
        names, now = dictionary().of_one.get(word, frozenset()), self.present.get(word, 0)
        each: list[Mapping[str, str]] = list(self.several.get(word, ({},)))
        each[now] = {name: said for name, said in self.answers.items() if name in names}
        if now and not each[now] and now == len(each) - 1 and number < now:
            each.pop()
        each += [{}] * (number + 1 - len(each))
        moot = {name: held for name, held in self.moot.items() if name not in names}
        visit = replace(self.without(names), present={**self.present, word: number}, left=0, moot=moot)
        answers, each[number] = {**visit.answers, **each[number]}, {}
        return replace(visit, answers=answers, several={**self.several, word: each})

    def afresh(self) -> Self:
        """The same place and forms, no answers."""
        nothing = type(self)()
        gone = [each.name for each in fields(self) if each.metadata.get(_OF) == _ANSWERS]
        return replace(self, **{name: getattr(nothing, name) for name in gone})

    def toward(self, event: str) -> Self:
        """The same answers, about a life event from now on; "" about everything."""
        return replace(self, event=event, focus="", asked=0, left=0)

    def joined(self, newer: Self) -> Self:
        """With the answers given elsewhere since, which take precedence over those given here; what was said here of
        another place is left out, and so is what was said here of a child where they speak of one themselves."""
        declared = dictionary()
        told_of = {declared[name].one_of for name in newer.answers if name in declared} - {""}
        told_of |= newer.several.keys()
        mine = {
            name: said
            for name, said in self._counting_in(newer.region, self.answers).items()
            if name not in declared or declared[name].one_of not in told_of
        }
        turned = newer if newer.answers or newer.event or newer.focus else self
        forms = {
            each.name: {**getattr(self, each.name), **getattr(newer, each.name)}
            for each in fields(self)
            if each.metadata.get(_OF) == _FORMS
        }
        forms["drafts"] |= {sheet: self._with_draft(sheet, text) for sheet, text in newer.drafts.items()}
        forms["files"] |= self.files  # those of both are moved to where the earlier ones lie
        return replace(
            newer,
            region=newer.region or self.region,
            event=turned.event,
            focus=turned.focus,
            asked=turned.asked,
            left=turned.left,
            answers={**mine, **newer.answers},
            several={word: each for word, each in self.several.items() if word not in told_of}
            | dict(newer.several),
            present={word: at for word, at in self.present.items() if word not in told_of}
            | dict(newer.present),
            shared={**self.shared, **newer.shared},
            **forms,
        )

    def learning(self, stated: Mapping[Fact, Answer]) -> Self:
        """The same, with what a form has settled; it is not asked again."""
        written = {fact.name: written_value(fact, value) for fact, value in stated.items()}
        moot = {name: held for name, held in self.moot.items() if name not in written}
        return replace(self, answers={**self.answers, **written}, moot=moot)

    def sharing(self, said: Mapping[str, Said]) -> Self:
        """The same, with answers that other forms may take."""
        return replace(self, shared={**self.shared, **{id: said_json(each) for id, each in said.items()}})

    def sheet(self, service_id: str) -> str:
        """Under what the form of a service is kept: each of several whom it may concern has one of their own."""
        return SheetKey(service_id, Which.of(self.present, catalogue().one_of(service_id))).written()

    def drafting(self, service_id: str, draft: Draft) -> Self:
        """The same, with the form of a service as far as it is filled in."""
        sheet = self.sheet(service_id)
        mark = self.begun.get(sheet) or secrets.token_hex(_MARK // 2)
        return replace(
            self, drafts={**self.drafts, sheet: draft.to_json()}, begun={**self.begun, sheet: mark}
        )

    def without_draft(self, service_id: str, *, case: tuple[str, str] = ("", "")) -> Self:
        """The same, with the form of that service sent, which became the `case` of that id and number, or given up."""
        gone = self.sheet(service_id)
        mark = self.begun.get(gone)
        ended = {**self.ended, mark: case} if mark else dict(self.ended)
        return replace(
            self,
            begun={id: each for id, each in self.begun.items() if id != gone},
            ended=dict(list(ended.items())[-_MOST_ENDED:]),
            drafts={id: text for id, text in self.drafts.items() if id != gone},
            files={id: holder for id, holder in self.files.items() if id != gone},
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
        begun = self if self.sheet(service_id) in self.drafts else self.drafting(service_id, draft)
        return replace(begun, files={self.sheet(service_id): holder, **begun.files})

    def draft_of(self, service_id: str) -> Draft | None:
        """The form of a service as far as it is filled in; None where nobody has begun."""
        text = self.drafts.get(self.sheet(service_id))
        return Draft.from_json(text) if text else None

    def case_of(self, service_id: str) -> OwnCaseRow | None:
        """Their own open case of a service; of a second child nobody knows that it is theirs."""
        return self.cases.get(service_id) if self.sheet(service_id) == service_id else None

    def _counting_in(self, region: str, answers: Mapping[str, str]) -> Mapping[str, str]:
        """Those answers that count there too; all, where the visit or the other has no place yet."""
        if not (region and self.region):
            return answers
        declared = dictionary()
        return {
            name: said
            for name, said in answers.items()
            if holds_in(declared.get(name), said_of=self.region, asked_in=region)
        }

    def _with_draft(self, sheet: str, newer: str) -> str:
        """A form begun twice: what was filled in last, and what only the earlier one says."""
        text = self.drafts.get(sheet)
        earlier, later = Draft.from_json(text) if text else None, Draft.from_json(newer)
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
        return frozenset((*self.registered, *self.answers))

    @property
    def registered(self) -> Mapping[str, Answer]:
        """What the register knows of the person, and of the first one of several: of which one it speaks it does not say."""
        others = [word for word, number in self.present.items() if number]
        if not others:
            return self.known
        apart = frozenset().union(*(dictionary().of_one.get(word, frozenset()) for word in others))
        return {name: value for name, value in self.known.items() if name not in apart}

    def values(self, facts: Mapping[str, Fact]) -> dict[str, Answer]:
        """Typed answers; a fact that the packs no longer know is left out."""
        told = {
            name: read_back(facts[name], text) if text else UNKNOWN
            for name, text in self.answers.items()
            if name in facts
        }
        return {**{name: value for name, value in self.registered.items() if name in facts}, **told}

    def before(self, names: Collection[str]) -> str | None:
        """The fact answered before all of these, for the way back; None at the beginning."""
        earlier = list(self.answers)
        at = min((place for place, name in enumerate(earlier) if name in names), default=len(earlier))
        return earlier[at - 1] if at else None


def _plain(value: Any) -> Any:
    """The same of mappings, lists, texts and numbers, as JSON has them."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value
