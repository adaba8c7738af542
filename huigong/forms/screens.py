"""A form as pages, without any framework: a question a screen for a worker, one dense page at a desk, a table on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from huigong.forms.controls import control
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.filling import Filled, Standing
from huigong.forms.kinds import ROWS, Kind, Source
from huigong.forms.lodging import problems
from huigong.forms.mistakes import together, words
from huigong.forms.pages import NOTHING_WANTED, Wanted, size
from huigong.forms.showing import display, plainly, totals
from huigong.forms.types import Mistake
from huigong.forms.values import Answered
from huigong.forms.widgets import Control
from huigong.rules.evaluate import evaluate
from huigong.rules.nodes import fact_names

CHECK = "check"
"""The id of the last screen, where everything is looked over and sent."""
Wants = Mapping[str, Wanted]
"""What is asked of the rows of fields, by field."""


class Layout(StrEnum):
    """The kind of page: one question a screen, all on one page, or for paper."""

    WORKER = "worker"
    COUNTER = "counter"
    DESK = "desk"
    PRINT = "print"


@dataclass(frozen=True)
class Screen:
    """One page, or one fieldset of a dense page. `id` is that of its first field or of the part."""

    id: str
    title: str
    controls: tuple[Control, ...]
    help: str = ""
    part: str = ""

    @cached_property
    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """Everything that is wrong on it: (id of the control, what is wrong and what to do)."""
        return tuple(each for control in self.controls for each in control.every_mistake)


@dataclass(frozen=True)
class Checked:
    """An answer in the list to look over: the question, the answer by lines, where to change it, what it lacks,
    whether files may still be put there, and whether the register takes it over when the case is granted."""

    path: str
    question: str
    lines: tuple[str, ...]
    screen: str
    changeable: bool
    source: str
    wrong: bool
    later: bool
    may_add: bool
    keeps: bool


@dataclass(frozen=True)
class CheckList:
    """Everything that will be sent, by part, and what keeps it from being sent: (path, screen, what, what to do)."""

    parts: tuple[tuple[str, tuple[Checked, ...]], ...]
    problems: tuple[tuple[str, str, str, str], ...]
    warnings: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...]


def screens(
    filled: Filled, layout: Layout, *, wants: Wants | None = None, told: bool = False
) -> tuple[Screen, ...]:
    """The screens of a form as it stands. `told` also says what is missing, as after an attempt to send.

    At a counter the questions stand in the worker's words, to be read out; at a desk and on paper the terms.
    A worker is not asked what the register or another office has said; it stands in the check list.
    """
    if layout is Layout.WORKER:
        return tuple(_screen(group, filled, wants or {}, told) for group in groups(filled))
    pages = []
    for part in filled.form.parts:
        shown = [filled.fields[asked.id] for asked in part.fields if filled.fields[asked.id].shown]
        controls = tuple(
            _control(each, filled, wants or {}, told, for_worker=layout is Layout.COUNTER) for each in shown
        )
        if controls:
            pages.append(Screen(part.id, part.title, controls, part.help, part.title))
    return tuple(pages)


def screen(filled: Filled, id: str, *, wants: Wants | None = None, told: bool = False) -> Screen:
    """One of a worker's screens, by the id of its first field; as `screens`."""
    group = next(group for group in groups(filled) if group[0].field.id == id)
    return _screen(group, filled, wants or {}, told)


def groups(filled: Filled) -> list[tuple[Standing, ...]]:
    """The fields of each screen of a worker: one, or the neighbours that declare the same `group`."""
    by_screen: list[tuple[Standing, ...]] = []
    for part in filled.form.parts:
        last = ""
        for asked in part.fields:
            standing = filled.fields[asked.id]
            if not standing.shown or asked.computed is not None or _known_already(standing):
                continue
            if asked.group and asked.group == last:
                by_screen[-1] = (*by_screen[-1], standing)
            else:
                by_screen.append((standing,))
            last = asked.group
    return by_screen


def _known_already(standing: Standing) -> bool:
    lacking = standing.missing and not standing.field.help_if_missing
    return not standing.source.asked and standing.answered and not (standing.mistakes or lacking)


def _screen(group: tuple[Standing, ...], filled: Filled, wants: Wants, told: bool) -> Screen:
    first = group[0].field
    part = next(part for part in filled.form.parts if first in part.fields)
    controls = tuple(_control(each, filled, wants, told, for_worker=True) for each in group)
    title = first.group if len(group) > 1 else first.ask or first.name
    return Screen(first.id, title, controls, part.help if len(group) > 1 else "", part.title)


def _control(each: Standing, filled: Filled, wants: Wants, told: bool, *, for_worker: bool) -> Control:
    wanted = wants.get(each.field.id, NOTHING_WANTED)
    return control(each, on=filled.on, for_worker=for_worker, wanted=wanted, told=told)


def screen_of(filled: Filled, field_id: str) -> str:
    """The id of the worker's screen on which a field stands; the check list where it stands on none."""
    for group in groups(filled):
        if any(each.field.id == field_id for each in group):
            return group[0].field.id
    return CHECK


def opened(filled: Filled, screen: str) -> Filled:
    """The form with the answer that stands on `screen` asked again, where it was known before and is the person's to change."""
    standing = filled.fields.get(screen)
    if standing is None or not standing.shown or not standing.source.own:
        return filled
    return replace(filled, fields={**filled.fields, screen: replace(standing, source=Source.SAID)})


