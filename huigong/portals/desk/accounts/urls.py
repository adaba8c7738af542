"""Addresses of logging in."""

from django.urls import path

from huigong.portals.desk.accounts import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("security/", views.security, name="security"),
]
