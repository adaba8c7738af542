"""Adding to a form that was sent: what was left open is filled in later, what was said stays as it was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Field, Form
from huigong.forms.filling import NO_ANSWERS, Filled, Known, Standing, fill
from huigong.forms.kinds import Kind, Level
from huigong.forms.lodging import Lodged, Problems, Sent, missing_ways, problems
from huigong.forms.noticing import Finding
from huigong.forms.types import UNKNOWN_PART, Mistake, type_of
from huigong.forms.values import Typed
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.rules.values import Unknown


def open_fields(form: Form, lodged: Lodged) -> dict[str, Field]:
    """The fields that may still be filled in, by id: nobody answered them, or the answer was that it is not known.

    Not the place that led to the office, nor whose matter it is: that would be another case. Files are handed in
    beside the form.
    """
    return {
        id: asked for id, asked in form.fields.items() if _may_be_added(form, asked) and _is_open(id, lodged)
    }


def _may_be_added(form: Form, asked: Field) -> bool:
    files = asked.kind is Kind.FILE or any(column.kind is Kind.FILE for column in asked.fields)
    return asked.computed is None and asked.about is None and not files and asked.id != form.where


def _is_open(id: str, lodged: Lodged) -> bool:
    sent = lodged.answers.get(id)
    return sent is None or sent.value is None or isinstance(sent.value, Unknown)


def sent_draft(form: Form, lodged: Lodged) -> Draft:
    """What was sent, as it would be typed, to go on from."""
    said = {
        id: Said(_typed(form.fields[id], sent), sent.source, sent.good_until)
        for id, sent in lodged.answers.items()
        if form.fields[id].computed is None
    }
    return Draft(lodged.form, lodged.region, lodged.began, said, lodged.reasons or {})


def _typed(asked: Field, sent: Sent) -> Typed:
    if isinstance(sent.value, Unknown):
        return {UNKNOWN_PART: asked.unknown_words[0]}
    return {} if sent.value is None else type_of(asked.kind).written(asked, sent.value)


def beyond(sent: Draft, changed: Draft) -> Draft:
    """What `changed` has that was not sent, and nothing else: the addition, to be kept until it is sent."""
    said = {id: each for id, each in changed.said.items() if each.typed and sent.typed(id) != each.typed}
    reasons = {id: text for id, text in changed.reasons.items() if text and sent.reasons.get(id) != text}
    return replace(changed, said=said, reasons=reasons)


def together(sent: Draft, addition: Draft) -> Draft:
    """The form as it would stand with the addition."""
    return replace(sent, said={**sent.said, **addition.said}, reasons={**sent.reasons, **addition.reasons})


def add(
    form: Form, lodged: Lodged, addition: Draft, *, facts: Known = NO_ANSWERS, on: date
) -> Lodged | Problems:
    """The form as sent with the addition, or what has first to be put right of the addition.

    `addition` is what `beyond` gave. An answer that something added would hide stays; what it makes necessary
    besides is left for the office to help with, as nobody has to add all at once.
    """
    sent = sent_draft(form, lodged)
    said = {id: each for id, each in addition.said.items() if sent.typed(id) != each.typed}
    late = sorted(said.keys() - open_fields(form, lodged).keys(), key=list(form.fields).index)
    if late:
        return Problems(tuple(Mistake(id, answered(form.fields[id])) for id in late))
    draft, before = together(sent, replace(addition, said=said)), fill(form, sent, facts=facts, on=on)
    filled = fill(form, draft, facts=facts, on=on)
    wrong = problems(_only(filled, said, before.findings), draft)
    if wrong:
        return Problems(wrong)
    new = {id: filled.fields[id] for id in said if filled.fields[id].shown and filled.fields[id].answered}
    worked_out = {
        id: each
        for id, each in filled.fields.items()
        if each.field.computed is not None and each.shown and each.answered
    }
    answers = {id: Sent(each.value, each.source, each.good_until) for id, each in (worked_out | new).items()}
    return replace(
        lodged,
        answers=_in_order(form, {**lodged.answers, **answers}),
        added={**lodged.added, **dict.fromkeys(new, on)},
        to_help=_to_help(filled, lodged, new),
        warned=tuple(dict.fromkeys((*_beside(lodged.warned, _warnings(before)), *_warnings(filled)))),
        reasons={**(lodged.reasons or {}), **addition.reasons},
    )


def _to_help(filled: Filled, lodged: Lodged, new: Mapping[str, Standing]) -> tuple[str, ...]:
    """What the office helps with still, and what the addition makes necessary besides."""
    still = [id for id in lodged.to_help if id not in new and filled.fields[id].shown]
    may, must = missing_ways(filled)
    return tuple(id for id in filled.form.fields if id in {*still, *may, *must})


def _warnings(filled: Filled) -> tuple[str, ...]:
    return tuple(each.check.says for each in filled.every_finding if each.check.level is Level.WARN)


def _beside(warned: tuple[str, ...], again: tuple[str, ...]) -> tuple[str, ...]:
    """The warnings of then that rested on something that is not asked here, and stay."""
    return tuple(says for says in warned if says not in again)


def _in_order(form: Form, answers: Mapping[str, Sent]) -> dict[str, Sent]:
    return {id: answers[id] for id in form.fields if id in answers}


def _only(filled: Filled, said: Mapping[str, Said], before: tuple[Finding, ...]) -> Filled:
    """What was added, with what is found of the whole form only since then."""
    return replace(
        filled,
        fields={id: each for id, each in filled.fields.items() if id in said},
        findings=tuple(each for each in filled.findings if each not in before),
    )


def wanting(filled: Filled, lodged: Lodged) -> Iterator[str]:
    """Of the fields that may be added, those that were asked for and are missing, or whose answer was not known."""
    for id, standing in filled.fields.items():
        sent = lodged.answers.get(id)
        if standing.missing or (sent is not None and isinstance(sent.value, Unknown)):
            yield id


def answered(asked: Field) -> Conflict:
    """Why such a field takes no addition."""
    return Conflict(
        code="form.answered",
        what=say("“{field}”已经填过了", field=asked.name),
        why="填过的不能在这里改，办事的人要看得到原来写的",
        do="要改的，请写在要说的话里",
    )
