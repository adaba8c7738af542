"""The address of a page of a form that is shown again: with the empty rows that were asked for, at the row or field worked on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.kinds import ROWS as REPEATED
from huigong.forms.pages import Wanted, size
from huigong.forms.pasting import rows_of
from huigong.forms.values import Typed
from huigong.portals.shared.screens.posting import (
    Pressed,
    all_shown,
    pasted_lines,
    row_ids_posted,
    rows_in,
    spans_of,
)

ROWS = "row"
"""The word in an address for rows that were asked for and are empty: `?row=工友:3`, `?row=工友:3-9.12`."""
AT = "at"
"""The word in an address for the row to be seen where not all stand on one page: `?at=工友:21`."""
FROM = "from"
"""The word in an address that says where somebody came from to change an answer, and wants to go back to."""
_FIELDS_WITH_ROWS = 50  # of one address


def blanks(request: HttpRequest) -> dict[str, list[str]]:
    """Rows that were asked for and are still empty."""
    by_field: defaultdict[str, list[str]] = defaultdict(list)
    for each in request.GET.getlist(ROWS)[:_FIELDS_WITH_ROWS]:
        field_id, _, spans = each.partition(":")
        by_field[field_id] += rows_in(spans)
    return by_field


def wants(request: HttpRequest, *, seeks: bool = False) -> dict[str, Wanted]:
    """What is asked of the rows of fields; with `seeks` a page is shown on which something is to be put right."""
    empty = blanks(request)
    at = dict(each.split(":", 1) for each in request.GET.getlist(AT)[:_FIELDS_WITH_ROWS] if ":" in each)
    if seeks:
        at |= {id: rows[0] for id, rows in all_shown(request.POST).items()}
    return {id: Wanted(empty.get(id, ()), at.get(id, ""), seeks) for id in {*empty, *at}}


def to_row(request: HttpRequest, field_id: str, row: str) -> str:
    """This page with that row of the field."""
    asked = request.GET.copy()
    asked.setlist(AT, [each for each in asked.getlist(AT) if not each.startswith(f"{field_id}:")])
    asked.appendlist(AT, f"{field_id}:{row}")
    return f"{request.path}?{asked.urlencode()}"


def again(request: HttpRequest, form: Form, draft: Draft, press: Pressed, more: list[tuple[str, str]]) -> str:
    """This page again, with the empty rows that were asked for, at the field that was worked on, or the row that was added.

    Rows that are filled in stand in the draft: the address does not grow with them.
    """
    empty_rows = blanks(request)
    if press.button == "add" and press.path:
        on_page = row_ids_posted(request.POST, press.path)
        empty_rows[press.path] = [*empty_rows.get(press.path, ()), *on_page, *rows_in(press.value)]
    if press.button == "remove" and press.value in empty_rows.get(press.path, ()):
        empty_rows[press.path].remove(press.value)
    if press.button == "paste":
        empty_rows.pop(press.path, None)
    empty = {
        id: set(rows) - {part.partition(".")[0] for part in draft.typed(id)}
        for id, rows in empty_rows.items()
    }
    rows = [(ROWS, f"{id}:{spans_of(left_over)}") for id, left_over in empty.items() if left_over]
    seen = {id: _still_there(shown, draft.typed(id), press) for id, shown in all_shown(request.POST).items()}
    row = _asked_for(request, form, draft, press)
    if row and len({*_rows(draft.typed(press.field)), *empty.get(press.field, ())}) > size(
        form.fields[press.field]
    ):
        seen[press.field] = row
    at = [(AT, f"{id}:{each}") for id, each in seen.items() if each]
    more = [*more, *((FROM, each) for each in request.GET.getlist(FROM)[:1])]
    asked = urlencode(rows + at + more)
    there = f"{press.field}.{row}" if row else press.field
    return f"{request.path}{'?' if asked else ''}{asked}{f'#f-{there}' if there else ''}"


def _asked_for(request: HttpRequest, form: Form, draft: Draft, press: Pressed) -> str:
    """The row that a button asks to see: one that was added, read from a list or turned to; "" for another button."""
    asked = form.fields.get(press.field)
    if asked is None or asked.kind not in REPEATED:
        return ""
    if press.button in ("add", "turn"):
        return next(iter(rows_in(press.value)), "")
    lines = pasted_lines(request.POST, press.field) if press.button == "paste" else []
    count = len(rows_of(asked, lines, on=timezone.localdate(), most=0))
    return next(iter(_rows(draft.typed(press.field))[-count:]), "") if count else ""


def _still_there(shown: Sequence[str], typed: Typed, press: Pressed) -> str:
    """A row of the page that was sent; the last of all where none of them is left."""
    here = [row for row in shown if press.button != "remove" or row != press.value]
    return next(iter((*here, *_rows(typed)[-1:])), "")


def _rows(typed: Typed) -> list[str]:
    return list(dict.fromkeys(part.partition(".")[0] for part in typed))
