"""What a page of a form sends back: the typed parts of each field, and which button was pressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from huigong.forms.drafts import Draft
from huigong.forms.fields import Field
from huigong.forms.kinds import ROWS, Kind
from huigong.forms.pasting import lines_of, rows_of
from huigong.forms.types import UNKNOWN_PART, Mistake
from huigong.forms.types.rows import most_rows, row_ids, within_most
from huigong.forms.values import Typed
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.shared.screens.keeper import FormFiles
from huigong.portals.shared.uploads import panels

_MOST_IN_ADDRESS = 1_000  # rows; more than any field takes, and fields
BUTTONS = ("add", "remove", "turn", "paste", "pick", "upload", "attach", "send")
SHOWN = "rows"
"""The name under which a page sends back which rows of a field stand on it, where others do not: `工友:21.22.23`."""
_LIST = "list:"
"""What begins the name of a list that is to be read into the rows of a field."""


@dataclass(frozen=True)
class Pressed:
    """A button besides 下一步: `add` rows to a field, `remove` a row or file, `turn` to a page of rows, `pick` a place, `upload`
    what was chosen, `attach` a file that was kept before, `send`; `paste` a list, which is read into rows first."""

    button: str = ""
    path: str = ""
    value: str = ""

    @property
    def field(self) -> str:
        """The id of the field it is about."""
        return self.path.partition(".")[0]


def pressed(posted: QueryDict) -> Pressed:
    """The button that was pressed. Its value is `path` or `path:value`.

    Rows that were read from a list are looked at before anything goes on.
    """
    press = Pressed()
    for button in reversed(BUTTONS):
        if button in posted:
            path, _, value = str(posted[button]).partition(":")
            press = Pressed(button, path, value)
    if press.button in ("", "send"):
        lists = (name.removeprefix(_LIST) for name in posted if name.startswith(_LIST))
        pasted = next((id for id in lists if pasted_lines(posted, id)), "")
        return Pressed("paste", pasted) if pasted else press
    return press


def pasted_lines(posted: QueryDict, field_id: str) -> list[str]:
    """The lines of the list that is to be read into the rows of a field."""
    return lines_of(posted.get(f"{_LIST}{field_id}", ""))


def all_shown(posted: QueryDict) -> dict[str, list[str]]:
    """The rows that stood on the page, by field, of fields of which others did not."""
    pairs = (each.partition(":") for each in posted.getlist(SHOWN)[:_MOST_IN_ADDRESS])
    shown = {id: rows_in(spans) for id, _colon, spans in pairs}
    return {id: rows for id, rows in shown.items() if rows}


def row_ids_posted(posted: QueryDict, field_id: str) -> list[str]:
    """The ids of the rows that stood on the page, empty ones too."""
    parts = (key[len(field_id) + 1 :] for key in posted if key.startswith(f"{field_id}."))
    return list(dict.fromkeys(part.partition(".")[0] for part in parts if "." in part))[:_MOST_IN_ADDRESS]


def rows_in(spans: str) -> list[str]:
    """The ids of rows in `3-9.12`, no more than a thousand; what cannot be read is none."""
    ids = list[str]()
    for span in spans.split(".")[:_MOST_IN_ADDRESS]:
        first, _, last = span.partition("-")
        ends = (first, last or first)
        if all(end.isascii() and end.isdecimal() and len(end) < 9 for end in ends):
            ids += map(str, range(int(ends[0]), int(ends[1]) + 1)[:_MOST_IN_ADDRESS])
    return ids[:_MOST_IN_ADDRESS]


def spans_of(rows: Collection[str]) -> str:
    """What `rows_in` reads: neighbours together, so that it is short however many rows there are."""
    spans = list[list[int]]()
    for row in sorted(int(row) for row in rows if row.isascii() and row.isdecimal() and len(row) < 9):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ".".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def typed_of(posted: QueryDict, asked: Field, before: Draft) -> dict[str, str]:
    """What was typed for a field, by part. Files that are kept stay, and so do rows of other pages."""
    kept = {"": before.typed(asked.id).get("", "")} if asked.kind is Kind.FILE else {}
    parts = (key for key in posted if key == asked.id or key.startswith(f"{asked.id}."))
    typed = {key[len(asked.id) + 1 :]: str(posted[key]) for key in parts} | kept
    here = all_shown(posted).get(asked.id) if asked.kind in ROWS else None
    return _among(before.typed(asked.id), typed, {UNKNOWN_PART, *here}) if here else typed


def _among(before: Typed, typed: Typed, here: Collection[str]) -> dict[str, str]:
    """What was typed, among the rows that do not stand `here`, in their order."""
    rows: dict[str, dict[str, str]] = {part.partition(".")[0]: {} for part in (*before, *typed)}
    for part, text in before.items():
        row = part.partition(".")[0]
        rows[row] |= {} if row in here else {part: text}
    for part, text in typed.items():
        rows[part.partition(".")[0]][part] = text
    return {part: text for row in rows.values() for part, text in row.items()}


def _with_pasted(posted: QueryDict, asked: Field, typed: dict[str, str], before: Draft) -> dict[str, str]:
    """What was typed, and behind it the rows of a list."""
    lines = pasted_lines(posted, asked.id)
    if not lines or asked.fixed_rows:
        return typed
    said = before.said.get(asked.id)
    ids = (*row_ids_posted(posted, asked.id), *(part.partition(".")[0] for part in typed))
    last = max((said.given_out if said else 0, *(int(id) for id in ids if id.isdecimal() and len(id) < 9)))
    room = max(0, most_rows(asked) - len(row_ids(asked, typed)))
    rows = rows_of(asked, lines, on=timezone.localdate(), most=room)
    return typed | {
        f"{id}.{part}": text for id, row in enumerate(rows, start=last + 1) for part, text in row.items()
    }


def apply(
    request: HttpRequest,
    draft: Draft,
    fields: Sequence[Field],
    *,
    proposed: Mapping[str, Typed],
    files: FormFiles | None = None,
) -> tuple[Draft, tuple[Mistake, ...]]:
    """The draft with everything that the page sent, and what was refused of its files.

    `proposed` is what stood in fields that nobody had answered, by id: sent back as it was it is still a
    proposal, and follows the answers that it is worked out from. Raises `DomainError` for what cannot be done.
    """
    press = pressed(request.POST)
    too_many = list[Mistake]()
    for asked in fields:
        typed = typed_of(request.POST, asked, draft)
        if press.field == asked.id and press.button == "remove":
            typed = _without(typed, asked, press)
            if files:
                files.remove(press.path, press.value)
        elif press.field == asked.id and press.button == "pick" and regions.known(press.value):
            typed[press.path.partition(".")[2]] = regions.find(press.value).full_name
        if asked.kind in ROWS:
            typed = _with_pasted(request.POST, asked, typed, draft)
            typed, over = within_most(asked, typed)
            too_many += over
        if asked.id not in proposed or typed != dict(proposed[asked.id]):
            draft = draft.with_typed(asked.id, typed)
    if files is None:
        return draft, tuple(too_many)
    refused = [*too_many, *files.take(fields)]
    is_here = press.field in {each.id for each in fields}
    if is_here and press.button == "upload" and press.path not in request.FILES:
        refused.append(Mistake(press.path, panels.none_came()))
    if is_here and press.button == "attach":
        try:
            files.attach(press.path, press.value)
        except DomainError as error:
            refused.append(Mistake(press.path, error))
    return files.laid_over(draft), tuple(refused)


def _without(typed: dict[str, str], asked: Field, press: Pressed) -> dict[str, str]:
    """Without one row; a file is not among what was typed."""
    if press.path != asked.id or asked.kind is Kind.FILE:
        return typed
    return {part: text for part, text in typed.items() if part.partition(".")[0] != press.value}
