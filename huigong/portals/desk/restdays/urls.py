"""Addresses of days off."""

from django.urls import path

from huigong.portals.desk.restdays import views

urlpatterns = [
    path("restdays/", views.index, name="restdays"),
    path("restdays/new/", views.new, name="restday-new"),
    path("restdays/<slug:written>/back/", views.withdraw, name="restday-back"),
]
