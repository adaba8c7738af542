"""Addresses of accounts: logging in, one's own account, and the accounts that an administrator manages."""

from django.urls import path

from huigong.portals.desk.accounts.views import importing, login, officials, own

urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("me/", own.me, name="me"),
    path("me/password/", own.password, name="password"),
    path("accounts/", officials.index, name="officials"),
    path("accounts/import/", importing.show, name="officials-import"),
    path("accounts/new/", officials.new, name="official-new"),
    path("accounts/<public_id:public_id>/", officials.show, name="official"),
    path("accounts/<public_id:public_id>/role/", officials.give_role, name="official-role"),
    path(
        "accounts/<public_id:public_id>/role/<public_id:role_id>/",
        officials.end_role,
        name="official-role-end",
    ),
    path("accounts/<public_id:public_id>/whose/", officials.whose, name="official-whose"),
    path("accounts/<public_id:public_id>/<slug:act>/", officials.change, name="official-change"),
]