def first_open(filled: Filled, draft: Draft, *, after: str = "") -> str:
    """The id of the first screen that nobody has been on, or where something must be put right; the check list where there is none.

    With `after`, of those behind that screen.
    """
    listed = groups(filled)
    ids = [group[0].field.id for group in listed]
    start = ids.index(after) + 1 if after in ids else 0
    rest = listed[start:]
    return next((group[0].field.id for group in rest if any(_open(each, draft) for each in group)), CHECK)


def _open(standing: Standing, draft: Draft) -> bool:
    lacking = standing.missing and not standing.field.help_if_missing
    if standing.source is Source.OFFERED:
        return True
    return bool(standing.mistakes or lacking) or not (standing.answered or standing.field.id in draft.said)


def beside(filled: Filled, screen: str) -> tuple[str, str]:
    """The ids of the screens before and after one: "" before the first, the check list after the last."""
    ids = [group[0].field.id for group in groups(filled)]
    if screen not in ids:
        return ids[-1] if ids else "", CHECK
    at = ids.index(screen)
    return (ids[at - 1] if at else ""), (ids[at + 1] if at + 1 < len(ids) else CHECK)


def left(filled: Filled, screen: str) -> int:
    """How many screens without an answer come from this one on at most, itself among them, so that it never rises: those
    that only ask something of several rows count until the rows were left behind, and so does the screen of the rows."""
    after = False
    count = 0
    for group in groups(_with_more_rows(filled, screen)):
        here = group[0].field.id == screen
        after = after or here
        answered = all(each.answered and each.source is not Source.OFFERED for each in group)
        count += after and not (answered and not (here and group[0].field.kind in ROWS))
    return count


def _with_more_rows(filled: Filled, screen: str) -> Filled:
    """The form with everything shown that one more row may bring, where rows are still to be filled in."""
    ids = list(filled.form.fields)
    ahead = ids[ids.index(screen) :] if screen in ids else ids
    counts = {f"{id}.行数" for id in ahead if filled.form.fields[id].kind in ROWS}
    known = {name: value for name, value in filled.known.items() if name not in counts}
    brought = {
        id: replace(standing, shown=True)
        for id, standing in filled.fields.items()
        if not standing.shown
        and (rule := standing.field.shown_if) is not None
        and counts.intersection(fact_names(rule))
        and evaluate(rule, values=known, on=filled.on, parameters=filled.form.parameters) is not False
    }
    return replace(filled, fields={**filled.fields, **brought})


def check_list(filled: Filled, draft: Draft) -> CheckList:
    """What a worker looks over before sending."""
    wrong = problems(filled, draft)
    faulty = {each.path.partition(".")[0] for each in wrong}
    parts = []
    for part in filled.form.parts:
        standing = [filled.fields[asked.id] for asked in part.fields]
        rows = tuple(_checked(each, filled, faulty) for each in standing if _worth_showing(each))
        if rows:
            parts.append((part.title, rows))
    findings = filled.every_finding
    return CheckList(
        tuple(parts),
        tuple(_problem(each, filled) for each in wrong),
        tuple(each.check.says for each in findings if each.check.level == "warn"),
        tuple(
            (each.check.id, each.check.says, draft.reasons.get(each.check.id, ""))
            for each in findings
            if each.check.level == "reason"
        ),
    )


def _worth_showing(standing: Standing) -> bool:
    """What was answered or has to be, and files: a photograph is found last, and is put in from here."""
    wanted = standing.required or standing.field.kind is Kind.FILE
    return standing.shown and (standing.answered or bool(standing.typed) or wanted)


def _checked(standing: Standing, filled: Filled, faulty: set[str]) -> Checked:
    asked = standing.field
    changeable = standing.source.own and asked.computed is None
    most_rows = size(asked) if changeable and asked.kind in ROWS else None
    lines = plainly(asked, standing.value, most_rows=most_rows) if standing.answered else _as_typed(standing)
    return Checked(
        path=asked.id,
        question=asked.ask or asked.name,
        lines=(*lines, *totals(asked, standing.value)),
        screen=asked.id
        if standing.source in (Source.EARLIER, Source.REGISTERED)
        else screen_of(filled, asked.id),
        changeable=changeable,
        source="" if standing.source is Source.SAID else standing.source.label,
        wrong=asked.id in faulty,
        later=bool(standing.missing) and asked.help_if_missing,
        may_add=asked.kind is Kind.FILE and not standing.answered and not standing.missing,
        keeps=asked.keeps and standing.answered,
    )


def _as_typed(standing: Standing) -> list[str]:
    return " ".join((standing.typed or {}).values()).split("\n")


def _problem(mistake: Mistake, filled: Filled) -> tuple[str, str, str, str]:
    what, do = words(mistake.error)
    field_id = mistake.path.partition(".")[0]
    return mistake.path, screen_of(filled, field_id) if field_id else CHECK, what, do


def summary(filled: Filled, draft: Draft) -> tuple[tuple[str, str], ...]:
    """The mistakes of a dense page for the list on top: (id of the control, what is wrong and what to do)."""
    return tuple((f"f-{each.path}", together(*words(each.error))) for each in problems(filled, draft))


def paper(form: Form, filled: Filled) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    """The form for paper: by part, the officer's term and the answer by lines, empty where nothing was said."""
    return tuple(
        (
            part.title,
            tuple(
                (asked.name, _on_paper(asked, filled.fields[asked.id].value))
                for asked in part.fields
                if filled.fields[asked.id].shown
            ),
        )
        for part in form.parts
    )


def _on_paper(asked: Field, value: Answered) -> tuple[str, ...]:
    return (*display(asked, value).split("\n"), *totals(asked, value))
