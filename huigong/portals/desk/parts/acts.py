"""What may be done with one thing, on its page: each act has a form that opens there, and comes back there when it is refused.

    acts = Acts(request, [Act("done", _("办了"), DoneForm, lambda given: prove(…))])
    if answer := acts.answer(_("登记了。")):
        return answer
    return page(request, "…", HERE, {"acts": acts}, status=acts.status)

and in the page `{% include "desk/parts/acts.html" %}`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from huigong.kernel.errors import DomainError, Invalid, NoAccess
from huigong.portals.shared.fields import field_of
from huigong.portals.shared.refusals import in_words, status_for
from huigong.portals.shared.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WHICH, _SEEN, _KEY = "act", "seen", "key"


class PlainForm(forms.Form):
    """An act that asks nothing."""


@dataclass(frozen=True)
class Act:
    """One of them: `id` is what the form sends, `do` what happens with what was filled in; it returns what is said then.

    `form` makes the form from what Django's forms take. `takes_files` where one of its fields is a file; the view then says
    so too. A `danger` is set apart, one that is `unasked` has no form and is a button by itself. `seen` says what the page
    shows of what the act is about: its form carries it, and once that is something else nothing is done. What `makes` something
    has a one-time `key` in its form, which `do` gets beside what was filled in.
    """

    id: str
    title: StrOrPromise
    form: Callable[..., forms.Form]
    do: Callable[[Mapping[str, Any]], StrOrPromise]
    button: StrOrPromise = ""
    help: StrOrPromise = ""
    danger: bool = False
    takes_files: bool = False
    seen: str = ""
    makes: bool = False

    @property
    def unasked(self) -> bool:
        return self.form is PlainForm


@dataclass
class Shown:
    """An act as the page draws it; `open` where it was just refused, or is all that can be done."""

    act: Act
    form: forms.Form
    open: bool = False

    @property
    def key(self) -> str:
        """Of this drawing of a form that makes something; "" of others."""
        return uuid.uuid4().hex if self.act.makes else ""


@dataclass
class Acts:
    """The acts of a page, or of one of many things on it (`folded`); of a post, the one that was sent."""

    request: Request
    acts: Sequence[Act]
    status: int = 200
    folded: bool = False
    changed: bool = False
    _tried: dict[str, forms.Form] = field(default_factory=dict)

    def answer(self, to: str = "") -> HttpResponse | None:
        """The way on once the act that was sent is done, to the page itself or `to`; None where the page is to be drawn.

        Raises `NoAccess` for who may not, and 404 is the page's own for an act that it does not have.
        """
        if self.request.method != "POST":
            return None
        act = next((each for each in self.acts if each.id == self.request.POST.get(_WHICH, "")), None)
        if act is None:
            self.status = 409  # what could be done when the page was opened, and cannot any more
            return None
        if self.request.POST.get(_SEEN, "") != act.seen:
            self.status, self.changed = 409, True
            return None
        form = _filled(act, self.request.POST, self.request.FILES)
        self._tried[act.id] = form
        self.status = 400
        if not form.is_valid():
            return None
        try:
            told = act.do(form.cleaned_data | self._key(act))
        except NoAccess:
            raise
        except DomainError as error:
            form.add_error(field_of(error, form), in_words(error, "what", "why", "do"))
            self.status = status_for(error)
            return None
        messages.success(self.request, str(told))
        return redirect(to or self.request.get_full_path())

    def _key(self, act: Act) -> dict[str, str]:
        """The key of a form that makes something. Raises `DomainError` (`form.key`) where it came without one."""
        if not act.makes:
            return {}
        key = self.request.POST.get(_KEY, "")
        if not key:
            raise Invalid(code="form.key", what="提交没有带防重复编号", do="请刷新页面后重新提交")
        return {_KEY: key}

    def __iter__(self) -> Iterator[Shown]:
        for act in self.acts:
            tried = self._tried.get(act.id)
            alone = len(self.acts) == 1 and not (act.danger or self.folded)
            yield Shown(act, _filled(act) if tried is None else tried, tried is not None or alone)

    def __bool__(self) -> bool:
        return bool(self.acts)

    @property
    def gone(self) -> bool:
        """Whether something was sent that cannot be done any more."""
        return self.request.method == "POST" and not self._tried and not self.changed


def _filled(act: Act, *given: Any) -> forms.Form:
    return act.form(*given, auto_id=f"{act.id}-%s")
