"""The interview: one question a screen, only what is still needed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from huigong.catalogue.services import catalogue
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide
from huigong.portals.worker.keeping import keep, mark_started, unmark
from huigong.portals.worker.questions import Question
from huigong.portals.worker.views.entry import to_place, visit_of
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Asks the next question, or `?fact=` again; takes an answer and goes on until nothing more helps.

    `?next=` comes back there after the answer; `?about=` asks about one service only, `?about=` empty about all again.
    """
    visit = visit_of(request)
    if not visit.region:
        return to_place(request)
    if "about" in request.GET:
        wanted = request.GET["about"]
        _turn_to(request, wanted if wanted in catalogue().ids else "")
        return redirect("worker:interview")
    if request.method == "POST":
        return _take(request, visit)
    fact = guide.facts().get(request.GET.get("fact", "")) or guide.next_fact(visit, timezone.localdate())
    if fact is None:
        if not visit.focus:
            return redirect("worker:results")
        _turn_to(request, "")
        return redirect("worker:service", visit.focus)
    given = visit.values(guide.facts()).get(fact.name, UNKNOWN)
    return _show(request, visit, Question(fact, given=given))


@require_POST
def again(request: Request) -> HttpResponse:
    """Forgets the answers and begins anew in the same place."""
    keep(request.session, lambda visit: visit.afresh())
    response = redirect("worker:interview")
    unmark(response)
    return response


def _take(request: Request, visit: Visit) -> HttpResponse:
    fact = guide.facts().get(request.POST.get("fact", ""))
    if fact is None:
        return redirect("worker:interview")
    known = visit.values(guide.facts())
    question = Question(fact, request.POST, facts=guide.facts(), known=known)
    if not question.is_valid():
        return _show(request, visit, question, status=400)
    keep(request.session, lambda kept: kept.answered(fact, question.cleaned_data["answer"]))
    response = redirect(safe_next(request, default=reverse("worker:interview")))
    mark_started(response)
    return response


def _turn_to(request: Request, service_id: str) -> None:
    keep(request.session, lambda visit: visit.about(service_id))


def _show(request: Request, visit: Visit, question: Question, *, status: int = 200) -> HttpResponse:
    left = max(1, guide.questions_left(visit, timezone.localdate()))
    done = len(visit.answers)
    context = {
        "question": question,
        "left": left,
        "done": done,
        "total": done + left,
        "back": _back(visit, question.fact),
        "next": safe_next(request, default=""),
        "about": catalogue().name_of(visit.focus) if visit.focus else "",
    }
    return render(request, "worker/question.html", context, status=status)


def _back(visit: Visit, fact: Fact) -> str:
    earlier = visit.before(fact.name)
    if earlier is None:
        return reverse("worker:place")
    return f"{reverse('worker:interview')}?{urlencode({'fact': earlier})}"
