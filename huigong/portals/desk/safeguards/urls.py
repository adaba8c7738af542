"""Addresses of safeguards."""

from django.urls import path

from huigong.portals.desk.safeguards import zeros

urlpatterns = [
    path("zeros/", zeros.show, name="zeros"),
    path("zeros/export/", zeros.export, name="zeros-export"),
]
