"""At the counter: registering somebody, a new home. The trail keeps which document was shown."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory.permissions import Permission
from huigong.kernel import regions
from huigong.kernel.errors import Denied, DomainError, NoAccess
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import purpose_for, remember
from huigong.portals.desk.people import phones
from huigong.portals.desk.people.changing import NEW_HOME
from huigong.portals.desk.people.forms import NewHomeForm, RegisterForm
from huigong.portals.desk.people.saidwhy import once_said_why
from huigong.portals.desk.people.views import record_page
from huigong.portals.shared.fields import beside
from huigong.portals.shared.refusals import in_words, status_for
from huigong.portals.shared.requests import Request
from huigong.registry.actions import counter

PURPOSE = "窗口登记"


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """Registers somebody, or leads to the record where the number is known."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    form, status = RegisterForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                public_id, opens = _registered(request, form)
            except Denied as error:
                status = _not_ours(error, request, form)
            except DomainError as error:
                status = beside(error, form, place="residence", since="residence_since")
            else:
                remember(request.session, [public_id], PURPOSE, now=now)
                messages.success(request, _("已登记。"))
                return (
                    redirect("desk:person", public_id=public_id)
                    if opens
                    else _to_login(request, public_id, form)
                )
    return page(request, "desk/people/person_new.html", "person-new", {"form": form}, status=status)


@officials_only
@never_cache
@require_POST
@once_said_why
def new_home(request: Request, public_id: str) -> HttpResponse:
    """Where the person lives from now on."""
    form = NewHomeForm(request.POST, auto_id=f"id_{NEW_HOME}_%s")
    status = 400
    if form.is_valid():
        given = form.cleaned_data
        try:
            counter.new_home(
                by=request.principal,
                now=timezone.now(),
                person_id=public_id,
                residence=given["residence"],
                since=given["since"],
                address=given["address"],
                shown=given["shown"],
            )
        except Denied as error:
            status = _not_ours(error, request, form)
        except DomainError as error:
            status = beside(error, form, place="residence")
        else:
            messages.success(request, _("住处已改。"))
            return redirect("desk:person", public_id=public_id)
    return again(request, public_id, NEW_HOME, form, status=status)


def _registered(request: Request, form: RegisterForm) -> tuple[str, bool]:
    """Their public id, and whether they can log in already."""
    given = form.cleaned_data
    person = counter.register(
        by=request.principal,
        now=timezone.now(),
        name=given["name"],
        resident_number=given["resident_number"],
        hukou_place=given["hukou_place"],
        residence=given["residence"],
        residence_since=given["residence_since"],
        address=given["address"],
        phone=given["phone"],
        shown=given["shown"],
        moved=given["moved"],
    )
    return person.public_id.hex, person.account_id is not None


def _to_login(request: Request, public_id: str, form: RegisterForm) -> HttpResponse:
    """To the code that opens a login, where a phone was given; the record is kept whether or not one can be sent."""
    phone = form.cleaned_data["phone"]
    if phone:
        try:
            return phones.ask(request, public_id, phone=phone, shown=form.cleaned_data["shown"])
        except DomainError as error:
            messages.warning(
                request,
                _("%(why)s这个手机号还不能登录；要让本人登录的，在档案里选“换手机号”。")
                % {"why": in_words(error, "what")},
            )
    return redirect("desk:person", public_id=public_id)


def again(request: Request, public_id: str, tried: str, form: Form, *, status: int) -> HttpResponse:
    """The record with the form as it was filled in; the purpose is asked first where none was stated."""
    request.principal.require(Permission.PERSON_FIND)
    now = timezone.now()
    purpose = purpose_for(request.session, public_id, now=now)
    if not purpose:
        return redirect("desk:person", public_id=public_id)
    looking = request.principal.with_purpose(purpose)
    return record_page(request, looking, public_id, now=now, tried={tried: form}, status=status)


def _not_ours(error: Denied, request: Request, form: Form) -> int:
    """Puts beside the place whose window may write it, and whose this is; the page's status."""
    if not isinstance(error, NoAccess):
        return beside(error, form)
    place = form.cleaned_data.get("residence")
    if not place or request.principal.can(Permission.PERSON_REGISTER, region=place):
        raise error
    ours = {
        regions.find(grant.region).name for grant in request.principal.grants_for(Permission.PERSON_REGISTER)
    }
    form.add_error(
        "residence",
        _("您只能登记住在%(ours)s的人。住在%(place)s的，请本人到当地的服务窗口办，或者由当地的窗口人员登记。")
        % {"ours": "、".join(sorted(ours)), "place": regions.find(place).full_name},
    )
    return status_for(error)
