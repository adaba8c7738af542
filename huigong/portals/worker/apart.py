"""What forms were told of one of several jobs, kept from the forms of the others: each is asked by whom it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from huigong.casework.answers import SentForm
from huigong.casework.ownshapes import OwnCaseRow
from huigong.casework.queries import own
from huigong.directory.principals import Principal
from huigong.forms.drafts import Draft, Said, said_of
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import ROWS, Kind
from huigong.forms.types import At, type_of
from huigong.forms.values import Answered, Typed
from huigong.portals.worker import which
from huigong.portals.worker.visit import Visit
from huigong.portals.worker.which import SheetKey, Which
from huigong.rules.facts import dictionary
from huigong.rules.values import Unknown


def said(visit: Visit, form: Form) -> dict[str, Said]:
    """What other forms were told that this one asks too, by the id of the shared field; of the job that it is about."""
    keys = {each.shared: _key(visit, each) for each in form.fields.values() if each.shared}
    return {id: said_of(visit.shared[key]) for id, key in keys.items() if key in visit.shared}


def keyed(visit: Visit, form: Form, told: Mapping[str, Said]) -> dict[str, Said]:
    """What a form was told, by the key under which the visit keeps it for the others; `told` by the id of the shared field."""
    return {
        _key(visit, each): told[each.shared]
        for each in form.fields.values()
        if each.shared and each.shared in told
    }


def facts_of_the_first(visit: Visit, form: Form) -> frozenset[str]:
    """The facts that the form fills with what is of another job now, though they are known of the first alone."""
    declared = dictionary()
    return frozenset(
        each.fact
        for each in form.fields.values()
        if each.fact and visit.present.get(each.one_of) and not declared[each.fact].one_of
    )


def turned_to(
    visit: Visit, word: str, service_id: str, form: Form, told: Mapping[str, Typed], *, on: date
) -> Visit:
    """The visit about the one of which a form was told this before, or about one of whom nothing was said: what was said
    of another is not taken. `told` is by field. Where each has a form that is begun already, the present one's gives way:
    two employers in one complaint help nobody."""
    numbers = range(max(1, len(visit.several.get(word, ()))))
    ones = {number: _at(visit, word, number) for number in numbers}
    same = (there for there in ones.values() if _says(there, service_id, form, told, on))
    empty = (there for there in ones.values() if not _begun(there, word, service_id, form))
    suitable = next(same, None) or next(empty, None)
    if suitable is not None:
        return suitable
    if len(ones) < which.most(word):
        return visit.of_one(word, len(ones))
    kept = [there for there in ones.values() if there.draft_of(service_id) is None]
    return _forgetting((kept or [visit.without_draft(service_id)])[-1], word, form)


def is_another(viewer: Principal, case: OwnCaseRow, form: Form, draft: Draft, *, on: date) -> bool:
    """Whether what is being filled in speaks of another job or child than the viewer's case, as far as what forms
    share says it, or of other months: whoever was not paid twice complains twice."""
    if not any(asked.one_of for asked in form.fields.values()):
        return False
    sent = own.to_add(viewer, case.case_id)
    return sent is not None and _differ(form, draft, sent.sent, on=on)


def _differ(form: Form, draft: Draft, sent: SentForm, *, on: date) -> bool:
    for asked in form.fields.values():
        before = sent.lodged.answers.get(asked.id)
        there = None if before is None else before.value
        if asked.one_of and asked.shared and _unlike(asked, there, _read(asked, draft.typed(asked.id), on)):
            return True
    return _other_months(form, draft, sent, on=on)


def _other_months(form: Form, draft: Draft, sent: SentForm, *, on: date) -> bool:
    """Whether both say which months they are about, and have none in common."""
    theirs, ours = set[str](), set[str]()
    for asked in form.fields.values():
        before = sent.lodged.answers.get(asked.id)
        theirs |= _months(asked, None if before is None else before.value)
        ours |= _months(asked, _read(asked, draft.typed(asked.id), on))
    return bool(theirs and ours) and not theirs & ours


def _months(asked: Field, value: Answered) -> set[str]:
    """The months in the rows of a field."""
    columns = {each.id for each in asked.fields if each.kind is Kind.MONTH} if asked.kind in ROWS else set()
    if not columns or value is None or isinstance(value, Unknown):
        return set()
    written = type_of(asked.kind).written(asked, value)
    return {text for part, text in written.items() if part.rpartition(".")[2] in columns and text}


def _unlike(asked: Field, there: Answered, here: Answered) -> bool:
    """Whether a part that both have, such as the name of the employer, differs."""
    if there is None or here is None or isinstance(there, Unknown) or isinstance(here, Unknown):
        return False
    kind = type_of(asked.kind)
    theirs, ours = kind.written(asked, there), kind.written(asked, here)
    return any(theirs[part] != ours[part] for part in theirs.keys() & ours.keys())


def _read(asked: Field, typed: Typed, on: date) -> Answered:
    return type_of(asked.kind).read(asked, typed, At(on), asked.id).value


def _at(visit: Visit, word: str, number: int) -> Visit:
    return visit if number == visit.present.get(word, 0) else visit.of_one(word, number)


def _says(there: Visit, service_id: str, form: Form, told: Mapping[str, Typed], on: date) -> bool:
    """Whether what was said of this one by its forms is this, wherever both say something."""
    draft, shared, met = there.draft_of(service_id), said(there, form), False
    for id, typed in told.items():
        asked = form.fields[id]
        before = draft.typed(id) if draft else {}
        if not before and asked.shared in shared:
            before = shared[asked.shared].typed
        if asked.one_of and asked.shared and before:
            if _unlike(asked, _read(asked, before, on), _read(asked, typed, on)):
                return False
            met = True
    return met


def _begun(there: Visit, word: str, service_id: str, form: Form) -> bool:
    """Whether anything was said of this one."""
    names = dictionary().of_one.get(word, frozenset())
    told = any(each.one_of == word and _key(there, each) in there.shared for each in form.fields.values())
    return told or bool(names & there.answers.keys()) or there.draft_of(service_id) is not None


def _forgetting(there: Visit, word: str, form: Form) -> Visit:
    """Without what was said of this one, where there is room for no other."""
    names = dictionary().of_one.get(word, frozenset())
    gone = {_key(there, each) for each in form.fields.values() if each.one_of == word}
    shared = {key: each for key, each in there.shared.items() if key not in gone}
    return replace(there.without(names), shared=shared)


def _key(visit: Visit, asked: Field) -> str:
    words: Iterable[str] = (asked.one_of,) if asked.one_of else ()
    return SheetKey(asked.shared, Which.of(visit.present, words)).written()
