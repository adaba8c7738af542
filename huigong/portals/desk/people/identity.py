"""At the counter: papers seen, a new phone with its code, a slip to claim the record, and who may act for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huigong.kernel.errors import DomainError, NotFound
from huigong.kernel.identity import mask_phone
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import purpose_for, remember
from huigong.portals.desk.people import phones
from huigong.portals.desk.people.changing import ACTING, NEW_PHONE, PAPERS, PUT_RIGHT, SLIP
from huigong.portals.desk.people.counter import PURPOSE, again
from huigong.portals.desk.people.forms import (
    ActingForm,
    NewPhoneForm,
    PapersForm,
    PhoneCodeForm,
    PutRightForm,
)
from huigong.portals.desk.people.saidwhy import once_said_why, where_they_live
from huigong.portals.shared import codes
from huigong.portals.shared.fields import as_mistake, beside
from huigong.portals.shared.requests import Request
from huigong.registry import queries
from huigong.registry.actions import claiming, counter, representing
from huigong.registry.actions import papers as actions

_SHOWN = "desk_papers"


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def new_phone(request: Request, public_id: str) -> HttpResponse:
    """Sends a code to the new phone, after the papers were seen."""
    form = NewPhoneForm(request.POST, auto_id=f"id_{NEW_PHONE}_%s")
    status, given = 400, form.cleaned_data if form.is_valid() else {}
    if given:
        try:
            return phones.ask(
                request,
                public_id,
                phone=given["phone"],
                shown=given["shown"],
                taken_over=given.get("taken_over") == "yes",
            )
        except codes.NetworkFull:
            raise
        except DomainError as error:
            if error.code == "person.phone_taken":
                form.ask_if_taken_over()
            status = beside(error, form)
    return again(request, public_id, NEW_PHONE, form, status=status)


@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
@once_said_why
@where_they_live
def phone_code(request: Request, public_id: str) -> HttpResponse:
    """The code that the person reads out; with it the phone is theirs."""
    asked = request.session.get(phones.ASKED, {})
    return _read_out(request, public_id, asked, codes.COUNTER, "phone_code.html", _phone_changed)


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def papers(request: Request, public_id: str) -> HttpResponse:
    """Papers were seen of somebody who registered online: a code goes to the phone that would open the record."""
    form = PapersForm(request.POST, auto_id=f"id_{PAPERS}_%s")
    status, given = 400, form.cleaned_data if form.is_valid() else {}
    if given:
        try:
            phone = claiming.phone_to_prove(by=request.principal, person_id=public_id)
            if not phone:
                return _papers_seen(request, public_id, given["shown"])
            codes.send_from(request, phone=phone, purpose=codes.PAPERS)
        except codes.NetworkFull:
            raise
        except DomainError as error:
            status = beside(error, form, name="paper", phone="paper")
        else:
            request.session[_SHOWN] = {"person": public_id, "shown": given["shown"]}
            return redirect("desk:person-papers-code", public_id=public_id)
    return again(request, public_id, PAPERS, form, status=status)


@officials_only
@never_cache
@require_http_methods(["GET", "POST"])
@once_said_why
@where_they_live
def papers_code(request: Request, public_id: str) -> HttpResponse:
    """The code that the person reads out: the phone of the row is theirs, and opens the record from now on."""
    asked = request.session.get(_SHOWN, {})
    return _read_out(request, public_id, asked, codes.PAPERS, "papers_code.html", _phone_proved)


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def put_right(request: Request, public_id: str) -> HttpResponse:
    """Sex, birth or country as the paper says them that lies on the counter."""
    form = PutRightForm(request.POST, auto_id=f"id_{PUT_RIGHT}_%s")
    status, given = 400, form.cleaned_data if form.is_valid() else {}
    if given:
        try:
            actions.put_right(
                by=request.principal,
                now=timezone.now(),
                person_id=public_id,
                shown=given["shown"],
                sex=given["sex"],
                born=given["born"],
                country=given["country"],
            )
        except DomainError as error:
            status = beside(error, form)
        else:
            messages.success(request, _("已经照证件改好。"))
            return redirect("desk:person", public_id=public_id)
    return again(request, public_id, PUT_RIGHT, form, status=status)


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def slip(request: Request, public_id: str) -> HttpResponse:
    """A code to claim the record with, shown on this one page only."""
    form = PapersForm(request.POST, auto_id=f"id_{SLIP}_%s")
    if not form.is_valid():
        return again(request, public_id, SLIP, form, status=400)
    code = claiming.give_code(
        by=request.principal, now=timezone.now(), person_id=public_id, shown=form.cleaned_data["shown"]
    )
    context = {"code": code, "public_id": public_id, "days": claiming.CODE_GOOD_FOR.days}
    return page(request, "desk/people/slip.html", "person-find", context)


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def acting(request: Request, public_id: str) -> HttpResponse:
    """Somebody may act for the person from today on."""
    form = ActingForm(request.POST, auto_id=f"id_{ACTING}_%s")
    status = 400
    if form.is_valid():
        try:
            _record_acting(request, public_id, form)
        except DomainError as error:
            status = beside(error, form, resident_number="number")
        else:
            messages.success(request, _("代办已登记，本人会收到消息。"))
            return redirect("desk:person", public_id=public_id)
    return again(request, public_id, ACTING, form, status=status)


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def end_acting(request: Request, public_id: str) -> HttpResponse:
    """Somebody acts for the person no longer."""
    representing.end(
        by=request.principal,
        now=timezone.now(),
        reference=request.POST.get("reference", ""),
        person_id=public_id,
    )
    messages.success(request, _("代办已经停了。"))
    return redirect("desk:person", public_id=public_id)


def _read_out(
    request: Request,
    public_id: str,
    asked: Mapping[str, Any],
    purpose: codes.Purpose,
    template: str,
    proved: Callable[[Request, str, str], HttpResponse],
) -> HttpResponse:
    """The page for a code that was sent for this person, and `proved` with the phone once it is right."""
    waiting = codes.phone_waiting(request.session, purpose)
    if asked.get("person") != public_id or waiting is None:
        return redirect("desk:person", public_id=public_id)
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone = codes.check_from(request, code=form.cleaned_data["code"], purpose=purpose)
            return proved(request, public_id, phone)
        except codes.NetworkFull:
            raise
        except DomainError as error:
            if purpose is codes.COUNTER and not isinstance(error, codes.WrongCode):
                raise  # what keeps the phone from being theirs is no mistake in the code
            form.add_error("code", as_mistake(error))
    context = {"form": form, "phone": mask_phone(waiting), "public_id": public_id}
    status = 400 if form.errors else 200
    return page(request, f"desk/people/{template}", "person-find", context, status=status)


def _phone_proved(request: Request, public_id: str, phone: str) -> HttpResponse:
    return _papers_seen(request, public_id, request.session[_SHOWN]["shown"], phone=phone)


def _papers_seen(request: Request, public_id: str, shown: str, *, phone: str = "") -> HttpResponse:
    person = claiming.check_papers(
        by=request.principal, now=timezone.now(), person_id=public_id, shown=shown, phone=phone
    )
    request.session.pop(_SHOWN, None)
    return _to_record(request, public_id, person.public_id.hex, _("证件已核对。"))


def _phone_changed(request: Request, public_id: str, phone: str) -> HttpResponse:
    asked = request.session[phones.ASKED]
    person = counter.new_phone(
        by=request.principal,
        now=timezone.now(),
        person_id=public_id,
        phone=phone,
        shown=asked["shown"],
        taken_over=asked["taken_over"],
    )
    request.session.pop(phones.ASKED, None)
    said = _("手机号已核对，本人现在可以用它登录，要填身份证号的最后6位；换了号码的，旧号不能再登录。")
    return _to_record(request, public_id, person.public_id.hex, said)


def _to_record(request: Request, asked_for: str, public_id: str, said: str) -> HttpResponse:
    """The record, which may be another row than was asked for; the purpose goes along."""
    now = timezone.now()
    purpose = purpose_for(request.session, asked_for, now=now) or PURPOSE
    remember(request.session, [public_id], purpose, now=now)
    messages.success(request, said)
    return redirect("desk:person", public_id=public_id)


def _record_acting(request: Request, public_id: str, form: Form) -> None:
    given, now = form.cleaned_data, timezone.now()
    viewer = request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
    helper = queries.on_record(viewer, given["number"], now=now, name=given["name"])
    if helper is None:
        raise _no_helper()
    representing.record_at_counter(
        by=request.principal,
        now=now,
        person_id=public_id,
        representative_id=helper.public_id.hex,
        acting=given["acting"],
        kinship=given["kinship"],
        shown=given["shown"],
        valid_from=timezone.localdate(),
        valid_until=given["until"],
    )


def _no_helper() -> NotFound:
    return NotFound(
        code="person.not_found",
        about="resident_number",
        what=_("没有找到代办人"),
        why=_("您管的地方没有这个身份证号的人。"),
        do=_("请先登记代办人，再回来登记代办。"),
    )
