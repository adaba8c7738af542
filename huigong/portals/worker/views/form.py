"""The screens of a service's form: a question a page, the list to check, the sheet of paper. Nobody needs to log in for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http.client import FOUND
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huigong.casework.ownshapes import OwnCaseRow
from huigong.casework.queries import own
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Kind
from huigong.forms.lodging import Lodged
from huigong.forms.screens import CHECK, first_open
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import listed
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.dear import dear_where
from huigong.portals.shared.languages import said
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import check_page, paper_page, worker_page
from huigong.portals.shared.screens.returning import FROM
from huigong.portals.shared.uploads import panels
from huigong.portals.worker import apart, attached, several, standing
from huigong.portals.worker.filling import Filling
from huigong.portals.worker.findings import Finding
from huigong.portals.worker.findings import in_words as last_day_in_words
from huigong.portals.worker.keeping import is_large, keep, load, mark_started, unmark
from huigong.portals.worker.sending import too_wide
from huigong.portals.worker.views.entry import (
    asks_whose_first,
    bound_to_person,
    tells_of_the_end,
    to_place,
    visit_of,
    with_cases,
)
from huigong.portals.worker.visit import Visit

_MARK = "form_mark"
"""The hidden field of a page that says which form it is of: the mark of the one being filled in when it was shown."""

COMES_FROM = "from"
"""The word in the address of a service to which the form of another one has led."""

_WHY = 2  # reasons in one sentence


def costs_much(request: HttpRequest) -> bool:
    """Whether a page of the form costs several times as much as another, as so much was written."""
    return is_large(request.session)


def filling_of(request: Request, visit: Visit, service_id: str) -> Filling | None:
    """The form of whoever visits. Raises `DomainError` (`catalogue.no_service`)."""
    return Filling.of(
        visit,
        service_id,
        viewer=standing.applicant(request),
        now=timezone.now(),
        on=timezone.localdate(),
        acting=standing.held(request),
    )


def of_a_form_that_is_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is sent from a page of a form that was sent or given up meanwhile, at another phone, begins no new one."""

    @wraps(view)
    def entered(request: Request, service_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        ended = load(request.session).ended.get(request.POST.get(_MARK, ""))
        if ended is None:
            return view(request, service_id, *args, **kwargs)
        if request.POST.get("op") == panels.BEGIN:
            return panels.refusal(_over(ended[1]))
        case_id, number = ended
        if not case_id:
            messages.warning(request, in_words(_over(number), "what", "why", "do"))
            return redirect("worker:form", service_id)
        messages.info(request, in_words(_over(number), "what", "why"))
        return redirect("worker:case", case_id)

    return entered


def _over(number: str) -> Conflict:
    """Says that the form was sent as the case of that number, or given up where there is none."""
    return Conflict(
        code="form.ended_meanwhile",
        what=_("这张表已经提交了，编号%(number)s") % {"number": number}
        if number
        else _("这张表已经在别处放弃了"),
        why=_("刚才这一页写的没有再存"),
        do=_("要补内容的，在那一件里补") if number else _("要办的，请从头填"),
    )


@dear_where(costs_much)
@require_safe
@asks_whose_first
@tells_of_the_end
def begin(request: Request, service_id: str) -> HttpResponse:
    """The first screen that is still open."""
    visit = with_cases(request)
    filling = filling_of(request, visit, service_id)
    if filling is None:
        return redirect("worker:apply", service_id)
    case, viewer = visit.case_of(service_id), standing.applicant(request)
    if case and not apart.is_another(viewer, case, filling.form, filling.draft, on=filling.on):
        warn_of_case(request, case)
    if filling.needs_place and not visit.region:
        return to_place(request, onward=request.path)
    first = first_open(filling.filled(), filling.draft)
    if first != CHECK and (finding := filling.found(visit)) is not None:
        _tell_what_decides(request, finding)
    return redirect(_address(service_id, first))


def with_what_a_form_said(request: Request, service_id: str) -> Visit:
    """The visit, with what the form from which a warning has led here was told."""
    visit = visit_of(request)
    left = request.GET.get(COMES_FROM, "")
    if request.method != "GET" or visit.sheet(left) not in visit.drafts:
        return visit
    filling = filling_of(request, visit, left)
    if filling is None:
        return visit
    keep(request.session, lambda kept: filling.leaving_for(service_id, kept))
    return visit_of(request)


def warn_of_case(request: Request, case: OwnCaseRow) -> None:
    """Says that the same is under way already, before somebody fills in everything again."""
    names = own.for_whom(standing.applicant(request), case.case_id)
    told = {"number": case.number, "names": _("、").join(names)}
    words = (
        _(
            "给%(names)s办的这件事您已经交过，正在办，编号%(number)s。要补内容的，在那一件里补；给别的人办的，接着填。"
        )
        if names
        else _(
            "您已经交过一件这样的，正在办，编号%(number)s。就是那一件的，要补内容在那一件里补；不是同一件的，接着填。"
        )
        if catalogue().one_of(case.service_id)
        else _("您已经交过这件事，正在办，编号%(number)s。要补内容的，在那一件里补。")
    ) % told
    link = format_html('<a href="{}">{}</a>', reverse("worker:case", args=[case.case_id]), _("看办到哪一步"))
    messages.warning(request, format_html("{} {}", words, link))


@takes_files
@dear_where(costs_much)
@require_http_methods(["GET", "POST"])
@asks_whose_first
@bound_to_person
@tells_of_the_end
@of_a_form_that_is_there
def screen(request: Request, service_id: str, screen: str) -> HttpResponse:
    """One question; what is sent is kept whatever it is."""
    desk = _desk(request, service_id)
    if desk is None:
        return redirect("worker:apply", service_id)
    before = _found(request, service_id) if _may_decide(request, desk, screen) else None
    response = worker_page(request, desk, screen)
    if request.method == "POST":
        if response.status_code == FOUND:
            response = _told_at_once(request, desk.form, service_id, screen) or response
            goes_to_the_list = response["Location"].partition("?")[0] == _address(service_id, CHECK)
            if (
                before is not None
                and not goes_to_the_list
                and (now := _found(request, service_id)) is not None
            ):
                corrects = request.GET.get(FROM) == CHECK
                _tell_what_decides(request, now, None if corrects else before)
        mark_started(response)
    return response


def _told_at_once(request: Request, form: Form, service_id: str, screen: str) -> HttpResponse | None:
    """Says what an answer means as soon as it is given: a place that names no office, a last day that is near.

    Gives the screen again where it has to be answered otherwise.
    """
    place = screen == form.where
    day = any(
        asked.fact and asked.kind is Kind.DATE and asked.id in request.POST for asked in _on(form, screen)
    )
    if not place and not day:
        return None
    visit = visit_of(request)
    filling = filling_of(request, visit, service_id)
    if filling and place and (wide := _too_wide(filling)):
        messages.warning(request, wide)
        return redirect(request.get_full_path())
    ends = filling.ends(visit) if filling and day else None
    if ends and ends.near:
        messages.warning(request, last_day_in_words(ends))
    return None


def _may_decide(request: Request, desk: Desk, screen: str) -> bool:
    """Whether answers of this screen settle facts, so that they may say of the service that it is not theirs."""
    return request.method == "POST" and any(asked.fact or asked.fills for asked in _on(desk.form, screen))


def _found(request: Request, service_id: str) -> Finding | None:
    visit = visit_of(request)
    filling = filling_of(request, visit, service_id)
    return filling.found(visit) if filling else None


def _tell_what_decides(request: Request, now: Finding, before: Finding | None = None) -> None:
    """Says as soon as it is so that the service is not theirs by what they said, why, and which one is; never that they may not
    send it. What was so `before` has been said."""
    why = now.why_not if before is None or not before.why_not else ()
    instead = now.instead if before is None or before.instead != now.instead else None
    if not why and instead is None:
        return
    if why:
        what = _("按您的回答，这件事现在还不够条件：%(why)s。") % {
            "why": said(listed([each.text for each in why[:_WHY]], "；"))
        }
    else:
        what = _("按您的回答，这件事多半不归这里管。")
    whole = format_html("{} ", what)
    if instead is not None:
        link = format_html(
            '<a href="{}?{}">{}</a>',
            reverse("worker:service", args=[instead.id]),
            urlencode({COMES_FROM: now.service.id}),
            said(instead.name),
        )
        whole = format_html("{}{} {} ", whole, _("该看的是"), link)
    messages.warning(request, format_html("{}{}", whole, _("您仍然可以接着填、提交，部门会书面答复您。")))


def _on(form: Form, screen: str) -> list[Field]:
    """The fields that a worker answers on one screen, which bears the name of its first one."""
    first = form.fields.get(screen)
    group = first.group if first else ""
    return [asked for id, asked in form.fields.items() if id == screen or (group and asked.group == group)]


def _too_wide(filling: Filling) -> str:
    """What to say of the place just told, where it names no office; "" where it does, or nothing was told."""
    place = filling.told_place
    return too_wide(filling.service.id, place, filling.on) if place else ""


@dear_where(costs_much)
@require_http_methods(["GET", "POST"])
@asks_whose_first
@bound_to_person
@tells_of_the_end
@of_a_form_that_is_there
def check(request: Request, service_id: str) -> HttpResponse:
    """Everything that was said, each with a way to change it, and what it decides; where nothing was, the first question."""
    desk = _desk(request, service_id)
    kept = load(request.session)
    if desk and request.method == "GET" and kept.sheet(service_id) not in kept.drafts:
        nothing_said = first_open(desk.filled, desk.draft) != CHECK
        if nothing_said:
            return redirect("worker:form", service_id)
    if desk and request.method == "GET" and (finding := _found(request, service_id)) is not None:
        _tell_what_decides(request, finding)
    return redirect("worker:apply", service_id) if desk is None else check_page(request, desk)


@dear_where(costs_much)
@require_safe
def paper(request: Request, service_id: str) -> HttpResponse:
    """The form for paper, as far as it is filled in."""
    desk = _desk(request, service_id)
    return redirect("worker:apply", service_id) if desk is None else paper_page(request, desk)


@require_POST
@bound_to_person
def drop(request: Request, service_id: str) -> HttpResponse:
    """Gives up a form that was begun."""
    attached.drop(request, service_id, now=timezone.now())
    left = keep(request.session, lambda visit: visit.without_draft(service_id))
    response = redirect("worker:cases" if request.user.is_authenticated else "worker:home")
    if left == Visit(ended=left.ended):
        unmark(response)
    return response


def _desk(request: Request, service_id: str) -> Desk | None:
    several.as_meant(request)
    visit = visit_of(request)
    filling = filling_of(request, visit, service_id)
    if filling is None:
        return None

    def sent(lodged: Lodged) -> HttpResponse:
        keep(request.session, lambda visit: filling.learned(lodged, visit))
        return redirect("worker:apply", service_id)

    def save(changed: Draft) -> None:
        keep(request.session, lambda visit: filling.keeping(changed, visit))

    return Desk(
        form=filling.form,
        draft=filling.draft,
        facts=filling.facts,
        on=filling.on,
        save=save,
        address=lambda screen: _address(service_id, screen),
        sent=sent,
        frame="worker/frame.html",
        onward=_("下一步：看交给谁"),
        at_first="" if request.principal.person_id else _at_the_end(),
        hidden={
            standing.FIELD: standing.whom(request),
            several.FIELD: several.meant(visit),
            _MARK: visit.begun.get(visit.sheet(service_id), ""),
        },
        keeper=attached.FormKeeper(request, service_id, filling.kept),
    )


def _at_the_end() -> str:
    return _("填完提交的时候，要用手机收一个验证码；第一次来的，再登记姓名和证件号码，没有身份证的也能登记。")


def _address(service_id: str, screen: str) -> str:
    if not screen:
        return reverse("worker:service", args=[service_id])
    if screen == CHECK:
        return reverse("worker:form-check", args=[service_id])
    return reverse("worker:form-screen", args=[service_id, screen])
