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

from huigong.catalogue.screens import Screen
from huigong.catalogue.services import catalogue
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide, several, steps, turning
from huigong.portals.worker.keeping import how_long, is_begun, keep, mark_started, unmark
from huigong.portals.worker.questions import Boxes, Question
from huigong.portals.worker.several import Member
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
    several.as_meant(request)
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
        begun = visit.sheet(visit.focus) in visit.drafts
        return redirect("worker:apply" if begun else "worker:service", visit.focus)
    return _show(request, visit, _form(screen, visit), guide.questions_left(visit, still))


def check(request: Request) -> HttpResponse:
    """Everything that was said, each with a way to change it."""
    visit = visit_of(request)
    here, said = reverse("worker:check"), guide.said(visit)
    rounds = [each for each in several.rounds(visit, timezone.localdate()) if each.others]
    apart = {word: catalogue().facts.of_one[word] for word in (each.word for each in rounds)}
    groups: list[tuple[Member | None, list[guide.Said]]] = [
        (None, [row for row in said if not any(row.fact in names for names in apart.values())])
    ]
    for each in rounds:
        groups += [(member, several.said_of(visit, member)) for member in each.ones]
    context = {
        "groups": [
            (member, [(row, _to_change(member, row, here)) for row in rows])
            for member, rows in groups
            if rows
        ],
        "kept": how_long(),
    }
    return render(request, "worker/check.html", context)


@require_http_methods(["GET", "POST"])
@bound_to_person
def one(request: Request) -> HttpResponse:
    """Turns to another one of several (`?of=孩子&number=0`) and goes on to `next`; a POST begins the next one and asks."""
    word = (request.POST if request.method == "POST" else request.GET).get("of", "")
    if request.method == "POST":
        after = keep(request.session, lambda kept: several.begun(kept, word))
        return redirect(_onward(after))
    number = request.GET.get("number", "")
    if is_begun(request.session):
        keep(request.session, lambda kept: several.turned(kept, word, number))
    return redirect(safe_next(request, default=reverse("worker:results")))


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
    values = visit.values(guide.facts())
    is_corrected = any(values.get(fact.name, value) != value for fact, value in said.items())
    kept = turning.keep_turned(
        request,
        lambda kept: guide.giving_way(turning.as_asked(kept, request).answered(said, left=left), said),
    )
    if is_corrected:
        kept = _take_along(request, visit, kept, {fact.name for fact in said})
    response = redirect(safe_next(request, default=_onward(kept)))
    mark_started(response)
    return response


def _take_along(request: Request, before: Visit, visit: Visit, corrected: set[str]) -> Visit:
    """Answers that are pointless or impossible beside those of a corrected screen go with it, and the visitor is told which; what an
    earlier correction took along comes back with it."""
    today = timezone.localdate()
    back = guide.to_the_point_again(visit, corrected, today)
    visit = visit.bringing_back(back)
    gone = dict.fromkeys(guide.pointless(before, visit, corrected, today))
    gone |= dict.fromkeys(fact.name for fact in guide.contradicted(visit, corrected, today))
    if not gone and not back:
        return visit
    facts = [guide.facts()[name] for name in gone if not guide.left_empty(before, name)]
    if facts:
        names = "、".join(fact.phrase or fact.name for fact in facts)
        messages.info(request, _("您改了回答，下面这些跟着作废了：%(names)s。") % {"names": names})
    return keep(
        request.session,
        lambda kept: kept.bringing_back([name for name in back if name in kept.moot]).setting_aside(
            [name for name in gone if name in kept.answers], corrected=corrected
        ),
    )


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
    places = guide.places_said(visit)
    return Question(screen, data, given=given, facts=guide.facts(), known=known, places=places)


def _to_change(member: Member | None, row: guide.Said, here: str) -> str:
    """Where a screen is answered again: of one of several, once the visit has turned to it."""
    again = f"{reverse('worker:interview')}?{urlencode({'fact': row.fact, 'next': here})}"
    return (
        again if member is None or member.present else several.address_of(member.word, member.number, again)
    )


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
        "of_one": several.meant(visit),
        "one": several.called(visit, screen.facts),
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
