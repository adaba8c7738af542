"""Switches that every page carries: language and letter size."""

from django.urls import path
from django.views.i18n import set_language

from huigong.portals.shared import signing, views

app_name = "shared"

urlpatterns = [
    path("switch/language/", set_language, name="language"),
    path("switch/mode/", views.mode, name="mode"),
    path(".well-known/huigong-keys.json", signing.keys, name="keys"),
]
