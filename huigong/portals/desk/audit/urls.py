"""Addresses of the trail."""

from django.urls import path

from huigong.portals.desk.audit import views

urlpatterns = [
    path("audit/", views.index, name="audit"),
    path("audit/export/", views.export, name="audit-export"),
]
