"""One's own account: the roles one holds, the password, the second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from huigong.directory import queries
from huigong.directory.actions import attempts, logins
from huigong.kernel.errors import DomainError, TooMany
from huigong.kernel.identity import mask_resident_id
from huigong.portals.desk.accounts.forms import PasswordForm
from huigong.portals.desk.accounts.readiness import has_one_time_password, needs_second_factor
from huigong.portals.desk.accounts.rolelines import role_lines
from huigong.portals.desk.frame.entry import any_official
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

TRIES, WINDOW = 6, timedelta(hours=1)


@any_official
@never_cache
def me(request: Request) -> HttpResponse:
    """What the account may do, and the way to a new password and to the second factor."""
    if has_one_time_password(request):
        return redirect("desk:password")
    account: Any = request.user
    context = {
        "account": account,
        "roles": role_lines(queries.roles_of(request.principal, account), on=timezone.localdate()),
        "has_second_factor": queries.has_second_factor(account),
        "needed": needs_second_factor(request),
        "whose": mask_resident_id(account.resident_number),
    }
    return page(request, "desk/accounts/me.html", "me", context)


@any_official
@never_cache
@sensitive_post_parameters()
def password(request: Request) -> HttpResponse:
    """A new password; after a one-time password this page comes before any other."""
    one_time = has_one_time_password(request)
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _changed(request, form):
            messages.success(request, _("密码已经换好。别处登录的会话都已退出。"))
            return redirect("desk:start" if one_time else "desk:me")
        status = 400
    context = {"form": form, "one_time": one_time}
    return page(request, "desk/accounts/password.html", "me", context, status=status)


def _changed(request: Request, form: PasswordForm) -> bool:
    now, viewer, given = timezone.now(), request.principal, form.cleaned_data
    if not attempts.take(kind="password.own", subject=viewer.account_id, limit=TRIES, window=WINDOW, now=now):
        raise TooMany(
            code="account.password_tries",
            what=_("现在的密码填错太多次了"),
            why=_("这是为了防止有人趁您离开时猜密码。"),
            do=_("请一小时后再试；忘记密码请找本单位的系统管理员重设。"),
        )
    account: Any = request.user
    try:
        logins.change_password(
            by=viewer, now=now, account=account, current=given["current"], new=given["new"]
        )
    except DomainError as error:
        beside(error, form, password="new")
        return False
    update_session_auth_hash(request, account)
    return True
