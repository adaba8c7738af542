"""One field as a page shows it: its control, its words, what stands in it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huigong.forms.fields import Field
from huigong.forms.filling import Standing, lacking, stopped
from huigong.forms.kinds import ROWS, Kind, Level, Source
from huigong.forms.mistakes import together, words
from huigong.forms.types import UNKNOWN_PART, At, Compound, Mistake, rows_type, type_of
from huigong.forms.types.rows import by_row, most_rows, part_of, shown_total, total
from huigong.forms.values import Answered, Row, Typed
from huigong.kernel import placenames, regions
from huigong.kernel.regions import NATION
from huigong.kernel.sentences import listed, say, wording
from huigong.rules.values import UNKNOWN
from huigong.rules.yes_or_no import yes_or_no

FEW = 7  # options that are shown as buttons; more are a list to open
SHORT = 14  # characters of an option that a list shows whole on a phone
FREE_ROWS = 3  # empty lines of a table that nobody has begun
_WIDGETS: Mapping[Kind, str] = {
    Kind.LONG: "lines",
    Kind.BOOL: "choice",
    Kind.CODE: "choice",
    Kind.PLACE: "group",
    Kind.PERSON: "group",
    Kind.EMPLOYER: "group",
    Kind.FILE: "files",
    Kind.REPEAT: "rows",
    Kind.TABLE: "table",
}
# Examples for the columns of a table that declare none, as they are all that tells how to write there.
_USUAL: Mapping[Kind, Callable[[date], str]] = {
    Kind.MONTH: lambda on: say("{year}年{month}月", year=on.year, month=on.month),
    Kind.DATE: lambda on: say("{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day),
    Kind.MONEY: lambda on: "6000",
}
_MODES: Mapping[Kind, str] = {Kind.INT: "numeric", Kind.DECIMAL: "decimal", Kind.MONEY: "decimal"}


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: what is sent, what it says, whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A row of a repeat or table: its id, what people call it, and its controls."""

    id: str
    label: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Control:
    """What a page draws for a field or a part of one.

    Attributes:
        path, text: the name under which it is sent, and what stands in it, also where it cannot be read.
        widget: one of line, lines, choice, list, region, group, rows, table, files, shown.
        heads, unknown, nearby: the columns of a table, the tick for "not known", places to choose from.
        mistakes, blamed: (what, what to do), and that a part is meant by a mistake that is said of the whole.
    """

    path: str
    widget: str
    label: str
    help: str = ""
    example: str = ""
    unit: str = ""
    mode: str = ""
    text: str = ""
    needed: bool = False
    choices: tuple[Choice, ...] = ()
    unknown: tuple[Choice, ...] = ()
    parts: tuple[Control, ...] = ()
    heads: tuple[Control, ...] = ()
    lines: tuple[Line, ...] = ()
    totals: tuple[str, ...] = ()
    can_add: bool = False
    next_row: str = ""
    can_remove: bool = False
    files: tuple[str, ...] = ()
    nearby: tuple[Choice, ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    blamed: bool = False
    said: tuple[str, ...] = ()
    source: str = ""

    @property
    def invalid(self) -> bool:
        """Whether what stands in it is to be written anew, for a mistake of its own or of the whole."""
        return self.blamed or bool(self.mistakes)

    @property
    def wrong(self) -> bool:
        """Whether anything in it is wrong, its parts and lines included."""
        return bool(self.every_mistake)

    @property
    def every_mistake(self) -> tuple[tuple[str, str], ...]:
        """What is wrong with it and inside it: (id of the control, what is wrong and what to do)."""
        own = tuple((self.id, together(*each)) for each in self.mistakes) if self.mistakes else ()
        if not self.parts and not self.lines:
            return own
        inside = (each for part in self.parts for each in part.every_mistake)
        return (*own, *inside, *(each for line in self.lines for each in self._mistakes_in(line)))

    def _mistakes_in(self, line: Line) -> Iterator[tuple[str, str]]:
        """Those of one row, which is named as on the page."""
        wrong = [each for control in line.controls for each in control.every_mistake]
        if not wrong:
            return
        named = (
            say("第{number}行", number=line.label)
            if self.widget == "table"
            else say("第 {number} 个", number=line.label)
        )
        row = named if self.can_remove else line.label
        for id, says in wrong:
            yield id, listed((row, says), "：")

    @property
    def boxed(self) -> bool:
        """Whether it is a fieldset of several controls."""
        return self.widget in ("choice", "group", "rows", "table", "files")

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"f-{self.path}"


@dataclass(frozen=True)
class _Page:
    """What is the same for every control: whose words, the day, and what is wrong by path."""

    for_worker: bool
    on: date
    wrong: Mapping[str, tuple[tuple[str, str], ...]]

    def words_of(self, asked: Field) -> str:
        return (asked.ask or asked.name) if self.for_worker else asked.name


def control(
    standing: Standing, *, on: date, for_worker: bool, blanks: Sequence[str] = (), told: bool = True
) -> Control:
    """The control of a field. `for_worker` takes the words of the question, otherwise the term; `blanks` are ids of
    rows that were asked for and are still empty; `told` False keeps quiet about what is missing or stops so far."""
    asked = standing.field
    more = [*(lacking(standing, path) for path in standing.missing), *stopped(standing)] if told else []
    page = _Page(for_worker, on, _by_path((*standing.mistakes, *more)))
    if asked.computed is not None:
        known = standing.value is not None and standing.value is not UNKNOWN
        shown = type_of(asked.kind).display(asked, standing.value) if known else ""
        return Control(asked.id, "shown", page.words_of(asked), help=asked.help, text=shown)
    return replace(
        _draw(asked, asked.id, standing.typed or {}, page, blanks, standing),
        needed=standing.required,
        said=tuple(each.check.says for each in standing.findings if each.check.level is not Level.STOP),
        source="" if standing.source is Source.SAID else standing.source.label,
    )


def _draw(
    asked: Field,
    path: str,
    typed: Typed,
    page: _Page,
    blanks: Sequence[str] = (),
    standing: Standing | None = None,
    *,
    needed: bool = False,
) -> Control:
    kind, text = type_of(asked.kind), typed.get("", "")
    choices = tuple(_choices(asked, text))
    widget = _WIDGETS.get(asked.kind, "line")
    made = Control(
        path=path,
        widget="list" if widget == "choice" and _fit_a_list(choices) else widget,
        label=page.words_of(asked),
        help=asked.help,
        example=asked.example,
        unit=wording("元") if asked.kind is Kind.MONEY else asked.unit,
        mode=_MODES.get(asked.kind, ""),
        text=text,
        needed=needed,
        choices=choices,
        unknown=_unknown(asked, typed),
        files=tuple(text.split()) if asked.kind is Kind.FILE else (),
        mistakes=page.wrong.get(path, ()),
    )
    if isinstance(kind, Compound):
        made = replace(made, parts=_parts(kind, asked, path, typed, page))
        return _blamed(made) if made.mistakes else made
    return _with_lines(made, asked, typed, page, blanks, standing) if asked.kind in ROWS else made


def _fit_a_list(choices: Sequence[Choice]) -> bool:
    """Whether there are many options, and a closed list shows each of them whole."""
    return len(choices) > FEW and all(len(each.label) <= SHORT for each in choices)


def _with_lines(
    made: Control, asked: Field, typed: Typed, page: _Page, blanks: Sequence[str], standing: Standing | None
) -> Control:
    given_out = standing.given_out if standing else 0
    lines = _lines(asked, made.path, typed, page, blanks)
    free = not asked.fixed_rows
    made = replace(made, lines=lines)
    if made.mistakes and not any(part for row in by_row(asked, typed).values() for part in row.values()):
        made = _blamed(made)
    return replace(
        made,
        heads=tuple(_head(column, page) for column in asked.fields) if asked.kind is Kind.TABLE else (),
        totals=_totals(asked, typed, page.on, standing.value if standing else None),
        can_add=free and len(lines) < most_rows(asked),
        next_row=str(max((given_out, *(int(line.id) for line in lines if line.id.isdecimal()))) + 1),
        can_remove=free,
    )


def _head(column: Field, page: _Page) -> Control:
    drawn = _draw(column, column.id, {}, page)
    usual = _USUAL.get(column.kind)
    return replace(drawn, label=column.name, example=column.example or (usual(page.on) if usual else ""))


def _by_path(mistakes: Sequence[Mistake]) -> dict[str, tuple[tuple[str, str], ...]]:
    made: dict[str, tuple[tuple[str, str], ...]] = {}
    for each in mistakes:
        made[each.path] = (*made.get(each.path, ()), words(each.error))
    return made


def _choices(asked: Field, text: str) -> Iterator[Choice]:
    if asked.kind is Kind.BOOL:
        yes, no = yes_or_no(asked.ask)
        yield Choice("是", yes, text == "是")
        yield Choice("否", no, text == "否")
    elif asked.kind is Kind.CODE:
        for option in asked.options:
            yield Choice(option.code, option.name, text in (option.code, option.name))


def _unknown(asked: Field, typed: Typed) -> tuple[Choice, ...]:
    """The ticks for "not known"; of a choice they are further choices, sent under its own name."""
    if not asked.unknown_words:
        return ()
    ticked = typed.get(UNKNOWN_PART, "") or typed.get("", "")
    filled = any(
        text for part, text in typed.items() if part != UNKNOWN_PART and text not in asked.unknown_words
    )
    return tuple(Choice(word, word, ticked == word and not filled) for word in asked.unknown_words)


def _parts(kind: Compound, asked: Field, path: str, typed: Typed, page: _Page) -> tuple[Control, ...]:
    return tuple(
        _part(kind, asked, name, f"{path}.{name}", typed.get(name, ""), page) for name in kind.asked(asked)
    )


def _blamed(made: Control) -> Control:
    """What is wrong as a whole, as one line or by its parts: those needed and empty are to blame, else all needed ones.
    Of rows it is the first, as long as nothing is written in any."""
    if made.parts:
        needed = tuple(part for part in made.parts if part.needed)
        blamed = [part.path for part in needed if not part.text.strip()] or [part.path for part in needed]
        return replace(made, parts=tuple(replace(part, blamed=part.path in blamed) for part in made.parts))
    if made.lines:
        first, *others = made.lines
        cells = tuple(_blamed(cell) if cell.needed else cell for cell in first.controls)
        return replace(made, lines=(replace(first, controls=cells), *others))
    return replace(made, blamed=True)


def _part(kind: Compound, asked: Field, name: str, path: str, text: str, page: _Page) -> Control:
    papers = (Choice(each.code, each.name, text in (each.code, each.name)) for each in asked.options)
    return Control(
        path=path,
        widget={"paper": "list", "region": "region"}.get(name, "line"),
        label=kind.parts[name].label,
        mode="tel" if name == "phone" else "",
        text=text,
        needed=name in (asked.needed_parts or kind.asked(asked)[:1]),
        choices=tuple(papers) if name == "paper" else (),
        nearby=_nearby(text) if name == "region" else (),
        mistakes=page.wrong.get(path, ()),
    )


def _nearby(text: str) -> tuple[Choice, ...]:
    """Places to go on from what stands there: those that it may mean, or those in it, or the provinces."""
    if not text.strip():
        listed = regions.children(NATION)
        return tuple(Choice(region.code, region.name, False) for region in listed)
    place = placenames.read(text)
    meant = place.found or place.similar
    if len(meant) == 1 and place.found:
        return tuple(Choice(region.code, region.name, False) for region in regions.children(meant[0].code))
    return tuple(Choice(region.code, region.full_name, False) for region in meant)


def _lines(asked: Field, path: str, typed: Typed, page: _Page, blanks: Sequence[str]) -> tuple[Line, ...]:
    """The rows that were begun, those that were asked for, and otherwise as many as there must be at least."""
    rows = by_row(asked, typed)
    ids = list(dict.fromkeys((*rows, *blanks)))[: most_rows(asked)]
    least = asked.limits.least if isinstance(asked.limits.least, int) else 0
    while not asked.fixed_rows and len(ids) < max(least, FREE_ROWS if asked.kind is Kind.TABLE else 1):
        ids.append(str(max((int(id) for id in ids if id.isdecimal()), default=0) + 1))
    return tuple(
        Line(
            id,
            id if id in asked.fixed_rows else str(count),
            tuple(_cell(column, f"{path}.{id}", rows.get(id, {}), page) for column in asked.fields),
        )
        for count, id in enumerate(ids, start=1)
    )


def _cell(column: Field, path: str, row: Typed, page: _Page) -> Control:
    path, typed = f"{path}.{column.id}", part_of(row, column.id)
    return _draw(column, path, typed, page, needed=column.required is not None)


def _totals(asked: Field, typed: Typed, on: date, value: Answered) -> tuple[str, ...]:
    """A text below each column, "" where it has no total or a cell cannot be read yet. `value` are the rows, where all can be read."""
    if not asked.totals:
        return ()
    begun = tuple(row for row in value if isinstance(row, Row)) if isinstance(value, tuple) else ()
    rows = {} if begun else by_row(asked, typed)
    if len(rows) > most_rows(asked):
        return ()
    read = (rows_type.read_row(asked, id, row, At(on), "")[0] for id, row in rows.items())
    begun = begun or tuple(row for row in read if row.cells)
    return tuple(
        shown_total(asked, column.id, total(begun, column.id)) if column.id in asked.totals and begun else ""
        for column in asked.fields
    )
