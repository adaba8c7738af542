"""A draft read against its form: what is shown, what is required, what each answer is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Check, Field, Form
from huigong.forms.kinds import ROWS, Kind, Level, Source
from huigong.forms.noticing import Finding, namesakes, unlike_card
from huigong.forms.types import Mistake, type_of
from huigong.forms.types.base import refused
from huigong.forms.values import Answered, Month, Row, Typed
from huigong.kernel.sentences import say, wording
from huigong.rules.evaluate import evaluate
from huigong.rules.nodes import Constant, Node
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import Answer, Between, Unknown

Known = Mapping[str, Answer]
NO_ANSWERS: Known = {}


@dataclass(frozen=True)
class Standing:
    """One field as it stands in a draft.

    `value` is None where nothing was typed or it cannot be read, UNKNOWN where the person does not
    know; a field that is not `shown` has none. `missing` are the paths that must be filled in and
    are not; `given_out` is the highest number of a row so far.
    """

    field: Field
    shown: bool
    required: bool
    value: Answered = None
    typed: Typed | None = None
    mistakes: tuple[Mistake, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    source: Source = Source.SAID
    good_until: date | None = None
    given_out: int = 0

    @property
    def answered(self) -> bool:
        """Whether there is a value, "not known" included."""
        return self.value is not None


@dataclass(frozen=True)
class Filled:
    """A whole draft, read: the fields in the order they are asked, and what rules know from them."""

    form: Form
    on: date
    fields: Mapping[str, Standing]
    known: Mapping[str, Answer]
    findings: tuple[Finding, ...]

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """The checks that do not hold, of fields first."""
        return (*(each for standing in self.fields.values() for each in standing.findings), *self.findings)


def fill(form: Form, draft: Draft, *, facts: Known = NO_ANSWERS, on: date) -> Filled:
    """Reads a draft of `form` (as of the day it was begun). `facts` is what is known of the person, by name; `on` the day of asking.

    Answers that are no longer good on that day are read as if they had not been given.
    """
    here = _Here(on, form.parameters)
    standings, known = _read(form, draft, facts, here)
    card = (form.applicant, standings[form.applicant.id].value) if form.applicant else None
    read = {id: _complete(standings[id], known, here, card) for id in form.fields}
    findings = tuple(_findings(form.checks, "", known, here))
    return Filled(form, on, read, known, findings)


def values(form: Form, draft: Draft, *, on: date) -> dict[str, Answered]:
    """What a draft says, by field, before anything is held against anything else."""
    standings, _ = _read(form, draft, NO_ANSWERS, _Here(on, form.parameters))
    return {id: each.value for id, each in standings.items()}


def _read(
    form: Form, draft: Draft, facts: Known, here: _Here
) -> tuple[dict[str, Standing], dict[str, Answer]]:
    """The fields as far as each stands by itself, and what rules know from them."""
    known, standings = dict(facts), dict[str, Standing]()
    for id in form.order:
        standing = _standing(form.fields[id], draft, known, here)
        standings[id] = standing
        known |= _answers(standing)
    return standings, known


@dataclass(frozen=True)
class _Here:
    """The day and the parameters of the region, for rules."""

    on: date
    parameters: ParameterLookup

    def value(self, rule: Node, known: Known) -> Answer:
        return evaluate(rule, values=known, on=self.on, parameters=self.parameters)

    def holds(self, rule: Node | None, known: Known, *, otherwise: bool) -> Answer:
        """What a rule says; `otherwise` where there is none."""
        if rule is None:
            return otherwise
        return rule.value if isinstance(rule, Constant) else self.value(rule, known)


def _answers(standing: Standing) -> dict[str, Answer]:
    """What rules know from a field: under its own names, and as the fact that it fills."""
    asked = standing.field
    answers = type_of(asked.kind).answers(asked, standing.value)
    if asked.fact and standing.value is not None:
        answers[asked.fact] = next(iter(answers.values()))
    return answers


def _standing(asked: Field, draft: Draft, known: Known, here: _Here) -> Standing:
    shown = here.holds(asked.shown_if, known, otherwise=True)
    if shown is False:
        return Standing(asked, shown=False, required=False, typed=draft.typed(asked.id))
    said = _good(draft.said.get(asked.id), here.on)
    kind = type_of(asked.kind)
    if asked.computed is not None:
        value = _as_value(asked, here.value(asked.computed, known))
        return Standing(asked, True, False, value, {}, source=Source.WORKED_OUT)
    typed = said.typed if said else {}
    if said is None and asked.suggested is not None:
        proposed = _as_value(asked, here.value(asked.suggested, known))
        typed = {} if proposed is None else kind.written(asked, proposed)
    reading = (said or Said(typed)).read(asked, here.on)
    required = shown is True and asked.required is not None
    return Standing(
        asked,
        shown=True,
        required=required,
        value=reading.value,
        typed=typed,
        mistakes=reading.mistakes,
        source=said.source if said else Source.SAID,
        good_until=said.good_until if said else None,
        given_out=said.given_out if said else 0,
    )


def _good(said: Said | None, on: date) -> Said | None:
    """The answer as long as it is good; one that lapsed is as if it had never been given."""
    return None if said is None or (said.good_until is not None and said.good_until < on) else said


def _as_value(asked: Field, answer: Answer) -> Answered:
    """What a rule gives, as the field holds it; a range fills none."""
    if isinstance(answer, Unknown | Between):
        return None
    if asked.kind is Kind.MONTH and isinstance(answer, date):
        return Month(answer.year, answer.month)
    return answer


def _complete(
    standing: Standing, known: Known, here: _Here, applicant: tuple[Field, Answered] | None
) -> Standing:
    """The standing with what is required, missing and found, now that every field is known."""
    asked = standing.field
    if not standing.shown:
        return standing
    required = standing.required and here.holds(asked.required, known, otherwise=False) is True
    missing: tuple[str, ...] = (
        (asked.id,) if required and not standing.answered and not standing.mistakes else ()
    )
    if asked.kind in ROWS:
        values = standing.value if isinstance(standing.value, tuple) else ()
        rows = tuple(row for row in values if isinstance(row, Row))
        inner = [_row(asked, row, known, here) for row in rows]
        missing += tuple(path for paths, _ in inner for path in paths)
        findings = tuple(each for _, listed in inner for each in listed)
        findings += tuple(namesakes(asked, rows, applicant))
    else:
        findings = tuple(_findings(asked.checks, asked.id, known, here)) if standing.answered else ()
        findings += tuple(unlike_card(asked, standing.value, applicant))
    return replace(standing, required=required, missing=missing, findings=findings)


def _row(asked: Field, row: Row, known: Known, here: _Here) -> tuple[list[str], list[Finding]]:
    """The cells that must be filled in and are not, and the checks that do not hold in a row."""
    inside, path = dict(known), f"{asked.id}.{row.id}"
    for column in asked.fields:
        inside |= type_of(column.kind).answers(column, row.cells.get(column.id))
    missing, findings = list[str](), list(_findings(asked.checks, path, inside, here))
    for column in asked.fields:
        needed = here.holds(column.required, inside, otherwise=False) is True
        if needed and column.id not in row.cells:
            missing.append(f"{path}.{column.id}")
        if column.id in row.cells:
            findings += _findings(column.checks, f"{path}.{column.id}", inside, here)
    return missing, findings


def _findings(checks: tuple[Check, ...], path: str, known: Known, here: _Here) -> Iterator[Finding]:
    """The checks that surely do not hold; what is not known stops nobody."""
    for check in checks:
        if here.value(check.rule, known) is False:
            yield Finding(path, check)


def stopped(standing: Standing) -> list[Mistake]:
    """The mistakes of checks that stop."""
    return [stop(each) for each in standing.findings if each.check.level is Level.STOP]


def stop(finding: Finding) -> Mistake:
    """The mistake of a check that stops."""
    return Mistake(finding.path, refused("check", finding.check.says, "请核对后改正"))


def lacking(standing: Standing, path: str) -> Mistake:
    """The mistake of something that must be filled in and is not, in the words of the question."""
    asked, column = standing.field, standing.field.column(path.rpartition(".")[2])
    question = (column or asked).ask or (column or asked).name
    words = (column or asked).unknown_words
    do = say("不知道的，请选“{word}”", word=words[0]) if words else wording("请填写")
    return Mistake(path, refused("missing", say("还没有回答“{question}”", question=question), do))
