"""The pages of a form, the same for every portal: a portal says whose draft it is, where it is kept and where pages lie."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huigong.forms.drafts import Draft
from huigong.forms.fields import Field
from huigong.forms.filling import Filled, stopped
from huigong.forms.kinds import Source
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.mistakes import together, words
from huigong.forms.pages import Wanted
from huigong.forms.screens import (
    CHECK,
    Layout,
    Screen,
    beside,
    check_list,
    first_open,
    groups,
    left,
    opened,
    paper,
    screen,
    screens,
    summary,
)
from huigong.forms.types import At, Mistake
from huigong.forms.widgets import Control
from huigong.kernel.errors import DomainError
from huigong.portals.shared.screens.beside import has_files, with_refused
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.keeper import FIELD
from huigong.portals.shared.screens.meanwhile import held_against, marks
from huigong.portals.shared.screens.posting import apply, pressed
from huigong.portals.shared.screens.returning import FROM, again, to_row, wants
from huigong.portals.shared.uploads import panels

REASON = "reason:"
LONGEST_REASON = 500
SAVE = "save"
"""The button that keeps what was typed and sends nothing."""
TOLD = "told"
"""The word in an address that says also what is missing: somebody tried to send."""


def worker_page(request: HttpRequest, desk: Desk, screen_id: str) -> HttpResponse:
    """One question. What was sent is kept first; the next question comes when this one is answered and can be
    read, or is skipped, which is offered only then: what must be there is asked again before sending."""
    filled = opened(desk.filled, screen_id)
    if screen_id not in {group[0].field.id for group in groups(filled)}:
        return HttpResponseRedirect(desk.address(CHECK))
    if request.method == "POST":
        return _begun(request, desk) or _answer(request, desk, screen_id)
    return _question(request, desk, filled, screen_id)


def check_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list of everything that was said; sending it tells what is still missing."""
    if request.method != "POST":
        return _list(request, desk)
    draft = _with_reasons(request, desk, desk.draft)
    if draft != desk.draft:
        desk.save(draft)
    outcome = lodge(desk.form, draft, facts=desk.facts, on=desk.on)
    return (
        desk.sent(outcome)
        if isinstance(outcome, Lodged)
        else _list(request, replace(desk, draft=draft), told=True)
    )


def _list(request: HttpRequest, desk: Desk, *, told: bool = False) -> HttpResponse:
    filled = desk.filled
    listed = check_list(filled, desk.draft)
    wrong = [(f"{desk.address(screen)}?{FROM}={CHECK}", what, do) for _, screen, what, do in listed.problems]
    context = {
        "parts": [
            (title, [(each, f"{desk.address(each.screen)}?{FROM}={CHECK}") for each in part])
            for title, part in listed.parts
        ],
        "problems": wrong if told else [],
        "warnings": listed.warnings,
        "reasons": listed.reasons,
        "back": desk.address(beside(filled, CHECK)[0]),
        "mistaken": told,
        "onward": desk.onward,
    }
    return _page(request, desk, "check", context, status=400 if told else 200)


def dense_page(request: HttpRequest, desk: Desk, *, layout: Layout = Layout.DESK) -> HttpResponse:
    """All questions on one page, for a counter or a desk. 保存 keeps it, 提交 sends it."""
    told = TOLD in request.GET
    if request.method == "POST":
        if begun := _begun(request, desk):
            return begun
        here, refused = _kept(request, desk, _shown_fields(desk.filled))
        press = pressed(request.POST)
        if not refused:
            if press.button == "send":
                outcome = lodge(desk.form, here.draft, facts=desk.facts, on=desk.on)
                if isinstance(outcome, Lodged):
                    return desk.sent(outcome)
            more = [(TOLD, "1")] if press.button == "send" else []
            return HttpResponseRedirect(again(request, desk.form, here.draft, press, more))
        return _dense(request, here, layout, told, refused)
    return _dense(request, desk, layout, told, ())


