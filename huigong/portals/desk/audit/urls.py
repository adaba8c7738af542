"""Addresses of the trail."""

from django.urls import path

from huigong.portals.desk.audit import habits, views

urlpatterns = [
    path("audit/", views.index, name="audit"),
    path("audit/patterns/", habits.index, name="audit-patterns"),
    path("audit/person/", views.of_person, name="audit-person"),
    path("audit/export/", views.export, name="audit-export"),
]
