"""The address of ratings."""

from django.urls import path

from huigong.portals.desk.ratings import views

urlpatterns = [
    path("ratings/", views.index, name="ratings"),
]
