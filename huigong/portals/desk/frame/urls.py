"""Addresses of the first pages after logging in."""

from django.urls import path

from huigong.portals.desk.frame import views

urlpatterns = [
    path("", views.start, name="start"),
    path("home/", views.home, name="home"),
]
