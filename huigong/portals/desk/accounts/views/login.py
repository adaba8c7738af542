"""Logging in and out. The password check, the second factor and the lock-out are libraries'."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.contrib.auth import logout as end_session
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huigong.kernel.errors import TooMany
from huigong.portals.shared.requests import Request


class OfficialLoginForm(LoginForm):
    """allauth's form in our words: a user name and a password, nothing to remember."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("用户名")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def clean(self) -> dict[str, Any] | None:
        """A closed account is told no more than a wrong password is."""
        given = super().clean()
        user = getattr(self, "user", None)
        if user is not None and not user.is_active:
            raise get_adapter().validation_error("username_password_mismatch")
        if user is not None and user.password_valid_until and user.password_valid_until < timezone.now():
            raise ValidationError(_("这个一次性密码已经过期，请找本单位的系统管理员重新发一个。"))
        return given


class OfficialLogin(LoginView):
    """One page for every official; those with a second factor are asked for it next."""

    template_name = "desk/accounts/login.html"
    form_class = OfficialLoginForm


login = OfficialLogin.as_view()


@require_POST
def logout(request: Request) -> HttpResponse:
    end_session(request)
    return redirect("desk:login")


def locked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
    """What axes shows after too many wrong passwords."""
    refusal = TooMany(
        code="account.locked",
        what=str(_("密码连续输错次数过多，这个账号在本机上暂时锁定")),
        why=str(_("这是为了防止有人猜密码。")),
        do=str(_("请一小时后再试；急用请找本单位的系统管理员。")),
    )
    return render(request, "shared/refusal.html", {"refusal": refusal}, status=429)
