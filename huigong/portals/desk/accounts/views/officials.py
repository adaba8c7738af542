"""What an administrator does with officials' accounts. Passwords are shown once, on the page that made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.queries.posts import in_hand
from huigong.directory import queries
from huigong.directory.actions import accounts, logins, roles
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import mask_resident_id
from huigong.portals.desk.accounts.forms import (
    AccountForm,
    EndForm,
    RoleForm,
    WhoseForm,
)
from huigong.portals.desk.accounts.rolelines import role_lines
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.offices import region_name, where_of
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "officials"


@dataclass(frozen=True)
class Change:
    """A change of the whole account by one press; an action that returns a password has it shown once."""

    act: Callable[..., Any]
    done: Any


CHANGES = {
    "close": Change(accounts.close_account, gettext_lazy("账号已停用，已经登录的会话不能再用。")),
    "reopen": Change(accounts.reopen_account, gettext_lazy("账号已恢复，没有到期的角色重新有效。")),
    "password": Change(logins.reset_password, gettext_lazy("密码已重设。")),
    "second-factor": Change(logins.forget_second_factor, gettext_lazy("手机验证器已清除，密码已重设。")),
}


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The officials of the viewer's regions with the roles of today."""
    viewer, today = request.principal, timezone.localdate()
    named = " ".join(request.GET.get("named", "").split())[:50]
    every = queries.officials(viewer, named=named)
    pages = paging.asked(request.GET.dict(), total=every.count(), furthest=None)
    context = {
        "named": named,
        "pages": pages,
        "officials": [
            (row, role_lines(row.roles, on=today))
            for row in queries.with_roles(viewer, pages.of(every), on=today)
        ],
    }
    return page(request, "desk/accounts/officials.html", HERE, context)


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """Who it is for and the first role; the one-time password is on the page that answers."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.ACCOUNT_MANAGE)
    where, region = where_of(request, Permission.ACCOUNT_MANAGE)
    account_form = AccountForm(request.POST or None)
    role_form = RoleForm(request.POST or None, region=region, on=timezone.localdate(now))
    status = 400 if where.errors else 200
    if request.method == "POST":
        status = 400
        if all(form.is_valid() for form in (where, account_form, role_form)):
            try:
                account, password = logins.open_official(
                    by=viewer,
                    now=now,
                    username=account_form.cleaned_data["username"],
                    display_name=account_form.cleaned_data["display_name"],
                    resident_number=account_form.cleaned_data["resident_number"],
                    grant=role_form.grant,
                    **role_form.days,
                )
            except DomainError as error:
                status = beside(error, account_form, role_form, name="display_name")
            else:
                return _password_page(request, account.public_id, password, _("账号已开通。"))
    context = {
        "where": where,
        "region_name": region_name(region),
        "region": region,
        "account_form": account_form,
        "role_form": role_form,
    }
    return page(request, "desk/accounts/official_new.html", HERE, context, status=status)


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """One official: the roles and what can be done with the account."""
    return _official_page(request, public_id)


@officials_only
@never_cache
def give_role(request: Request, public_id: str) -> HttpResponse:
    """A further role, or one instead of another: first the region, then what can be had there."""
    viewer, now = request.principal, timezone.now()
    account = queries.account_by_public_id(viewer, public_id)
    viewer.require(Permission.ACCOUNT_MANAGE)
    old_id = (request.POST if request.method == "POST" else request.GET).get("instead", "")
    old = queries.assignment_of(viewer, account, old_id) if old_id else None
    where, region = where_of(request, Permission.ACCOUNT_MANAGE)
    form = RoleForm(request.POST or None, region=region, on=timezone.localdate(now))
    status = 400 if where.errors else 200
    if request.method == "POST":
        status = 400
        if where.is_valid() and form.is_valid():
            try:
                if old is None:
                    roles.assign_role(by=viewer, now=now, account=account, grant=form.grant, **form.days)
                else:
                    roles.move_role(by=viewer, now=now, assignment=old, grant=form.grant, **form.days)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(
                    request, _("角色已分配。") if old is None else _("已调动，原来的角色到前一天为止。")
                )
                return redirect("desk:official", public_id=public_id)
    context = {
        "account": account,
        "old_id": old_id,
        "old": role_lines([queries.role_row(old)], on=timezone.localdate(now))[0] if old else None,
        "where": where,
        "region_name": region_name(region),
        "region": region,
        "role_form": form,
    }
    return page(request, "desk/accounts/official_role.html", HERE, context, status=status)


@officials_only
@never_cache
@require_POST
def end_role(request: Request, public_id: str, role_id: str) -> HttpResponse:
    """The last day of a role; without a day it ends at once."""
    viewer, now = request.principal, timezone.now()
    account = queries.account_by_public_id(viewer, public_id)
    assignment = queries.assignment_of(viewer, account, role_id)
    form = EndForm(request.POST)
    status = 400
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            if last_day is None:
                roles.withdraw_role(by=viewer, now=now, assignment=assignment)
            else:
                roles.end_role(by=viewer, now=now, assignment=assignment, on=last_day)
        except DomainError as error:
            status = beside(error, form)
        else:
            messages.success(request, _("角色已收回。") if last_day is None else _("角色到期日已定。"))
            return redirect("desk:official", public_id=public_id)
    return _official_page(request, public_id, ending=role_id, end_form=form, status=status)


@officials_only
@never_cache
@require_POST
def whose(request: Request, public_id: str) -> HttpResponse:
    """Who the official is, so that they act in no own or relative's matter."""
    account = queries.account_by_public_id(request.principal, public_id)
    form = WhoseForm(request.POST)
    if not form.is_valid():
        return _official_page(request, public_id, whose_form=form, status=400)
    accounts.say_whose(
        by=request.principal,
        now=timezone.now(),
        account=account,
        resident_number=form.cleaned_data["resident_number"],
    )
    messages.success(request, _("已写明这个账号是谁的。"))
    return redirect("desk:official", public_id=public_id)