def some_fields(
    request: HttpRequest, desk: Desk, wanted: Collection[str], *, wrong: Sequence[Mistake] = ()
) -> tuple[Control, ...]:
    """Some questions of a form, by id, inside a page of another kind, in a worker's words; `wrong` beside them."""
    filled = desk.filled
    unreadable = {mistake.path for each in filled.fields.values() for mistake in each.mistakes}
    more = tuple(each for each in wrong if each.path not in unreadable)
    listed = screens(filled, Layout.COUNTER, wants=_wants(request))
    drawn = (control for screen in listed for control in _shown(request, desk, screen, more).controls)
    return tuple(replace(each, needed=False) for each in drawn if each.path in wanted)


def keep_some(
    request: HttpRequest, desk: Desk, fields: Sequence[Field]
) -> tuple[Desk, tuple[Mistake, ...], HttpResponse | None]:
    """The desk with what was sent for them, what was refused of it, and where to go on where a button for rows or
    places, or 保存, was pressed and all could be kept."""
    here, refused = _kept(request, desk, fields) if fields else (desk, ())
    press = pressed(request.POST)
    stays = not refused and (
        SAVE in request.POST or press.button in ("add", "remove", "turn", "paste", "pick")
    )
    onward = HttpResponseRedirect(again(request, desk.form, here.draft, press, [])) if stays else None
    return here, refused, onward


