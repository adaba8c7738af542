"""The address of a page of a form that is shown again: with the empty rows that were asked for, at the row or field worked on."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest
from django.utils.http import urlencode

from huigong.forms.drafts import Draft
from huigong.portals.shared.screens.posting import Pressed, row_ids_posted, rows_in, spans_of

ROWS = "row"
"""The word in an address for rows that were asked for and are empty: `?row=工友:3`, `?row=工友:3-9.12`."""
FROM = "from"
"""The word in an address that says where somebody came from to change an answer, and wants to go back to."""
_FIELDS_WITH_ROWS = 50  # of one address


def blanks(request: HttpRequest) -> dict[str, list[str]]:
    """Rows that were asked for and are still empty."""
    made: defaultdict[str, list[str]] = defaultdict(list)
    for each in request.GET.getlist(ROWS)[:_FIELDS_WITH_ROWS]:
        field_id, _, spans = each.partition(":")
        made[field_id] += rows_in(spans)
    return made


def again(request: HttpRequest, draft: Draft, press: Pressed, more: list[tuple[str, str]]) -> str:
    """This page again, with the empty rows that were asked for, at the field that was worked on, or the row that was added.

    Rows that are filled in stand in the draft: the address does not grow with them.
    """
    empty_rows = blanks(request)
    if press.button == "add" and press.path:
        on_page = row_ids_posted(request.POST, press.path)
        empty_rows[press.path] = [*empty_rows.get(press.path, ()), *on_page, press.value]
    if press.button == "remove" and press.value in empty_rows.get(press.path, ()):
        empty_rows[press.path].remove(press.value)
    empty = {
        id: set(rows) - {part.partition(".")[0] for part in draft.typed(id)}
        for id, rows in empty_rows.items()
    }
    rows = [(ROWS, f"{id}:{spans_of(left_over)}") for id, left_over in empty.items() if left_over]
    more = [*more, *((FROM, each) for each in request.GET.getlist(FROM)[:1])]
    asked = urlencode(rows + more)
    added = press.button == "add" and press.path and rows_in(press.value)
    at = f"{press.path}.{press.value}" if added else press.field
    return f"{request.path}{'?' if asked else ''}{asked}{f'#f-{at}' if at else ''}"
