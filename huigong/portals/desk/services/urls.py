"""Addresses of the catalogue."""

from django.urls import path

from huigong.portals.desk.services import views

urlpatterns = [
    path("library/services/", views.index, name="services"),
    path("library/services/<slug:service_id>/", views.show, name="service"),
    path("library/services/<slug:service_id>/examples/", views.examples, name="service-examples"),
]
