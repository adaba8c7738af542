"""Addresses: the worker portal at the root, the desk under /desk/."""

from allauth.account.views import reauthenticate
from django.urls import include, path
from django.views.generic import RedirectView

# The few pages that allauth's second factor sends people to by these names.
ACCOUNT_PAGES = [
    path("login/", RedirectView.as_view(pattern_name="desk:login", query_string=True), name="account_login"),
    path("logout/", RedirectView.as_view(pattern_name="desk:login"), name="account_logout"),
    path("confirm-password/", reauthenticate, name="account_reauthenticate"),
]

urlpatterns = [
    path("desk/account/", include(ACCOUNT_PAGES)),
    path("desk/account/", include("allauth.mfa.urls")),
    path("desk/", include("huigong.portals.desk.urls")),
    path("", include("huigong.portals.shared.urls")),
    path("", include("huigong.portals.worker.urls")),
]

handler400 = "huigong.portals.shared.refusals.bad_request"
handler403 = "huigong.portals.shared.refusals.denied"
handler404 = "huigong.portals.shared.refusals.not_found"
handler500 = "huigong.portals.shared.refusals.broken"
