"""Addresses of people. A person is named by their public id, never by a row number."""

from django.urls import path

from huigong.portals.desk.people import views

urlpatterns = [
    path("people/", views.find, name="person-find"),
    path("people/<public_id:public_id>/", views.show, name="person"),
    path("people/<public_id:public_id>/reveal/", views.reveal, name="person-reveal"),
]
