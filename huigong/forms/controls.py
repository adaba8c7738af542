"""One field as a page shows it: its control, its words, what stands in it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huigong.forms.fields import Field
from huigong.forms.filling import Standing, lacking, stopped
from huigong.forms.kinds import ROWS, Kind, Level, Source
from huigong.forms.mistakes import words
from huigong.forms.pages import NOTHING_WANTED, SEVERAL, Rows, Wanted, size, start
from huigong.forms.pasting import order
from huigong.forms.types import UNKNOWN_PART, At, Compound, Mistake, rows_type, type_of
from huigong.forms.types.rows import by_row, most_rows, offered_above, part_of
from huigong.forms.types.totals import shown_total, total
from huigong.forms.values import Answered, Row, Typed
from huigong.forms.widgets import Choice, Control, Line
from huigong.kernel import placenames, regions
from huigong.kernel.regions import NATION
from huigong.kernel.sentences import say, wording
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
class _Page:
    """What is the same for every control: whose words, the day, and what is wrong by path."""

    for_worker: bool
    on: date
    wrong: Mapping[str, tuple[tuple[str, str], ...]]

    def words_of(self, asked: Field) -> str:
        return (asked.ask or asked.name) if self.for_worker else asked.name

    def wrong_rows(self, path: str) -> set[str]:
        """The ids of the rows below a path in which something is wrong."""
        inside = (each.removeprefix(f"{path}.") for each in self.wrong if each.startswith(f"{path}."))
        return {each.partition(".")[0] for each in inside}


def control(
    standing: Standing, *, on: date, for_worker: bool, wanted: Wanted = NOTHING_WANTED, told: bool = True
) -> Control:
    """The control of a field. `for_worker` takes the words of the question, otherwise the term; `wanted` is asked of its
    rows; `told` False keeps quiet about what is missing or stops so far."""
    asked = standing.field
    more = [*(lacking(standing, path) for path in standing.missing), *stopped(standing)] if told else []
    page = _Page(for_worker, on, _by_path((*standing.mistakes, *more)))
    if asked.computed is not None:
        known = standing.value is not None and standing.value is not UNKNOWN
        shown = type_of(asked.kind).display(asked, standing.value) if known else ""
        return Control(asked.id, "shown", page.words_of(asked), help=asked.help, text=shown)
    return replace(
        _draw(asked, asked.id, standing.typed or {}, page, wanted, standing),
        needed=standing.required,
        may_wait=standing.required and asked.help_if_missing,
        said=tuple(each.check.says for each in standing.findings if each.check.level is not Level.STOP),
        source="" if standing.source is Source.SAID else standing.source.label,
    )


def _draw(
    asked: Field,
    path: str,
    typed: Typed,
    page: _Page,
    wanted: Wanted = NOTHING_WANTED,
    standing: Standing | None = None,
    *,
    needed: bool = False,
) -> Control:
    kind, text = type_of(asked.kind), typed.get("", "")
    choices = tuple(_choices(asked, text))
    widget = _WIDGETS.get(asked.kind, "line")
    drawing = Control(
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
        drawing = replace(drawing, parts=_parts(kind, asked, path, typed, page))
        return _blamed(drawing) if drawing.mistakes else drawing
    return _with_lines(drawing, asked, typed, page, wanted, standing) if asked.kind in ROWS else drawing


def _fit_a_list(choices: Sequence[Choice]) -> bool:
    """Whether there are many options, and a closed list shows each of them whole."""
    return len(choices) > FEW and all(len(each.label) <= SHORT for each in choices)


def _with_lines(
    drawing: Control, asked: Field, typed: Typed, page: _Page, wanted: Wanted, standing: Standing | None
) -> Control:
    by_id = by_row(asked, typed)
    ids = _rows(asked, by_id, wanted)
    begins = start(asked, ids, wanted, page.wrong_rows(drawing.path))
    ends = begins + size(asked)
    standing_rows = offered_above(asked, by_id, ids)
    drawing = replace(
        drawing, lines=_lines(asked, drawing.path, standing_rows, page, ids[begins:ends], begins)
    )
    if drawing.mistakes and not any(part for row in by_id.values() for part in row.values()):
        drawing = _blamed(drawing)
    room = 0 if asked.fixed_rows else most_rows(asked) - len(ids)
    following = max((standing.given_out if standing else 0, *(int(id) for id in ids if id.isdecimal()))) + 1
    return replace(
        drawing,
        heads=tuple(_head(column, page) for column in asked.fields) if asked.kind is Kind.TABLE else (),
        totals=_totals(asked, typed, page.on, standing.value if standing else None),
        rows=Rows(
            count=len(ids),
            first=begins + 1,
            before=ids[max(0, begins - size(asked))] if begins else "",
            after=ids[ends] if ends < len(ids) else "",
            next=str(following) if room > 0 else "",
            several=f"{following}-{following + SEVERAL - 1}" if room >= SEVERAL else "",
            order=order(asked, for_worker=page.for_worker) if room > 0 else (),
        ),
        can_remove=not asked.fixed_rows,
    )


def _head(column: Field, page: _Page) -> Control:
    drawn = _draw(column, column.id, {}, page)
    usual = _USUAL.get(column.kind)
    return replace(drawn, label=column.name, example=column.example or (usual(page.on) if usual else ""))


def _by_path(mistakes: Sequence[Mistake]) -> dict[str, tuple[tuple[str, str], ...]]:
    by_path: dict[str, tuple[tuple[str, str], ...]] = {}
    for each in mistakes:
        by_path[each.path] = (*by_path.get(each.path, ()), words(each.error))
    return by_path


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


def _rows(asked: Field, begun: Collection[str], wanted: Wanted) -> list[str]:
    """The rows that were begun, those that were asked for, and otherwise as many as there must be at least."""
    ids = list(dict.fromkeys((*begun, *wanted.empty)))[: most_rows(asked)]
    least = asked.limits.least if isinstance(asked.limits.least, int) else 0
    while not asked.fixed_rows and len(ids) < max(least, FREE_ROWS if asked.kind is Kind.TABLE else 1):
        ids.append(str(max((int(id) for id in ids if id.isdecimal()), default=0) + 1))
    return ids


def _lines(
    asked: Field, path: str, begun: Mapping[str, Typed], page: _Page, ids: Sequence[str], before: int
) -> tuple[Line, ...]:
    """The rows of these ids, behind that many others."""
    return tuple(
        Line(
            id,
            id if id in asked.fixed_rows else str(count),
            tuple(_cell(column, f"{path}.{id}", begun.get(id, {}), page) for column in asked.fields),
        )
        for count, id in enumerate(ids, start=before + 1)
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
