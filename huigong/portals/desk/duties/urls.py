"""The address of the duty board."""

from django.urls import path

from huigong.portals.desk.duties import views

urlpatterns = [
    path("duties/", views.show, name="duty-board"),
    path("duties/unowned/", views.unowned, name="unowned"),
]
