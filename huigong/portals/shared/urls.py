"""Switches that every page carries: language and letter size."""

from django.urls import path

from huigong.portals.shared import views

app_name = "shared"

urlpatterns = [
    path("switch/language/", views.language, name="language"),
    path("switch/mode/", views.mode, name="mode"),
]
