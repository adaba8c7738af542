"""What a case has to do with others: some persons apart, two cases as one, or a link between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.actions import collective, linking
from huigong.casework.queries.together import Together, together
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.desk.cases.partyforms import offer
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.clauses import link
from huigong.portals.shared.fields import as_mistake
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SPLIT, JOIN, LINK = "split", "join", "link"


class SplitForm(forms.Form):
    persons = forms.MultipleChoiceField(
        label=_("分出去的人"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("原办件至少要留一个人。"),
        error_messages={"required": _("请勾选要分出去的人。")},
    )

    def __init__(self, *args: Any, seen: Together, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "persons", seen.persons)


class JoinForm(forms.Form):
    into = forms.ChoiceField(label=_("并入哪一件"), error_messages={"required": _("请选择并入哪一件。")})

    def __init__(self, *args: Any, seen: Together, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "into", [("", _("请选择")), *seen.targets])


class LinkForm(forms.Form):
    number = forms.CharField(
        label=_("另一件的办件编号"),
        max_length=24,
        error_messages={"required": _("请填办件编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("这一件对那一件来说是"), error_messages={"required": _("请选择是什么关系。")}
    )

    def __init__(self, *args: Any, seen: Together, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "kind", [("", _("请选择")), *seen.links])


@dataclass(frozen=True)
class Way:
    """`act` takes by, now, case_id and the form's fields; it gives what `done` is said about and where one goes."""

    form: Callable[..., forms.Form]
    act: Callable[..., object]
    done: StrOrPromise


WAYS: dict[str, Way] = {
    SPLIT: Way(SplitForm, collective.split, _("已分案，这是分出来的新办件。")),
    JOIN: Way(JoinForm, collective.join, _("已并案，这是并入的办件。")),
    LINK: Way(LinkForm, linking.link, _("已关联。")),
}


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    return _page(request, together(request.principal, public_id, now=timezone.now()))


@officials_only
@never_cache
@require_POST
def act(request: Request, public_id: str, what: str) -> HttpResponse:
    """Does it and goes to the case that it led to; a refusal is said at the form."""
    if what not in WAYS:
        raise Http404
    viewer, now = request.principal, timezone.now()
    seen = together(viewer, public_id, now=now)
    form = _form(what, seen, request.POST)
    status = 400
    if form.is_valid():
        try:
            case_id = _do(what, seen, form, by=viewer, now=now)
        except NoAccess:
            raise
        except DomainError as error:
            status = status_for(error)
            form.add_error(None, as_mistake(error))
        else:
            messages.success(request, WAYS[what].done)
            return redirect("desk:case", public_id=case_id)
    return _page(request, seen, tried=what, form=form, status=status)


def _do(what: str, seen: Together, form: forms.Form, *, by: Principal, now: datetime) -> str:
    """The public id of the case to be shown next."""
    outcome = WAYS[what].act(by=by, now=now, case_id=seen.case_id, **form.cleaned_data)
    public_id = getattr(outcome, "public_id", None)
    return public_id.hex if public_id else seen.case_id


def _page(
    request: Request, seen: Together, *, tried: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    shown = {what: form if form is not None and what == tried else _form(what, seen) for what in WAYS}
    context = {
        "case": seen,
        "split": shown[SPLIT],
        "join": shown[JOIN],
        "link": shown[LINK],
        "bars": [(bar, link(bar.clause)) for bar in seen.bars],
    }
    return page(request, "desk/cases/together.html", "tasks", context, status=status)


def _form(what: str, seen: Together, data: Any = None) -> forms.Form:
    return WAYS[what].form(data, seen=seen, auto_id=f"id_{what}_%s")
