"""The interview: one question a screen, only what is still needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide
from huigong.portals.worker.questions import Question
from huigong.portals.worker.views.entry import visit_of
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Asks the next question, or `?fact=` again; takes an answer and goes on until nothing more helps.

    `?next=` comes back there after the answer; `?about=` asks about one service only, `?about=` empty about all again.
    """
    visit = visit_of(request)
    if not visit.region:
        return redirect("worker:place")
    if "about" in request.GET:
        wanted = request.GET["about"]
        visit.about(wanted if wanted in guide.book().ids else "").save(request.session)
        return redirect("worker:interview")
    if request.method == "POST":
        return _take(request, visit)
    fact = guide.facts().get(request.GET.get("fact", "")) or guide.next_fact(visit, timezone.localdate())
    if fact is None:
        visit.about("").save(request.session)
        return redirect("worker:service", visit.focus) if visit.focus else redirect("worker:results")
    given = visit.values(guide.facts()).get(fact.name, UNKNOWN)
    return _show(request, visit, Question(fact, given=given))


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Forgets the answers and begins anew in the same place."""
    visit_of(request).afresh().save(request.session)
    return redirect("worker:interview")


def _take(request: HttpRequest, visit: Visit) -> HttpResponse:
    fact = guide.facts().get(request.POST.get("fact", ""))
    if fact is None:
        return redirect("worker:interview")
    known = visit.values(guide.facts())
    question = Question(fact, request.POST, facts=guide.facts(), known=known)
    if not question.is_valid():
        return _show(request, visit, question, status=400)
    visit.answered(fact, question.cleaned_data["answer"]).save(request.session)
    return redirect(safe_next(request, default=reverse("worker:interview")))


def _show(request: HttpRequest, visit: Visit, question: Question, *, status: int = 200) -> HttpResponse:
    left = max(1, guide.questions_left(visit, timezone.localdate()))
    done = len(visit.answers)
    context = {
        "question": question,
        "left": left,
        "done": done,
        "total": done + left,
        "back": _back(visit, question.fact),
        "next": safe_next(request, default=""),
        "about": guide.book().name_of(visit.focus) if visit.focus else "",
    }
    return render(request, "worker/question.html", context, status=status)


def _back(visit: Visit, fact: Fact) -> str:
    earlier = visit.before(fact.name)
    if earlier is None:
        return reverse("worker:place")
    return f"{reverse('worker:interview')}?{urlencode({'fact': earlier})}"
