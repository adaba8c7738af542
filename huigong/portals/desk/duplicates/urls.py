"""Addresses of people who may stand twice."""

from django.urls import path

from huigong.portals.desk.duplicates import views

urlpatterns = [
    path("duplicates/", views.index, name="duplicates"),
    path("duplicates/united/", views.united, name="unions"),
    path("duplicates/united/<public_id:public_id>/", views.union, name="union"),
    path("duplicates/<public_id:public_id>/", views.pair, name="duplicate"),
]