def paper_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form for paper, filled in as far as it is."""
    return _page(request, desk, "paper", {"parts": paper(desk.form, desk.filled)})


def _begun(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """The answer to a file that the script begins to send, which says nothing of what was typed."""
    files = desk.files(request)
    if files is None or request.POST.get("op") != panels.BEGIN:
        return None
    return files.begin(request.POST.get(FIELD, ""))


def _answer(request: HttpRequest, desk: Desk, screen_id: str) -> HttpResponse:
    group = next(group for group in groups(opened(desk.filled, screen_id)) if group[0].field.id == screen_id)
    here, refused = _kept(request, desk, [each.field for each in group])
    press = pressed(request.POST)
    filled = opened(here.filled, screen_id)
    now = [filled.fields[each.field.id] for each in group]
    lacking = any(each.missing and not each.field.help_if_missing for each in now)
    told = lacking or any(stopped(each) for each in now)
    wrong = told or any(each.mistakes for each in now)
    if refused or (wrong and not press.button):
        return _question(request, here, filled, screen_id, refused=refused, told=told, status=400)
    if press.button:
        return HttpResponseRedirect(again(request, desk.form, here.draft, press, []))
    back = request.GET.get(FROM) == CHECK
    after = first_open(filled, here.draft, after=screen_id) if back else beside(filled, screen_id)[1]
    return HttpResponseRedirect(desk.address(after))


def _question(
    request: HttpRequest,
    desk: Desk,
    filled: Filled,
    screen_id: str,
    *,
    refused: Sequence[Mistake] = (),
    told: bool = False,
    status: int = 200,
) -> HttpResponse:
    seen = _unblamed(filled, desk) if request.method != "POST" else filled
    drawn = screen(seen, screen_id, wants=_wants(request), told=told)
    before, after = beside(filled, screen_id)
    listed = groups(filled)
    group = next(group for group in listed if group[0].field.id == screen_id)
    to_go, total = left(filled, screen_id), len(listed)
    shown = _shown(request, desk, drawn, refused)
    context = {
        "screen": shown,
        "errors": ways(request, shown.mistakes, shown.controls),
        "back": desk.address(before),
        "check": desk.address(CHECK) if desk.draft.said else "",
        "skip": desk.address(after) if told else "",
        "at_first": "" if before else desk.at_first,
        "left": to_go,
        "done": total - to_go,
        "total": total,
        "drawn": _drawn(desk, [each.field for each in group]),
    }
    return _page(request, desk, "question", context, status=status)


def _unblamed(filled: Filled, desk: Desk) -> Filled:
    """Without the mistakes in what stood there before anybody typed here: what the register knows may be too little for a form."""
    said = desk.filled.fields
    quiet = {
        id: replace(each, mistakes=())
        for id, each in filled.fields.items()
        if said[id].source is not Source.SAID
    }
    return replace(filled, fields={**filled.fields, **quiet})


def _dense(
    request: HttpRequest, desk: Desk, layout: Layout, told: bool, refused: Sequence[Mistake]
) -> HttpResponse:
    filled = desk.filled
    every = screens(filled, layout, wants=_wants(request), told=told)
    listed = [_shown(request, desk, each, refused) for each in every]
    errors = list(summary(filled, desk.draft)) if told else _unreadable(filled)
    errors += [(f"f-{each.path}", together(*words(each.error))) for each in refused]
    context = {
        "screens": listed,
        "errors": ways(request, errors, [each for part in listed for each in part.controls]),
        "reasons": check_list(filled, desk.draft).reasons,
        "layout": layout.value,
        "back": desk.address(""),
        "onward": desk.onward,
        "drawn": _drawn(desk, _shown_fields(filled)),
    }
    return _page(request, desk, "dense", context, status=400 if refused else 200)


def ways(
    request: HttpRequest, errors: Iterable[tuple[str, str]], controls: Sequence[Control]
) -> list[tuple[str, str]]:
    """Mistakes as (where it stands, what is wrong): on this page, or on another page of rows."""
    paged = {each.path: {line.id for line in each.lines} for each in controls if each.rows.on_pages}
    links = []
    for id, says in errors:
        field, row, *_ = *id.removeprefix("f-").split("."), ""
        away = field in paged and row and row not in paged[field]
        links.append((f"{to_row(request, field, row) if away else ''}#{id}", says))
    return links


def _wants(request: HttpRequest) -> dict[str, Wanted]:
    return wants(request, seeks=request.method == "POST")


def _unreadable(filled: Filled) -> list[tuple[str, str]]:
    wrong = (mistake for each in filled.fields.values() for mistake in each.mistakes)
    return [(f"f-{mistake.path}", together(*words(mistake.error))) for mistake in wrong]


def _shown_fields(filled: Filled) -> list[Field]:
    return [standing.field for standing in filled.fields.values() if standing.shown]


def _drawn(desk: Desk, fields: Sequence[Field]) -> str:
    return marks(fields, desk.kept or desk.draft)


def _kept(request: HttpRequest, desk: Desk, fields: Sequence[Field]) -> tuple[Desk, tuple[Mistake, ...]]:
    """The desk with what was sent, kept already but for what another window has changed too, which is refused for now."""
    filled = desk.filled
    proposed = {
        each.id: filled.fields[each.id].typed or {}
        for each in fields
        if each.suggested is not None and each.id not in desk.draft.said
    }
    files = desk.files(request)
    try:
        draft, refused = apply(request, desk.draft, fields, proposed=proposed, files=files)
    except DomainError as error:
        return desk, (Mistake(fields[0].id, error),)
    draft = _with_reasons(request, desk, draft)
    kept, clashes = held_against(request.POST, fields, kept=desk.draft, sent=draft, at=At(desk.on))
    if kept != desk.draft:
        desk.save(kept)
    clashing = {each.path: draft.said[each.path] for each in clashes if each.path in draft.said}
    shown = replace(kept, said={**kept.said, **clashing})
    return replace(desk, draft=shown, kept=kept), (*refused, *clashes)


def _with_reasons(request: HttpRequest, desk: Desk, draft: Draft) -> Draft:
    for check in desk.form.every_check:
        reason = request.POST.get(f"{REASON}{check.id}")
        if reason is not None:
            draft = draft.with_reason(check.id, reason[:LONGEST_REASON])
    return draft


def _shown(request: HttpRequest, desk: Desk, screen: Screen, refused: Sequence[Mistake]) -> Screen:
    """The screen as it can be drawn, with its files, and what was refused of them beside their control."""
    files = desk.files(request)
    drawn = tuple(each for each in screen.controls if each.widget != "files" or files)
    drawn = tuple(with_refused(each, refused) for each in drawn)
    if files and any(has_files(each) for each in drawn):
        held = files.keeper.held()
        drawn = tuple(files.drawn(each, held) for each in drawn)
    return replace(screen, controls=drawn)


def _page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shared = {
        "frame": desk.frame,
        "form_name": desk.form.name,
        "clauses": desk.form.clauses,
        "whose": desk.whose,
        "hidden": desk.hidden,
    }
    return render(
        request, f"shared/screens/{template}.html", shared | dict(desk.around) | context, status=status
    )
