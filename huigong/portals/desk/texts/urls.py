"""Addresses of texts and of the way to phones."""

from django.urls import path

from huigong.portals.desk.texts import channels, views

urlpatterns = [
    path("texts/", views.index, name="texts"),
    path("texts/<slug:template_id>/", views.show, name="text"),
    path("texts/<slug:template_id>/back/", views.withdraw, name="text-back"),
    path("channels/", channels.index, name="channels"),
    path("channels/again/", channels.again, name="channels-again"),
]