@officials_only
@never_cache
@require_POST
def change(request: Request, public_id: str, act: str) -> HttpResponse:
    """One of `CHANGES`."""
    kind = CHANGES.get(act)
    if kind is None:
        raise Http404
    account = queries.account_by_public_id(request.principal, public_id)
    outcome = kind.act(by=request.principal, now=timezone.now(), account=account)
    if isinstance(outcome, str):
        return _password_page(request, public_id, outcome, str(kind.done))
    messages.success(request, str(kind.done))
    return redirect("desk:official", public_id=public_id)


def _official_page(
    request: Request,
    public_id: str,
    *,
    ending: str = "",
    end_form: EndForm | None = None,
    whose_form: WhoseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.ACCOUNT_MANAGE)
    account = queries.account_by_public_id(viewer, public_id)
    lines = role_lines(queries.roles_of(viewer, account), on=today)
    context = {
        "account": account,
        "own": viewer.account_id == str(account.public_id),
        "lines": [(line, *_end_form(line.role.public_id, ending, end_form)) for line in lines],
        "in_hand": in_hand(viewer, account, today=today),
        "has_second_factor": queries.has_second_factor(account),
        "whose": mask_resident_id(account.resident_number),
        "whose_form": whose_form or WhoseForm(),
    }
    return page(request, "desk/accounts/official.html", HERE, context, status=status)


def _end_form(role_id: str, ending: str, tried: EndForm | None) -> tuple[EndForm, bool]:
    """The form of one line, and whether it is open: the one just tried, with what was typed."""
    if tried is not None and role_id == ending:
        return tried, True
    return EndForm(auto_id=f"id_{role_id}_%s"), False


def _password_page(request: Request, public_id: str | UUID, password: str, done: str) -> HttpResponse:
    """The one time that a password is shown."""
    account = queries.account_by_public_id(request.principal, public_id)
    context = {"account": account, "password": password, "done": done}
    return page(request, "desk/accounts/official_password.html", HERE, context)
