"""Addresses of the desk, put together from its sections."""

from django.urls import include, path, register_converter

from huigong.portals.desk.frame.addresses import PublicId
from huigong.portals.desk.frame.sections import sections

app_name = "desk"
register_converter(PublicId, "public_id")

urlpatterns = [
    path("", include("huigong.portals.desk.frame.urls")),
    *(path("", include(section.urls)) for section in sections),
]
