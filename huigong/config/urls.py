"""Addresses: the worker portal at the root, the desk under /desk/."""

from django.urls import include, path

urlpatterns = [
    path("desk/account/", include("allauth.mfa.urls")),
    path("desk/", include("huigong.portals.desk.urls")),
    path("", include("huigong.portals.shared.urls")),
    path("", include("huigong.portals.worker.urls")),
]

handler400 = "huigong.portals.shared.refusals.bad_request"
handler403 = "huigong.portals.shared.refusals.denied"
handler404 = "huigong.portals.shared.refusals.not_found"
handler500 = "huigong.portals.shared.refusals.broken"
