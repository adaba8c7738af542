"""The interview: one screen a page, only what is still needed, and everything said on one page to be corrected."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huigong.catalogue.onescreen import Screen
from huigong.catalogue.services import catalogue
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide, steps, turning
from huigong.portals.worker.keeping import how_long, keep, mark_started, unmark
from huigong.portals.worker.questions import Boxes, Question
from huigong.portals.worker.views.entry import bound_to_person, to_place, visit_of
from huigong.portals.worker.visit import Visit
from huigong.rules.values import UNKNOWN

Form = Question | Boxes


@require_http_methods(["GET", "POST"])
@bound_to_person
def ask(request: Request) -> HttpResponse:
    """Asks the next screen, or that of `?fact=` again; takes answers and goes on until enough is known.

    `?step=` gives each screen an address of its own, so that the browser's way back leads to the one before;
    `?next=` comes back there after the answer; `?about=` asks about one service only, empty about
    everything; `?event=` about a life event.
    """
    visit = visit_of(request)
    if wanted := turning.asked(request):
        response = redirect(_onward(turning.turned(visit, wanted)))
        turning.remember(request, response, wanted)
        return response
    if request.method == "POST":
        visit = turning.as_asked(visit, request)
    if guide.needs_place(visit):
        return to_place(request)
    if request.method == "POST":
        return _take(request, visit)
    today = timezone.localdate()
    again = request.GET.get("fact") or steps.fact_at(visit, request.GET.get("step", ""))
    still = guide.asking(visit, today)
    screen = guide.screen_again(visit, again, today) or guide.next_screen(visit, still)
    if screen is None:
        if not visit.focus:
            return redirect("worker:results")
        return redirect("worker:service", visit.focus)
    return _show(request, visit, _form(screen, visit), guide.questions_left(visit, still))


def check(request: Request) -> HttpResponse:
    """Everything that was said, each with a way to change it."""
    visit = visit_of(request)
    context = {"rows": guide.said(visit), "here": reverse("worker:check"), "kept": how_long()}
    return render(request, "worker/check.html", context)


@require_POST
@bound_to_person
def again(request: Request) -> HttpResponse:
    """Forgets the answers and begins anew in the same place."""
    keep(request.session, lambda visit: visit.afresh())
    response = redirect("worker:interview")
    unmark(response)
    return response


def _take(request: Request, visit: Visit) -> HttpResponse:
    screen = _screen_sent(request, visit)
    if screen is None:
        return redirect("worker:interview")
    form, today = _form(screen, visit, request), timezone.localdate()
    left = guide.questions_left(visit, guide.asking(visit, today))
    if not form.is_valid():
        return _show(request, visit, form, left, status=400)
    said = guide.as_ticked(visit, form.said, today)
    changed = any(fact.name in visit.answers for fact in said)
    kept = turning.keep_turned(
        request, lambda kept: turning.as_asked(kept, request).answered(said, left=left)
    )
    if changed:
        kept = _take_along(request, kept, {fact.name for fact in said})
    response = redirect(safe_next(request, default=_onward(kept)))
    mark_started(response)
    return response


def _take_along(request: Request, visit: Visit, changed: set[str]) -> Visit:
    """Answers that cannot stand beside a changed one go with it, and the visitor is told which."""
    gone = guide.contradicted(visit, changed, timezone.localdate())
    if not gone:
        return visit
    names = "、".join(fact.phrase or fact.name for fact in gone)
    messages.info(request, _("您改了回答，下面这些跟着作废了：%(names)s。") % {"names": names})
    return keep(request.session, lambda kept: kept.without([fact.name for fact in gone]))


def _screen_sent(request: Request, visit: Visit) -> Screen | None:
    """The screen that was answered: one fact, or those of the facts asked together that the page showed."""
    facts, conversation = guide.facts(), catalogue().conversation
    if "fact" in request.POST:
        fact = facts.get(request.POST["fact"])
        return guide.alone(visit, fact, timezone.localdate()) if fact is not None else None
    together = next((each for each in conversation.together if each.id == request.POST.get("screen")), None)
    if together is None:
        return None
    shown = [name for name in together.options if name in request.POST.getlist("shown")]
    return Screen(tuple(facts[name] for name in shown), together) if shown else None


def _form(screen: Screen, visit: Visit, request: Request | None = None) -> Form:
    data, known = request.POST if request is not None else None, visit.values(guide.facts())
    if screen.together is not None:
        return Boxes(screen, data, given=known)
    given = known.get(screen.facts[0].name, UNKNOWN)
    return Question(screen, data, given=given, facts=guide.facts(), known=known)


def _onward(visit: Visit) -> str:
    """Where the next screen stands."""
    return f"{reverse('worker:interview')}?{urlencode({'step': steps.count(visit)})}"


def _show(request: Request, visit: Visit, form: Form, left: int, *, status: int = 200) -> HttpResponse:
    left = max(1, left)
    screen = form.screen
    event = guide.event_of(visit)
    context = {
        "question": form,
        "screen": screen,
        "boxes": isinstance(form, Boxes),
        "toward": turning.written_of(visit),
        "left": left,
        "done": visit.asked,
        "total": visit.asked + left,
        "back": _back(visit, screen),
        "next": safe_next(request, default=""),
        "about": catalogue().name_of(visit.focus) if visit.focus else event.name if event else "",
    }
    return render(request, "worker/question.html", context, status=status)


def _back(visit: Visit, screen: Screen) -> str:
    earlier = visit.before({fact.name for fact in screen.facts})
    if earlier is not None:
        return f"{reverse('worker:interview')}?{urlencode({'fact': earlier})}"
    return reverse("worker:event", args=[visit.event]) if visit.event else reverse("worker:place")
