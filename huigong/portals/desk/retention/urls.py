"""Addresses of retention."""

from django.urls import path

from huigong.portals.desk.retention import views

urlpatterns = [
    path("retention/", views.index, name="retention"),
    path("retention/<slug:kind>/", views.kind, name="retention-kind"),
]
