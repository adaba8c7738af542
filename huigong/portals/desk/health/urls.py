"""The address of health."""

from django.urls import path

from huigong.portals.desk.health import views

urlpatterns = [
    path("health/", views.index, name="health"),
]
